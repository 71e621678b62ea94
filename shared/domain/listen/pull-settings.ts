import * as z from 'zod/mini'
import { stageSchema } from '../nudge/stages.ts'
import type { SourceSettings, SourceType } from './source-settings.ts'

/**
 * What a deployer says of sources that a scheduled function asks: those that send nothing, and others for what they do not send
 * of their own accord.
 */

/** The kinds of source that are asked. They have no door and no secret. */
export const PULLED_TYPES = ['bluesky', 'feed', 'sitemap'] as const
export type PulledType = (typeof PULLED_TYPES)[number]

/** Whether sources of a type are asked, rather than sending to a door. */
export const isPulledType = (type: string): type is PulledType => (PULLED_TYPES as readonly string[]).includes(type)

const ADDRESS = /^(https:\/\/(?![^/]*@)[^\s/]+(\/[^\s]*)?|http:\/\/127\.0\.0\.1(:\d+)?(\/[^\s]*)?)$/
const STREAM = /^(wss:\/\/(?![^/]*@)[^\s/]+(\/[^\s?#]*)?|ws:\/\/127\.0\.0\.1(:\d+)?(\/[^\s?#]*)?)$/

/** An address that is fetched. Plain http is for this machine only, and only stage `local` may have it. */
const address = z.string().check(z.regex(ADDRESS, 'expected an address such as https://blog.example.com/feed.xml'))

const did = z.string().check(z.regex(/^did:(plc|web):[A-Za-z0-9._:%-]{1,200}$/, 'expected a DID such as did:plc:...'))

const common = { everyMinutes: z.optional(z.int().check(z.gte(1), z.lte(1_440))) }

/**
 * `accounts`: the brand's own DIDs, all of whose posts are taken; `mentions`: DIDs whose mentions, replies and quotes are
 * taken; `terms`: words or #hashtags, whole words in any case. `endpoint`: another Jetstream than Bluesky's own.
 */
export const blueskySettings = {
  type: z.literal('bluesky'),
  accounts: z.optional(z.array(did)),
  mentions: z.optional(z.array(did)),
  terms: z.optional(z.array(z.string().check(z.minLength(2), z.maxLength(100)))),
  endpoint: z.optional(
    z.string().check(z.regex(STREAM, 'expected an address such as wss://jetstream2.us-east.bsky.network/subscribe')),
  ),
  ...common,
}

/** `url`: an RSS or Atom feed. */
export const feedSettings = { type: z.literal('feed'), url: address, ...common }

/**
 * `url`: a sitemap, or an index of sitemaps of the same host. `under`: only pages whose addresses begin with one of these.
 * The rest is said of every page: a sitemap itself tells no more than addresses.
 */
export const sitemapSettings = {
  type: z.literal('sitemap'),
  url: address,
  under: z
    .array(
      z.string().check(z.regex(/^https:\/\/[^\s/]+\/\S*$/, 'expected an address such as https://example.com/guides/')),
    )
    .check(z.minLength(1)),
  kind: z.enum(['guide', 'article', 'video', 'space']),
  stage: stageSchema,
  /** ISO 639-1. */
  language: z.string().check(z.regex(/^[a-z]{2}$/, 'expected a language such as en')),
  topics: z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(100))).check(z.maxLength(50))),
  ...common,
}

/**
 * What GitHub failed to deliver, and is asked to deliver again. `hooks`: the webhooks that send to this source, `of` a repository
 * (`owner/name`) or an organization, `id` as at the end of the webhook's address in its settings. `api`: another server's
 * REST API, `https://HOST/api/v3`.
 */
export const redeliverSettings = z.object({
  hooks: z
    .array(
      z.object({
        of: z
          .string()
          .check(
            z.regex(
              /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(\/(?!\.{1,2}$)[\w.-]{1,100})?$/,
              'expected a repository such as example/shop, or an organization such as example',
            ),
          ),
        id: z.int().check(z.gte(1)),
      }),
    )
    .check(z.minLength(1), z.maxLength(20)),
  api: z.optional(address),
})
/** One of them. */
export type RedeliverHook = z.infer<typeof redeliverSettings>['hooks'][number]

/** The hub at which YouTube's feeds are subscribed to, unless it is YouTube's own. */
export const hubSetting = z.optional(address)

/**
 * Minutes from one look at a source to the next, by type: to read it, or for what else has to be asked for (deliveries that
 * failed, subscriptions that end). A type that is not here is never looked at.
 */
const EVERY: Partial<Record<SourceType, number>> = { bluesky: 5, feed: 15, sitemap: 360, github: 15, youtube: 15 }

/** Minutes from one look at a source to the next; undefined for a source that is never looked at. */
export const lookEvery = (settings: SourceSettings): number | undefined => {
  if (settings.type === 'github' && !settings.redeliver) return undefined
  return ('everyMinutes' in settings ? settings.everyMinutes : undefined) ?? EVERY[settings.type]
}

/** The sources that are looked at, and only those. */
export const lookedAt = <S extends SourceSettings>(sources: Readonly<Record<string, S>>): Record<string, S> =>
  Object.fromEntries(Object.entries(sources).filter(([, settings]) => lookEvery(settings) !== undefined))
