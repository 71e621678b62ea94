import type { ConditionName } from '../domain/nudge/conditions.ts'
import { languageOf, UNKNOWN_LANGUAGE } from '../domain/nudge/content.ts'
import type { AddressState, Facts, OtherDecision } from '../domain/nudge/context.ts'
import type { DecideInput } from '../domain/nudge/decide.ts'
import { eventOf, matches } from '../domain/nudge/events.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import type { NudgeSettings } from '../domain/settings.ts'
import { type Iso, isoOf, monthOf, monthStart } from '../domain/time.ts'
import { decisionsOfIdentity } from './decisions.ts'
import type {
  ActivityItem,
  BudgetItem,
  DecisionItem,
  IdentityItem,
  PreferencesItem,
  ProfileField,
  RollupItem,
  ThreadItem,
} from './items.ts'
import { birthId, type IdentityId, type Key, keys } from './keys.ts'
import { answersInThread, ordersBefore } from './nudge-facts.ts'
import { pauseOf } from './pause.ts'
import { resolvePerson } from './people.ts'
import { getAll, type Item, type Table } from './table.ts'

/**
 * Everything that deciding and sending look at: the gates' input, and the items behind it for whoever writes on condition
 * of their versions. `candidates` is empty: read them when the gates let the decision through.
 */
export type NudgeContext = DecideInput & {
  decision: DecisionItem
  /** The person's identities. An email identity holds the address. */
  items: {
    identities: ReadonlyMap<IdentityId, IdentityItem>
    preferences: ReadonlyMap<IdentityId, PreferencesItem>
    budgets: ReadonlyMap<IdentityId, BudgetItem>
    subject?: ActivityItem
  }
}

/** What the loader is told; `recipes` are those of the repository. */
export type ContextAsk = { now: Iso; settings: NudgeSettings; recipes: readonly Recipe[] }

const EMAIL = 'email:'

const otherOf = (item: DecisionItem): OtherDecision => ({
  id: item.id,
  recipe: item.recipe,
  subject: item.subject,
  state: item.state,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  ...(item.sendingAt ? { sendingAt: item.sendingAt } : {}),
  ...(item.sentAt ? { sentAt: item.sentAt } : {}),
  ...(item.content ? { contentId: item.content.id } : {}),
})

const addressOf = (
  { iid, firstSeenAt }: IdentityItem,
  preferences: PreferencesItem | undefined,
  budget: BudgetItem | undefined,
): AddressState => ({
  iid,
  since: firstSeenAt,
  topics: preferences?.topics ?? {},
  ...(preferences?.suppressed ? { suppressed: preferences.suppressed } : {}),
  ...(preferences?.snoozedUntil ? { snoozedUntil: preferences.snoozedUntil } : {}),
  sent: budget?.sent ?? [],
})

/** Of what several accounts say, the newest word. */
const newest = <T>(fields: readonly (ProfileField<T> | undefined)[]): T | undefined =>
  fields.reduce((best, field) => (field && (!best || field.at > best.at) ? field : best), undefined)?.v

const known = (languages: readonly (string | undefined)[]): string[] => [
  ...new Set(languages.map(languageOf).filter((language) => language !== UNKNOWN_LANGUAGE)),
]

const lastMonth = (now: Iso): string => monthOf(isoOf(monthStart(monthOf(now)) - 1))

/** Reads items by key and gives each by its key. */
const readAll = async (table: Table, wanted: readonly Key[]): Promise<(key: Key) => Item | undefined> => {
  const found = await getAll(table, wanted)
  const byKey = new Map(wanted.map(({ pk, sk }, at) => [`${pk} ${sk}`, found[at]]))
  return ({ pk, sk }) => byKey.get(`${pk} ${sk}`)
}

type Asks = (name: ConditionName) => boolean

const asked = (recipe: Recipe | undefined): Asks => {
  const names = new Set<ConditionName>([...(recipe?.if ?? []), ...(recipe?.unless ?? [])])
  return (name) => names.has(name)
}

const rollupKeys = (iids: readonly IdentityId[], now: Iso): Key[] =>
  iids.flatMap((iid) => [keys.rollup(iid, monthOf(now)), keys.rollup(iid, lastMonth(now))])

/** The person's own accounts, as far as they are not gone. */
type People = { personId: string; iids: IdentityId[]; emails: IdentityId[] }

const peopleOf = async (table: Table, iid: IdentityId): Promise<People> => {
  const resolved = await resolvePerson(table, iid)
  // An activity may be there a moment before anything else is known of who did it.
  if (!resolved) return { personId: birthId(iid), iids: [iid], emails: [] }
  const iids = Object.keys(resolved.person.ids).sort()
  return { personId: resolved.person.personId, iids, emails: iids.filter((id) => id.startsWith(EMAIL)) }
}

