import * as z from 'zod/mini'
import { claimSettingsSchema } from '../shared/domain/connect/claim-settings.ts'
import { eventSettingsSchema } from '../shared/domain/event-settings.ts'
import { sourcesSchema } from '../shared/domain/listen/source-settings.ts'
import { scoreSettingsSchema } from '../shared/domain/score/settings.ts'
import { topicsSettingsSchema } from '../shared/domain/score/topics/settings.ts'
import {
  brandSchema,
  nudgeSettingsSchema,
  retentionSchema,
  understandingSettingsSchema,
} from '../shared/domain/settings.ts'

/** How much Earshot takes in and gives out at once. */
const trafficSchema = z.object({
  /** Requests a second that the HTTP API lets through, all routes together, and how many at once on top. */
  requestsPerSecond: z.int().check(z.positive()),
  burst: z.int().check(z.positive()),
  /** Workers that understand deliveries side by side. Comprehend allows about 10 batch calls a second. */
  understandConcurrency: z.int().check(z.minimum(2), z.maximum(1_000)),
  /** Senders side by side: about the send rate that SES grants you times half a second, at least 2. */
  sendConcurrency: z.int().check(z.minimum(2), z.maximum(1_000)),
  /** Lambda concurrency set aside for the door. The account must have 100 more than this. */
  doorConcurrency: z.optional(z.int().check(z.positive())),
})

/** Everything a deployer decides about one deployment of Earshot. */
export const stageSchema = z.object({
  /** Where it runs. Without an account: the one whose credentials deploy. */
  region: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a Region such as eu-central-1')),
  account: z.optional(z.string().check(z.regex(/^\d{12}$/, 'expected the 12 digits of an AWS account'))),
  /** Who hears of alarms. */
  alarmEmail: z.email('expected an email address such as ops@example.com'),
  /** The address that links in emails start with, when you have put a domain of your own in front of the HTTP API. */
  appUrl: z.optional(
    z.string().check(z.regex(/^https:\/\/[a-z0-9.-]+$/, 'expected https:// and a host name, without a path')),
  ),
  brand: brandSchema,
  sources: sourcesSchema,
  nudges: nudgeSettingsSchema,
  understanding: understandingSettingsSchema,
  /** How people are scored. Left out: as docs/scores.md says. */
  score: z.prefault(scoreSettingsSchema, {}),
  /** Which words mean the same, what is no topic, and whose names are counted. Left out: none. */
  topics: z.prefault(topicsSettingsSchema, {}),
  /** Which events other systems are told. Left out: all but one for every single mention (docs/events.md). */
  events: z.prefault(eventSettingsSchema, {}),
  /** How people may connect accounts with their address themselves. @default they cannot */
  claim: z.optional(claimSettingsSchema),
  retention: retentionSchema,
  traffic: trafficSchema,
})

/** One stage's settings, checked. */
export type Stage = z.infer<typeof stageSchema>
/** What `infra/config.ts` is written as. */
export type StageInput = z.input<typeof stageSchema>
