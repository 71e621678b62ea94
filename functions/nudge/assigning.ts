import { goalOf } from '../../shared/domain/measure/goals.ts'
import { type Arm, globalArm, shareOf } from '../../shared/domain/nudge/arm.ts'
import { type DecideInput, gateToDecide } from '../../shared/domain/nudge/decide.ts'
import { AT_PERSON, stagesFor } from '../../shared/domain/nudge/stages.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { decideWithArms, type GlobalArm, readGlobalArms } from '../../shared/store/arms.ts'
import { candidates } from '../../shared/store/content.ts'
import { type DecisionPatch, transition } from '../../shared/store/decisions.ts'
import { stageOfPerson } from '../../shared/store/journeys.ts'
import type { NudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import type { Table } from '../../shared/store/table.ts'

/** What is read only where the gates let a decision through. */
export type Passing = Pick<DecideInput, 'recipe' | 'candidates' | 'globalArms'> & {
  /** Identities that have an arm in the experiment of all recipes together. */
  known: readonly { iid: string; arm: Arm }[]
}

const isLive = ({ recipe }: Pick<NudgeContext, 'recipe'>): boolean => recipe?.status === 'live'

/** Reads what there is to point to, for the stage that the person is at where the recipe asks for that, and who gets nothing at all. */
export const readPassing = async (table: Table, context: NudgeContext): Promise<Passing> => {
  const { recipe, languages, settings, identities, personId } = context
  if (!recipe || gateToDecide(context).do !== 'send') return { recipe, candidates: [], known: [] }
  const wanted = recipe.content.stages
  const stages = wanted.includes(AT_PERSON) ? stagesFor(wanted, await stageOfPerson(table, personId)) : [...wanted]
  const [pieces, known] = await Promise.all([
    candidates(table, [...new Set(languages.flat())], stages),
    settings.globalHoldout && isLive(context) ? readGlobalArms(table, identities) : [],
  ])
  return {
    recipe: { ...recipe, content: { ...recipe.content, stages } },
    candidates: pieces,
    known,
    globalArms: known.map(({ arm }) => arm),
  }
}

/** What is still to be written of the experiment of all recipes together: of who has passed every gate, once. */
const globallyOf = (
  decision: DecisionItem,
  { state, reason, emailIid }: DecisionPatch,
  { personId, settings }: { personId: string; settings: NudgeSettings },
  known: Passing['known'],
): GlobalArm | undefined => {
  if (!settings.globalHoldout || (state !== 'queued' && reason !== 'holdout')) return undefined
  const arm = globalArm(
    personId,
    settings,
    known.map((one) => one.arm),
  )
  const iids = known.map(({ iid }) => iid)
  const missing = [decision.iid, ...(emailIid ? [emailIid] : [])].some((iid) => !iids.includes(iid))
  return arm === 'mixed' || !missing ? undefined : { arm, known: iids }
}

/**
 * Writes what was decided, with the arms that the person is given by it. A rehearsal gives nobody an arm, and where nobody is left
 * without there is none to give.
 */
export const writeDecided = async (
  table: Table,
  decision: DecisionItem,
  patch: DecisionPatch,
  { context, known, now }: { context: NudgeContext; known: Passing['known']; now: Iso },
): Promise<DecisionItem> => {
  const { recipe, settings, arms } = context
  const share = recipe && isLive(context) ? shareOf(recipe, settings) : 0
  const own = share > 0 && patch.arm !== undefined
  const everywhere = isLive(context) ? globallyOf(decision, patch, context, known) : undefined
  if (!recipe || (!own && !everywhere)) return await transition(table, decision, patch, { from: ['waiting'] })
  // People are compared from the first arm on that they are given, whatever becomes of them afterwards.
  const first = own && arms.length === 0 && !decision.goal
  const told = first ? { ...patch, goal: goalOf(recipe, share, now) } : patch
  return await decideWithArms(table, decision, told, { own, ...(everywhere ? { everywhere } : {}) })
}
