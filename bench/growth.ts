import './support/help.ts'

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { startDynamoDB } from '../local/dynamodb/server.ts'
import { tableDefinition } from '../test/support/table.ts'
import { history, KINDS, type Kind, measureKinds } from './support/counts.ts'
import { fillHistory } from './support/growth-fill.ts'
import { deliver, openAt, unjudging } from './support/ingest-work.ts'
import { instructionsOf, quickestCounter } from './support/instructions.ts'
import { startMeter, type TableReading } from './support/meter.ts'

/**
 * Does a mention cost more with a long history behind it? Calls and units of each kind of mention, and the instructions of
 * the worker, with 10² mentions behind a person and a thread and 10² people besides, and with 10⁶ of each. The worker runs in a
 * process of its own, and its start is taken off: what is counted is what 50 rounds more of six deliveries take.
 *
 * `npm run bench:growth` needs perf or valgrind, 2 GB of disk and three minutes of processor time; `npm run bench:growth -- 100000` is less.
 */
const FEW = 100
const MANY = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = { warm: 20, more: 50 }
const DELIVERIES = 6
const NAME = 'bench'

type Phase = { kinds: Record<Kind, TableReading>; instructions: number }

const WORKER = join(import.meta.dirname, 'support', 'growth-worker.ts')
const counter = await quickestCounter(WORKER)
const TIMES = { perf: 3, valgrind: 1 }

/** Instructions of one delivery: the median of a few, as when garbage is collected moves a little. */
const counted = async (url: string, from: number): Promise<number> => {
  const run = (first: number, rounds: number): Promise<number> => {
    const args = [url, String(first), String(rounds)]
    return instructionsOf(WORKER, { env: { NODE_NO_WARNINGS: '1' }, args }, counter)
  }
  const each: number[] = []
  for (let time = 0; time < TIMES[counter]; time++) {
    const first = from + 2_000 * time
    const start = await run(first, ROUNDS.warm)
    const whole = await run(first + 1_000, ROUNDS.warm + ROUNDS.more)
    each.push((whole - start) / ROUNDS.more / DELIVERIES)
  }
  return each.toSorted((a, b) => a - b)[each.length >> 1] ?? 0
}

/** @param from the first free number of a mention */
const measure = async (dir: string, behind: number, from: number): Promise<Phase> => {
  const server = await startDynamoDB({ dir })
  const meter = await startMeter(server.url)
  const worker = unjudging(openAt(meter.url))
  const apply = async (...mentions: Parameters<typeof deliver>[1][number][]) => {
    meter.take()
    await deliver(worker, mentions)
    return { ...meter.take(), comprehend: { calls: 0, units: 0 } }
  }
  try {
    const kinds = await measureKinds({ apply }, from)
    const instructions = await counted(server.url, from + 10_000)
    for (const [kind, name] of Object.entries(KINDS)) {
      const { calls, write, read } = kinds[kind as Kind]
      const made = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`)
      process.stdout.write(`${name.padEnd(34)} ${write} WRU, ${read} RRU, ${made.join(', ')}\n`)
    }
    process.stdout.write(
      `with ${behind} behind, by ${counter}: ${Math.round(instructions / 1000)} thousand instructions a delivery\n\n`,
    )
    return { kinds, instructions }
  } finally {
    await meter.close()
    await server.close()
  }
}

const dir = await mkdtemp(join(tmpdir(), 'earshot-growth-'))
try {
  const server = await startDynamoDB({ dir })
  const table = openAt(server.url)
  const { StreamSpecification: _, ...definition } = tableDefinition(NAME)
  await table.client.send(new CreateTableCommand(definition))
  for (const batch of history(0, FEW)) await deliver(unjudging(table), batch)
  await server.close()
  await fillHistory(dir, NAME, 0, FEW)
  const few = await measure(dir, FEW, 10_000_000)
  const began = performance.now()
  const written = await fillHistory(dir, NAME, FEW, MANY)
  const seconds = Math.round((performance.now() - began) / 1000)
  process.stdout.write(`${written} items more, for ${MANY} mentions and people, written in ${seconds} s\n\n`)
  const many = await measure(dir, MANY, 20_000_000)
  const same = JSON.stringify(few.kinds) === JSON.stringify(many.kinds)
  const ratio = many.instructions / few.instructions
  process.stdout.write(
    `${MANY} mentions and people behind, against ${FEW}: ${same ? 'identical calls and units' : 'calls or units DIFFER'}, ` +
      `instructions × ${ratio.toFixed(4)}\n`,
  )
  process.exitCode = same && ratio <= 1.02 ? 0 : 1
} finally {
  await rm(dir, { recursive: true, force: true })
}
