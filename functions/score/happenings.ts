import type { DomainEvent } from '../../shared/domain/events.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Change } from '../../shared/store/changes.ts'
import { happeningsOf } from '../../shared/store/happenings.ts'
import type { Reaction } from './reacting.ts'

/** Tells events to other systems, at least once. */
export type Tell = (events: readonly DomainEvent[]) => Promise<void>

type Telling = { sequence: string; events: DomainEvent[] }

const tellingOf = (change: Change): Telling | { failed: string } => {
  try {
    return { sequence: change.sequence, events: happeningsOf(change) }
  } catch (error) {
    log.error('change not understood', error, { record: change.sequence, type: change.type })
    return { failed: change.sequence }
  }
}

/** Tells other systems what changes of the table mean. What could not be told fails with the changes that it came from. */
export const happenings =
  (tell: Tell): Reaction =>
  async (changes) => {
    const all = changes.map(tellingOf)
    const failed = all.flatMap((one) => ('failed' in one ? [one.failed] : []))
    const told = all.flatMap((one) => ('events' in one && one.events.length > 0 ? [one] : []))
    try {
      await tell(told.flatMap(({ events }) => events))
      return failed
    } catch (error) {
      log.error('events not told', error, { events: told.length })
      return [...failed, ...told.map(({ sequence }) => sequence)]
    }
  }
