import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import * as z from 'zod/mini'
import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { putObject, sendMessage } from '../../shared/platform/aws.ts'
import { eachRecord } from '../../shared/platform/batch.ts'
import { EnvironmentError, json, readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count } from '../../shared/platform/logger.ts'
import { type InsideDeps, takeInside } from './insider.ts'

const env = readEnv({
  SOURCES: json(sourcesSchema),
  INBOXES: json(z.record(z.string(), z.string())),
  DELIVERIES_QUEUE_URL: text,
  ARCHIVE_BUCKET: text,
})

/** By the ARN of its queue, the name of each source. */
const sourceOf = new Map(Object.entries(env.INBOXES).map(([source, arn]) => [arn, source]))

const deps: InsideDeps = {
  sources: env.SOURCES,
  enqueue: (message) => sendMessage(env.DELIVERIES_QUEUE_URL, message),
  archive: (key, body) => putObject(env.ARCHIVE_BUCKET, key, body),
  now: Date.now,
}

/** Messages of queues within the account in, deliveries out; those that failed are handed back to their queue. */
export const handler = eventHandler(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const [first] = Records
  const source = sourceOf.get(first?.eventSourceARN ?? '')
  if (source === undefined) throw new EnvironmentError('INBOXES', `has no queue ${first?.eventSourceARN}`)
  const outcome = await eachRecord(
    Records,
    ({ messageId }) => messageId,
    ({ messageId: id, body }) => takeInside(source, { id, body }, deps),
  )
  const accepted = Records.length - outcome.batchItemFailures.length
  if (accepted > 0) count({ Accepted: accepted }, { source })
  return outcome
})
