import { DAY, type Iso, isoOf, msOf } from '../time.ts'
import type { Wish } from './choices.ts'
import { ALL_TOPICS, type TopicWord } from './consent.ts'

/** How long the link in a confirm email works. */
const WISH_LIFE = 30 * DAY

/** Confirm emails that one address gets, whoever asks for them. */
const PER_DAY = 3
const PER_LIFE = 6
/** Whoever asks for the same again within this time has the link already. */
const REPEAT = DAY

/**
 * Something that somebody wants of an address, and whether whoever reads the address has said yes. `word`: of a wish that is only
 * about the address, the newest word that it would confirm.
 */
export type Pending = { id: string; wish: Wish; askedAt: Iso; until: Iso; word?: Iso; confirmedAt?: Iso }

/**
 * What is waiting for a yes at an address, and when it was mailed. `askedFor`: the newest word that it was asked to confirm, by an
 * email that SES is known to have, or never takes. Whoever dies before that has asked nobody.
 */
export type Confirmations = { pending: readonly Pending[]; mails: readonly Iso[]; askedFor?: Iso }

/** Without regard to the order in which it was written. */
const textOf = (wish: Wish): string =>
  JSON.stringify(
    Object.entries(wish)
      .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value])
      .sort(),
  )

const since = (moments: readonly Iso[], now: Iso, length: number): Iso[] =>
  moments.filter((at) => msOf(now) - msOf(at) < length)

const isOpen = ({ until, confirmedAt }: Pending, now: Iso): boolean => until > now && confirmedAt === undefined

/** An address's newest word that comes from a source of which nobody has shown that its addresses are theirs. */
export const newestUnconfirmed = (
  topics: Readonly<Record<string, TopicWord>>,
  asksFirst: (source: string) => boolean,
): Iso | undefined =>
  Object.values(topics)
    .filter(({ granted, source }) => granted && asksFirst(source))
    .map(({ at }) => at)
    .sort()
    .at(-1)

/**
 * One more wish, and its email reserved with it: whoever writes the answer may send one. One email for all that is wished
 * at once; the same wish within a day (SES tells within minutes whether it has an email), an address that has been asked about
 * its words before, and too many emails are silent.
 * @param id new with every wish
 * @param word of a wish that is only about the address: the newest word that it would confirm
 * @returns undefined when nothing is to be mailed
 */
export const askWish = (
  before: Confirmations | undefined,
  { wish, id, now, word }: { wish: Wish; id: string; now: Iso; word?: Iso | undefined },
): Confirmations | undefined => {
  const mails = since(before?.mails ?? [], now, WISH_LIFE)
  if (mails.length >= PER_LIFE || since(mails, now, DAY).length >= PER_DAY) return undefined
  if (wish.address && (word === undefined || (before?.askedFor ?? '') >= word)) return undefined
  const same = (one: Pending): boolean => isOpen(one, now) && textOf(one.wish) === textOf(wish)
  const kept = (before?.pending ?? []).filter(({ until }) => until > now)
  if (kept.some((one) => same(one) && msOf(now) - msOf(one.askedAt) < REPEAT)) return undefined
  const until = isoOf(msOf(now) + WISH_LIFE)
  const asked: Pending = { id, wish, askedAt: now, until, ...(wish.address && word ? { word } : {}) }
  return {
    pending: [...kept.filter((one) => !same(one)), asked],
    mails: [...mails, now],
    ...(before?.askedFor === undefined ? {} : { askedFor: before.askedFor }),
  }
}

/**
 * SES has the email of a wish, or never takes it: the address has been asked.
 * @returns undefined when nothing changes
 */
export const askedNow = (before: Confirmations, id: string): Confirmations | undefined => {
  const word = before.pending.find((one) => one.id === id)?.word
  return word === undefined || word <= (before.askedFor ?? '') ? undefined : { ...before, askedFor: word }
}

/** Takes a reservation back that came to no email: it may be asked for again. */
export const unaskWish = ({ pending, mails, askedFor }: Confirmations, id: string): Confirmations => {
  const wish = pending.find((one) => one.id === id)
  return {
    pending: pending.filter((one) => one !== wish),
    mails: mails.filter((at) => at !== wish?.askedAt),
    ...(askedFor === undefined ? {} : { askedFor }),
  }
}

/** Whether something that the wish would turn on was turned off after it was made. */
export const isOvertaken = (
  { wish, askedAt }: Pick<Pending, 'wish' | 'askedAt'>,
  topics: Readonly<Record<string, TopicWord>>,
): boolean =>
  [ALL_TOPICS, ...(wish.on ?? [])].some((topic) => {
    const word = Object.hasOwn(topics, topic) ? topics[topic] : undefined
    return word !== undefined && !word.granted && word.at > askedAt
  })

/** What a link in a confirm email stands for now. */
export type Confirming =
  | { state: 'open'; pending: Pending }
  | { state: 'done'; pending: Pending }
  /** It is too old, was stopped since, or never was. */
  | { state: 'over' }

/** @param topics what the address has said: a stop that came after the wish ends it */
export const confirming = (
  confirmations: Confirmations | undefined,
  id: string,
  { now, topics }: { now: Iso; topics: Readonly<Record<string, TopicWord>> },
): Confirming => {
  const pending = confirmations?.pending.find((one) => one.id === id)
  if (!pending || pending.until <= now) return { state: 'over' }
  if (pending.confirmedAt) return { state: 'done', pending }
  return isOvertaken(pending, topics) ? { state: 'over' } : { state: 'open', pending }
}

/** Notes that a wish was confirmed: its link changes nothing a second time. */
export const confirmed = (before: Confirmations, id: string, now: Iso): Confirmations => ({
  ...before,
  pending: before.pending.map((one) => (one.id === id ? { ...one, confirmedAt: now } : one)),
})
