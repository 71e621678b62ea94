import type { Changes, EdgeChange, RollupChange } from '../domain/connect/contribution.ts'
import { add } from './expressions.ts'
import { indexKeys } from './index-keys.ts'
import { keys } from './keys.ts'
import type { Action } from './table.ts'

const ROLLUP_MONTHS = 36

/** The end of a rollup's life in epoch seconds: 36 months after its month. */
const rollupExpires = (month: string): number => {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  return Date.UTC(year, number + ROLLUP_MONTHS, 1) / 1_000
}

const rollupAction = ({ iid, month, add: numbers }: RollupChange): Action =>
  add(keys.rollup(iid, month), numbers, { type: 'rollup', expires: rollupExpires(month) })

// The index entry is written when the edge is new; it holds none of the numbers, so later replies leave it alone.
const edgeAction = ({ from, to, add: numbers }: EdgeChange): Action =>
  add(keys.edge(from, to), numbers, { type: 'edge', au: indexKeys.repliers(to), at: from })

/** Adds to rollups and edges. */
export const changeActions = ({ rollups, edges }: Changes): Action[] => [
  ...rollups.map(rollupAction),
  ...edges.map(edgeAction),
]
