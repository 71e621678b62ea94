import { ComprehendClient } from '@aws-sdk/client-comprehend'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { retentionSchema, understandingSettingsSchema } from '../../shared/domain/settings.ts'
import { getObject, putRecords } from '../../shared/platform/aws.ts'
import { json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { upsertContentFromSolved, upsertContentFromThread } from '../../shared/store/content.ts'
import { recordConsent } from '../../shared/store/preferences.ts'
import { openTable } from '../../shared/store/table.ts'
import { archiveBatch } from './archive.ts'
import { readDelivery } from './delivery.ts'
import { type Processing, processBatch } from './process.ts'
import { judgeTexts } from './sentiment.ts'

const env = readEnv({
  SOURCES: json(sourcesSchema),
  TABLE_NAME: text,
  ARCHIVE_BUCKET: text,
  ARCHIVE_STREAM: text,
  PEPPER_SECRET_ID: text,
  UNDERSTANDING: json(understandingSettingsSchema),
  RETENTION: json(retentionSchema),
})

const { region, cacheDays } = env.UNDERSTANDING
const comprehend = new ComprehendClient({ maxAttempts: 4, ...(region === undefined ? {} : { region }) })
const readSecret = cachedSecrets()

const processing: Processing = {
  table: openTable(env.TABLE_NAME, new DynamoDBClient({})),
  sources: env.SOURCES,
  mentionDays: env.RETENTION.mentionDays,
  cacheDays,
  now: Date.now,
  pepper: () => readSecret(env.PEPPER_SECRET_ID),
  read: readDelivery({ sources: env.SOURCES, archive: (key) => getObject(env.ARCHIVE_BUCKET, key) }),
  judge: (asks) => judgeTexts(asks, { client: comprehend }),
  recordConsent,
  upsertContentFromThread,
  upsertContentFromSolved,
}

/**
 * Deliveries in, the customer graph out, and beside it the deliveries themselves into the archive. What failed in either
 * is handed back to the queue: to do both again changes nothing.
 */
export const handler = eventHandler(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const messages = Records.map(({ messageId: id, body, attributes }) => ({
    id,
    body,
    receives: Number(attributes.ApproximateReceiveCount),
  }))
  const [{ failed, counts, ignored }, unarchived] = await Promise.all([
    processBatch(processing, messages),
    archiveBatch({ put: (records) => putRecords(env.ARCHIVE_STREAM, records) }, messages),
  ])
  const again = new Set([...failed, ...unarchived])
  log.info('batch', { deliveries: messages.length, failed: failed.length, unarchived: unarchived.length, ...counts })
  count({ Applied: counts.new, Stale: counts.stale, Failed: again.size })
  for (const [reason, number] of Object.entries(ignored)) count({ Ignored: number }, { reason })
  return { batchItemFailures: [...again].map((itemIdentifier) => ({ itemIdentifier })) }
})
