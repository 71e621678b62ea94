/** Keeps calls from an engine that is away, so that an outage does not cost every batch its patience. */
export type Breaker = {
  /** Whether it is worth asking now. */
  allows(): boolean
  succeeded(): void
  /** @param dear the call took all the patience there was: one of those is enough */
  failed(dear: boolean): void
}

/** Cheap failures in a row that are taken for an outage. */
const FAILURES = 3
/** Milliseconds in which nobody asks after the first outage; twice as many after each try that fails. */
const FIRST_PAUSE = 10_000
const LONGEST_PAUSE = 120_000

/**
 * One per process. After a pause the next call is a try: if it fails, the pause begins again, twice as long.
 * @param now milliseconds since the epoch
 */
export const createBreaker = (now: () => number): Breaker => {
  let failures = 0
  let pause = 0
  let since = 0
  return {
    // A clock that was set back must not keep it shut.
    allows: () => pause === 0 || now() < since || now() >= since + pause,
    succeeded: () => {
      failures = 0
      pause = 0
    },
    failed: (dear) => {
      failures += 1
      if (!dear && failures < FAILURES) return
      pause = Math.min(LONGEST_PAUSE, pause * 2 || FIRST_PAUSE)
      since = now()
    },
  }
}
