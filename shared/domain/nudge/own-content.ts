import type { Iso } from '../time.ts'
import { isAllowedLink } from './content.ts'
import { languageOf } from './content-news.ts'
import type { DecisionSubject } from './context.ts'
import type { Candidate, Choice } from './rank.ts'

const PREFIX = 'subject#'

/** Whether an id stands for the very thing that a nudge is about, and for no piece of the catalogue. */
export const isOwnPiece = (id: string | undefined): boolean => id?.startsWith(PREFIX) === true

/** What is known of the thing itself and of its thread. */
type Known = {
  subject?:
    | { title?: string; threadTitle?: string; text?: string; url?: string; language?: string; createdAt: Iso }
    | undefined
  thread?: { title?: string; url?: string } | undefined
}

/** How much of words without a title stands in for one. */
const TITLE_LENGTH = 80

const firstWords = (text: string): string => {
  const line = text.trim().replace(/\n[\s\S]*$/, '')
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH).trimEnd()}…` : line
}

/** The very thing as a piece to point to; undefined where it has no title, words or address. */
export const ownPiece = (about: DecisionSubject, { subject, thread }: Known): Candidate | undefined => {
  const title = thread?.title ?? subject?.title ?? subject?.threadTitle ?? firstWords(subject?.text ?? '')
  const url = subject?.url ?? thread?.url
  if (!title || !url) return undefined
  return {
    id: `${PREFIX}${about.platform}#${about.id}`,
    ...{ kind: 'discussion', title, url, language: languageOf(subject?.language), stage: '' },
    ...{ topics: [], exclusive: true, helpful: 0, votes: 0, publishedAt: about.at, sends: 0, clickers: 0 },
  }
}

/** Chooses the very thing, if an email may lead there. Whether it was pointed to before is asked by the recipe's `once`. */
export const chooseOwn = (own: Candidate | undefined, hosts: readonly string[]): Choice => {
  if (own && isAllowedLink(own.url, hosts)) return { chosen: own, why: [], candidates: [] }
  return { chosen: undefined, reason: 'no_content', detail: own ? 'host' : 'subject', candidates: [] }
}
