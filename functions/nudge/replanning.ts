import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { gateToDecide } from '../../shared/domain/nudge/decide.ts'
import type { Stop } from '../../shared/domain/nudge/gates.ts'
import type { DecisionState, ReasonCode } from '../../shared/domain/nudge/reasons.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { decisionsOfIdentity, transition } from '../../shared/store/decisions.ts'
import type { PersonItem } from '../../shared/store/items.ts'
import { keys } from '../../shared/store/keys.ts'
import { loadNudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { getAll, retryConflicts } from '../../shared/store/table.ts'
import { type Deciding, decideWaiting } from './deciding.ts'

/**
 * A link or a split makes somebody else of whom decisions are about: what is not sent yet is looked at again at once, for
 * the person as they are now.
 */

const personOf = (image: unknown): PersonItem | undefined => {
  if (!image) return undefined
  const item = unmarshall(image as Record<string, AttributeValue>)
  return item.type === 'person' ? (item as PersonItem) : undefined
}

const members = ({ ids }: PersonItem): string => Object.keys(ids).sort().join(' ')

/** What stops a decision for good whenever it is asked, so that there is no use in waiting until it is due. */
const RECALLS = new Set<ReasonCode>([
  'suppressed_complaint',
  'suppressed_bounce',
  'topic_off',
  'all_off',
  'already_for_subject',
  'mixed_arms',
])

const stopOf = async (
  { table, settings, recipes }: Deciding,
  decision: DecisionItem,
  now: Iso,
): Promise<Stop | undefined> => {
  const verdict = gateToDecide(await loadNudgeContext(table, decision, { now, settings, recipes }))
  return verdict.do === 'send' ? undefined : verdict
}

const move = async ({ table }: Deciding, decision: DecisionItem, { do: what, ...why }: Stop, now: Iso) => {
  const state = what === 'hold' ? 'held' : 'waiting'
  await transition(table, decision, { state, ...why, updatedAt: now }, { from: [decision.state] })
}

const lookAtWaiting = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<void> => {
  // SES has asked for patience, which has nothing to do with who the person is.
  if (decision.reason === 'waiting_rate') return
  if (decision.dueAt <= now) {
    await decideWaiting(deps, decision, now)
    return
  }
  const stop = await stopOf(deps, decision, now)
  if (stop?.do === 'hold' && RECALLS.has(stop.reason)) await move(deps, decision, stop, now)
}

const lookAtQueued = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<void> => {
  const stop = await stopOf(deps, decision, now)
  // One that may go has a message on its way, and is asked once more before it is sent.
  if (stop) await move(deps, decision, stop, now)
}

/** What is reserved or over stays as it is. */
const LOOKS: Partial<Record<DecisionState, typeof lookAtWaiting>> = { waiting: lookAtWaiting, queued: lookAtQueued }

const lookAgain = ({ pk, sk }: DecisionItem, deps: Deciding, now: Iso): Promise<void> =>
  retryConflicts(async () => {
    const [decision] = (await getAll(deps.table, [{ pk, sk }])) as [DecisionItem | undefined]
    if (decision) await LOOKS[decision.state]?.(deps, decision, now)
  })

/**
 * Looks again at all that is planned for a person whose members have changed. Once more changes nothing.
 * @throws when one of them could not be looked at, after the others have been
 */
export const replan = async (deps: Deciding, record: DynamoDBRecord, now: Iso): Promise<void> => {
  const [before, after] = [personOf(record.dynamodb?.OldImage), personOf(record.dynamodb?.NewImage)]
  if (!before || after?.status !== 'active' || members(before) === members(after)) return
  const [person] = (await getAll(deps.table, [keys.person(after.personId)])) as [PersonItem | undefined]
  const found = await Promise.all(Object.keys(person?.ids ?? {}).map((iid) => decisionsOfIdentity(deps.table, iid)))
  const planned = found.flat().filter(({ state }) => LOOKS[state])
  const failed: unknown[] = []
  for (const decision of planned) await lookAgain(decision, deps, now).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}
