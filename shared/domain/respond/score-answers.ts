import * as z from 'zod/mini'
import { LEVELS } from '../score/level.ts'
import { SCORE_NAMES } from '../score/scores.ts'
import { named } from './answers.ts'

const iso = z.iso.datetime()

const lineSchema = named(
  'ScoreLine',
  'One line of how a score came about: what went in, what it was multiplied by or measured against, and what it gave.',
  z.object({ what: z.string(), input: z.number(), weight: z.optional(z.number()), gives: z.number() }),
)

const scoreSchema = named(
  'Score',
  'A score that can be checked by hand (docs/scores.md has the formulas). `unit`: what the value is counted in. `interval`: 90 %, where the score has one.',
  z.object({
    name: z.enum(SCORE_NAMES),
    value: z.number(),
    unit: z.string(),
    lines: z.array(lineSchema),
    interval: z.optional(z.tuple([z.number(), z.number()])),
  }),
)

export const personScoresSchema = named(
  'PersonScores',
  'All scores of a person, computed now. `settings`: the version of the weights and thresholds. `night`: the night whose quintiles, models and network were used. `outside`: the brand, staff and bots have no scores that compare people. `stored`: when they were last written, which lists go by.',
  z.object({
    personId: z.string(),
    computedAt: iso,
    settings: z.string(),
    night: z.optional(z.string()),
    outside: z.optional(z.enum(['brand', 'staff', 'bot'])),
    level: z.optional(z.object({ name: z.enum(LEVELS), lowSince: z.optional(iso), mayChangeAt: z.optional(iso) })),
    scores: z.array(scoreSchema),
    stored: z.optional(z.object({ at: iso, settings: z.string() })),
  }),
)
export type PersonScoresAnswer = z.infer<typeof personScoresSchema>

export const boardEntrySchema = named(
  'BoardEntry',
  'Somebody on a board. `value`: the score, as exact as boards are (about nine per cent for participation and value).',
  z.object({ personId: z.string(), name: z.string(), value: z.number() }),
)

export const scoreSummarySchema = named(
  'ScoreSummary',
  'What the last night found out about all people together. `estimatedNps`: an ESTIMATE of the net promoter score, nobody was asked.',
  z.object({
    night: z.optional(z.string()),
    computedAt: z.optional(iso),
    people: z.int(),
    estimatedNps: z.optional(
      z.object({
        points: z.int(),
        promoters: z.int(),
        detractors: z.int(),
        of: z.int(),
        method: z.string(),
      }),
    ),
    lifetimeModel: z.enum(['simple', 'bg-nbd']),
  }),
)
