import { EVERY_RECIPE } from '../domain/nudge/arm.ts'
import type { ConditionName } from '../domain/nudge/conditions.ts'
import { unlessOf } from '../domain/nudge/implied.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import { heardUntil } from '../domain/nudge/subjects.ts'
import { type Iso, isoOf, monthOf, monthStart } from '../domain/time.ts'
import { decisionsOfIdentity } from './decisions.ts'
import type { ActivityItem, IdentityItem, PersonItem, RollupItem, ThreadItem } from './items.ts'
import { birthId, type IdentityId, type Key, keys } from './keys.ts'
import type { ArmItem, BudgetItem, DecisionItem, PreferencesItem } from './nudge-records.ts'
import { pauseOf } from './pause.ts'
import { resolvePerson } from './people.ts'
import type { RecipeItem } from './recipe-items.ts'
import type { ScoresItem } from './score-items.ts'
import { standingKeys } from './subject-state.ts'
import { getAll, type Table } from './table.ts'
import type { TopicItem } from './topic-items.ts'

/** Does one of the recipe's conditions ask for it? What nobody asks for is not read. */
export type Asks = (name: ConditionName) => boolean

export const asksOf = (recipe: Recipe | undefined): Asks => {
  const names = new Set<ConditionName>(recipe ? [...recipe.if, ...unlessOf(recipe)] : [])
  return (name) => names.has(name)
}

/** The items behind a decision's context. Email identities hold the address, and nothing else does. */
export type NudgeItems = {
  personId: string
  /** Undefined before anything is known of who did it. */
  person?: PersonItem | undefined
  /** All of the person's identities, in the order of their ids. */
  iids: readonly IdentityId[]
  identities: ReadonlyMap<IdentityId, IdentityItem>
  /** Of addresses, and of accounts that have said something themselves. */
  preferences: ReadonlyMap<IdentityId, PreferencesItem>
  budgets: ReadonlyMap<IdentityId, BudgetItem>
  subject?: ActivityItem | undefined
  thread?: ThreadItem | undefined
  /** Where the person, or the topic, stands that the subject is about. */
  scores?: ScoresItem | undefined
  topic?: TopicItem | undefined
  /** This month's and the last, of every identity; of who has gone quiet those in which the last was heard. */
  rollups: readonly RollupItem[]
  pausedAll: boolean
  /** The recipe as the table has it; undefined when it has none, and that of the release counts. */
  recipe?: RecipeItem | undefined
  /** The arms of the recipe's experiment that the person's identities were given. */
  arms: readonly ArmItem[]
  /** Those of the experiment of all recipes together, by identity; none are read where there is no such experiment. */
  globalArms: ReadonlyMap<IdentityId, ArmItem>
  /** All decisions about the person; none are read of somebody without an address. */
  decisions: readonly DecisionItem[]
}

/** Who a decision is about: the person, as they are or as they would be. */
export type People = Pick<NudgeItems, 'personId' | 'person' | 'iids'>

const peopleOf = async (table: Table, iid: IdentityId): Promise<People> => {
  const resolved = await resolvePerson(table, iid)
  // An activity may be there a moment before anything else is known of who did it.
  if (!resolved) return { personId: birthId(iid), iids: [iid] }
  const { person } = resolved
  return { personId: person.personId, person, iids: Object.keys(person.ids).sort() }
}

/** Nobody can be written to without one: then no gate asks for more than that. */
export const isEmail = (iid: IdentityId): boolean => iid.startsWith('email:')

const lastMonth = (now: Iso): string => monthOf(isoOf(monthStart(monthOf(now)) - 1))

const rollupKeys = (iids: readonly IdentityId[], now: Iso): Key[] =>
  iids.flatMap((iid) => [keys.rollup(iid, monthOf(now)), keys.rollup(iid, lastMonth(now))])

/** Reads items by key, and finds them again by key. */
const readAll = async (table: Table, wanted: readonly Key[]) => {
  const found = await getAll(table, wanted)
  const byKey = new Map(wanted.map(({ pk, sk }, at) => [`${pk} ${sk}`, found[at]]))
  const one = <T>({ pk, sk }: Key): T | undefined => byKey.get(`${pk} ${sk}`) as T | undefined
  const each = <T>(iids: readonly IdentityId[], keyOf: (iid: IdentityId) => Key): Map<IdentityId, T> =>
    new Map(iids.flatMap((iid) => (one(keyOf(iid)) === undefined ? [] : [[iid, one(keyOf(iid)) as T]])))
  return { one, each }
}

/**
 * Reads what a decision depends on, strongly consistent, in few calls: the person, then everything with a known key at
 * once, next to the person's decisions.
 */
export const readNudgeItems = async (
  table: Table,
  { iid, recipe, subject: about }: DecisionItem,
  { now, asks, people, globally }: { now: Iso; asks: Asks; people?: People; globally: boolean },
): Promise<NudgeItems> => {
  const { personId, person, iids } = people ?? (await peopleOf(table, iid))
  const emails = iids.filter(isEmail)
  const { platform, id, threadId } = about
  const subject = keys.activity(platform, id)
  const standing = standingKeys(about, personId)
  const thread = threadId ? keys.thread(platform, threadId) : undefined
  const months = asks('person.unhappy') ? rollupKeys(iids, heardUntil(about, now)) : []
  const [{ one, each }, decisions] = await Promise.all([
    readAll(table, [
      keys.pause(),
      keys.recipe(recipe),
      subject,
      ...(thread ? [thread] : []),
      ...Object.values(standing),
      ...iids.map(keys.identity),
      ...emails.map(keys.budget),
      ...(emails.length > 0 ? iids.flatMap((one) => [keys.preferences(one), keys.arm(one, recipe)]) : []),
      ...(globally && emails.length > 0 ? iids.map((one) => keys.arm(one, EVERY_RECIPE)) : []),
      ...months,
    ]),
    Promise.all(emails.length > 0 ? iids.map((one) => decisionsOfIdentity(table, one)) : []),
  ])
  return {
    personId,
    person,
    iids,
    identities: each(iids, keys.identity),
    preferences: each(emails.length > 0 ? iids : [], keys.preferences),
    budgets: each(emails, keys.budget),
    subject: one(subject),
    thread: thread && one(thread),
    scores: standing.scores && one(standing.scores),
    topic: standing.topic && one(standing.topic),
    rollups: months.flatMap((month) => one<RollupItem>(month) ?? []),
    globalArms: each(iids, (member) => keys.arm(member, EVERY_RECIPE)),
    arms: [...each<ArmItem>(iids, (member) => keys.arm(member, recipe)).values()],
    pausedAll: pauseOf(one(keys.pause())).paused,
    recipe: one(keys.recipe(recipe)),
    decisions: decisions.flat(),
  }
}
