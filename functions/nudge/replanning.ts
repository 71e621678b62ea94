import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { gateToDecide } from '../../shared/domain/nudge/decide.ts'
import { PLANNED, stopOnChange } from '../../shared/domain/nudge/replan.ts'
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

/** Asks the gates; whatever may still go has a message on its way, or a time at which it is asked again. */
const askAgain = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<void> => {
  const { table, settings, recipes } = deps
  const verdict = gateToDecide(await loadNudgeContext(table, decision, { now, settings, recipes }))
  const stop = stopOnChange(decision, now, verdict)
  if (!stop) return
  const { do: what, ...why } = stop
  const state = what === 'hold' ? 'held' : 'waiting'
  await transition(table, decision, { state, ...why, updatedAt: now }, { from: [decision.state] })
}

const lookAt = async (deps: Deciding, decision: DecisionItem, now: Iso): Promise<void> => {
  if (!PLANNED.has(decision.state)) return
  const due = decision.state === 'waiting' && decision.dueAt <= now && decision.reason !== 'waiting_rate'
  if (due) await decideWaiting(deps, decision, now)
  else await askAgain(deps, decision, now)
}

const lookAgain = ({ pk, sk }: DecisionItem, deps: Deciding, now: Iso): Promise<void> =>
  retryConflicts(async () => {
    const [decision] = (await getAll(deps.table, [{ pk, sk }])) as [DecisionItem | undefined]
    if (decision) await lookAt(deps, decision, now)
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
  const planned = found.flat().filter(({ state }) => PLANNED.has(state))
  const failed: unknown[] = []
  for (const decision of planned) await lookAgain(decision, deps, now).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}
