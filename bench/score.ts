import './support/help.ts'

import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { react } from '../functions/score/reacting.ts'
import type { Rescoring } from '../functions/score/rescore.ts'
import { rescoring } from '../functions/score/rescoring.ts'
import { startDynamoDB } from '../local/dynamodb/server.ts'
import { DEFAULT_SCORE_SETTINGS } from '../shared/domain/score/settings.ts'
import { isoOf, monthOf } from '../shared/domain/time.ts'
import { listBoard } from '../shared/store/boards.ts'
import { indexKeys, SHARDS, shardOf } from '../shared/store/index-keys.ts'
import { keys } from '../shared/store/keys.ts'
import { nightlyReader } from '../shared/store/nightly.ts'
import { ownShare } from '../shared/store/scores.ts'
import { type Item, openTable } from '../shared/store/table.ts'
import { personItems, putItems } from '../test/support/graph-items.ts'
import { tableDefinition } from '../test/support/table.ts'
import { startMeter, type TableReading } from './support/meter.ts'

/**
 * AWS calls, write units and read units of scoring, counted on the wire at the embedded DynamoDB; and whether they grow with the
 * mentions behind the person and with the people in the table.
 *
 * `npm run bench:score`; `npm run bench:score -- 100000` says how many people and mentions there are to be.
 */
const FEW = 100
const MANY = Number(process.argv[2] ?? 20_000)
const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const MONTHS = 6
const COMMON = { region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } }

const server = await startDynamoDB()
const meter = await startMeter(server.url)
const direct = openTable('bench', new DynamoDBClient({ endpoint: server.url, ...COMMON }))
const counted = openTable('bench', new DynamoDBClient({ endpoint: meter.url, ...COMMON }))
await direct.client.send(new CreateTableCommand(tableDefinition('bench')))

const monthsBack = Array.from({ length: MONTHS }, (_, n) => monthOf(isoOf(Date.UTC(2026, 10 - n, 1))))
const rollup = (iid: string, n: number, month: string): Item => ({
  ...keys.rollup(iid, month),
  type: 'rollup',
  ...{ n, w: 100 * n, wf: 1_500 * n, fv: 1_200 * n, fv2: 1_500 * n, fs: 600 * n, fs2: 400 * n, favourable: n, d11: n },
})

/** Somebody on two boards. */
const person = (n: number): Item[] => {
  const iid = `forum:u${n}`
  const items = personItems([{ iid }])
  const { pk } = items[0] ?? { pk: '' }
  const pid = pk.slice(2)
  const places = (['participation', 'advocate'] as const).map((board) => ({
    ...keys.boardPlace(pid, board),
    type: 'place-on-board',
    rk: indexKeys.board(board, shardOf(pid, SHARDS.board)),
    rs: 690 + ownShare(pid) * 20,
  }))
  return [...items, rollup(iid, 1, monthOf(isoOf(NOW))), ...places]
}

const deps = (): Rescoring => ({
  ...{ table: counted, settings: DEFAULT_SCORE_SETTINGS, version: 'bench' },
  // As in a function that has been running for a minute.
  nightly: nightlyReader(direct, () => NOW),
  now: () => NOW,
  memberships: async () => ({ segments: {}, segmentsRev: 0 }),
})

/** The change of a rollup, as the stream tells it. */
const told = (iid: string) => ({
  Records: [
    {
      dynamodb: {
        SequenceNumber: '1',
        NewImage: { pk: { S: `I#${iid}` }, sk: { S: `R#${monthOf(isoOf(NOW))}` }, type: { S: 'rollup' } },
      },
    },
  ],
})

const score = async (iid: string): Promise<TableReading> => {
  meter.take()
  const { batchItemFailures } = await react({ reactions: { rescoring: rescoring(deps()) }, collectors: {} }, told(iid))
  if (batchItemFailures.length > 0) throw new Error('Scoring failed; the log says why.')
  return meter.take()
}

const page = async (): Promise<TableReading> => {
  meter.take()
  await listBoard(counted, 'participation', { limit: 25 })
  return meter.take()
}

/** What is measured with `mentions` behind the person, each as much per month. */
const measure = async (who: string, mentions: number) => {
  const iid = `forum:${who}`
  const each = Math.round(mentions / MONTHS)
  await putItems(direct, [...personItems([{ iid }]), ...monthsBack.map((month) => rollup(iid, each, month))])
  const first = await score(iid)
  await putItems(direct, [{ ...rollup(iid, each, monthsBack[0] ?? ''), reactions: 1 }])
  const staying = await score(iid)
  await putItems(direct, [{ ...rollup(iid, each, monthsBack[0] ?? ''), reactions: 1, questions: 1 }])
  const staged = await score(iid)
  await putItems(direct, [rollup(iid, 2 * each, monthsBack[0] ?? '')])
  const moving = await score(iid)
  return {
    'scored for the first time': first,
    'a change that moves nobody on a board': staying,
    'a change that brings another stage': staged,
    'a change that moves a place on a board': moving,
    'page of 25 of a board': await page(),
  }
}

const print = (title: string, readings: Record<string, TableReading>): void => {
  process.stdout.write(`\n${title}\n`)
  for (const [name, { calls, write, read }] of Object.entries(readings)) {
    const named = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`)
    process.stdout.write(
      `${name.padEnd(40)} ${String(write).padStart(4)} WRU ${String(read).padStart(5)} RRU   ${named.join(', ')}\n`,
    )
  }
}

const fill = async (from: number, until: number): Promise<void> => {
  for (let at = from; at < until; at += 500)
    await putItems(direct, Array.from({ length: Math.min(500, until - at) }, (_, n) => person(at + n)).flat())
}

const began = performance.now()
await fill(0, FEW)
const few = await measure('ann', FEW)
print(`with ${FEW} mentions and ${FEW} people behind it`, few)
await fill(FEW, MANY)
const many = await measure('bob', MANY)
print(`with ${MANY} mentions and ${MANY} people behind it`, many)
await meter.close()
await server.close()

const grown = Object.keys(few).filter(
  (name) => JSON.stringify(few[name as keyof typeof few]) !== JSON.stringify(many[name as keyof typeof many]),
)
process.stdout.write(
  `\n${Math.round((performance.now() - began) / 1_000)} s; growth from ${FEW} to ${MANY}: ` +
    `${grown.length === 0 ? 'none, identical calls and units' : `DIFFERS for ${grown.join(', ')}`}\n`,
)
process.exitCode = grown.length === 0 ? 0 : 1
