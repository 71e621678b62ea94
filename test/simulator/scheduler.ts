import { setImmediate as turn } from 'node:timers/promises'
import { SECOND } from '../../shared/domain/time.ts'

/** A task that waits for its turn; one that stands still has none before `wake`. */
type Waiter = { priority: number; wake: number; go: () => void }
type Options = {
  random: () => number
  clock: { readonly now: number }
  /** How often whoever is at work stands still for some seconds, while others come in between; per call. */
  freezes: () => number
}

/** Turns in which nobody has anything to do, before somebody is called stuck. */
const MOST_IDLE = 10_000
/** How long somebody stands still, at most. */
const LONGEST_FREEZE = 15 * SECOND

/**
 * Lets several tasks of one process take turns, in an order that depends on the seed alone: whoever calls something outside
 * stops, and one of those who wait goes on. A task keeps its priority for a while, so that one is often left standing while another runs from
 * beginning to end: the orders in which races show (Burckhardt et al., "A randomized scheduler with probabilistic guarantees of
 * finding bugs", ASPLOS 2010).
 */
export const openScheduler = ({ random, clock, freezes }: Options) => {
  let waiting: Waiter[] = []
  let running = 0

  /** Waits for a turn. @param critical what comes next counts on what was read before it: the place where others matter most */
  const yieldTurn = (worker: { priority: number }, critical = false): Promise<void> => {
    if (random() < 0.15) worker.priority = random()
    const wake = random() < freezes() * (critical ? 8 : 1) ? clock.now + Math.round(random() * LONGEST_FREEZE) : 0
    return new Promise((go) => waiting.push({ priority: worker.priority, wake, go }))
  }
  const next = (): Waiter | undefined =>
    waiting
      .filter(({ wake }) => wake <= clock.now)
      .reduce<Waiter | undefined>((a, b) => (a && a.priority >= b.priority ? a : b), undefined)

  /**
   * Runs tasks, and those that stood still before, one step of one task at a time, until they are over or stand still.
   * Tasks never reject.
   */
  const run = async (tasks: readonly (() => Promise<void>)[]): Promise<void> => {
    running += tasks.length
    for (const task of tasks)
      void task().finally(() => {
        running -= 1
      })
    for (let idle = 0; ; ) {
      await turn()
      const one = next()
      if (one) {
        idle = 0
        waiting = waiting.filter((other) => other !== one)
        one.go()
      } else if (waiting.length > 0 || running === 0) return
      else if (++idle > MOST_IDLE) throw new Error('Somebody waits for what nobody does')
    }
  }
  return {
    yieldTurn,
    run,
    /** Whoever waits for some time is somebody who waits for a turn. */
    later: (go: () => void): void => void waiting.push({ priority: random() * 0.5, wake: 0, go }),
    busy: () => running > 0,
    /** When the first of those who stand still goes on. */
    wake: () => Math.min(Number.POSITIVE_INFINITY, ...waiting.map(({ wake }) => wake)),
  }
}
export type Scheduler = ReturnType<typeof openScheduler>

/** Runs `work` with time-outs, chance and the log of this process replaced: nothing depends on the machine. */
export const inSimulatedTime = async (
  scheduler: Scheduler,
  random: () => number,
  work: () => Promise<void>,
): Promise<void> => {
  const { setTimeout: later } = globalThis
  const { random: chance } = Math
  const { write } = process.stdout
  const { stackTraceLimit } = Error
  globalThis.setTimeout = ((go: () => void) => scheduler.later(go)) as unknown as typeof setTimeout
  Math.random = random
  process.stdout.write = () => true
  // Thousands of errors are thrown on purpose, and nobody reads where.
  Error.stackTraceLimit = 0
  try {
    await work()
  } finally {
    globalThis.setTimeout = later
    Math.random = chance
    process.stdout.write = write
    Error.stackTraceLimit = stackTraceLimit
  }
}
