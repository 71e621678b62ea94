import * as z from 'zod/mini'
import type { AlertOn } from './alert.ts'

/**
 * What an alert tells: ids, labels and numbers, as on the bus. Every channel makes its own words of the same notice. The name of
 * a topic is what people write; nothing else in here was chosen by a stranger but the address of a post.
 */

const whole = z.int().check(z.gte(0))

/** What one week came to; docs/alerts.md says where each number comes from. */
const digestSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  questions: whole,
  /** More than are counted: at least so many. */
  more: z.optional(z.boolean()),
  /** Of the latest questions that were looked at, those that nobody has answered. */
  looked: whole,
  unanswered: whole,
  topics: z.array(z.string()),
  advocates: whole,
  paused: z.array(z.string()),
  /** `looked`: of the emails sent, the latest ones, which clicks and complaints are counted of. */
  recipes: z.array(z.object({ recipe: z.string(), sent: whole, looked: whole, clicked: whole, complained: whole })),
  /** What the team calls the recipes in `paused` and `recipes`: id → name. */
  names: z.optional(z.record(z.string(), z.string())),
  sources: z.array(z.object({ source: z.string(), silentSince: z.optional(z.string()), refused: whole })),
})
/** What one week came to. */
export type Digest = z.infer<typeof digestSchema>

/** What is told. `test`: a sample that somebody asked for; `cause`: the event that it follows from; `more`: a summary of so many. */
export const noticeSchema = z.object({
  on: z.string(),
  at: z.iso.datetime(),
  test: z.optional(z.boolean()),
  cause: z.optional(z.string()),
  more: z.optional(whole),
  mention: z.optional(z.string()),
  url: z.optional(z.string()),
  source: z.optional(z.string()),
  language: z.optional(z.string()),
  identity: z.optional(z.string()),
  person: z.optional(z.string()),
  followers: z.optional(whole),
  confidence: z.optional(z.number()),
  afterHours: z.optional(z.number()),
  score: z.optional(z.number()),
  topic: z.optional(z.string()),
  label: z.optional(z.string()),
  count: z.optional(z.number()),
  expected: z.optional(z.number()),
  authors: z.optional(z.number()),
  recipe: z.optional(z.string()),
  why: z.optional(z.string()),
  digest: z.optional(digestSchema),
})
/** What is told. */
export type Notice = Omit<z.infer<typeof noticeSchema>, 'on'> & { on: AlertOn }

const AT = '2026-01-05T09:00:00.000Z'
const POST = {
  mention: 'sample:1',
  url: 'https://example.com/',
  source: 'sample',
  language: 'en',
  identity: 'sample:1',
}

const SAMPLES: Readonly<Record<AlertOn, Omit<Notice, 'on' | 'at' | 'test'>>> = {
  'complaint.high-reach': { ...POST, followers: 12_000, confidence: 0.93 },
  'question.unanswered': { ...POST, afterHours: 24 },
  'advocate.emerged': { person: '00000000000000000000000000', score: 41 },
  'topic.hot': { topic: 'sample', label: 'water pump', language: 'en', count: 30, expected: 4, authors: 22 },
  'recipe.paused': { recipe: 'sample', why: 'complaints' },
  'digest.weekly': {
    digest: {
      ...{ from: '2025-12-29T09:00:00.000Z', to: AT, questions: 40, looked: 40, unanswered: 3, advocates: 2 },
      topics: ['water pump'],
      paused: [],
      recipes: [{ recipe: 'sample', sent: 120, looked: 120, clicked: 31, complained: 0 }],
      names: { sample: 'A recipe' },
      sources: [],
    },
  },
}

/** What the test button tells: made up, and marked. @param at ISO 8601 */
export const sampleNotice = (on: AlertOn, at: string): Notice => ({ ...SAMPLES[on], on, at, test: true })
