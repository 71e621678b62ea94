import * as z from 'zod/mini'
import { OFTEN, PARTS_OF_DAY } from '../nudge/choices.ts'
import { REASON_CODES } from '../nudge/reasons.ts'
import { named, pageOf } from './answers.ts'

/** What the API answers about what people agreed to and chose. */

const iso = z.iso.datetime()
const basis = z.enum(['consent', 'soft-opt-in', 'contract'])

const ledgerLineSchema = named(
  'ConsentLine',
  'One line of the ledger of consent, which is only ever added to: what was said of which topics (`*`: all), where, to which wording. `address`, masked, or `identity` where an account said it. `confirmedAt`: double opt-in. `withdrawnAt`, `withdrawnVia`: the first later line that takes it back. `choices`: what was chosen besides topics. `by`: who acted for the person.',
  z.object({
    identity: z.string(),
    address: z.optional(z.string()),
    at: iso,
    topics: z.array(z.string()),
    granted: z.boolean(),
    basis,
    wording: z.string(),
    language: z.optional(z.string()),
    source: z.string(),
    signUp: z.optional(z.boolean()),
    channel: z.optional(z.string()),
    by: z.optional(z.string()),
    why: z.optional(z.string()),
    askedAt: z.optional(iso),
    confirmedAt: z.optional(iso),
    withdrawnAt: z.optional(iso),
    withdrawnVia: z.optional(z.string()),
    choices: z.optional(z.record(z.string(), z.string())),
  }),
)
export type ConsentLineAnswer = z.infer<typeof ledgerLineSchema>

export const consentSchema = pageOf(ledgerLineSchema)

export const preferencesSchema = named(
  'Preferences',
  'What a person may be sent and has chosen. `mail`: per topic whether anything may be sent, by the strictest word of all addresses and accounts, or why not. `addresses`: what each of them (masked) has chosen.',
  z.object({
    personId: z.string(),
    at: iso,
    mail: z.array(
      z.object({
        topic: z.string(),
        allowed: z.boolean(),
        reason: z.optional(z.enum(REASON_CODES)),
      }),
    ),
    addresses: z.array(
      z.object({
        identity: z.string(),
        address: z.string(),
        topics: z.array(z.object({ topic: z.string(), on: z.boolean() })),
        often: z.enum(OFTEN),
        partOfDay: z.enum(PARTS_OF_DAY),
        snoozedUntil: z.optional(iso),
        language: z.optional(z.string()),
        timeZone: z.optional(z.string()),
        confirmedAt: z.optional(iso),
        suppressed: z.optional(z.object({ reason: z.enum(['bounce', 'complaint']), at: iso })),
      }),
    ),
  }),
)
export type PreferencesAnswer = z.infer<typeof preferencesSchema>
