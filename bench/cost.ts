import './support/help.ts'

import { readFile } from 'node:fs/promises'
import { scoredCommunity } from './support/community.ts'
import {
  ASSUMED,
  type Bill,
  billOf,
  costOf,
  operationsOf,
  operationsOfScoring,
  type Prices,
  sourceMonth,
} from './support/cost-model.ts'
import { callsIn, history, measureKinds, mixedBatch } from './support/counts.ts'
import { openIngestMeter } from './support/ingest-meter.ts'
import { post } from './support/mentions.ts'

/**
 * Modelled cost of a million mentions: calls and units counted here, times the dated list prices of `bench/prices.json`,
 * with the assumptions of `bench/support/cost-model.ts`.
 */
type PriceFile = { region: string; asOf: string; prices: Prices }

const NOT_SCORED = { calls: {}, write: 0, read: 0, invocations: 0, records: 0, events: 0 }

const file = JSON.parse(await readFile(new URL('prices.json', import.meta.url), 'utf8')) as PriceFile
const meter = await openIngestMeter()
await meter.fill(history(0, 100))
const counts = await measureKinds(meter, 10_000_000)
await meter.fill([mixedBatch(30_000_000)])
await meter.follow()
const callsInBatch = callsIn(await meter.apply(...mixedBatch(40_000_000))) / 25
// Everybody in the batch has written once before, and moves on a board and to another stage.
const scoredTogether = { scored: await meter.follow(), mentionsScored: 25 }
await meter.apply(...mixedBatch(50_000_000).slice(0, 1))
const scoredAlone = { scored: await meter.follow(), mentionsScored: 1 }
await meter.apply(post({ n: 60_000_000, author: 'ann', thread: 'busy' }))
const scoredInPlace = { scored: await meter.follow(), mentionsScored: 1 }
await meter.close()
const village = await openIngestMeter()
const community = await scoredCommunity(village)
await village.close()
const { invocations } = scoredAlone.scored
const communityAlone = {
  ...community,
  scored: { ...community.scored, invocations: invocations * community.mentionsScored },
}

const dollars = (amount: number): string => `$${amount.toFixed(2).padStart(7)}`
const price = (batch: number, repeats: number, scoring = batch === 1 ? communityAlone : community) => {
  const bill = billOf({ batch, repeats, counts, ...scoring })
  const cost = costOf(bill, file.prices)
  const total = Object.values(cost).reduce((sum, amount) => sum + amount, 0)
  return { bill, cost, total, infrastructure: total - cost.comprehendUnit }
}

const busy = price(25, 0)
process.stdout.write(
  `per million mentions, ${file.region}, list prices as of ${file.asOf}, batches of 25, no repeats\n\n`,
)
for (const [name, amount] of Object.entries(busy.bill)) {
  const cost = busy.cost[name as keyof Bill]
  process.stdout.write(`${name.padEnd(22)} ${amount.toPrecision(4).padStart(10)} per mention ${dollars(cost)}\n`)
}
const kept = file.prices.dynamodbGigabyteMonth.usd
process.stdout.write(
  `\nleft out: nudge decisions, what alerts are told, emails ($${1000 * file.prices.sesEmail.usd} per thousand), storage ($${kept} per GB and month in the table, and the archive's in S3)\n`,
)
process.stdout.write(`assumed: ${JSON.stringify(ASSUMED)}\n`)

const [trickle, gated] = [price(1, 0), price(25, 2 / 3)]
const operations = (perDelivery: number, batch: number): string =>
  operationsOf({ perDelivery, batch }, { counts, callsInBatch }).toFixed(1)
process.stdout.write(
  `operations per mention other than Comprehend's, until its planner is through: ${operations(1, 1)} with 1 per delivery (${operations(1, 25)} when 25 deliveries wait), ` +
    `${operations(25, 1)} with 25 per delivery\n`,
)
process.stdout.write(
  `were every mention its author's second, as was reckoned before: infrastructure ${dollars(price(25, 0, scoredTogether).infrastructure)}\n` +
    `cost per million mentions: infrastructure ${dollars(busy.infrastructure)} (${dollars(trickle.infrastructure)} one at a time), ` +
    `total ${dollars(busy.total)}, with two thirds repeats ${dollars(gated.total)}\n`,
)
const scoring = [
  ['alone, who moves on a board', scoredAlone],
  ['alone, who stays', scoredInPlace],
  ['25 people at once, all move', scoredTogether],
  ['people from their first mention to their 20th', community],
] as const
for (const [name, one] of scoring) {
  const { scored, mentionsScored } = one
  const each = (amount: number): string => (amount / mentionsScored).toFixed(2)
  process.stdout.write(
    `scoring, ${name}: ${each(scored.write)} WRU, ${each(scored.read)} RRU, ${each(scored.invocations)} invocations, ` +
      `${each(scored.records)} records, ${each(scored.events)} events, ${operationsOfScoring(one).toFixed(1)} operations per mention\n`,
  )
}
const withoutScoring = Object.values(
  costOf(billOf({ batch: 25, repeats: 0, counts, scored: NOT_SCORED, mentionsScored: 1 }), file.prices),
).reduce((sum, amount) => sum + amount, 0)
process.stdout.write(`of the cost per million mentions scoring takes ${dollars(busy.total - withoutScoring)}\n`)
const standing = sourceMonth(file.prices)
const parts = Object.entries(standing).map(([name, amount]) => `${name} $${amount.toFixed(2)}`)
const sum = Object.values(standing).reduce((all, amount) => all + amount, 0)
process.stdout.write(
  `health of a source that is busy in every hour: ${parts.join(', ')}, together $${sum.toFixed(2)} a month; per mention it adds no operation\n`,
)
