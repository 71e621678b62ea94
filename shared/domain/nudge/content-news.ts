import type { ActivityOf } from '../listen/activity.ts'
import type { Iso } from '../time.ts'

/** The language of content that nobody said the language of. */
export const UNKNOWN_LANGUAGE = 'und'

/** The two-letter language of any tag such as `en-GB`; {@link UNKNOWN_LANGUAGE} for none. */
export const languageOf = (tag: string | undefined): string =>
  /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag ?? '')?.[1]?.toLowerCase() ?? UNKNOWN_LANGUAGE

/** The id of a community thread in the catalogue. No imported piece can have it. */
export const discussionId = (platform: string, threadId: string): string => `thread#${platform}#${threadId}`

/**
 * What a discussion's accepted answer, and news of the thread itself, last said about it. Each has a clock of its own
 * (`rev`) and is kept apart, so that any order of arrival ends in the same.
 */
export type SolvedNews = {
  rev: string
  /** Left out in news that was kept before answers were looked at again. */
  answerId?: string
  solved: boolean
  at: Iso
  title?: string
  url?: string
  text?: string
  language?: string
  topics?: string[]
  authors: string[]
}
export type ThreadNews = {
  rev: string
  deleted: boolean
  title?: string
  url?: string
  language?: string
  topics?: string[]
  authors: string[]
}

type Given = { title?: string; url?: string; text?: string; language?: string; topics?: string[] }

const given = (fields: { [F in keyof Given]: Given[F] | undefined }): Given =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const identities = (platform: string, ...accounts: ({ id: string } | undefined)[]): string[] =>
  accounts.flatMap((account) => (account ? [`${platform}:${account.id}`] : []))

/** @param language what we understood of the words, for platforms that do not say */
export const newsOfSolved = (activity: ActivityOf<'solved'>, language?: string): SolvedNews => ({
  rev: activity.revision,
  answerId: activity.answer.id,
  solved: !activity.deleted,
  at: activity.at,
  authors: identities(activity.platform, activity.thread.author, activity.answer.author),
  ...given({
    title: activity.thread.title,
    url: activity.thread.url,
    text: activity.answer.text,
    language: activity.language ?? language,
    topics: activity.tags,
  }),
})

/** @param language what we understood of the words, for platforms that do not say */
export const newsOfThread = (activity: ActivityOf<'thread'>, language?: string): ThreadNews => ({
  rev: activity.revision,
  deleted: activity.deleted ?? false,
  authors: identities(activity.platform, activity.thread.author),
  ...given({
    title: activity.thread.title,
    url: activity.thread.url,
    text: undefined,
    language: activity.language ?? language,
    topics: activity.tags,
  }),
})

/** A discussion as the catalogue has it; `candidate` says whether it is worth pointing to now. */
export type Discussion = {
  candidate: boolean
  title: string
  url: string
  text?: string
  language: string
  topics: string[]
  authors: string[]
  publishedAt?: Iso
}

/**
 * What is known of a discussion from both clocks. The thread's own word on title, place and tags goes before what came
 * with the answer. Worth pointing to when it has an accepted answer, a title and a place, and is not gone.
 */
export const discussionOf = (solved: SolvedNews | undefined, thread: ThreadNews | undefined): Discussion => {
  const title = thread?.title ?? solved?.title ?? ''
  const url = thread?.url ?? solved?.url ?? ''
  return {
    candidate: solved?.solved === true && thread?.deleted !== true && title !== '' && url !== '',
    title,
    url,
    ...given({ text: solved?.text, title: undefined, url: undefined, language: undefined, topics: undefined }),
    language: languageOf(thread?.language ?? solved?.language),
    topics: thread?.topics ?? solved?.topics ?? [],
    authors: [...new Set([...(thread?.authors ?? []), ...(solved?.authors ?? [])])].sort(),
    ...(solved ? { publishedAt: solved.at } : {}),
  }
}
