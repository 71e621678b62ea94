import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { SentimentEngine } from '../../shared/domain/understand/embedded/engine.ts'
import { type EngineMode, type Standing, wantsComprehend } from '../../shared/domain/understand/engines.ts'
import { NO_SENTIMENT, type Sentiment, shortScore } from '../../shared/domain/understand/understanding.ts'
import { log } from '../../shared/platform/logger.ts'
import { isStale } from '../../shared/store/ingest.ts'
import type { View } from '../../shared/store/ingest-view.ts'
import type { IdentityItem } from '../../shared/store/items.ts'
import { identityId, keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { keepSentiments, sentimentOf } from '../../shared/store/understood.ts'
import type { SentimentAnswer, SentimentAsk } from './sentiment.ts'
import type { Words } from './understand.ts'

/** What asking Comprehend needs. */
export type Asking = {
  table: Table
  comprehend: (asks: readonly SentimentAsk[]) => Promise<Map<string, SentimentAnswer>>
  /** Days that Comprehend's answers are kept for their repeats. The embedded engine's are not: asking it again is cheaper. */
  cacheDays: number
  /** Milliseconds since the epoch. */
  now: () => number
}

/** What judging the words of a batch needs. */
export type Judging = Asking & {
  mode: EngineMode
  /** The embedded engine; reads its weights when it is first asked for. */
  embedded: () => SentimentEngine
}

/** An activity and its words. */
export type Said = { activity: Activity; words: Words | undefined }

/** What the embedded engine makes of a text; undefined in a language that it does not cover. */
const ownWord = ({ embedded }: Pick<Judging, 'embedded'>, { text, language }: SentimentAsk): Sentiment | undefined => {
  const engine = embedded()
  if (!engine.covers(language)) return undefined
  const { scores, confidence, ...rest } = engine.judge(text, language)
  const { positive, negative, neutral, mixed } = scores
  return {
    ...rest,
    scores: {
      positive: shortScore(positive),
      negative: shortScore(negative),
      neutral: shortScore(neutral),
      mixed: shortScore(mixed),
    },
    confidence: shortScore(confidence),
  }
}

/** What is known of an author without reading anything for it: the identity is read for the ingest as well. */
const standingOf = async (view: Pick<View, 'get'>, { platform, author }: Activity): Promise<Standing> => {
  const [identity] = (await view.get([keys.identity(identityId(platform, author.id))])) as [IdentityItem | undefined]
  return { followers: author.followers, known: identity?.known }
}

const keep = async ({ table, cacheDays, now }: Asking, fresh: ReadonlyMap<string, SentimentAnswer>): Promise<void> => {
  const answers = [...fresh].flatMap(([hash, answer]) =>
    'sentiment' in answer && answer.sentiment.engine !== NO_SENTIMENT.engine
      ? [{ hash, sentiment: answer.sentiment }]
      : [],
  )
  const expires = Math.floor(now() / 1_000) + cacheDays * 86_400
  await keepSentiments(table, answers, expires).catch((error: unknown) => {
    log.warn('sentiments not kept', { problem: error instanceof Error ? error.name : 'unknown' })
  })
}

/**
 * Comprehend's answers for texts: those that were kept, and for the others it is asked, and its answers are kept.
 * @param asks texts that differ
 */
export const askComprehend = async (
  asking: Asking,
  view: Pick<View, 'get'>,
  asks: readonly SentimentAsk[],
): Promise<Map<string, SentimentAnswer>> => {
  if (asks.length === 0) return new Map()
  const kept = await view.get(asks.map(({ hash }) => keys.understood(hash)))
  const answers = new Map<string, SentimentAnswer>()
  asks.forEach(({ hash }, at) => {
    const sentiment = sentimentOf(kept[at])
    if (sentiment) answers.set(hash, { sentiment })
  })
  const missing = asks.filter(({ hash }) => !answers.has(hash))
  if (missing.length === 0) return answers
  const fresh = await asking.comprehend(missing)
  await keep(asking, fresh)
  return new Map([...answers, ...fresh])
}

/**
 * Judges what a batch says: asks Comprehend for the texts that want it, that are new and that were not judged before.
 * @returns for each activity of the batch what its words feel like; provisional where Comprehend was to be asked and was away
 */
export const judgeBatch = async (
  judging: Judging,
  view: Pick<View, 'get'>,
  said: readonly Said[],
): Promise<(one: Said) => Sentiment> => {
  const wanting = new Set<Said>()
  const asks = new Map<string, SentimentAsk>()
  for (const one of said) {
    const ask = one.words?.ask
    if (!ask) continue
    const author = await standingOf(view, one.activity).catch(() => ({}))
    const own = () => ownWord(judging, ask)
    if (!wantsComprehend(judging.mode, { language: ask.language, author, own })) continue
    wanting.add(one)
    // What cannot even be looked up fails when it is applied, and there only itself.
    if (!(await isStale(view, one.activity).catch(() => true))) asks.set(ask.hash, ask)
  }
  const answers = await askComprehend(judging, view, [...asks.values()])
  return (one) => {
    const ask = one.words?.ask
    if (!ask) return NO_SENTIMENT
    const answer = wanting.has(one) ? answers.get(ask.hash) : { sentiment: NO_SENTIMENT }
    const sentiment = answer && 'sentiment' in answer ? answer.sentiment : undefined
    if (sentiment && sentiment.engine !== NO_SENTIMENT.engine) return sentiment
    const own = ownWord(judging, ask) ?? NO_SENTIMENT
    return sentiment ? own : { ...own, provisional: true }
  }
}
