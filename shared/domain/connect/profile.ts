import type { Author } from '../listen/activity.ts'
import type { Iso } from '../time.ts'

/** One field of a profile and when the platform said so. */
export type Dated<T> = { v: T; at: Iso }
type ProfileKey = Exclude<keyof Author, 'id' | 'email' | 'emailVerified'>
/** What a platform says of an account, each field with its own clock. */
export type DatedProfile = { [F in ProfileKey]?: Dated<NonNullable<Author[F]>> }

const FIELDS: readonly ProfileKey[] = [
  'handle',
  'name',
  'company',
  'url',
  'avatar',
  'followers',
  'role',
  'language',
  'timeZone',
]

const dayOf = (at: Iso): string => at.slice(0, 10)

/**
 * The word that counts: the newest; of two of the same moment the one that sorts last. The same word said again on the
 * same day is not worth a write; of such words the first of the day stands for all. So all orders of arrival end alike,
 * unless somebody goes back and forth between two words within one day.
 * @returns `known` itself when nothing changes
 */
export const newerWord = <T>(known: Dated<T> | undefined, heard: Dated<T>): Dated<T> => {
  if (!known) return heard
  if (known.v !== heard.v)
    return heard.at > known.at || (heard.at === known.at && String(heard.v) > String(known.v)) ? heard : known
  if (dayOf(heard.at) === dayOf(known.at)) return heard.at < known.at ? heard : known
  return heard.at > known.at ? heard : known
}

/**
 * Merges what a platform says of an account into what is known, field by field, newest word first. What is not said is
 * kept. The address is never part of a profile.
 * @param at when the platform said so
 * @returns `known` itself when nothing changes
 */
export const mergeProfile = (known: DatedProfile, author: Author, at: Iso): DatedProfile => {
  const merged: Record<string, Dated<unknown>> = { ...known }
  let changed = false
  for (const field of FIELDS) {
    const value = author[field]
    if (value === undefined) continue
    const word = newerWord<unknown>(known[field], { v: value, at })
    if (word === known[field]) continue
    merged[field] = word
    changed = true
  }
  return changed ? (merged as DatedProfile) : known
}

/** The start of the day of a moment (UTC): as exact as "first seen" needs to be, and settled after few writes. */
export const startOfDay = (at: Iso): Iso => `${dayOf(at)}T00:00:00.000Z`
