import * as z from 'zod/mini'
import { name } from '../name.ts'
import { contentSettingsSchema } from '../nudge/content-rules.ts'
import { cloudEventsSettings, eventBridgeSettings, isInsideType, queueSettings, snsSettings } from './event-settings.ts'
import { healthSettings } from './health.ts'
import { hmacSettings, tokenSettings } from './mapped-settings.ts'
import {
  blueskySettings,
  feedSettings,
  hubSetting,
  isPulledType,
  redeliverSettings,
  sitemapSettings,
} from './pull-settings.ts'

/** What a deployer says of each source, by its type. `infra/config.ts` is written against these schemas. */

/** What the people who signed up at a source were promised. Without it nobody from there can be mailed. */
const signUpSchema = z.object({
  basis: z.enum(['consent', 'soft-opt-in']),
  topics: z.array(name).check(z.minLength(1)),
  /** The name under which the brand keeps the wording that people saw. */
  wording: z.string().check(z.minLength(1)),
})

/** What customers agree to who tick a shop's box for marketing. Without it their agreement reaches nobody. */
const marketingSchema = z.object({
  topics: z.array(name).check(z.minLength(1)),
  /** The name under which the brand keeps the wording that people saw. */
  wording: z.string().check(z.minLength(1)),
})

/** `content`: what is said of the pieces of content that come from there. */
const sourceCommon = {
  signUp: z.optional(signUpSchema),
  health: z.optional(healthSettings),
  content: z.optional(contentSettingsSchema),
}

const numericId = z.string().check(z.regex(/^(\d{1,30}|\*)$/, 'expected an id of digits, or *'))

