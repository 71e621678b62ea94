import type { Iso } from '../time.ts'

/**
 * A person's word on whether emails to others may point to what they wrote: to which wording they agreed (or what they refused),
 * where, and when.
 */
export type FeaturedWord = {
  granted: boolean
  at: Iso
  /** Where it was said: `preferences`, a source's name, `import`. */
  source: string
  /** The name under which the brand keeps the wording that people saw. */
  wording: string
  /** Who wrote it down for the person, and what the person said. */
  by?: string
  why?: string
  /** Follows from signing up at a source, not from a word about being pointed to: whatever the person says beats it at any time. */
  signUp?: boolean
}

const rank = ({ at, granted, source, wording }: FeaturedWord): string =>
  [at, granted ? '0' : '1', wording, source].join('\0')

/**
 * The word that counts: the newer one, and of two of the same moment the refusal. A sign-up's word yields to every other; of several
 * the first counts. The same in any order of arrival, and however often each is told.
 */
export const featuredWinner = (known: FeaturedWord | undefined, word: FeaturedWord): FeaturedWord => {
  if (!known) return word
  if (known.signUp !== word.signUp) return known.signUp ? word : known
  const [older, newer] = rank(known) <= rank(word) ? [known, word] : [word, known]
  return known.signUp ? older : newer
}

/**
 * What accounts that have become one person owe each other: the refusal of one holds for all, unless the same person's newest word
 * is that they agree. An agreement is not handed on: it was given for what that account wrote.
 * @returns the refusal that every account is to have; undefined when there is none
 */
export const sharedRefusal = (words: readonly FeaturedWord[]): FeaturedWord | undefined => {
  const said = words.filter(({ signUp }) => !signUp)
  const [first, ...rest] = said
  const newest = rest.reduce<FeaturedWord | undefined>((best, word) => featuredWinner(best, word), first)
  return newest && !newest.granted ? newest : undefined
}
