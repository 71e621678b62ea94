import * as z from 'zod/mini'
import { type ActivityOf, isoTime } from '../listen/activity.ts'
import type { Iso } from '../time.ts'
import { stageSchema } from './stages.ts'

export const CONTENT_KINDS = ['discussion', 'guide', 'space', 'video', 'article'] as const
export type ContentKind = (typeof CONTENT_KINDS)[number]

/** The language of content that nobody said the language of. */
export const UNKNOWN_LANGUAGE = 'und'

/** The two-letter language of any tag such as `en-GB`; {@link UNKNOWN_LANGUAGE} for none. */
export const languageOf = (tag: string | undefined): string =>
  /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag ?? '')?.[1]?.toLowerCase() ?? UNKNOWN_LANGUAGE

const line = z.string().check(z.minLength(1), z.maxLength(500))
const count = z.int().check(z.nonnegative())

/** An account, as the customer graph names it: `community:42`. */
const account = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,40}:[^\s]{1,200}$/, 'expected an account such as community:42'))

/** One piece of content in an import file: what an email may point to. */
export const contentSchema = z
  .strictObject({
    id: z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'expected letters, digits, dots and dashes')),
    kind: z.enum(CONTENT_KINDS),
    title: line,
    url: z.url(),
    text: z.optional(z.string().check(z.maxLength(100_000))),
    /** ISO 639-1. */
    language: z.string().check(z.regex(/^[a-z]{2}$/, 'expected a language such as en')),
    stage: stageSchema,
    topics: z.array(line).check(z.maxLength(50)),
    /** Only the community has it. */
    exclusive: z.boolean(),
    staffPick: z.optional(z.boolean()),
    helpful: z.optional(count),
    votes: z.optional(count),
    publishedAt: isoTime,
    /** A service article: it helps with a product or an order. */
    service: z.optional(z.boolean()),
    /** False: on somebody else's site, whose name is `site`. */
    own: z.optional(z.boolean()),
    site: z.optional(line),
    /** Members whose words it is: it is pointed to only when each of them agrees. Left out: it is the brand's own. */
    authors: z.optional(z.array(account).check(z.minLength(1), z.maxLength(10))),
    /** The wording by which the authors agreed: recorded as their word. */
    featured: z.optional(line),
    /** Takes it out of the catalogue. */
    deleted: z.optional(z.boolean()),
  })
  .check(
    z.refine(({ own, site }) => own !== false || site !== undefined, {
      error: "expected the site's name, as own is false",
      path: ['site'],
    }),
  )
export type ContentInput = z.infer<typeof contentSchema>

/** May an email lead there? Only https, only the named hosts (`host` or `host:port`), no user name in it. */
export const isAllowedLink = (url: string, hosts: readonly string[]): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, host, username, password } = new URL(url)
  return protocol === 'https:' && username === '' && password === '' && hosts.includes(host)
}

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
