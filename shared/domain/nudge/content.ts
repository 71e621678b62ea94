import * as z from 'zod/mini'
import { isoTime } from '../listen/activity.ts'
import { stageSchema } from './stages.ts'

export const CONTENT_KINDS = ['discussion', 'guide', 'space', 'video', 'article'] as const
export type ContentKind = (typeof CONTENT_KINDS)[number]

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
