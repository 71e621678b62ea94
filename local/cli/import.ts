import { statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import { DAY, isoOf } from '../../shared/domain/time.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { screenOn } from '../demo/screen.ts'
import { readMap } from '../import/columns.ts'
import { counted, openFolder } from '../import/folder.ts'
import { CRM_FIELDS } from '../import/format-crm.ts'
import { FORMAT_NAMES, FORMATS, formatOf } from '../import/formats.ts'
import { ImportError } from '../import/found.ts'
import { progressOn } from '../import/progress.ts'
import { deliveriesQueue } from '../import/queue.ts'
import { openReport } from '../import/report.ts'
import { runImport } from '../import/run.ts'
import { fresh, type State, stateFile } from '../import/state.ts'
import { endWith } from './command.ts'
import { plain } from './plain.ts'
import { TARGET_OPTIONS, TARGET_USAGE, type Target, targetOf } from './target.ts'

const RATE = 200

const USAGE = `npm run import -- FILE --source NAME [options]

Imports history: what is in FILE (a file, a folder or a zip archive) is connected and counted like what comes in
live, and never starts a nudge. The same FILE again changes nothing; broken off, it goes on where it was.

  --source NAME        a source of infra/config.ts, of the type that fits what is imported
  --format NAME        ${FORMAT_NAMES.join(', ')}; found out from the content without it
  --map COLUMN=FIELD   CSV: this column is that field of an activity; as often as needed
  --kind KIND          CSV: the kind of every row, where no column says it
  --consent            take the import's word on who agreed to email (without it, only on who takes it back)
  --rate N             things a second, at most (${RATE})
  --dry-run            read and check everything, send nothing
  --restart            begin anew, even where an earlier run was broken off
${TARGET_USAGE}

What cannot be read is in FILE.rejected.jsonl afterwards, with file, line and reason. It ends with 0 when
everything was taken, 1 when something was refused, 2 when it could not be done. docs/import.md says more.`

const OPTIONS = {
  ...TARGET_OPTIONS,
  source: { type: 'string' },
  format: { type: 'string' },
  map: { type: 'string', multiple: true, default: [] as string[] },
  kind: { type: 'string' },
  consent: { type: 'boolean', default: false },
  rate: { type: 'string', default: String(RATE) },
  'dry-run': { type: 'boolean', default: false },
  restart: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const rateOf = (text: string): number => {
  const rate = Number(text)
  if (/^\d{1,5}$/.test(text) && rate > 0) return rate
  throw new ImportError(`--rate expects a number from 1 to 99999, but got ${JSON.stringify(text)}.`)
}

const settingsOf = (
  { stage, stageName }: Target,
  source: string | undefined,
): { source: string; settings: SourceSettings } => {
  const settings = source !== undefined && Object.hasOwn(stage.sources, source) ? stage.sources[source] : undefined
  if (source !== undefined && settings) return { source, settings }
  const names = Object.entries(stage.sources).map(([name, { type }]) => `${name} (${type})`)
  throw new ImportError(
    `${source === undefined ? '--source is missing' : `There is no source ${JSON.stringify(source)}`}; the stage ${stageName} has ${names.join(', ')}.`,
  )
}

const summary = (state: State, report: string): string => {
  const left = Object.entries(state.skipped).map(([reason, number]) => `${number} left out: ${plain(reason)}`)
  const refused = state.refused > 0 ? [`${state.refused} refused, see ${report}`] : []
  return [`${state.sent} taken`, ...left, ...refused].join('\n')
}

const run = async (): Promise<number> => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS })
  const [path, ...more] = positionals
  if (values.help || path === undefined || more.length > 0) {
    process.stdout.write(`${USAGE}\n`)
    return values.help ? 0 : 2
  }
  const rate = rateOf(values.rate)
  const target = await targetOf(values)
  const { source, settings } = settingsOf(target, values.source)
  const screen = screenOn(process.stdout, process.env)
  let bytes = 0
  const folder = counted(await openFolder(path), (length) => {
    bytes += length
  })
  const format = await formatOf(folder, { source, settings }, values.format)
  const map = format === 'crm' ? readMap(values.map, CRM_FIELDS) : readMap(values.map)
  bytes = 0
  const now = await target.now()
  const { size, mtimeMs } = statSync(path)
  const dryRun = values['dry-run']
  const what = {
    path: resolve(path),
    size,
    mtimeMs,
    // A folder's own date and size tell nothing of what is in its files.
    files: folder.names.map((name) => [name, folder.size(name)]),
    queue: target.queueUrl,
    source,
    format,
  }
  const choices = { map: [...map], kind: values.kind, consent: values.consent }
  const state = stateFile(values.data, { ...what, ...choices })
  if (values.restart) state.forget()
  const begun = dryRun ? undefined : state.load()
  const reportPath = `${path.replace(/[/\\]+$/, '')}.rejected.jsonl`
  const report = openReport(reportPath, begun?.reported ?? 0)
  const note = (words: string): void => screen.line(plain(words))
  note(
    `${basename(path)}: ${format}, into ${source} (${settings.type}) of ${target.place === 'local' ? 'the Earshot that runs here' : target.stageName}${dryRun ? ', nothing is sent' : ''}.`,
  )
  if (begun) note(`Goes on after the first ${begun.done}.`)
  const client = new SQSClient(target.sdk)
  const files = folder.names.reduce((sum, name) => sum + folder.size(name), 0)
  try {
    const done = await runImport({
      found: FORMATS[format].read({ folder, source, settings, map, kind: values.kind, note }),
      rules: {
        source,
        oldest: isoOf(now - target.stage.retention.mentionDays * DAY),
        consent: values.consent,
        topics: Object.keys(target.stage.nudges.topics),
        now: isoOf(now),
        normalise: (delivery, body) => normaliseDelivery(delivery, body, target.stage.sources),
      },
      queue: dryRun ? undefined : deliveriesQueue(client, target.queueUrl),
      state: dryRun ? { load: fresh, save: () => {}, forget: () => {} } : state,
      report,
      rate,
      tell: progressOn(screen, {
        moving: process.stdout.isTTY === true,
        // GitHub's comments need their issues first: its files are read twice.
        total: files * (format === 'github' ? 2 : 1),
        bytes: () => bytes,
      }),
    })
    screen.done()
    screen.line(summary(done, reportPath))
    return done.refused > 0 ? 1 : 0
  } finally {
    report.close()
    client.destroy()
    await folder.close()
  }
}

await endWith(run, 2)
