import { ComprehendClient } from '@aws-sdk/client-comprehend'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import type { Retention, UnderstandingSettings } from '../../shared/domain/settings.ts'
import { type SentimentEngine, sentimentEngine } from '../../shared/domain/understand/embedded/engine.ts'
import { getObject, putRecords } from '../../shared/platform/aws.ts'
import { readBeside } from '../../shared/platform/beside.ts'
import { checkedJson, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { cachedSecrets } from '../../shared/platform/secrets.ts'
import { upsertContentFromSolved, upsertContentFromThread } from '../../shared/store/content-news.ts'
import { noteLease } from '../../shared/store/leases.ts'
import { readStoredMapping } from '../../shared/store/mappings.ts'
import { recordConsent } from '../../shared/store/preferences.ts'
import { notePrivacyRequest } from '../../shared/store/privacy-requests.ts'
import { openTable } from '../../shared/store/table.ts'
import { archiveBatch } from './archive.ts'
import { createBreaker } from './breaker.ts'
import { readDelivery } from './delivery.ts'
import { cachedMappings } from './mappings.ts'
import { type Processing, processBatch } from './process.ts'
import { judgeTexts } from './sentiment.ts'

const env = readEnv({
  SOURCES: checkedJson<Sources>(),
  TABLE_NAME: text,
  ARCHIVE_BUCKET: text,
  ARCHIVE_STREAM: text,
  PEPPER_SECRET_ID: text,
  UNDERSTANDING: checkedJson<UnderstandingSettings>(),
  RETENTION: checkedJson<Retention>(),
})

/** Milliseconds that Comprehend may take for all texts of a batch. */
const PATIENCE = 5_000

const { mode, region, cacheDays } = env.UNDERSTANDING
const breaker = createBreaker(Date.now)
let client: ComprehendClient | undefined
let engine: SentimentEngine | undefined
const readSecret = cachedSecrets()

const table = openTable(env.TABLE_NAME, new DynamoDBClient({}))

const processing: Processing = {
  table,
  sources: env.SOURCES,
  mentionDays: env.RETENTION.mentionDays,
  cacheDays,
  now: Date.now,
  pepper: () => readSecret(env.PEPPER_SECRET_ID),
  read: readDelivery({
    sources: env.SOURCES,
    archive: (key) => getObject(env.ARCHIVE_BUCKET, key),
    mappingOf: cachedMappings(async (source) => (await readStoredMapping(table, source))?.mapping, Date.now),
    noteLease: (source, news, at) => noteLease(table, source, news, at),
    notePrivacyRequest: (request, from) => notePrivacyRequest(table, request, from),
  }),
  mode,
  embedded: () => {
    engine ??= sentimentEngine(readBeside('sentiment.bin'))
    return engine
  },
  comprehend: (asks) => {
    client ??= new ComprehendClient({ maxAttempts: 3, ...(region === undefined ? {} : { region }) })
    return judgeTexts(asks, { client, breaker, patience: PATIENCE })
  },
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
  const [{ failed, counts, sources, provisional }, unarchived] = await Promise.all([
    processBatch(processing, messages),
    archiveBatch({ put: (records) => putRecords(env.ARCHIVE_STREAM, records) }, messages),
  ])
  const again = new Set([...failed, ...unarchived])
  log.info('batch', {
    deliveries: messages.length,
    failed: failed.length,
    unarchived: unarchived.length,
    provisional,
    ...counts,
  })
  count({ Provisional: provisional, Unarchived: unarchived.length })
  for (const [source, counted] of Object.entries(sources)) count(counted, { source })
  return { batchItemFailures: [...again].map((itemIdentifier) => ({ itemIdentifier })) }
})
