import type { Stage } from '../domain/nudge/stages.ts'
import { keys, type PersonId } from './keys.ts'
import type { ScoresItem } from './score-items.ts'
import { getAll, type Table } from './table.ts'

/** Who has not been scored yet has only just come. */
const NEWCOMER: Stage = 'research'

/** The stage of the journey that a person is at, as it was last written: a moment ago, or when it last changed by itself. */
export const stageOfPerson = async (table: Table, pid: PersonId): Promise<Stage> => {
  const [scores] = (await getAll(table, [keys.scores(pid)])) as [ScoresItem | undefined]
  return scores?.journey?.stage ?? NEWCOMER
}
