import * as z from 'zod/mini'
import { named } from './answers.ts'

const iso = z.iso.datetime()
const whole = z.int().check(z.gte(0))
const share = z.number().check(z.gte(0), z.lte(1))

const backfillSchema = named(
  'SegmentBackfill',
  'Whether everybody has been asked about the segment as it is now. `waiting`: a change is asked about two minutes later. `asked` counts the people so far; `failed` are those who could not be asked, which the next thing that happens with them makes good.',
  z.object({
    state: z.enum(['waiting', 'running', 'done']),
    asked: z.optional(whole),
    failed: z.optional(whole),
    startedAt: z.optional(iso),
  }),
)

export const segmentSchema = named(
  'Segment',
  'Who belongs together, by a rule (docs/segments.md). `fields`: what the rule looks at. `ready`: it comes with Earshot and nobody has changed it. `rev`: which change of all segments made it what it is.',
  z.object({
    id: z.string(),
    name: z.string(),
    description: z.optional(z.string()),
    rule: z.record(z.string(), z.unknown()),
    fields: z.array(z.string()),
    ready: z.boolean(),
    rev: whole,
    by: z.optional(z.string()),
    at: z.optional(iso),
    backfill: backfillSchema,
  }),
)
export type SegmentAnswer = z.infer<typeof segmentSchema>

export const segmentsSchema = z.object({ items: z.array(segmentSchema) })

export const segmentGoneSchema = named(
  'SegmentGone',
  'The segment was taken away; its members leave it within minutes.',
  z.object({ id: z.string(), by: z.string(), at: iso }),
)

export const memberSchema = named(
  'Member',
  'Somebody in a segment, and since when.',
  z.object({ personId: z.string(), name: z.string(), since: iso }),
)

export const segmentPreviewSchema = named(
  'SegmentPreview',
  'How many of some people, taken at random, a rule is true of: a share with its 95 % interval (Wilson), and a few of them.',
  z.object({
    looked: whole,
    matching: whole,
    share: z.optional(share),
    interval: z.tuple([share, share]),
    people: z.array(z.string()),
  }),
)

export const personSegmentsSchema = z.object({
  items: z.array(z.object({ segment: z.string(), name: z.string(), since: iso })),
})
