import * as z from 'zod/mini'

/** What the API may be asked about who is who. */

const WHO = "expected an identity such as github:12345, or a person's id of 26 characters"
/** An identity, or a person: then the identity that the person was born with. */
const who = z.string(WHO).check(z.maxLength(300, WHO), z.regex(/^([^:]+:.+|[0-9A-HJKMNP-TV-Z]{26})$/s, WHO))

const why = z.optional(z.string('expected a few words').check(z.maxLength(500, 'expected at most 500 characters')))

/** Two who are, or are not, one person; why: kept with who said it. */
export const pairBody = z.strictObject({ a: who, b: who, why })
export const whyQuery = z.strictObject({ why })
export const answerBody = z.strictObject({
  answer: z.enum(['accept', 'dismiss'], 'expected accept or dismiss'),
  why,
})
/** Either the two that would be linked, or the link that would be taken back; the handler says so. */
export const previewQuery = z.strictObject({
  a: z.optional(who),
  b: z.optional(who),
  link: z.optional(z.string().check(z.maxLength(2_000))),
})
