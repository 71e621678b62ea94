import * as z from 'zod/mini'
import { CONTENT_KINDS } from '../nudge/content.ts'
import { stageSchema } from '../nudge/stages.ts'
import { limit, next } from './asks.ts'

/** What the API may be asked of the catalogue of content. */

const language = z.string().check(z.regex(/^[a-z]{2,3}$/, 'expected a language such as en'))
const yesOrNo = z.pipe(
  z.enum(['true', 'false'], 'expected true or false'),
  z.transform((text): boolean => text === 'true'),
)

/** `q`: what is searched for, in words; without it the whole catalogue is listed. The rest narrows either down. */
export const contentQuery = z.strictObject({
  q: z.optional(z.string().check(z.minLength(1, 'expected words to search for'), z.maxLength(500))),
  language: z.optional(language),
  stage: z.optional(stageSchema),
  kind: z.optional(z.enum(CONTENT_KINDS, `expected one of ${CONTENT_KINDS.join(', ')}`)),
  service: z.optional(yesOrNo),
  limit,
  next,
})

/** The pieces of an import; each one is checked by itself, so that one bad piece costs the others nothing. */
export const contentBody = z
  .array(z.unknown(), 'expected an array of pieces of content')
  .check(z.minLength(1, 'expected at least one piece'), z.maxLength(100, 'expected at most 100 pieces a call'))
