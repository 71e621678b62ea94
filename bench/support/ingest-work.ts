import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Processing, processBatch } from '../../functions/understand/process.ts'
import type { MentionActivity } from '../../shared/domain/listen/activity.ts'
import { NO_SENTIMENT } from '../../shared/domain/understand/understanding.ts'
import { openTable, type Table } from '../../shared/store/table.ts'
import { embedded } from '../../test/support/judging.ts'
import { moment } from './mentions.ts'

/** The Region and credentials that the emulators are asked with. */
export const COMMON = { region: 'us-east-1', credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } }

const DAYS = 180

const never = (): Promise<never> =>
  Promise.reject(new Error('A mention without an email address must not ask for this.'))

/** The worker of `functions/understand`, for messages that are mentions as JSON. */
export const processing = (table: Table, comprehend: Processing['comprehend']): Processing => ({
  ...{ table, comprehend, embedded },
  mode: 'comprehend',
  sources: {},
  read: async (body) => ({
    ...{ source: 'forum', activities: [JSON.parse(body) as MentionActivity] },
    receivedAt: moment(20_000),
  }),
  now: () => Date.parse(moment(20_000)),
  mentionDays: DAYS,
  cacheDays: DAYS,
  pepper: never,
  recordConsent: never,
  upsertContentFromThread: never,
  upsertContentFromSolved: never,
})

/** The same without an engine: what is measured then is all but judging. */
export const unjudging = (table: Table): Processing =>
  processing(table, async (asks) => new Map(asks.map(({ hash }) => [hash, { sentiment: NO_SENTIMENT }])))

/** Hands a batch of the queue to the worker, each mention in a delivery of its own. @throws when one of them fails */
export const deliver = async (to: Processing, mentions: readonly MentionActivity[]): Promise<void> => {
  const messages = mentions.map((mention, at) => ({ id: String(at), body: JSON.stringify(mention), receives: 1 }))
  const { failed } = await processBatch(to, messages)
  if (failed.length > 0) throw new Error(`${failed.length} of ${mentions.length} deliveries failed; the log says why.`)
}

/** The table of the benches behind an endpoint. */
export const openAt = (endpoint: string): Table => openTable('bench', new DynamoDBClient({ endpoint, ...COMMON }))
