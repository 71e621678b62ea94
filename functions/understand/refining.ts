import { type Iso, MINUTE, msOf } from '../../shared/domain/time.ts'
import { NO_SENTIMENT, type Understanding } from '../../shared/domain/understand/understanding.ts'
import { log } from '../../shared/platform/logger.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { provisionalMentions, refineMention, settledIn, stillProvisional } from '../../shared/store/refine.ts'
import { getAll } from '../../shared/store/table.ts'
import { type Asking, askComprehend } from './judging.ts'
import type { SentimentAnswer, SentimentAsk } from './sentiment.ts'
import { understandingOf, wordsOfItem } from './understand.ts'

/** What a sweep did. `left`: mentions that it looked at and that still wait; `minutes`: how long the oldest of them has. */
export type Refined = { refined: number; left: number; failed: number; minutes: number }

/** Mentions written at the same time. */
const SIDE_BY_SIDE = 8

type Answers = ReadonlyMap<string, SentimentAnswer>

/** What a mention is now said to mean; undefined while nobody has said anything better of these very words. */
const betterWord = (item: ActivityItem, answers: Answers): Understanding | undefined => {
  const words = wordsOfItem(item)
  const answer = words.ask ? answers.get(words.ask.hash) : { sentiment: NO_SENTIMENT }
  if (!answer || !('sentiment' in answer)) return undefined
  // What Comprehend will not judge stays what the embedded engine said.
  return answer.sentiment.engine === NO_SENTIMENT.engine ? settledIn(item) : understandingOf(words, answer.sentiment)
}

const askFor = async (asking: Asking, items: readonly ActivityItem[]): Promise<Answers> => {
  const asks = new Map<string, SentimentAsk>()
  for (const item of items) {
    const { ask } = wordsOfItem(item)
    if (ask) asks.set(ask.hash, ask)
  }
  return await askComprehend(asking, { get: (keys) => getAll(asking.table, keys) }, [...asks.values()])
}

/** Writes what became of some mentions. One that cannot be written costs the others nothing, and comes again. */
const writeAll = async (
  { table }: Asking,
  { items, answers, now }: { items: readonly ActivityItem[]; answers: Answers; now: Iso },
): Promise<Pick<Refined, 'refined' | 'failed'>> => {
  const done = { refined: 0, failed: 0 }
  const rest = items.filter((item) => betterWord(item, answers))[Symbol.iterator]()
  const work = async (): Promise<void> => {
    for (const item of rest) {
      try {
        if (await refineMention(table, item, (now) => betterWord(now, answers), now)) done.refined += 1
      } catch (error) {
        done.failed += 1
        log.error('mention not refined', error, { platform: item.platform })
      }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return done
}

/**
 * Replaces provisional judgements by Comprehend's, the oldest first, until none is left, the time is up, or Comprehend is
 * still away. The answers are kept before anything is written, so that whoever is cut short does not pay for them again.
 * @param hasTime asked before every page
 */
export const refineAll = async (
  asking: Asking,
  { now, hasTime }: { now: Iso; hasTime: () => boolean },
): Promise<Refined> => {
  const sum: Refined = { refined: 0, left: 0, failed: 0, minutes: 0 }
  for await (const page of provisionalMentions(asking.table)) {
    const items = await stillProvisional(asking.table, page)
    if (items.length === 0) continue
    const answers = await askFor(asking, items)
    const { refined, failed } = await writeAll(asking, { items, answers, now })
    sum.refined += refined
    sum.failed += failed
    const waiting = items.filter((item) => !betterWord(item, answers))
    sum.left += waiting.length + failed
    for (const { receivedAt } of waiting)
      sum.minutes = Math.max(sum.minutes, Math.floor((msOf(now) - msOf(receivedAt)) / MINUTE))
    // Where nothing came of a page at all, Comprehend is away; a text that it stumbles over holds up nobody else.
    if (waiting.length === items.length || !hasTime()) break
  }
  return sum
}
