import {
  BatchDetectSentimentCommand,
  type BatchDetectSentimentCommandOutput,
  type ComprehendClient,
  type LanguageCode,
  type SentimentScore,
} from '@aws-sdk/client-comprehend'
import { groupBy } from '../../shared/domain/understand/text.ts'
import { NO_SENTIMENT, SENTIMENT_LABELS, type Sentiment } from '../../shared/domain/understand/understanding.ts'

/** One text to be judged; `hash` names it. */
export type SentimentAsk = { hash: string; language: string; text: string }
/** What became of a text: an answer, or the engine could not be reached and it is worth asking again later. */
export type SentimentAnswer = { sentiment: Sentiment } | { unavailable: unknown }

/** The languages that Amazon Comprehend knows sentiment in, by ISO 639-1. */
const LANGUAGES: ReadonlySet<string> = new Set('en es fr de it pt ar hi ja ko zh'.split(' '))
/** The most documents per call. */
const BATCH = 25
/** Rounds after the SDK's own retries, each after a jittered pause. */
const ROUNDS = 3
/** Milliseconds that judging may take in all: an engine that never answers must not cost the batch its time-out. */
const PATIENCE = 20_000
/** The request itself is at fault: asking again would not help, asking for one document at a time may. */
const REFUSALS = new Set([
  'InvalidRequestException',
  'TextSizeLimitExceededException',
  'UnsupportedLanguageException',
  'BatchSizeLimitExceededException',
])

/** The engine's name, as it is stored with what it found. Comprehend tells no version. */
export const ENGINE = 'comprehend'

/** Four decimals are more than the engine is sure of, and keep items small. */
const short = (score: number | undefined): number => Math.round((score ?? 0) * 10_000) / 10_000

const sentimentFrom = (name: string | undefined, score: SentimentScore | undefined): Sentiment | undefined => {
  const label = SENTIMENT_LABELS.find((one) => one === name)
  if (!label || !score) return undefined
  const scores = {
    positive: short(score.Positive),
    negative: short(score.Negative),
    neutral: short(score.Neutral),
    mixed: short(score.Mixed),
  }
  const confidence = {
    POSITIVE: scores.positive,
    NEGATIVE: scores.negative,
    NEUTRAL: scores.neutral,
    MIXED: scores.mixed,
  }
  return { label, scores, confidence: confidence[label], engine: ENGINE }
}

type Deps = {
  client: Pick<ComprehendClient, 'send'>
  random: () => number
  pause: (ms: number) => Promise<void>
  /** Says when it is time to give up. */
  signal: AbortSignal
}

const isRefusal = (error: unknown): boolean => error instanceof Error && REFUSALS.has(error.name)

const ask = async (deps: Deps, group: readonly SentimentAsk[]): Promise<BatchDetectSentimentCommandOutput> => {
  const LanguageCode = (group[0]?.language ?? 'en') as LanguageCode
  const command = new BatchDetectSentimentCommand({ LanguageCode, TextList: group.map(({ text }) => text) })
  for (let round = 1; ; round++) {
    try {
      return await deps.client.send(command, { abortSignal: deps.signal })
    } catch (error) {
      if (isRefusal(error) || round >= ROUNDS || deps.signal.aborted) throw error
      await deps.pause(deps.random() * 200 * 2 ** round)
    }
  }
}

type Answers = Map<string, SentimentAnswer>
const all = (group: readonly SentimentAsk[], answer: SentimentAnswer): Answers =>
  new Map(group.map(({ hash }) => [hash, answer]))

/** Documents that came to grief in a group are asked once more, each alone; then they are left unjudged. */
const oneByOne = async (deps: Deps, group: readonly SentimentAsk[]): Promise<Answers> => {
  const answers: Answers = new Map()
  for (const one of group) for (const [hash, answer] of await judge(deps, [one], true)) answers.set(hash, answer)
  return answers
}

const judge = async (deps: Deps, group: readonly SentimentAsk[], alone: boolean): Promise<Answers> => {
  const unjudged = (some: readonly SentimentAsk[]) =>
    alone ? all(some, { sentiment: NO_SENTIMENT }) : oneByOne(deps, some)
  try {
    const { ResultList = [] } = await ask(deps, group)
    const answers: Answers = new Map()
    for (const { Index, Sentiment: name, SentimentScore: score } of ResultList) {
      const [one, sentiment] = [group[Index ?? -1], sentimentFrom(name, score)]
      if (one && sentiment) answers.set(one.hash, { sentiment })
    }
    const left = group.filter(({ hash }) => !answers.has(hash))
    return new Map([...answers, ...(left.length > 0 ? await unjudged(left) : [])])
  } catch (error) {
    return isRefusal(error) ? await unjudged(group) : all(group, { unavailable: error })
  }
}

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

/**
 * Judges texts with Amazon Comprehend: groups of one language, at most 25. Never throws: one document's fault stays its
 * own, and what Comprehend has no language for is left unjudged.
 * @param asks texts that differ, cut to the engine's limits and not empty
 * @param patience milliseconds after which the rest counts as unavailable
 * @returns an answer for every hash
 */
export const judgeTexts = async (
  asks: readonly SentimentAsk[],
  {
    client,
    random = Math.random,
    pause = sleep,
    patience = PATIENCE,
  }: Pick<Deps, 'client'> & Partial<Omit<Deps, 'signal'>> & { patience?: number },
): Promise<Answers> => {
  const able = asks.filter(({ language }) => LANGUAGES.has(language))
  const answers: Answers = all(asks, { sentiment: NO_SENTIMENT })
  const signal = AbortSignal.timeout(patience)
  for (const group of groupBy(able, ({ language }) => language, BATCH))
    for (const [hash, answer] of await judge({ client, random, pause, signal }, group, false)) answers.set(hash, answer)
  return answers
}
