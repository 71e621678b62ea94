import type { Iso } from '../time.ts'
import type { ReasonCode } from './reasons.ts'

/** The topic that stands for all topics. */
export const ALL_TOPICS = '*'

/** The legal ground that an address may be mailed on, by the person's own act. */
export type ConsentBasis = 'consent' | 'soft-opt-in' | 'contract'

/** The last word about one topic: who said it where (`source`), to which wording, and when. */
export type TopicWord = {
  granted: boolean
  basis: ConsentBasis
  wording: string
  source: string
  at: Iso
  /** Follows from a sign-up, not from a word about email: whatever the person says about email beats it at any time. */
  signUp?: boolean
}

/** One word of a person about topics; `topics` may hold {@link ALL_TOPICS}. */
export type ConsentWord = TopicWord & { topics: readonly string[] }

const rank = (word: TopicWord): string =>
  [word.at, word.granted ? '0' : '1', word.basis, word.wording, word.source].join('\0')

/**
 * The word that counts: the newer one, and of two of the same moment the withdrawal. A sign-up's word yields to every
 * other, or a purchase after an opt-out would opt in again; of several the first counts. The same in any order of arrival.
 */
const winner = (a: TopicWord | undefined, b: TopicWord): TopicWord => {
  if (!a) return b
  if (a.signUp !== b.signUp) return a.signUp ? b : a
  const newer = rank(a) >= rank(b) ? a : b
  if (!a.signUp) return newer
  return newer === a && rank(a) !== rank(b) ? b : a
}

/**
 * Adds a word to what is known per topic. Order-free and idempotent: any words in any order, any number of times, end in
 * the same record.
 * @returns the same object when nothing changes
 */
export const mergeConsent = (
  topics: Readonly<Record<string, TopicWord>>,
  { topics: about, ...word }: ConsentWord,
): Readonly<Record<string, TopicWord>> => {
  const known = new Map(Object.entries(topics))
  const changed = about.filter((topic) => winner(known.get(topic), word) !== known.get(topic))
  if (changed.length === 0) return topics
  return Object.fromEntries([...known, ...changed.map((topic): [string, TopicWord] => [topic, word])])
}

/** Whether mail on a topic is allowed, and by which word; if not, why. */
export type ConsentAnswer =
  | { allowed: true; word: TopicWord }
  | { allowed: false; reason: Extract<ReasonCode, 'no_consent' | 'topic_off' | 'all_off'> }

/** May this topic be mailed? The word on the topic and the word on all topics count alike: the newer one wins. */
export const consentFor = (topics: Readonly<Record<string, TopicWord>>, topic: string): ConsentAnswer => {
  const own = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  const all = topics[ALL_TOPICS]
  const word = own ? winner(all, own) : all
  if (!word) return { allowed: false, reason: 'no_consent' }
  if (word.granted) return { allowed: true, word }
  return { allowed: false, reason: word === own ? 'topic_off' : 'all_off' }
}
