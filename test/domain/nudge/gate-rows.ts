import type { GateInput } from '../../../shared/domain/nudge/context.ts'
import type { Verdict } from '../../../shared/domain/nudge/gates.ts'
import { isoOf, msOf } from '../../../shared/domain/time.ts'
import { NOON } from './factories.ts'

/** What the gates say of a decision that is as usual but for some things. */
export type GateRow = [sentence: string, changes: Partial<GateInput>, verdict: Verdict]

/** So many milliseconds after noon. */
export const later = (ms: number): string => isoOf(msOf(NOON) + ms)
