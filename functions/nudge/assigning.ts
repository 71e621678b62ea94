import { goalOf } from '../../shared/domain/measure/goals.ts'
import { globalArm, globalShare, shareOf } from '../../shared/domain/nudge/arm.ts'
import { type DecideInput, gateToDecide } from '../../shared/domain/nudge/decide.ts'
import { AT_PERSON, stagesFor } from '../../shared/domain/nudge/stages.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { decideWithArms, type GlobalArm } from '../../shared/store/arms.ts'
import { candidates } from '../../shared/store/content.ts'
import { type DecisionPatch, transition } from '../../shared/store/decisions.ts'
import { stageOfPerson } from '../../shared/store/journeys.ts'
import type { NudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import type { Table } from '../../shared/store/table.ts'

/** What is read only where the gates let a decision through. */
export type Passing = Pick<DecideInput, 'recipe' | 'candidates'>

const isLive = ({ recipe }: Pick<NudgeContext, 'recipe'>): boolean => recipe?.status === 'live'

/** Reads what there is to point to, for the stage that the person is at where the recipe asks for that. */
export const readPassing = async (table: Table, context: NudgeContext): Promise<Passing> => {
  const { recipe, languages, personId } = context
  if (!recipe || gateToDecide(context).do !== 'send') return { recipe, candidates: [] }
  const wanted = recipe.content.stages
  const stages = wanted.includes(AT_PERSON) ? stagesFor(wanted, await stageOfPerson(table, personId)) : [...wanted]
  return {
    recipe: { ...recipe, content: { ...recipe.content, stages } },
    candidates: await candidates(table, [...new Set(languages.flat())], stages),
  }
}

/** What is still to be written of the experiment of all recipes together: of who has passed every gate, once. */
const globallyOf = (
  decision: DecisionItem,
  { state, reason, emailIid }: DecisionPatch,
  { personId, settings, globalArms = [], items }: NudgeContext,
): GlobalArm | undefined => {
  if (globalShare(settings) === 0 || (state !== 'queued' && reason !== 'holdout')) return undefined
  const known = [...items.globalArms.keys()]
  const missing = [decision.iid, ...(emailIid ? [emailIid] : [])].some((iid) => !known.includes(iid))
  return missing ? { arm: globalArm(personId, settings, globalArms), known } : undefined
}

/**
 * Writes what was decided, with the arms that the person is given by it. A rehearsal gives nobody an arm, and where nobody is left
 * without there is none to give.
 */
export const writeDecided = async (
  table: Table,
  decision: DecisionItem,
  patch: DecisionPatch,
  { context, now }: { context: NudgeContext; now: Iso },
): Promise<DecisionItem> => {
  const { recipe, settings, arms } = context
  const share = recipe && isLive(context) ? shareOf(recipe, settings) : 0
  const own = share > 0 && patch.arm !== undefined
  const everywhere = isLive(context) ? globallyOf(decision, patch, context) : undefined
  if (!recipe || (!own && !everywhere)) return await transition(table, decision, patch, { from: ['waiting'] })
  // People are compared from the first arm on that they are given, whatever becomes of them afterwards.
  const first = own && arms.length === 0 && !decision.goal
  const told = first ? { ...patch, goal: goalOf(recipe, share, now) } : patch
  return await decideWithArms(table, decision, told, { own, ...(everywhere ? { everywhere } : {}) })
}
