import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startDynamoDB } from '../../local/dynamodb/server.ts'
import type { SentimentLabel } from '../../shared/domain/understand/understanding.ts'
import { type Applying, applyActivity } from '../../shared/store/apply.ts'
import { ingestKeys } from '../../shared/store/ingest.ts'
import { openView } from '../../shared/store/ingest-view.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { tableDefinition } from '../../test/support/table.ts'
import { type MentionActivity, moment, understanding } from './mentions.ts'
import { type Reading, startMeter } from './meter.ts'

const CREDENTIALS = { accessKeyId: 'bench', secretAccessKey: 'bench' }
const never = (): Promise<never> =>
  Promise.reject(new Error('A mention without an email address must not ask for this.'))

/** A table on disk whose requests are counted. */
export type IngestMeter = {
  /** Applies one mention as the worker does that got it alone, and answers what that took. */
  apply(mention: MentionActivity, label?: SentimentLabel): Promise<Reading>
  /** Applies a delivery of several mentions as the worker does, which reads what they need in one call. */
  applyAll(mentions: readonly MentionActivity[]): Promise<Reading>
  /** The same for many deliveries, several at a time; nothing is counted. */
  fill(deliveries: Iterable<readonly MentionActivity[]>): Promise<void>
  close(): Promise<void>
}

const AT_A_TIME = 4

const applying = (table: Table): Applying => ({
  table,
  view: openView(table),
  sources: {},
  pepper: never,
  mentionDays: 180,
  recordConsent: never,
  upsertContentFromThread: never,
  upsertContentFromSolved: never,
})

const deliver = async (to: Table, mentions: readonly MentionActivity[], label: SentimentLabel): Promise<void> => {
  const context = applying(to)
  await context.view.get(mentions.flatMap(ingestKeys))
  for (const mention of mentions) {
    await applyActivity(context, mention, { understanding: understanding(label), receivedAt: moment(20_000) })
  }
}

const open = (endpoint: string): Table =>
  openTable('bench', new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: CREDENTIALS }))

/** Opens an empty one. */
export const openIngestMeter = async (): Promise<IngestMeter> => {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-bench-'))
  const server = await startDynamoDB({ dir })
  const meter = await startMeter(server.url)
  const [table, direct] = [open(meter.url), open(server.url)]
  await direct.client.send(new CreateTableCommand(tableDefinition('bench')))
  const count = async (mentions: readonly MentionActivity[], label: SentimentLabel): Promise<Reading> => {
    meter.take()
    await deliver(table, mentions, label)
    return meter.take()
  }
  return {
    apply: (mention, label = 'NEGATIVE') => count([mention], label),
    applyAll: (mentions) => count(mentions, 'NEGATIVE'),
    fill: async (deliveries) => {
      const left = deliveries[Symbol.iterator]()
      const worker = async (): Promise<void> => {
        for (let next = left.next(); !next.done; next = left.next()) await deliver(direct, next.value, 'NEGATIVE')
      }
      await Promise.all(Array.from({ length: AT_A_TIME }, worker))
    },
    close: async () => {
      await meter.close()
      await server.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
