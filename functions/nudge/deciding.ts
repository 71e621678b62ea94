import { asksFirst, mayMail } from '../../shared/domain/nudge/may-mail.ts'
import type { DecisionState } from '../../shared/domain/nudge/reasons.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { type Iso, isoOf, MINUTE, msOf } from '../../shared/domain/time.ts'
import { type DecisionPatch, markStale, transition } from '../../shared/store/decisions.ts'
import type { IdentityId } from '../../shared/store/keys.ts'
import { loadNudgeContext, type NudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import type { RecipeReader } from '../../shared/store/recipes.ts'
import { ConflictError, type Table } from '../../shared/store/table.ts'
import { readPassing, writeDecided } from './assigning.ts'
import { callPeers } from './calling.ts'
import { decideOnNew } from './choosing.ts'

/** What planning and sweeping work with. `enqueue` puts a decision into the send queue, `ask` a question to an address, in a language if one is known. */
export type Deciding = {
  table: Table
  settings: NudgeSettings
  recipes: RecipeReader
  enqueue: (decision: Pick<DecisionItem, 'iid' | 'id'>) => Promise<void>
  ask: (emailIid: IdentityId, language?: string) => Promise<void>
}

/** How long a decision that could not be worked on is left alone. */
const POSTPONED = 15 * MINUTE

/** What kept it that long: the last that it waited for, apart from its own time. */
const keptBy = ({ state, reason }: DecisionItem): string | undefined =>
  state === 'waiting' && reason !== 'waiting_delay' ? reason : undefined

const expire = ({ table }: Deciding, decision: DecisionItem, now: Iso): Promise<DecisionItem> => {
  const patch: DecisionPatch = { state: 'held', reason: 'expired', detail: keptBy(decision), updatedAt: now }
  return transition(table, decision, patch, { from: [decision.state] })
}

/**
 * Something would be sent if somebody had confirmed the address: they are asked, once. A rehearsal asks nobody.
 */
const askToConfirm = async ({ ask }: Deciding, context: NudgeContext): Promise<void> => {
  const { recipe, addresses, accounts, settings } = context
  if (recipe?.status !== 'live') return
  const { topic, basis } = recipe
  const may = mayMail(addresses, { topic, basis, accounts, unproven: asksFirst(settings) })
  if (!may.allowed && may.reason === 'not_confirmed' && may.iid) await ask(may.iid, context.languages[0]?.[0])
}

/** Gates, content and arm for a decision that is waiting; queues it when it is to be sent. */
export const decideWaiting = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<DecisionItem> => {
  const { table, settings, recipes } = deps
  // The first gate needs nothing read.
  if (now >= decision.expiresAt) return expire(deps, decision, now)
  const context = await loadNudgeContext(table, decision, { now, settings, recipes })
  if (context.seeks) return callPeers(deps, context, now)
  const { candidates, ...rest } = await readPassing(table, context)
  const decided = await decideOnNew(table, { ...context, ...rest }, candidates)
  // What was chosen before does not stand beside a reason that came after it.
  const patch: DecisionPatch = {
    content: undefined,
    candidates: undefined,
    ...decided,
    personId: context.personId,
    updatedAt: now,
  }
  const after = await writeDecided(table, decision, patch, { context, now })
  // The row says `queued` before the message exists: if we die here, the sweep queues it again.
  if (after.state === 'queued') await deps.enqueue(after)
  if (after.reason === 'not_confirmed') await askToConfirm(deps, context)
  return after
}

/** The message was lost between the row and the queue; a second one does no harm, as sending is idempotent. */
const queueAgain = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<DecisionItem> => {
  if (now >= decision.expiresAt) return expire(deps, decision, now)
  const after = await transition(deps.table, decision, { updatedAt: now }, { from: ['queued'] })
  await deps.enqueue(after)
  return after
}

type Step = (deps: Deciding, decision: DecisionItem, now: Iso) => Promise<DecisionItem>

const STEPS: Partial<Record<DecisionState, Step>> = {
  waiting: decideWaiting,
  queued: queueAgain,
  sending: ({ table }, decision, now) => markStale(table, decision, now),
}

/**
 * Does what a decision wants done by now. Somebody else who does it at the same moment is fine: one of the two moves it
 * on.
 * @returns the decision as it is now; undefined when there was nothing to do
 */
export const workOn = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<DecisionItem | undefined> => {
  const step = STEPS[decision.state]
  if (!step || decision.qs === undefined || decision.qs > now) return undefined
  try {
    return await step(deps, decision, now)
  } catch (error) {
    if (error instanceof ConflictError) return undefined
    throw error
  }
}

/** Leaves a decision that could not be worked on alone for a while, so that it never keeps others from their turn. */
export const postpone = async ({ table }: Deciding, decision: DecisionItem, now: Iso): Promise<void> => {
  const until = isoOf(msOf(now) + POSTPONED)
  const patch =
    decision.state === 'waiting'
      ? { reason: decision.reason, detail: decision.detail, until, updatedAt: now }
      : { updatedAt: now }
  await transition(table, decision, patch, { from: [decision.state] })
}
