import { EVERY_RECIPE } from '../domain/nudge/arm.ts'
import type { OutlookInput } from '../domain/nudge/outlook.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import { personName } from '../domain/respond/person-name.ts'
import { READY } from '../domain/score/segments/ready.ts'
import type { NudgeSettings } from '../domain/settings.ts'
import type { Iso } from '../domain/time.ts'
import { decisionsOfIdentity } from './decisions.ts'
import type { ActivityItem, IdentityItem, PersonItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import { readIdentities } from './mentions.ts'
import { accountWords, addressOf, otherOf, zoneOf } from './nudge-context.ts'
import { isEmail } from './nudge-items.ts'
import type { ArmItem, BudgetItem, DecisionItem, PreferencesItem } from './nudge-records.ts'
import { pauseOf } from './pause.ts'
import { nameSource } from './person-view.ts'
import type { SegmentItem } from './segment-items.ts'
import { getAll, type Item, type Table } from './table.ts'
import { readTopics } from './topics.ts'

/** All that is known of why a person was or was not sent emails. */
export type WhyKnown = {
  name: string
  /** All decisions about the person, newest first. */
  decisions: readonly DecisionItem[]
  /** What the outlook of a recipe is made of. */
  inputFor: (recipe: Recipe) => OutlookInput
}

const some = <T>(items: readonly (Item | undefined)[], keysOf: readonly IdentityId[]): Map<IdentityId, T> =>
  new Map(keysOf.flatMap((iid, at) => (items[at] ? [[iid, items[at] as T] as const] : [])))

const newestFirst = (a: DecisionItem, b: DecisionItem): number => (a.at === b.at ? 0 : a.at > b.at ? -1 : 1)

/** Reads what the gates would read, for every recipe at once: the person's accounts and addresses, decisions and arms. */
export const readWhy = async (
  table: Table,
  person: PersonItem,
  { settings, recipes, now }: { settings: NudgeSettings; recipes: readonly Recipe[]; now: Iso },
): Promise<WhyKnown> => {
  const iids = Object.keys(person.ids).sort()
  const emails = iids.filter(isEmail)
  const experiments = [...recipes.map(({ id }) => id), ...(settings.globalHoldout ? [EVERY_RECIPE] : [])]
  const pairs = experiments.flatMap((recipe) => iids.map((iid) => ({ recipe, iid })))
  const [known, [pause], said, sent, arms, decisions] = await Promise.all([
    readIdentities(table, iids),
    getAll(table, [keys.pause()]),
    getAll(table, iids.map(keys.preferences)),
    getAll(table, emails.map(keys.budget)),
    getAll(
      table,
      pairs.map(({ iid, recipe }) => keys.arm(iid, recipe)),
    ),
    Promise.all(iids.map((iid) => decisionsOfIdentity(table, iid))),
  ])
  const identities: ReadonlyMap<IdentityId, IdentityItem> = known
  const preferences = some<PreferencesItem>(said, iids)
  const budgets = some<BudgetItem>(sent, emails)
  const all = decisions.flat().sort(newestFirst)
  const armsIn = (recipe: string): ArmItem['arm'][] =>
    pairs.flatMap((pair, at) => (pair.recipe === recipe && arms[at] ? [(arms[at] as ArmItem).arm] : []))
  const members = [...identities.values()]
  const addresses = members
    .filter(({ address }) => address !== undefined)
    .map((item) => addressOf(item, { preferences, budgets }))
  return {
    name: personName(members.map(nameSource)),
    decisions: all,
    inputFor: (recipe) => ({
      now,
      personId: person.personId,
      recipe,
      priorities: {},
      settings,
      pausedAll: pauseOf(pause).paused,
      addresses,
      accounts: accountWords(iids, preferences),
      timeZone: zoneOf({ preferences, identities }),
      others: all.map(otherOf),
      arms: armsIn(recipe.id),
      globalArms: armsIn(EVERY_RECIPE),
    }),
  }
}

/** The titles of what called for some decisions, or of the threads it was in; undefined where there is none (any more). */
export const readPlaces = async (
  table: Table,
  decisions: readonly DecisionItem[],
): Promise<ReadonlyMap<string, string>> => {
  const found = (await getAll(
    table,
    decisions.map(({ subject }) => keys.activity(subject.platform, subject.id)),
  )) as (ActivityItem | undefined)[]
  return new Map(
    decisions.flatMap(({ id }, at) => {
      const item = found[at]
      const title = item?.deleted ? undefined : (item?.title ?? item?.threadTitle)
      return title ? [[id, title] as const] : []
    }),
  )
}

const OF_SEGMENTS: ReadonlySet<string | undefined> = new Set(['segment.entered', 'segment.left'])

/** The segments, stages and topics that some decisions are about, by their names for people; the id of what has none any more. */
export const readAbout = async (
  table: Table,
  decisions: readonly DecisionItem[],
): Promise<ReadonlyMap<string, string>> => {
  const named = decisions.flatMap(({ id, subject: { event, of } }) => (of === undefined ? [] : [{ id, event, of }]))
  const segments = [...new Set(named.flatMap(({ event, of }) => (OF_SEGMENTS.has(event) ? [of] : [])))]
  const topics = named.flatMap(({ event, of }) => (event === 'topic.hot' ? [of] : []))
  const [defined, hot] = await Promise.all([
    getAll(table, segments.map(keys.segment)) as Promise<(SegmentItem | undefined)[]>,
    readTopics(table, [...new Set(topics)]),
  ])
  const nameOf = (event: string | undefined, of: string): string | undefined => {
    if (event === 'topic.hot') return hot.get(of)?.label
    if (!OF_SEGMENTS.has(event)) return of
    return defined[segments.indexOf(of)]?.name ?? READY.find((one) => one.id === of)?.name ?? of
  }
  return new Map(
    named.flatMap(({ id, event, of }) => {
      const name = nameOf(event, of)
      return name === undefined ? [] : [[id, name] as const]
    }),
  )
}
