import './support/help.ts'

import { type Counts, callsIn, history, KINDS, type Kind, measureKinds, mixedBatch } from './support/counts.ts'
import { openIngestMeter, type Reading } from './support/ingest-meter.ts'

/**
 * AWS calls, write units and read units per kind of mention, counted on the wire at the embedded DynamoDB and the stand-in
 * for Comprehend; and whether they grow with the history behind the person and the thread.
 *
 * `npm run bench:store` takes about two minutes; `npm run bench:store -- 100000` says how long the history is to be.
 */
const FEW = 100
const MANY = Number(process.argv[2] ?? 40_000)

const line = (name: string, { calls, write, read, comprehend }: Reading): string => {
  const named = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`)
  const asked = comprehend.calls > 0 ? `; Comprehend ${comprehend.calls} call, ${comprehend.units} units` : ''
  return `${name.padEnd(34)} ${String(write).padStart(4)} WRU ${String(read).padStart(5)} RRU   ${named.join(', ')}${asked}\n`
}
const print = (title: string, counts: Counts): void => {
  process.stdout.write(`\n${title}\n`)
  for (const [kind, name] of Object.entries(KINDS)) process.stdout.write(line(name, counts[kind as Kind]))
}

const meter = await openIngestMeter()
const began = performance.now()
await meter.fill(history(0, FEW))
const few = await measureKinds(meter, 10_000_000)
print(`with ${FEW} mentions behind the person and the thread`, few)
await meter.fill(history(FEW, MANY))
const many = await measureKinds(meter, 20_000_000)
print(`with ${MANY} mentions behind them`, many)
await meter.fill([mixedBatch(30_000_000)])
const batch = await meter.apply(...mixedBatch(40_000_000))
process.stdout.write(`\n${line('25 posts of 25 people at once', batch)}`)
await meter.close()

const seconds = Math.round((performance.now() - began) / 1000)
const grown = Object.keys(KINDS).filter(
  (kind) => JSON.stringify(few[kind as Kind]) !== JSON.stringify(many[kind as Kind]),
)
process.stdout.write(`\nhistory of ${MANY} mentions written and measured in ${seconds} s\n`)
const short = (name: string, reading: Reading): string => `${name} ${reading.write} WRU in ${callsIn(reading)} calls`
process.stdout.write(
  `${[short('post', few.post), short('reply', few.reply), short('duplicate', few.duplicate), short('edit', few.edit)].join(', ')}; ` +
    `25 at once ${(callsIn(batch) / 25).toFixed(2)} calls each; growth from ${FEW} to ${MANY} mentions: ` +
    `${grown.length === 0 ? 'none, identical calls and units' : `DIFFERS for ${grown.join(', ')}`}\n`,
)
process.exitCode = grown.length === 0 ? 0 : 1
