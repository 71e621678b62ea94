import * as z from 'zod/mini'
import { mentionSchema, named } from './answers.ts'

/** What the API answers about topics and the share of voice. */

const iso = z.iso.datetime()
const lineSchema = z.object({
  what: z.string(),
  input: z.number(),
  weight: z.optional(z.number()),
  gives: z.number(),
})

const topic = {
  id: z.string(),
  label: z.string(),
  language: z.string(),
  hot: z.boolean(),
  since: z.optional(iso),
  until: z.optional(iso),
  hour: z.optional(iso),
  count: z.optional(z.int()),
  expected: z.optional(z.number()),
  authors: z.optional(z.int()),
  score: z.optional(z.number()),
}

export const topicSchema = named(
  'Topic',
  'Something that people write about. `since` and `until`: when it was hot, the last time. `hour` is the last hour in which it was looked at while hot, and what follows is of that hour: mentions that count (each author at most three times), how many were expected by the season, authors, and how remarkable that is.',
  z.object(topic),
)
export type TopicAnswer = z.infer<typeof topicSchema>

export const topicDetailSchema = named(
  'TopicDetail',
  'A topic, how its score came about, its last three days by the hour with what was expected, and of the hours in which it was hot: sentiment, the accounts that wrote most of the examples, and examples.',
  z.object({
    ...topic,
    lines: z.array(lineSchema),
    curve: z.array(z.object({ hour: iso, count: z.int(), expected: z.number() })),
    sentiment: z.object({ positive: z.int(), negative: z.int(), other: z.int() }),
    leading: z.array(z.object({ identity: z.string(), personId: z.string(), name: z.string(), mentions: z.int() })),
    examples: z.array(mentionSchema),
  }),
)
export type TopicDetailAnswer = z.infer<typeof topicDetailSchema>

const voiceSchema = z.object({
  name: z.string(),
  side: z.enum(['brand', 'competitor']),
  mentions: z.int(),
  share: z.number(),
  positive: z.int(),
  negative: z.int(),
  mood: z.optional(z.number()),
})

export const shareOfVoiceSchema = named(
  'ShareOfVoice',
  'How often the names of the stage were said. `mentions`: those that say the name as whole words in title, text or tags, each author at most three times an hour. `share`: of the mentions of all names together. `all`: all mentions, counted by the same rules. `hours`: the hours of the time asked for that have been counted.',
  z.object({
    from: iso,
    to: iso,
    hours: z.int(),
    all: z.int(),
    names: z.array(voiceSchema),
    lines: z.array(lineSchema),
  }),
)
export type ShareOfVoiceAnswer = z.infer<typeof shareOfVoiceSchema>
