import { isCrm } from '../../shared/domain/connect/limits.ts'
import type { SourceSettings, SourceType } from '../../shared/domain/listen/source-settings.ts'
import type { Folder } from './folder.ts'
import { readCsv, readJsonl } from './format-activities.ts'
import { looksLikeContacts, readCrm } from './format-crm.ts'
import { readDiscourse } from './format-discourse.ts'
import { readGithub } from './format-github.ts'
import { readSlack } from './format-slack.ts'
import { type Found, ImportError } from './found.ts'

/** What a format is told. `map` and `kind` are for CSV; `note` takes words for whoever started the import. */
export type FormatAsk = {
  folder: Folder
  source: string
  settings: SourceSettings
  map: ReadonlyMap<string, string>
  kind: string | undefined
  note: (words: string) => void
}

/** A format: for which sources it is, how its files look, and what is in them, always in the same order. */
type Format = {
  types: readonly SourceType[]
  /** Sources of other names do not take it. */
  sources?: (name: string) => boolean
  looks: (names: readonly string[], head: string) => boolean
  read: (ask: FormatAsk) => AsyncIterable<Found>
}

const JSON_START = /^\s*[[{]/

/** What is imported into. */
type Into = { source: string; settings: SourceSettings }

/** Every format by its name; the first that a file looks like, of those for the source, is taken. */
export const FORMATS = {
  slack: {
    types: ['slack'],
    looks: (names) => names.some((name) => /(^|\/)channels\.json$/.test(name)),
    read: readSlack,
  },
  github: {
    types: ['github'],
    looks: (_, head) => JSON_START.test(head) && /github\.com|"nameWithOwner"/.test(head),
    read: readGithub,
  },
  discourse: {
    types: ['discourse'],
    looks: (_, head) => /post_stream|latest_posts|post_number|trust_level|"columns"/.test(head),
    read: readDiscourse,
  },
  crm: {
    types: ['standard'],
    sources: isCrm,
    looks: (_, head) => !JSON_START.test(head) && looksLikeContacts(head),
    read: readCrm,
  },
  jsonl: { types: ['standard'], looks: (_, head) => /^\s*\{/.test(head), read: readJsonl },
  csv: {
    types: ['standard'],
    looks: (_, head) => !JSON_START.test(head) && /^[^\n\r]*[,;\t]/.test(head),
    read: readCsv,
  },
} satisfies Record<string, Format>
/** A format's name. */
export type FormatName = keyof typeof FORMATS

/** The names of all formats. */
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[]

const HEAD = 65_536

const headOf = async (folder: Folder): Promise<string> => {
  const first = folder.names.find((name) => /\.(jsonl?|ndjson|csv|tsv|txt)$/i.test(name)) ?? folder.names[0]
  if (first === undefined) return ''
  for await (const chunk of folder.open(first))
    return Buffer.from(chunk)
      .toString('utf8')
      .slice(0, HEAD)
      .replace(/^\ufeff/, '')
  return ''
}

const fits = ({ types, sources }: Format, { source, settings }: Into): boolean =>
  types.includes(settings.type) && (sources?.(source) ?? true)

const forSource = (into: Into): FormatName[] => FORMAT_NAMES.filter((name) => fits(FORMATS[name], into))

/**
 * Finds out what is to be imported.
 * @param asked the format that was named
 * @throws ImportError when it does not fit the source, or looks like nothing that is known
 */
export const formatOf = async (folder: Folder, into: Into, asked: string | undefined): Promise<FormatName> => {
  const { source, settings } = into
  const fitting = forSource(into)
  if (asked !== undefined) {
    const name = FORMAT_NAMES.find((one) => one === asked)
    if (!name) throw new ImportError(`--format ${asked} is not known; expected one of ${FORMAT_NAMES.join(', ')}.`)
    if (!fitting.includes(name))
      throw new ImportError(
        name === 'crm'
          ? `Contacts are imported into a source named crm, or crm- and a name, of type standard; this is ${source} of type ${settings.type}.`
          : `${asked} is imported into a source of type ${FORMATS[name].types.join(' or ')}; this one is of type ${settings.type}.`,
      )
    return name
  }
  const head = await headOf(folder)
  const found = FORMAT_NAMES.filter((name) => FORMATS[name].looks(folder.names, head))
  const taken = found.find((name) => fitting.includes(name))
  if (taken) return taken
  if (fitting.length === 0)
    throw new ImportError(
      `Nothing can be imported into a source of type ${settings.type} yet. JSON lines and CSV go into a source of type standard.`,
    )
  throw new ImportError(
    `This looks like ${found.join(' or ') || 'no format that is known'}; a source of type ${settings.type} takes ${fitting.join(' or ')}. Name it with --format if it is that.`,
  )
}
