import { isDeepStrictEqual } from 'node:util'
import { stageReached } from '../score/journey/reached.ts'
import { DAY, type Iso, isoOf, msOf } from '../time.ts'
import type { NudgeEvent } from './events.ts'
import type { Standing } from './subjects.ts'
import { QUIET } from './when.ts'

/** A person's scores as they are written, as far as nudges begin with them. */
export type KeptScores = Standing & {
  computedAt: Iso
  /** Of the segments entered and left just now, those that were defined anew or taken away since the person was asked last. */
  anew?: readonly string[]
}

/**
 * Something about a person has changed. `made`: something that was done made it change, and not time alone. `joins`: it is the first that
 * is known of somebody who has done nothing yet; news only where an account has just joined ({@link isFresh}).
 */
export type Move = {
  event: NudgeEvent
  kind: 'segment' | 'quiet' | 'stage'
  of: string
  at: Iso
  id: string
  made: boolean
  joins?: true
}

/** What was done longer ago than this is the past, however late it is told. */
const FRESH = 2 * DAY

/** Whether what happened then is news at a moment. */
export const isFresh = (happened: Iso, at: Iso): boolean => msOf(at) - msOf(happened) <= FRESH

const entered = (
  before: Standing['segments'] = {},
  after: Standing['segments'] = {},
  anew: KeptScores['anew'] = [],
): [string, Iso][] =>
  Object.entries(after).filter(([segment]) => !Object.hasOwn(before, segment) && !anew.includes(segment))

const quiets = (before: KeptScores | undefined, after: KeptScores): Move[] => {
  const last = after.made?.last
  // Who was heard of meanwhile, if only of long ago, has not gone quiet just now.
  if (last === undefined || before?.made?.last !== last) return []
  return entered(before.segments, after.segments, after.anew).flatMap(([segment]) => {
    const known = Object.values(QUIET).find((one) => one.segment === segment)
    if (!known) return []
    const at = isoOf(last + known.ms)
    return [
      {
        event: { type: 'person.quiet', segment },
        kind: 'quiet',
        of: segment,
        at,
        id: `quiet:${segment}:${at}`,
        made: false,
      },
    ]
  })
}

const segments = (before: KeptScores | undefined, after: KeptScores, made: boolean): Move[] => [
  ...entered(before?.segments, after.segments, after.anew).map(
    ([segment, at]): Move => ({
      event: { type: 'segment.entered', segment },
      ...{ kind: 'segment', of: segment, at, id: `entered:${segment}:${at}`, made },
    }),
  ),
  ...entered(after.segments, before?.segments, after.anew).map(
    ([segment, since]): Move => ({
      event: { type: 'segment.left', segment },
      ...{ kind: 'segment', of: segment, at: after.computedAt, id: `left:${segment}:${since}`, made },
    }),
  ),
]

const stages = (before: KeptScores | undefined, { journey, computedAt }: KeptScores, made: boolean): Move[] => {
  if (!journey || journey.since > computedAt || !stageReached(before?.journey, journey, computedAt)) return []
  const { stage, since } = journey
  // What is found by the month counts from its first day with anything done: it was reached only now.
  const at = msOf(computedAt) - msOf(since) > FRESH ? computedAt : since
  return [
    {
      event: { type: 'stage.reached', stage },
      kind: 'stage',
      of: stage,
      at,
      id: `stage:${stage}:${since}`,
      made,
    },
  ]
}

/**
 * What from one state of a person's scores to the next is news. A segment that was defined anew is none: all that are in it would
 * get an email at once. What was done long ago, and told only now, is none either.
 */
export const movesOf = (before: KeptScores | undefined, after: KeptScores): Move[] => {
  // A clock that went back would tell everything a second time.
  if (before && after.computedAt < before.computedAt) return []
  const made = !isDeepStrictEqual(before?.made, after.made)
  const last = after.made?.last
  const joins = before === undefined && last === undefined
  if (made && !joins && (last === undefined || !isFresh(isoOf(last), after.computedAt))) return []
  const moves = [...quiets(before, after), ...segments(before, after, made), ...stages(before, after, made)]
  return joins ? moves.map((move) => ({ ...move, joins })) : moves
}
