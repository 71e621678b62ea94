import { evaluateSegments } from '../../shared/domain/score/segments/memberships.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'
import type { SegmentsReader } from '../../shared/store/segments.ts'
import type { Rescored } from './rescore.ts'

/** The segments that a person is in, to be written with the scores. */
export type NewMemberships = {
  segments: Record<string, Iso>
  /** The revision of all segments that they were found by. */
  segmentsRev: number
  /** Those entered and left because they were defined anew or taken away, not because anything became of the person. */
  anew?: readonly string[]
  /** When they may change by themselves, in milliseconds. */
  changesAt?: number
}

/** Memberships are written in one transaction with the scores, which takes 100 items: what is more comes with the next. */
const MOST_MOVES = 60

/** Finds out which segments somebody is in who has just been scored. */
export type FindMemberships = (rescored: Rescored) => Promise<NewMemberships>

/**
 * @param read all segments, which may be a minute old: a person who was asked about a later revision is asked by that one
 * @param currency what spending is counted in
 */
export const membershipsBy =
  (read: SegmentsReader, currency: string): FindMemberships =>
  async ({ facts, scores, before, at }) => {
    const { rev, definitions } = await read(before?.segmentsRev)
    const was = before?.segments ?? {}
    const { entered, left, nextChangeAt } = evaluateSegments(
      { facts, scores, currency },
      definitions,
      Object.keys(was),
      at,
    )
    const known = before?.segmentsRev ?? 0
    const since = new Map(definitions.map(({ id, rev: changed }) => [id, changed]))
    const definedAt = (id: string): number => since.get(id) ?? rev
    const isAnew = (id: string): boolean => before !== undefined && definedAt(id) > known
    const all = [...left, ...entered]
    const anew = all.filter(isAnew).sort((a, b) => definedAt(a) - definedAt(b))
    const moves = [...anew, ...all.filter((id) => !isAnew(id))].slice(0, MOST_MOVES)
    // What is left for the next time has to be anew then, too.
    const [next] = anew.slice(MOST_MOVES)
    const gone = new Set(left.filter((id) => moves.includes(id)))
    const stay = Object.entries(was).filter(([id]) => !gone.has(id))
    const come = entered.filter((id) => moves.includes(id)).map((id): [string, Iso] => [id, isoOf(at)])
    const changesAt = moves.length < all.length ? at + 1 : nextChangeAt
    return {
      segments: Object.fromEntries([...stay, ...come]),
      segmentsRev: next === undefined ? rev : definedAt(next) - 1,
      ...(anew.length > 0 ? { anew: moves.filter(isAnew) } : {}),
      ...(changesAt === undefined ? {} : { changesAt }),
    }
  }
