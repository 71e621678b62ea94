import * as z from 'zod/mini'
import { name } from './name.ts'
import { localText } from './nudge/local-text.ts'
import { ENGINE_MODES } from './understand/engines.ts'

/**
 * The settings of a stage, as far as functions need them. `infra/config.ts` is written against these schemas, synthesis
 * validates it, and each function gets the part it needs as JSON in an environment variable.
 */

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
  /** Topics that people can turn off one by one: name → words for people, in the stage's language or in several. */
  topics: z.record(name, localText(z.string())),
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
  /** Those of them whose links nobody looks at: behind a sign-in that answers all alike, or not to be asked by programs. */
  uncheckedHosts: z.optional(z.array(host)),
  language: z.string().check(z.regex(/^[a-z]{2}$/)),
  /** Sources whose addresses are asked once before anything is sent (double opt-in): names. Those of a CRM when left out. */
  doubleOptIn: z.optional(z.array(name)),
  /** Of decisions about one person that are due within so many minutes the most important goes first. @default 10 */
  collectMinutes: z.optional(z.number().check(z.gte(0), z.lte(60))),
  /** Scales every recipe's own holdout: 1 as written (also when left out), 0 holds nobody out. */
  holdout: z.optional(z.number().check(z.gte(0), z.lte(1))),
  /** The share of people who get no email of any recipe, so that the effect of all of them can be measured. Nobody when left out. */
  globalHoldout: z.optional(z.number().check(z.gte(0), z.lte(0.5))),
})
export type NudgeSettings = z.infer<typeof nudgeSettingsSchema>

/** Who judges what people write. */
export const understandingSettingsSchema = z.object({
  mode: z.enum(ENGINE_MODES),
  /** Comprehend's Region where the stage's own has none. */
  region: z.optional(z.string()),
  /** Days that the answer for a text is kept for its repeats. */
  cacheDays: z.int().check(z.positive()),
})
/** See {@link understandingSettingsSchema}. */
export type UnderstandingSettings = z.infer<typeof understandingSettingsSchema>

/** Days that things are kept. */
export const retentionSchema = z.object({
  mentionDays: z.int().check(z.positive()),
  decisionDays: z.int().check(z.positive()),
  archiveDays: z.int().check(z.positive()),
  logDays: z.int().check(z.positive()),
})
/** See {@link retentionSchema}. */
export type Retention = z.infer<typeof retentionSchema>
