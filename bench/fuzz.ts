import './support/help.ts'

import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { PIECES, type Steep, steepAt, textsOf } from '../test/fuzz/linear.ts'
import { type Asked, type Report, runFuzz, type TypeReport, together } from '../test/fuzz/run.ts'
import { samplesOf } from '../test/fuzz/trial.ts'
import { SOURCES_OF_FUZZ, secrets } from '../test/fuzz/world.ts'
import { openDoor } from '../test/support/door.ts'

/**
 * Deliveries that were tampered with, at every door and through every reader: none may be taken that its sender did not
 * sign, nothing may crash, and time may grow with length and no faster. The same seed is the same deliveries.
 *
 *   npm run fuzz -- [--runs 1000000] [--seed N] [--type github --type slack] [--threads 2] [--only-linear] [--without-linear]
 */

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    type: { type: 'string', multiple: true, default: [] },
    threads: { type: 'string', default: '2' },
    'only-linear': { type: 'boolean', default: false },
    'without-linear': { type: 'boolean', default: false },
  },
})

/** How often a run says how far it is. */
const STEP = process.stderr.isTTY ? 2_000 : 100_000
const END = process.stderr.isTTY ? '\r' : '\n'

type Message = { done: number } | { report: Report }

const out = (line: string): boolean => process.stdout.write(`${line}\n`)
const say = (line: string): boolean => process.stderr.write(line)

const inThread = (asked: Asked, onDone: (done: number) => void): Promise<Report> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: asked, argv: process.argv.slice(2) })
    worker.on('message', (message: Message) => ('report' in message ? resolve(message.report) : onDone(message.done)))
    worker.on('error', reject)
  })

const column = (value: number | string, width = 10): string => String(value).padStart(width)
const perByte = ({ ns, bytes }: { ns: number; bytes: number }): string => (bytes === 0 ? '-' : (ns / bytes).toFixed(1))
const refusals = (refused: Record<string, number>): string =>
  Object.entries(refused)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, times]) => `${reason} ${times}`)
    .join(', ')

const rowOf = (type: string, about: TypeReport, found: number): string => {
  const refused = Object.values(about.refused).reduce((sum, times) => sum + times, 0)
  const numbers = [
    about.tried,
    about.taken,
    about.answered,
    refused,
    about.activities,
    about.ignored,
    about.malformed,
    found,
  ]
  return [
    type.padEnd(14),
    ...numbers.map((number) => column(number)),
    column(perByte(about.door)),
    column(perByte(about.meaning)),
  ].join('')
}

const HEADS = [
  'tried',
  'as signed',
  'answered',
  'refused',
  'activities',
  'ignored',
  'malformed',
  'wrong',
  'door ns/B',
  'read ns/B',
]

const print = (report: Report): void => {
  const types = Object.entries(report.types).sort(([a], [b]) => a.localeCompare(b))
  out(`\n${'type'.padEnd(14)}${HEADS.map((head) => column(head)).join('')}`)
  for (const [type, about] of types) out(rowOf(type, about, report.found.filter((one) => one.type === type).length))
  out('')
  for (const [type, { refused }] of types)
    if (Object.keys(refused).length > 0) out(`${type.padEnd(14)}${refusals(refused)}`)
  out('')
  for (const found of report.found) out(JSON.stringify(found))
}

const fuzz = async (seed: number): Promise<Report> => {
  const [runs, threads] = [Number(values.runs), Number(values.threads)]
  const share = Math.ceil(runs / threads / 500) * 500
  const began = performance.now()
  const progress = new Map<number, number>()
  let shown = 0
  const show = (): void => {
    const done = [...progress.values()].reduce((sum, one) => sum + one, 0)
    if (done - shown < STEP) return
    shown = done
    const rate = Math.round(done / ((performance.now() - began) / 1_000))
    say(`${done} of ${runs} deliveries, ${rate} a second ${END}`)
  }
  const parts = Array.from({ length: threads }, (_, at) => ({ from: at * share, to: Math.min(runs, (at + 1) * share) }))
  const reports = await Promise.all(
    parts
      .filter(({ from, to }) => from < to)
      .map((part, at) =>
        inThread({ seed, ...part, types: values.type }, (done) => {
          progress.set(at, done)
          show()
        }),
      ),
  )
  say('\n')
  return together(reports)
}

const linear = async (): Promise<Steep[]> => {
  const steep: Steep[] = []
  const highest: Steep[] = []
  let measured = 0
  for (const group of samplesOf(values.type)) {
    const door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
    for (const { sample, path } of textsOf(group))
      for (const piece of PIECES) {
        const { steep: found, highest: one } = await steepAt(sample, path, piece, door)
        steep.push(...found)
        if (one) highest.push(one)
        measured++
      }
    say(`time against length: ${measured} pieces in places ${END}`)
  }
  say('\n')
  out(
    `time against length: ${measured} pieces in places. What a byte costs at 16 times the length over what it costs at the length itself, the highest:`,
  )
  for (const one of highest.toSorted((a, b) => b.ratio - a.ratio).slice(0, 5)) out(`  ${JSON.stringify(one)}`)
  if (steep.length > 0) out('steeper than linear:')
  for (const one of steep) out(JSON.stringify(one))
  return steep
}

const main = async (): Promise<void> => {
  const seed = Number(values.seed)
  if (!Number.isSafeInteger(seed) || !(Number(values.runs) > 0) || !(Number(values.threads) > 0))
    throw new Error('--seed, --runs and --threads have to be whole numbers.')
  out(`seed ${seed}`)
  const report = values['only-linear'] ? undefined : await fuzz(seed)
  if (report) print(report)
  const steep = values['without-linear'] ? [] : await linear()
  const of = (what: string): number => report?.found.filter((one) => one.what === what).length ?? 0
  out(
    `${report?.tried ?? 0} deliveries, ${report?.controls ?? 0} of them untouched; forgeries taken: ${of('forgery')}, crashes: ${of('crash')}, good ones refused: ${of('lost')}, secrets told: ${of('leak')}; steeper than linear: ${steep.length}`,
  )
  if ((report?.found.length ?? 0) + steep.length > 0) process.exitCode = 1
}

if (isMainThread) await main()
else {
  const report = await runFuzz({ ...workerData, onProgress: (done) => parentPort?.postMessage({ done }) })
  parentPort?.postMessage({ report })
}
