import { setTimeout as sleep } from 'node:timers/promises'
import type { Found } from './found.ts'
import { judge, type Rules } from './judge.ts'
import { parcelsFor } from './parcels.ts'
import type { Queue } from './queue.ts'
import type { Report } from './report.ts'
import { fresh, type State, type StateFile } from './state.ts'

/** What an import works with. */
export type Importing = {
  found: AsyncIterable<Found>
  rules: Rules
  /** Undefined: nothing is sent, all else is as it would be. */
  queue: Queue | undefined
  state: Pick<StateFile, 'load' | 'save' | 'forget'>
  report: Pick<Report, 'add' | 'size'>
  /** Things a second, at most. */
  rate: number
  /** Told now and then how far it is. */
  tell: (state: State) => void
  clock?: () => number
  pause?: (ms: number) => Promise<unknown>
}

/** Keeps to a rate: waits as long as what was sent should have taken. */
const pacer = (rate: number, clock: () => number, pause: (ms: number) => Promise<unknown>) => {
  let next = clock()
  return async (things: number): Promise<void> => {
    const now = clock()
    if (next > now) await pause(next - now)
    next = Math.max(next, now) + (things / rate) * 1_000
  }
}

/** Things between two notes of the state when there is nothing to send. */
const OFTEN = 1_000

/**
 * Imports what is found, from where an earlier run was broken off. The state is noted after what it says has been done, so
 * a crash repeats at most one call's worth, which changes nothing.
 */
export const runImport = async (importing: Importing): Promise<State> => {
  const { found, rules, queue, state: file, report, tell } = importing
  const { clock = () => performance.now(), pause = sleep as (ms: number) => Promise<unknown> } = importing
  const pace = pacer(importing.rate, clock, pause)
  const state = file.load() ?? fresh()
  const begun = state.done
  const parcels = parcelsFor(rules)
  let [seen, pending, unnoted] = [0, 0, 0]
  const flush = async (): Promise<void> => {
    const messages = parcels.take()
    if (queue && messages.length > 0) {
      await queue.room()
      await pace(pending)
      await queue.send(messages)
    }
    state.sent += pending
    state.done = seen
    state.reported = report.size()
    file.save(state)
    pending = 0
    unnoted = 0
    tell(state)
  }
  for await (const thing of found) {
    seen++
    if (seen <= begun) continue
    unnoted++
    const verdict = judge(rules, thing)
    if ('refused' in verdict) {
      const { file: name, line } = thing
      report.add({ file: name, line, ...(verdict.id ? { id: verdict.id } : {}), problem: verdict.refused })
      state.refused++
    } else if ('skipped' in verdict) state.skipped[verdict.skipped] = (state.skipped[verdict.skipped] ?? 0) + 1
    else {
      parcels.add(verdict)
      pending++
    }
    if (parcels.full() || unnoted >= OFTEN) await flush()
  }
  await flush()
  file.forget()
  return state
}
