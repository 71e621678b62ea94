import { type MailNews, readMailNews } from '../../shared/domain/measure/mail-news.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { applyAddressNews, applyMailNews } from '../../shared/store/feedback.ts'
import { shardOf } from '../../shared/store/index-keys.ts'
import { pauseIfUnwanted } from '../../shared/store/recipe-health.ts'
import type { Table } from '../../shared/store/table.ts'

/** One delivery in so many has a look at the recipe too: enough are delivered only some time after the complaints. */
const DELIVERIES_PER_LOOK = 20

const asksForLook = ({ outcome, decision }: MailNews): boolean =>
  outcome === 'complained' || (outcome === 'delivered' && shardOf(decision.id, DELIVERIES_PER_LOOK) === 0)

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
  if (!decision) return log.warn('news of an email whose decision is gone', { decision: news.decision.id })
  count({ Feedback: 1 }, { outcome: news.outcome ?? 'accepted' })
  // Also of a message that comes again: the first time may have ended between the two.
  const why = asksForLook(news) ? await pauseIfUnwanted(table, decision.recipe, isoOf(now())) : undefined
  if (why === undefined) return
  count({ RecipesPaused: 1 })
  log.warn('recipe paused', { recipe: decision.recipe, why })
}