const factsOf = async (
  table: Table,
  {
    decision,
    recipe,
    people,
    identities,
    thread,
    subject,
    rollups,
    asks,
  }: {
    decision: DecisionItem
    recipe: Recipe | undefined
    people: People
    identities: readonly IdentityItem[]
    thread: ThreadItem | undefined
    subject: ActivityItem | undefined
    rollups: readonly RollupItem[]
    asks: Asks
  },
): Promise<Facts> => {
  const { platform, threadId } = decision.subject
  const [answers, orders] = await Promise.all([
    asks('thread.answered') && threadId ? answersInThread(table, platform, threadId, people.iids) : 0,
    asks('person.first_order') ? ordersBefore(table, decision.subject, people.iids) : 0,
  ])
  return {
    subjectDeleted: subject === undefined || subject.deleted === true,
    subjectChanged: recipe !== undefined && !matches(recipe.when, eventOf(subject)),
    threadSolved: thread?.solvedAt !== undefined,
    threadClosed: thread?.closed === true,
    threadDeleted: thread?.deleted === true,
    answers,
    roles: identities.flatMap(({ profile }) => profile.role?.v ?? []),
    ordersBefore: orders,
    positive: rollups.reduce((sum, { pos }) => sum + (pos ?? 0), 0),
    negative: rollups.reduce((sum, { neg }) => sum + (neg ?? 0), 0),
  }
}

/**
 * Reads all that the gates need about a decision, strongly consistent where a send depends on it: the person with all
 * accounts, what their addresses may be sent and were sent, the pause switch, the subject and its thread, and the
 * person's other decisions. Facts that no condition of the recipe asks for are not read.
 */
export const loadNudgeContext = async (
  table: Table,
  decision: DecisionItem,
  { now, settings, recipes }: ContextAsk,
): Promise<NudgeContext> => {
  const recipe = recipes.find(({ id }) => id === decision.recipe)
  const asks = asked(recipe)
  const people = await peopleOf(table, decision.iid)
  const { iids, emails } = people
  const { platform, threadId } = decision.subject
  const subjectKey = keys.activity(platform, decision.subject.id)
  const months = asks('person.unhappy') ? rollupKeys(iids, now) : []
  const [item, decisions] = await Promise.all([
    readAll(table, [
      keys.pause(),
      subjectKey,
      ...(threadId ? [keys.thread(platform, threadId)] : []),
      ...iids.map(keys.identity),
      ...emails.flatMap((iid) => [keys.preferences(iid), keys.budget(iid)]),
      ...months,
    ]),
    Promise.all(iids.map((iid) => decisionsOfIdentity(table, iid))),
  ])
  const read = <T>(wanted: readonly Key[]): T[] => wanted.flatMap((key) => (item(key) as T | undefined) ?? [])
  const identities = read<IdentityItem>(iids.map(keys.identity))
  const preferences = new Map(
    emails.flatMap((iid) => read<PreferencesItem>([keys.preferences(iid)]).map((found) => [iid, found])),
  )
  const budgets = new Map(emails.flatMap((iid) => read<BudgetItem>([keys.budget(iid)]).map((found) => [iid, found])))
  const subject = item(subjectKey) as ActivityItem | undefined
  const facts = await factsOf(table, {
    decision,
    recipe,
    people,
    identities,
    thread: threadId ? (item(keys.thread(platform, threadId)) as ThreadItem | undefined) : undefined,
    subject,
    rollups: read<RollupItem>(months),
    asks,
  })
  const chosen = [...preferences.values()]
  const timeZone =
    chosen.map((preference) => preference.timeZone).find(Boolean) ??
    newest(identities.map(({ profile }) => profile.timeZone))
  const own = known([
    ...chosen.map(({ language }) => language),
    subject?.language,
    newest(identities.map(({ profile }) => profile.language)),
  ])
  return {
    now,
    decision,
    recipe,
    priorities: Object.fromEntries(recipes.map(({ id, priority }) => [id, priority])),
    settings,
    pausedAll: pauseOf(item(keys.pause())).paused,
    addresses: identities
      .filter(({ iid, address, gone }) => iid.startsWith(EMAIL) && address !== undefined && !gone?.v)
      .map((identity) => addressOf(identity, preferences.get(identity.iid), budgets.get(identity.iid))),
    ...(timeZone ? { timeZone } : {}),
    facts,
    others: decisions
      .flat()
      .filter(({ id }) => id !== decision.id)
      .map(otherOf),
    personId: people.personId,
    identities: iids,
    words: {
      ...((subject?.title ?? subject?.threadTitle) ? { title: subject?.title ?? subject?.threadTitle } : {}),
      ...(subject?.text ? { text: subject.text } : {}),
      ...(subject?.tags ? { tags: subject.tags } : {}),
      ...(threadId ? { threadId } : {}),
    },
    languages: [own, [settings.language, UNKNOWN_LANGUAGE]],
    candidates: [],
    items: {
      identities: new Map(identities.map((identity) => [identity.iid, identity])),
      preferences,
      budgets,
      ...(subject ? { subject } : {}),
    },
  }
}
