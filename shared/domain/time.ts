/** A point in time as ISO 8601 in UTC with milliseconds (`2026-11-21T20:47:57.000Z`): sorts as text. */
export type Iso = string

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** @param ms milliseconds since the epoch */
export const isoOf = (ms: number): Iso => new Date(ms).toISOString()

/** @returns milliseconds since the epoch; NaN when `iso` is no date */
export const msOf = (iso: Iso): number => Date.parse(iso)

/** The month of a moment, `2026-11`, in UTC: the bucket of a rollup. */
export const monthOf = (iso: Iso): string => iso.slice(0, 7)

/** The first moment of a month `2026-11`, in milliseconds since the epoch. */
export const monthStart = (month: string): number => Date.parse(`${month}-01T00:00:00.000Z`)

/**
 * Whether what may be believed until then, for `life` milliseconds in all, still may. A clock that was put back, as that of an
 * Earshot on somebody's machine is, does not say how old anything is.
 */
export const isBelieved = (until: number, life: number, now: number): boolean => now < until && until - now <= life
