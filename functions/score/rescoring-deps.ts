import type { ScoreSettings } from '../../shared/domain/score/settings.ts'
import { nightlyReader, settingsVersion } from '../../shared/store/nightly.ts'
import { segmentsReader } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'
import { membershipsBy } from './memberships.ts'
import type { Rescoring } from './rescore.ts'

/** What rescoring works with in a function: what it has read of segments and of the last night is remembered for a while. */
export const rescoringWith = (table: Table, settings: ScoreSettings): Rescoring => ({
  table,
  settings,
  // Not before the first person: to hash it loads Node's crypto, which a start can do without.
  get version() {
    return settingsVersion(settings)
  },
  nightly: nightlyReader(table, Date.now),
  now: Date.now,
  memberships: membershipsBy(segmentsReader(table, Date.now), settings.economics.currency),
})
