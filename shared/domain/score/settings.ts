import * as z from 'zod/mini'

const weight = z.number().check(z.nonnegative())
const share = z.number().check(z.gte(0), z.lte(1))
const withDefault = (value: number) => z._default(weight, value)
const accounts = z._default(
  z.array(z.string().check(z.regex(/^[^:]+:.+$/, 'expected an identity such as github:12345'))),
  [],
)

/**
 * How people are scored. Everything has a default. A change is applied to all people by the next night's pass, from their
 * monthly rollups.
 */
export const scoreSettingsSchema = z.object({
  /** What each thing done adds to love. `reply`: on top of what it counts as a mention. */
  weights: z.prefault(
    z.object({
      mention: withDefault(1),
      reply: withDefault(0),
      accepted: withDefault(1),
      reaction: withDefault(0.25),
      order: withDefault(1),
    }),
    {},
  ),
  /** The love from which on somebody is on each level. */
  levels: z.prefault(
    z.object({ leading: withDefault(30), contributing: withDefault(10), participating: withDefault(3) }),
    {},
  ),
  /** What customers' value is reckoned with: shares of 1, per year; orders in other currencies are left out. */
  economics: z.prefault(
    z.object({
      currency: z._default(z.string().check(z.regex(/^[A-Z]{3}$/, 'expected a currency such as EUR')), 'EUR'),
      margin: z._default(share, 0.3),
      discount: z._default(share, 0.1),
      retention: z._default(share.check(z.lt(1)), 0.6),
      /** What an answer of your own staff costs, in the currency's smallest unit: then results count answers that were not needed. */
      answerCost: z.optional(weight),
    }),
    {},
  ),
  /** Who is on a board: the least participation, influence (0..1), advocacy (0..100) and value. */
  boards: z.prefault(
    z.object({
      participation: withDefault(0.05),
      influence: withDefault(0.05),
      advocate: withDefault(5),
      value: withDefault(1),
    }),
    {},
  ),
  /** Where the stages of a journey begin and end. Days. */
  journey: z.prefault(
    z.object({
      /** How long somebody counts as a new customer after the first order. */
      onboardingDays: z._default(z.int().check(z.gte(7), z.lte(365)), 45),
      /** How long after an order the next one is usual, for who has not made three yet. */
      renewalDays: z._default(z.int().check(z.gte(30), z.lte(1_095)), 365),
    }),
    {},
  ),
  /** Accounts that are not the community's: kept out of what compares people. Platforms say so of many by themselves. */
  accounts: z.prefault(z.object({ brand: accounts, staff: accounts, bot: accounts }), {}),
})
/** How people are scored, all defaults filled in. */
export type ScoreSettings = z.infer<typeof scoreSettingsSchema>

/** As a stage has it that says nothing. */
export const DEFAULT_SCORE_SETTINGS: ScoreSettings = z.parse(scoreSettingsSchema, {})
