import { gateToDecide } from '../../shared/domain/nudge/decide.ts'
import { PLANNED, stopOnChange } from '../../shared/domain/nudge/replan.ts'
import type { Iso } from '../../shared/domain/time.ts'
import type { ItemChange } from '../../shared/store/changes.ts'
import { decisionsOfIdentity, transition } from '../../shared/store/decisions.ts'
import type { PersonItem } from '../../shared/store/items.ts'
import { keys } from '../../shared/store/keys.ts'
import { loadNudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem, PreferencesItem } from '../../shared/store/nudge-records.ts'
import { resolvePerson } from '../../shared/store/people.ts'
import { getAll, type Item, retryConflicts, type Table } from '../../shared/store/table.ts'
import { type Deciding, decideWaiting } from './deciding.ts'

/**
 * A link or a split makes somebody else of whom decisions are about, and what somebody says of email may call off what is
 * planned for them: what is not sent yet is looked at again at once, for the person as they are now.
 */

const asA = <T extends { type: string }>(item: Item | undefined, type: T['type']): T | undefined =>
  item?.type === type ? (item as T) : undefined

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

/** What of an address's preferences the gates look at to stop something. */
const SAID = ['topics', 'suppressed', 'snoozedUntil', 'often', 'partOfDay'] as const

const saysOtherwise = (before: PreferencesItem, after: PreferencesItem): boolean =>
  SAID.some((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))

/** The person of whom a change may call off what is planned; undefined when it concerns nobody. */
const concerned = async (table: Table, change: ItemChange): Promise<PersonItem | undefined> => {
  const [was, is] = [asA<PersonItem>(change.before, 'person'), asA<PersonItem>(change.after, 'person')]
  if (was && is?.status === 'active' && members(was) !== members(is))
    return (await getAll(table, [keys.person(is.personId)]))[0] as PersonItem | undefined
  const before = asA<PreferencesItem>(change.before, 'preferences')
  const after = asA<PreferencesItem>(change.after, 'preferences')
  if (!before || !after || !saysOtherwise(before, after)) return undefined
  return (await resolvePerson(table, after.pk.slice('I#'.length)))?.person
}

/**
 * Looks again at all that is planned for a person whose members have changed, or who has said something of email. Once more
 * changes nothing.
 * @throws when one of them could not be looked at, after the others have been
 */
export const replan = async (deps: Deciding, change: ItemChange, now: Iso): Promise<void> => {
  const person = await concerned(deps.table, change)
  const found = await Promise.all(Object.keys(person?.ids ?? {}).map((iid) => decisionsOfIdentity(deps.table, iid)))
  const planned = found.flat().filter(({ state }) => PLANNED.has(state))
  const failed: unknown[] = []
  for (const decision of planned) await lookAgain(decision, deps, now).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}
