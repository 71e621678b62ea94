import { type Counts, callsIn, history, KINDS, type Kind, measureKinds } from './support/counts.ts'
import { openIngestMeter } from './support/ingest-meter.ts'
import type { Reading } from './support/meter.ts'

/**
 * AWS calls, write units and read units per kind of mention, counted on the wire at the embedded DynamoDB; and whether
 * they grow with the history behind the person and the thread.
 *
 * `npm run bench:store` takes about two minutes; `npm run bench:store -- 100000` says how long the history is to be.
 */
const FEW = 100
const MANY = Number(process.argv[2] ?? 50_000)

const line = (name: string, { calls, write, read }: Reading): string => {
  const named = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`)
  return `${name.padEnd(34)} ${String(write).padStart(4)} WRU ${String(read).padStart(4)} RRU   ${named.join(', ')}\n`
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
const batch = await meter.applyAll([...history(30_000_000, 30_000_025)].flat())
process.stdout.write(`\n${line('one delivery of 25, per delivery', batch)}`)
await meter.close()

const grown = Object.keys(KINDS).filter(
  (kind) => JSON.stringify(few[kind as Kind]) !== JSON.stringify(many[kind as Kind]),
)
process.stdout.write(
  `history of ${MANY} mentions written and measured in ${Math.round((performance.now() - began) / 1000)} s\n`,
)
process.stdout.write(
  `post ${few.post.write} WRU in ${callsIn(few.post)} calls, reply ${few.reply.write} WRU in ${callsIn(few.reply)}, ` +
    `duplicate ${few.duplicate.write} WRU in ${callsIn(few.duplicate)}, edit ${few.edit.write} WRU in ${callsIn(few.edit)}; ` +
    `25 at once: ${(callsIn(batch) / 25).toFixed(2)} calls per mention; growth from ${FEW} to ${MANY}: ` +
    `${grown.length === 0 ? 'none, identical calls and units' : `DIFFERS for ${grown.join(', ')}`}\n`,
)
process.exitCode = grown.length === 0 ? 0 : 1
