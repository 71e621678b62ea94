import type { Stage } from '../../nudge/stages.ts'
import { DAY, type Iso, msOf } from '../../time.ts'

/** A person's stage as it is kept beside the scores. */
export type KeptJourney = { stage: Stage; since: Iso; nextChangeAt?: Iso }

/** What a stage that is found by days was reached longer ago than this is not reached now. */
const BY_DAY = 2 * DAY
/** The same of stages that are found by months: what was counted in a month counts from its first day with anything done. */
const BY_MONTH = 35 * DAY

const FRESH: Record<Stage, number> = {
  research: BY_DAY,
  consideration: BY_MONTH,
  purchase: BY_DAY,
  onboarding: BY_DAY,
  use: BY_MONTH,
  renewal: BY_DAY,
  advocacy: BY_MONTH,
}

/**
 * The stage that somebody has just reached by a change of what is known; undefined where the stage stays, or was reached so
 * long ago that it is the past: an import, an upgrade or a link tells of it only now.
 * @param before as it was kept until now; undefined when nothing was
 * @param at when it was computed
 */
export const stageReached = (
  before: KeptJourney | undefined,
  after: KeptJourney | undefined,
  at: Iso,
): Stage | undefined => {
  if (!after || before?.stage === after.stage) return undefined
  return msOf(at) - msOf(after.since) < (before ? FRESH[after.stage] : BY_DAY) ? after.stage : undefined
}
