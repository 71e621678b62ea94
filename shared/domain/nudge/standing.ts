import { isAllowedLink } from './content.ts'
import type { Featured } from './content-rules.ts'
import type { FeaturedWord } from './featured.ts'

/** Why a piece of the catalogue is not pointed to, the first that holds. */
export const LEFT_OUT = ['host_not_allowed', 'dead_link', 'author_refused', 'author_gone', 'author_not_asked'] as const
export type LeftOut = (typeof LEFT_OUT)[number]

/** What is known of somebody whose words a piece is. */
export type AuthorState = {
  word?: FeaturedWord | undefined
  /** On their platform, or by the settings; staff, the brand's own and bots need not be asked. */
  role?: string | undefined
  /** The account is gone. */
  gone?: boolean | undefined
}

const NEED_NOT_BE_ASKED: ReadonlySet<string> = new Set(['staff', 'brand', 'bot'])

/** Where an author stands; `signed-up`: agreed by signing up at the source, which is yet to be written down. */
export type AuthorStanding = 'fine' | 'signed-up' | Extract<LeftOut, `author_${string}`>

/** May this author's words be pointed to? A refusal holds whatever else is true. */
export const standingOfAuthor = ({ word, role, gone }: AuthorState, featured: Featured): AuthorStanding => {
  if (word && !word.granted) return 'author_refused'
  if (featured === 'published' || NEED_NOT_BE_ASKED.has(role ?? '')) return 'fine'
  if (gone) return 'author_gone'
  if (word) return 'fine'
  return featured === 'ask' ? 'author_not_asked' : 'signed-up'
}

/** Why a piece is left out; undefined when it may be pointed to. */
export const leftOutOf = (
  { url, dead }: { url: string; dead: boolean },
  authors: readonly AuthorStanding[],
  hosts: readonly string[],
): LeftOut | undefined =>
  LEFT_OUT.find(
    (reason) =>
      (reason === 'host_not_allowed' && !isAllowedLink(url, hosts)) ||
      (reason === 'dead_link' && dead) ||
      authors.some((standing) => standing === reason),
  )
