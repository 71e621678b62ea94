import type { SourceSettings, SourceType } from '../../shared/domain/listen/source-settings.ts'
import type { Folder } from './folder.ts'
import { readCsv, readJsonl } from './format-activities.ts'
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
  looks: (names: readonly string[], head: string) => boolean
  read: (ask: FormatAsk) => AsyncIterable<Found>
}

const JSON_START = /^\s*[[{]/

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

const forType = (type: SourceType): FormatName[] =>
  FORMAT_NAMES.filter((name) => (FORMATS[name].types as readonly SourceType[]).includes(type))

/**
 * Finds out what is to be imported.
 * @param asked the format that was named
 * @throws ImportError when it does not fit the source, or looks like nothing that is known
 */
export const formatOf = async (
  folder: Folder,
  settings: SourceSettings,
  asked: string | undefined,
): Promise<FormatName> => {
  const fitting = forType(settings.type)
  if (asked !== undefined) {
    const name = FORMAT_NAMES.find((one) => one === asked)
    if (!name) throw new ImportError(`--format ${asked} is not known; expected one of ${FORMAT_NAMES.join(', ')}.`)
    if (!fitting.includes(name))
      throw new ImportError(
        `${asked} is imported into a source of type ${FORMATS[name].types.join(' or ')}; this one is of type ${settings.type}.`,
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
