/** One line of how a score came about: what went in, with which weight, and what it gave. */
export type Line = {
  /** In words: `mentions in 2026-11`. */
  what: string
  /** The input as it was counted. */
  input: number
  /** What the input was multiplied by or measured against, where there is such a number. */
  weight?: number
  /** What the line adds to, or makes of, the score. */
  gives: number
}

/** A score that can be checked by hand. */
export type Explained = {
  value: number
  lines: readonly Line[]
  /** The range that the value lies in with the confidence that the score's own text names. */
  interval?: readonly [low: number, high: number]
}

/** Four digits after the point are more than any of these numbers is worth. */
export const short = (value: number): number => Math.round(value * 10_000) / 10_000
