import * as z from 'zod/mini'

/**
 * The settings of a stage, as far as functions need them. `infra/config.ts` is written against these schemas, synthesis
 * validates it, and each function gets the part it needs as JSON in an environment variable.
 */

const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,30}$/, 'expected lower-case letters, digits and dashes'))
const host = z
  .string()
  .check(z.regex(/^[a-z0-9.-]+(:\d+)?$/, 'expected a bare host name such as community.example.com'))
/** By its form only: asking Intl loads ICU, a tenth of a second at a function's start. Synthesis asks whether it exists. */
const zone = z
  .string()
  .check(
    z.regex(/^(UTC|[A-Z][A-Za-z_-]+(\/[A-Z][A-Za-z0-9_+-]+)+)$/, 'expected an IANA time zone such as Europe/Berlin'),
  )
const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 21:00'))

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

const sourceCommon = { signUp: z.optional(signUpSchema) }

const numericId = z.string().check(z.regex(/^(\d{1,30}|\*)$/, 'expected an id of digits, or *'))

const sourceSettingsSchema = z.discriminatedUnion('type', [
  /** `instance`: the base URL of the forum, checked against the `x-discourse-instance` header. */
  z.object({ type: z.literal('discourse'), instance: z.url(), ...sourceCommon }),
  /** `repositories`: `owner/name` or `owner/*`; `['*']` takes any. */
  z.object({ type: z.literal('github'), repositories: z.array(z.string()).check(z.minLength(1)), ...sourceCommon }),
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
  /** `channels`: ids of the channels (`UC...`) whose feeds are subscribed to. */
  z.object({
    type: z.literal('youtube'),
    channels: z
      .array(z.string().check(z.regex(/^UC[\w-]{22}$/, "expected a channel's id such as UC_x5XG1OV2P6uZZ5FSM9Ttw")))
      .check(z.minLength(1)),
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
])
export type SourceSettings = z.infer<typeof sourceSettingsSchema>
export type SourceType = SourceSettings['type']

/** Sources by name. The name is part of the door's address and the namespace of instance-bound ids. */
export const sourcesSchema = z.record(name, sourceSettingsSchema)
export type Sources = z.infer<typeof sourcesSchema>

/** Who writes to people. `address` is the postal address that the law asks for in every email. */
export const brandSchema = z.object({
  name: z.string().check(z.minLength(1)),
  /** The domain that emails come from; SES must be allowed to send for it. */
  senderDomain: host,
  /** The local part of the sender's address, `hello` in hello@news.example.com. */
  senderName: z.string().check(z.regex(/^[A-Za-z0-9._-]+$/)),
  address: z.string().check(z.minLength(10)),
  community: z.url(),
})
export type Brand = z.infer<typeof brandSchema>

/** When, how often and where to emails may point. */
export const nudgeSettingsSchema = z.object({
  /** Topics that people can turn off one by one: name → words for people. */
  topics: z.record(name, z.string()),
  /** The zone for people whose own is not known. */
  timeZone: zone,
  /** No emails from `start` to `end`, in the person's zone. */
  quietHours: z.object({ start: clock, end: clock }),
  /** Rolling windows, per person. */
  caps: z.object({
    minGapHours: z.number().check(z.nonnegative()),
    per7Days: z.int().check(z.positive()),
    per30Days: z.int().check(z.positive()),
  }),
  /** The only hosts that emails may lead to. */
  contentHosts: z.array(host).check(z.minLength(1)),
  language: z.string().check(z.regex(/^[a-z]{2}$/)),
  /** Scales every recipe's own holdout: 1 as written (also when left out), 0 holds nobody out. */
  holdout: z.optional(z.number().check(z.gte(0), z.lte(1))),
})
export type NudgeSettings = z.infer<typeof nudgeSettingsSchema>

export const understandingSettingsSchema = z.object({
  mode: z.enum(['comprehend']),
  /** Comprehend's Region where the stage's own has none. */
  region: z.optional(z.string()),
  /** Days that the answer for a text is kept for its repeats. */
  cacheDays: z.int().check(z.positive()),
})

/** Days that things are kept. */
export const retentionSchema = z.object({
  mentionDays: z.int().check(z.positive()),
  decisionDays: z.int().check(z.positive()),
  archiveDays: z.int().check(z.positive()),
  logDays: z.int().check(z.positive()),
})
