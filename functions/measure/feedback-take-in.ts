import { readMailNews } from '../../shared/domain/measure/mail-news.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { applyAddressNews, applyMailNews } from '../../shared/store/feedback.ts'
import type { Table } from '../../shared/store/table.ts'

/** Takes in one message of the feedback queue. What is no news of ours is counted and let go. */
export const takeIn = async (body: string, { table, now }: { table: Table; now: () => number }): Promise<void> => {
  const news = readMailNews(body)
  if ('ignored' in news) {
    count({ FeedbackIgnored: 1 }, { why: news.ignored })
    return
  }
  if ('emailIid' in news) {
    await applyAddressNews(table, news)
    count({ Feedback: 1 }, { outcome: news.address ?? 'accepted' })
    return
  }
  const decision = await applyMailNews(table, news, isoOf(now()))
  if (decision) count({ Feedback: 1 }, { outcome: news.outcome ?? 'accepted' })
  else log.warn('news of an email whose decision is gone', { decision: news.decision.id })
}
