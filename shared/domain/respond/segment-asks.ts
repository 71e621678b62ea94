import * as z from 'zod/mini'

/** A segment; what is wrong within its rule is said by the rule's own reader. */
export const segmentBody = z.strictObject({
  name: z
    .string('expected the name of the segment')
    .check(z.minLength(1, 'expected 1 to 80 characters'), z.maxLength(80, 'expected 1 to 80 characters')),
  description: z.optional(z.string('expected a few words').check(z.maxLength(500, 'expected at most 500 characters'))),
  rule: z.unknown(),
})

/** A rule to try; that of the segment when left out. */
export const segmentPreviewBody = z.strictObject({ rule: z.optional(z.unknown()) })
