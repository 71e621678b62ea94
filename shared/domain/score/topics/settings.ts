import * as z from 'zod/mini'

const words = z.string().check(z.minLength(1), z.maxLength(100))
/** Every window counts each of them. */
const MOST_NAMES = 20
const names = z
  .record(words, z.array(words).check(z.minLength(1), z.maxLength(20)))
  .check(z.refine((all) => Object.keys(all).length <= MOST_NAMES, `expected at most ${MOST_NAMES} names`))

/** What a stage says of topics. All of it may be left out. */
export const topicsSettingsSchema = z.object({
  /** Words that mean the same: form → the form to count and show it under. */
  aliases: z._default(z.record(words, words), {}),
  /** What is never a topic. */
  ignore: z._default(z.array(words), []),
  /** Your own names, for the share of voice: name → the words that people use for it. */
  brands: z._default(names, {}),
  /** Those of others. */
  competitors: z._default(names, {}),
})
export type TopicsSettings = z.infer<typeof topicsSettingsSchema>
