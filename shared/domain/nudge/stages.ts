import * as z from 'zod/mini'

/** The journey to a purchase and on from it, in order: neighbours in this list are neighbours in the ranking. */
export const STAGES = ['research', 'consideration', 'purchase', 'onboarding', 'use', 'renewal', 'advocacy'] as const
export type Stage = (typeof STAGES)[number]

/** What stages were called before, so that an old file is told the new word. */
const RENAMED: Record<string, Stage> = { start: 'onboarding', advocate: 'advocacy' }

const isNamed = (value: unknown): value is string => typeof value === 'string' && Object.hasOwn(RENAMED, value)

/** One of {@link STAGES}. A word of before is refused, and the message names the one that took its place. */
export const stageSchema = z.enum(STAGES, {
  error: ({ input }) => (isNamed(input) ? `expected "${RENAMED[input]}", which "${input}" is called now` : undefined),
})
