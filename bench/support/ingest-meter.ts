import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ComprehendClient } from '@aws-sdk/client-comprehend'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { createBreaker } from '../../functions/understand/breaker.ts'
import { judgeTexts } from '../../functions/understand/sentiment.ts'
import { startComprehend } from '../../local/comprehend/server.ts'
import { startDynamoDB } from '../../local/dynamodb/server.ts'
import type { MentionActivity } from '../../shared/domain/listen/activity.ts'
import { tableDefinition } from '../../test/support/table.ts'
import { COMMON, deliver, openAt, processing, unjudging } from './ingest-work.ts'
import { moment } from './mentions.ts'
import { startMeter, type TableReading } from './meter.ts'
import { type Following, scoreFollower } from './score-meter.ts'

/** What a delivery took: calls and units of DynamoDB and of Comprehend. */
export type Reading = TableReading & { comprehend: { calls: number; units: number } }

/** The worker of `functions/understand` on a table on disk, its requests counted. */
export type IngestMeter = {
  /** One batch of the queue, each mention in a delivery of its own. */
  apply(...mentions: MentionActivity[]): Promise<Reading>
  /** The same for many batches, several at a time; nothing is counted, and no engine asked. */
  fill(batches: Iterable<readonly MentionActivity[]>): Promise<void>
  /** What scoring takes that follows from everything since the last time. */
  follow(): Promise<Following>
  close(): Promise<void>
}

const AT_A_TIME = 4

/** Opens an empty one. */
export const openIngestMeter = async (): Promise<IngestMeter> => {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-bench-'))
  const [server, engine] = [await startDynamoDB({ dir }), await startComprehend()]
  const meter = await startMeter(server.url)
  const client = new ComprehendClient({ endpoint: engine.url, ...COMMON })
  const table = openAt(meter.url)
  const counted = processing(table, (asks) =>
    judgeTexts(asks, { client, breaker: createBreaker(Date.now), patience: 60_000 }),
  )
  const direct = openAt(server.url)
  const quick = unjudging(direct)
  await direct.client.send(new CreateTableCommand(tableDefinition('bench')))
  return {
    apply: async (...mentions) => {
      const before = engine.stats()
      meter.take()
      await deliver(counted, mentions)
      const { calls, units } = engine.stats()
      const asked = (calls.BatchDetectSentiment ?? 0) - (before.calls.BatchDetectSentiment ?? 0)
      return { ...meter.take(), comprehend: { calls: asked, units: units - before.units } }
    },
    fill: async (batches) => {
      const left = batches[Symbol.iterator]()
      const worker = async (): Promise<void> => {
        for (let next = left.next(); !next.done; next = left.next()) await deliver(quick, next.value)
      }
      await Promise.all(Array.from({ length: AT_A_TIME }, worker))
    },
    follow: scoreFollower(server, { meter, counted: table, direct, now: () => Date.parse(moment(20_000)) }),
    close: async () => {
      await Promise.all([meter.close(), server.close(), engine.close()])
      await rm(dir, { recursive: true, force: true })
    },
  }
}
