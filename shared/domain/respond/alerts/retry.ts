import { HOUR, MINUTE } from '../../time.ts'

/**
 * What became of one try to tell something. `status`: HTTP's, 0 when there was no answer; `retryAfter` in seconds. `unknown`: it may have
 * arrived, and must not be sent again by itself.
 */
export type TryResult = {
  ok: boolean
  status: number
  code?: string
  retryAfter?: number | undefined
  unknown?: boolean
}

/** Milliseconds until the next try, after the first, second, ... one: five tries within about an hour. */
const WAITS = [MINUTE, 5 * MINUTE, 15 * MINUTE, 40 * MINUTE] as const
/** Tries before somebody has to ask for another one. */
export const MOST_TRIES = WAITS.length + 1
/** Longest wait that a receiver may ask for. */
const LONGEST = 6 * HOUR

/** A receiver that refuses a message will refuse it again, unless it was busy or slow. */
const isFinal = (status: number): boolean => status >= 300 && status < 500 && status !== 408 && status !== 429

/**
 * What comes after a try.
 * @param tries tries so far, this one included
 * @returns how it ends, or milliseconds to wait
 */
export const afterTry = (
  { ok, status, retryAfter, unknown }: TryResult,
  tries: number,
): 'sent' | 'failed' | 'unknown' | number => {
  if (ok) return 'sent'
  if (unknown) return 'unknown'
  const wait = WAITS[tries - 1]
  if (wait === undefined || isFinal(status)) return 'failed'
  return Math.min(LONGEST, Math.max(wait, (retryAfter ?? 0) * 1_000))
}
