import './support/help.ts'

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { startDynamoDB } from '../local/dynamodb/server.ts'
import { birthId, keys } from '../shared/store/keys.ts'
import { link } from '../shared/store/link.ts'
import { unlink } from '../shared/store/split.ts'
import { openTable, type Table } from '../shared/store/table.ts'
import { see } from '../test/store/linking/world.ts'
import { activityItem, putItems } from '../test/support/graph-items.ts'
import { tableDefinition } from '../test/support/table.ts'
import { startMeter } from './support/meter.ts'

/**
 * What linking a person with a long history takes, and taking it back, against giving every mention another person's id.
 * Counted on the wire at the embedded DynamoDB. `npm run bench:linking`; `npm run bench:linking -- 1000` for a shorter history.
 */
const MENTIONS = Number(process.argv[2] ?? 10_000)
const AT = '2026-03-01T00:00:00.000Z'
const [JIM, JIMBO] = ['shop:jim', 'github:jimbo'] as const
const PAIR = { a: JIM, b: JIMBO, kind: 'agent' } as const
const COMMON = { region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } }

const dir = await mkdtemp(join(tmpdir(), 'earshot-linking-'))
const server = await startDynamoDB({ dir })
const meter = await startMeter(server.url)
const at = (endpoint: string): Table => openTable('bench', new DynamoDBClient({ endpoint, ...COMMON }))
const [direct, counted] = [at(server.url), at(meter.url)]

let items = 0
const send = counted.client.send.bind(counted.client)
counted.client.send = (async (command: Parameters<typeof send>[0]) => {
  if (command instanceof TransactWriteCommand) items += command.input.TransactItems?.length ?? 0
  return await send(command)
}) as typeof counted.client.send

const ids = Array.from({ length: MENTIONS }, (_, n) => `m${n}`)
const fill = async (): Promise<void> => {
  await direct.client.send(new CreateTableCommand(tableDefinition('bench')))
  await see(direct, JIM, JIMBO)
  const text = 'The descaling light stays on. '.repeat(10)
  await putItems(
    direct,
    ids.map((id) => activityItem({ id, iid: JIMBO, text, threadId: `t${id}` })),
  )
}

type Took = { items: number; calls: number; write: number; read: number; ms: number }
const measure = async (work: () => Promise<unknown>): Promise<Took> => {
  meter.take()
  items = 0
  const began = performance.now()
  await work()
  const ms = Math.round(performance.now() - began)
  const { calls, write, read } = meter.take()
  return { items, calls: Object.values(calls).reduce((sum, count) => sum + count, 0), write, read, ms }
}

/** The other way: every mention says whose it is, so every one is written again. */
const rekey = async (): Promise<void> => {
  const queue = [...ids]
  const work = async () => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop())
      await counted.client.send(
        new UpdateCommand({
          TableName: 'bench',
          Key: keys.activity('github', id),
          UpdateExpression: 'SET personId = :to',
          ExpressionAttributeValues: { ':to': birthId(JIM) },
        }),
      )
  }
  await Promise.all(Array.from({ length: 16 }, work))
}

const line = (name: string, { items: written, calls, write, read, ms }: Took): string =>
  `${name.padEnd(40)} ${String(written).padStart(6)} items ${String(calls).padStart(6)} calls ${String(write).padStart(6)} WRU ${String(read).padStart(5)} RRU ${String(ms).padStart(6)} ms\n`

await fill()
const evidence = { ...PAIR, confidence: 0.9, actor: 'user:bench', at: AT }
const linked = await measure(() => link(counted, evidence, { again: true }))
const parted = await measure(() => unlink(counted, PAIR, { by: 'user:bench', at: AT }))
const again = await measure(() => link(counted, evidence, { again: true }))
const other = { ...(await measure(rekey)), items: MENTIONS }
await meter.close()
await server.close()
await rm(dir, { recursive: true, force: true })

process.stdout.write(`a person with ${MENTIONS} mentions\n`)
process.stdout.write(line('a link', linked) + line('taken back', parted) + line('linked again', again))
process.stdout.write(line("every mention given another person's id", other))
const good = linked.items <= 10 && linked.write <= 20
process.stdout.write(
  `a link: ${linked.items} items, ${linked.write} WRU, ${linked.read} RRU; re-keying: ${other.items} items, ${other.write} WRU, ${Math.round(other.write / linked.write)} times as many\n`,
)
process.exitCode = good ? 0 : 1
