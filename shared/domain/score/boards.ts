import { participationAt, placeOf } from './participation.ts'
import type { Scores } from './scores.ts'
import type { ScoreSettings } from './settings.ts'

/** The boards that people are ranked on. */
export const BOARDS = ['participation', 'influence', 'advocate', 'value'] as const
export type Board = (typeof BOARDS)[number]

/** Where somebody stands: by board a rank, greater for who is higher up. It stays right while nothing is heard of the person. */
export type Ranks = { [B in Board]?: number }

type Scale = {
  /** A score as a number that stays right while nothing happens; none for nothing. */
  toRank: (value: number, at: number) => number | undefined
  /** The score that a rank stands for. */
  toValue: (rank: number, at: number) => number
  /** Ranks are rounded to this: within it, people on a board may stand in any order. */
  step: number
}

const itself = { toRank: (value: number) => (value > 0 ? value : undefined), toValue: (rank: number) => rank }

const SCALES: Record<Board, Scale> = {
  participation: { toRank: placeOf, toValue: participationAt, step: 1 / 8 },
  influence: { ...itself, step: 0.01 },
  advocate: { ...itself, step: 1 },
  value: { toRank: (value) => (value > 0 ? Math.log2(value) : undefined), toValue: (rank) => 2 ** rank, step: 1 / 8 },
}

/** What of a step tells people of one step apart: the rest is the person's own, so that no two ranks are the same. */
const APART = 0.25

const rounded = (value: number, step: number): number => Math.round(value / step) * step

/**
 * Where somebody stands on each board. A place changes only when the score moves by a step, about nine per cent of participation or
 * value, so that most of what somebody does moves nobody on a board.
 * @param own 0..1, the same for the same person
 * @param at milliseconds since the epoch
 */
export const boardRanks = ({ scores, role }: Scores, cuts: ScoreSettings['boards'], own: number, at: number): Ranks => {
  const ranks: Ranks = {}
  if (role) return ranks
  for (const board of BOARDS) {
    const value = scores[board]?.value ?? 0
    const { toRank, step } = SCALES[board]
    const exact = toRank(value, at)
    if (exact === undefined || value < cuts[board]) continue
    ranks[board] = rounded(exact, step) + own * step * APART
  }
  return ranks
}

/** The score that a rank on a board stands for, as exact as boards are. */
export const valueAt = (board: Board, rank: number, at: number): number => SCALES[board].toValue(rank, at)

/** The least rank that is on a board at a moment. */
export const leastRank = (board: Board, cuts: ScoreSettings['boards'], at: number): number | undefined => {
  const { toRank, step } = SCALES[board]
  const exact = toRank(cuts[board], at)
  return exact === undefined ? undefined : rounded(exact, step)
}
