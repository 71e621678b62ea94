import { HOUR, isoOf } from '../../shared/domain/time.ts'
import { inParallel } from '../../shared/platform/batch.ts'
import { log } from '../../shared/platform/logger.ts'
import { duePeople, postponeDue } from '../../shared/store/due-again.ts'
import { type Rescoring, rescore } from './rescore.ts'

/** People looked at in one go of each shard, and side by side. */
const AT_ONCE = 25
const SIDE_BY_SIDE = 8
/** When somebody is tried again who could not be scored. */
const AGAIN_AFTER = HOUR

/** How many people were scored, had become others, or were put off. */
export type Woken = { scored: number; gone: number; postponed: number }

/**
 * Scores people about whom something changes by itself, those that wait longest first, until nobody is due or the time is up.
 * @param hasTime asked before everybody
 */
export const wake = async (deps: Rescoring, hasTime: () => boolean): Promise<Woken> => {
  const woken: Woken = { scored: 0, gone: 0, postponed: 0 }
  const seen = new Set<string>()
  const work = async (pid: string): Promise<void> => {
    if (!hasTime()) return
    try {
      woken[await rescore(deps, pid, { woken: true })]++
    } catch (error) {
      woken.postponed++
      log.error('person not scored, put off', error, { person: pid })
      await postponeDue(deps.table, pid, isoOf(deps.now() + AGAIN_AFTER))
    }
  }
  while (hasTime()) {
    // The index follows a moment later: who has been looked at may still be in it.
    const due = await duePeople(deps.table, isoOf(deps.now()), AT_ONCE)
    const fresh = due.map(({ personId }) => personId).filter((pid) => !seen.has(pid))
    if (fresh.length === 0) break
    for (const pid of fresh) seen.add(pid)
    await inParallel(fresh, SIDE_BY_SIDE, work)
  }
  return woken
}
