import {
  BatchDetectSentimentCommand,
  type BatchDetectSentimentCommandOutput,
  type ComprehendClient,
  type LanguageCode,
  type SentimentScore,
} from '@aws-sdk/client-comprehend'
import { groupBy } from '../../shared/domain/understand/text.ts'
import {
  NO_SENTIMENT,
  SENTIMENT_LABELS,
  type Sentiment,
  shortScore,
} from '../../shared/domain/understand/understanding.ts'
import type { Breaker } from './breaker.ts'

/** One text to be judged; `hash` names it. */
export type SentimentAsk = { hash: string; language: string; text: string }
/** What became of a text: an answer, or the engine could not be reached and it is worth asking again later. */
export type SentimentAnswer = { sentiment: Sentiment } | { unavailable: unknown }

/** The most documents per call. */
const BATCH = 25
/** The request itself is at fault: asking again would not help, asking for one document at a time may. */
const REFUSALS = new Set([
  'InvalidRequestException',
  'TextSizeLimitExceededException',
  'UnsupportedLanguageException',
  'BatchSizeLimitExceededException',
])

/** It came to grief over something, which may be one document only. */
const STUMBLE = 'InternalServerException'

/** The engine's name, as it is stored with what it found. Comprehend tells no version. */
export const ENGINE = 'comprehend'

const sentimentFrom = (name: string | undefined, score: SentimentScore | undefined): Sentiment | undefined => {
  const label = SENTIMENT_LABELS.find((one) => one === name)
  if (!label || !score) return undefined
  const scores = {
    positive: shortScore(score.Positive ?? 0),
    negative: shortScore(score.Negative ?? 0),
    neutral: shortScore(score.Neutral ?? 0),
    mixed: shortScore(score.Mixed ?? 0),
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
  breaker: Breaker
  /** Says when it is time to give up. */
  signal: AbortSignal
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '')

const ask = async (
  { client, breaker, signal }: Deps,
  group: readonly SentimentAsk[],
): Promise<BatchDetectSentimentCommandOutput> => {
  const LanguageCode = (group[0]?.language ?? 'en') as LanguageCode
  const command = new BatchDetectSentimentCommand({ LanguageCode, TextList: group.map(({ text }) => text) })
  try {
    const answer = await client.send(command, { abortSignal: signal })
    breaker.succeeded()
    return answer
  } catch (error) {
    // Who refuses is there.
    if (REFUSALS.has(nameOf(error))) breaker.succeeded()
    // Nor is a group that holds a text which it stumbles over an outage: its texts, each alone, will tell.
    else if (nameOf(error) !== STUMBLE || group.length === 1) breaker.failed(signal.aborted)
    throw error
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
  if (!deps.breaker.allows()) return all(group, { unavailable: 'paused' })
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
    if (REFUSALS.has(nameOf(error))) return await unjudged(group)
    // It may be one document that it stumbles over: the others need not wait for that one.
    if (nameOf(error) === STUMBLE && !alone && group.length > 1) return await oneByOne(deps, group)
    return all(group, { unavailable: error })
  }
}

/**
 * Judges texts with Amazon Comprehend: groups of one language, at most 25. Never throws: one document's fault stays its
 * own, and what Comprehend does not want to judge is left unjudged. Trying again at once is the client's part.
 * @param asks texts that differ, in languages that Comprehend knows, cut to the engine's limits and not empty
 * @param how.patience milliseconds after which the rest counts as unavailable
 * @returns an answer for every hash
 */
export const judgeTexts = async (
  asks: readonly SentimentAsk[],
  { client, breaker, patience }: Pick<Deps, 'client' | 'breaker'> & { patience: number },
): Promise<Answers> => {
  const answers: Answers = new Map()
  const signal = AbortSignal.timeout(patience)
  for (const group of groupBy(asks, ({ language }) => language, BATCH))
    for (const [hash, answer] of await judge({ client, breaker, signal }, group, false)) answers.set(hash, answer)
  return answers
}