const sourceSettingsSchema = z.discriminatedUnion('type', [
  /** `instance`: the base URL of the forum, checked against the `x-discourse-instance` header. */
  z.object({ type: z.literal('discourse'), instance: z.url(), ...sourceCommon }),
  /** `repositories`: `owner/name` or `owner/*`; `['*']` takes any. `redeliver`: webhooks that are asked what failed. */
  z.object({
    type: z.literal('github'),
    repositories: z.array(z.string()).check(z.minLength(1)),
    redeliver: z.optional(redeliverSettings),
    ...sourceCommon,
  }),
  /**
   * `application`: the app's id; `publicKey`: its public key, 64 hex digits. `directMessages`: take what two players write
   * to each other, too; left out, no.
   */
  z.object({
    type: z.literal('discord'),
    application: z.string().check(z.regex(/^\d{1,19}$/, 'expected an id of digits')),
    publicKey: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits, in lower case')),
    directMessages: z.optional(z.boolean()),
    ...sourceCommon,
  }),
  /** `instance`: the base URL of the instance, as the links of its posts have it. */
  z.object({ type: z.literal('mastodon'), instance: z.url(), ...sourceCommon }),
  /**
   * `team`: the workspace's id; `app`: the app's id, if only its events are meant; `channels`: ids of channels, `'*'`
   * takes every public one; `workspace`: its address, from which links to messages are made.
   */
  z.object({
    type: z.literal('slack'),
    team: z.string().check(z.regex(/^[TE][A-Z0-9]+$/, 'expected a workspace id such as T0123ABCD')),
    app: z.optional(z.string().check(z.regex(/^A[A-Z0-9]+$/, 'expected an app id such as A0123ABCD'))),
    channels: z.array(z.string()).check(z.minLength(1)),
    workspace: z.optional(z.url()),
    ...sourceCommon,
  }),
  /** `shop`: the shop's own domain, checked against the header that names it. `marketing`: what customers agree to. */
  z.object({
    type: z.literal('shopify'),
    shop: z
      .string()
      .check(z.regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'expected a domain such as example.myshopify.com')),
    marketing: z.optional(marketingSchema),
    ...sourceCommon,
  }),
  /** `channels`: ids of the channels (`UC...`) whose feeds are subscribed to. `hub`: where, unless at YouTube's own. */
  z.object({
    type: z.literal('youtube'),
    channels: z
      .array(z.string().check(z.regex(/^UC[\w-]{22}$/, "expected a channel's id such as UC_x5XG1OV2P6uZZ5FSM9Ttw")))
      .check(z.minLength(1)),
    hub: hubSetting,
    ...sourceCommon,
  }),
  /** Signs nothing: who knows the door's address may speak for it, and what comes in is marked `unverified`. */
  z.object({ type: z.literal('trustpilot'), ...sourceCommon }),
  /** `accounts`: ids (not handles) of the accounts that the subscriptions are about; `['*']` takes any. */
  z.object({
    type: z.literal('x'),
    accounts: z
      .array(z.string().check(z.regex(/^(\d{1,19}|\*)$/, "expected an account's id such as 2244994945, or *")))
      .check(z.minLength(1)),
    ...sourceCommon,
  }),
  /** `organizations`: the numbers at the end of their URNs; `['*']` takes every one that is subscribed to. */
  z.object({ type: z.literal('linkedin'), organizations: z.array(numericId).check(z.minLength(1)), ...sourceCommon }),
  /** `pages`: ids of pages; `['*']` takes every page that the app is subscribed to. */
  z.object({ type: z.literal('facebook'), pages: z.array(numericId).check(z.minLength(1)), ...sourceCommon }),
  /** `accounts`: ids of professional accounts; `['*']` takes every one that the app is subscribed to. */
  z.object({ type: z.literal('instagram'), accounts: z.array(numericId).check(z.minLength(1)), ...sourceCommon }),
  /**
   * The generic door: Standard Webhooks whose `data` is an Earshot activity. `publicKeys`: of senders that sign with a key
   * pair (v1a), `whpk_` and base64 of 32 bytes; several while one is replaced.
   */
  z.object({
    type: z.literal('standard'),
    publicKeys: z.optional(
      z.array(z.string().check(z.regex(/^whpk_[A-Za-z0-9+/]{43}=$/, 'expected whpk_ and base64 of 32 bytes'))),
    ),
    ...sourceCommon,
  }),
  /** `livemode`: whether live or test payments are taken. `account`: a connected account; without it the own one. */
  z.object({
    type: z.literal('stripe'),
    livemode: z.boolean(),
    account: z.optional(z.string().check(z.regex(/^acct_[A-Za-z0-9]+$/, 'expected an account such as acct_1A2b3C'))),
    ...sourceCommon,
  }),
  /** `site`: the shop's home address, checked against the header that names it. */
  z.object({ type: z.literal('woocommerce'), site: z.url(), ...sourceCommon }),
  /** `app`: the id of the workspace, as `app_id` in its notifications; other workspaces are ignored. */
  z.object({ type: z.literal('intercom'), app: z.string().check(z.minLength(1)), ...sourceCommon }),
  /** `account`: the number of the Zendesk account; other accounts are ignored. `helpCenter`: where links lead. */
  z.object({
    type: z.literal('zendesk'),
    account: z.string().check(z.regex(/^\d{1,20}$/, 'expected the account number in digits, as text')),
    helpCenter: z.optional(z.url()),
    ...sourceCommon,
  }),
  z.object({ ...cloudEventsSettings, ...sourceCommon }),
  z.object({ ...snsSettings, ...sourceCommon }),
  z.object({ ...queueSettings, ...sourceCommon }),
  z.object({ ...eventBridgeSettings, ...sourceCommon }),
  z.object({ ...hmacSettings, ...sourceCommon }),
  z.object({ ...tokenSettings, ...sourceCommon }),
  z.object({ ...blueskySettings, ...sourceCommon }),
  z.object({ ...feedSettings, ...sourceCommon }),
  z.object({ ...sitemapSettings, ...sourceCommon }),
])
export type SourceSettings = z.infer<typeof sourceSettingsSchema>
export type SourceType = SourceSettings['type']

/** Sources by name. The name is part of the door's address and the namespace of instance-bound ids. */
export const sourcesSchema = z.record(name, sourceSettingsSchema)
export type Sources = z.infer<typeof sourcesSchema>

/** Whether sources of a type have an address, and with it a secret. */
export const hasDoor = (type: string): boolean => !isInsideType(type) && !isPulledType(type)

/** The sources that have an address, and only those. */
export const withDoors = <S extends { type: string }>(sources: Readonly<Record<string, S>>): Record<string, S> =>
  Object.fromEntries(Object.entries(sources).filter(([, { type }]) => hasDoor(type)))
