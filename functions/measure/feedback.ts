import type { SQSEvent } from 'aws-lambda'
import { readMailNews } from '../../shared/domain/measure/mail-news.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { eachRecord } from '../../shared/platform/batch.ts'
import { readEnv, text } from '../../shared/platform/env.ts'
import { eventHandler } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { applyMailNews } from '../../shared/store/feedback.ts'
import { openTable, type Table } from '../../shared/store/table.ts'

const env = readEnv({ TABLE_NAME: text })
const table = openTable(env.TABLE_NAME)

/** Takes in one message of the feedback queue. What is no news of ours is counted and let go. */
export const takeIn = async (body: string, deps: { table: Table; now: () => number }): Promise<void> => {
  const news = readMailNews(body)
  if ('ignored' in news) return count({ FeedbackIgnored: 1 }, { why: news.ignored })
  const decision = await applyMailNews(deps.table, news, isoOf(deps.now()))
  if (!decision) return log.warn('news of an email whose decision is gone', { decision: news.decision.id })
  count({ Feedback: 1 }, { outcome: news.outcome ?? 'accepted' })
}

/** SES → SNS → the feedback queue → here. */
export const handler = eventHandler((event: SQSEvent) =>
  eachRecord(
    event.Records,
    ({ messageId }) => messageId,
    ({ body }) => takeIn(body, { table, now: () => Date.now() }),
  ),
)
