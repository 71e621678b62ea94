import './support/help.ts'

import type { TableReading } from './support/meter.ts'
import { openNudgeMeter, recipesOf } from './support/nudge-meter.ts'

/**
 * What nudges take: calls of DynamoDB and its units for each decision and each email, counted at the table; and the same with 10² and
 * 10⁵ people behind and 20 recipes. `npm run bench:nudges -- 1000` for fewer people.
 */
const MANY = Number(process.argv[2] ?? 100_000)

const line = (what: string, { calls, write, read }: TableReading): void => {
  const sum = Object.values(calls).reduce((all, count) => all + count, 0)
  const parts = Object.entries(calls).map(([name, count]) => `${name} ${count}`)
  process.stdout.write(`${what.padEnd(40)} ${sum} calls, ${write} WRU, ${read} RRU (${parts.join(', ')})\n`)
}

/** The log of the functions is none of ours. */
const quietly = async <T>(work: () => Promise<T>): Promise<T> => {
  const { write } = process.stdout
  process.stdout.write = () => true
  try {
    return await work()
  } finally {
    process.stdout.write = write
  }
}

const [recipe] = recipesOf(1)
const one = await openNudgeMeter(10, recipesOf(1))
line('a decision that is held (no consent)', await quietly(() => one.ask('held', false)))
line('a decision that is queued', await quietly(() => one.ask('sent')))
line('its email, reserved and sent', await quietly(() => one.send()))
if (recipe) line('its two events, Send and Delivery', await quietly(() => one.hear('sent', recipe)))
one.pass(11)
line('a decision that waits (quiet hours)', await quietly(() => one.ask('waits')))
line('a sweep when nothing is due', await quietly(() => one.sweep()))
await one.close()

/** What looking for a thread that was there before its first post takes: one read where a recipe waits for what becomes of threads. */
const elsewhere = { event: 'thread.solved', platforms: ['elsewhere'] }
for (const [what, when] of [
  ['a post, a recipe waits for solved threads', { event: 'thread.solved' }],
  ['a post, none waits for threads of its own', elsewhere],
] as const) {
  const meter = await openNudgeMeter(10, recipesOf(1, { when }))
  line(what, await quietly(() => meter.ask('starts')))
  await meter.close()
}

const readings: string[] = []
for (const people of [100, MANY]) {
  const meter = await openNudgeMeter(people, recipesOf(20))
  const decided = await quietly(() => meter.ask('asks'))
  const sent = await quietly(() => meter.send())
  line(`20 recipes, ${people} people behind: decided`, decided)
  line(`20 recipes, ${people} people behind: sent`, sent)
  readings.push(JSON.stringify([decided, sent]))
  await meter.close()
}
const same = readings[0] === readings[1]
const scans = readings.some((reading) => reading.includes('Scan'))
process.stdout.write(`the same with ${MANY} people behind as with 100: ${same}; scans: ${scans}\n`)
process.exitCode = same && !scans ? 0 : 1
