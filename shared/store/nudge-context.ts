import { globalShare } from '../domain/nudge/arm.ts'
import { languageOf, UNKNOWN_LANGUAGE } from '../domain/nudge/content-news.ts'
import type { AccountWords, AddressState, Facts, OtherDecision } from '../domain/nudge/context.ts'
import type { DecideInput } from '../domain/nudge/decide.ts'
import { matches } from '../domain/nudge/events.ts'
import { ownPiece } from '../domain/nudge/own-content.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import { inEffect, isUncalled } from '../domain/nudge/recipe-in-effect.ts'
import { DECIDES } from '../domain/nudge/recipe-status.ts'
import { eventNow, isDerived, isOfPerson } from '../domain/nudge/subjects.ts'
import type { NudgeSettings } from '../domain/settings.ts'
import type { Iso } from '../domain/time.ts'
import type { IdentityItem, Profile, ProfileField } from './items.ts'
import type { IdentityId } from './keys.ts'
import { type Asks, asksOf, isEmail, type NudgeItems, type People, readNudgeItems } from './nudge-items.ts'
import type { DecisionItem, PreferencesItem } from './nudge-records.ts'
import type { RecipeItem } from './recipe-items.ts'
import { type RecipeReader, recipeIn } from './recipes.ts'
import { askedFacts, seeksPeers, subjectNow } from './subject-state.ts'
import type { Table } from './table.ts'

/**
 * Everything that deciding and sending look at: the gates' input, and the items behind it for whoever writes on condition
 * of their versions. `candidates` is empty: read them when the gates let the decision through.
 */
export type NudgeContext = DecideInput & { decision: DecisionItem; items: NudgeItems }

/** What the loader is told. */
export type ContextAsk = {
  now: Iso
  settings: NudgeSettings
  recipes: Pick<RecipeReader, 'all' | 'version'>
  /** Whom the decision would be about, to see what would be; who it is about now when left out. */
  people?: People
}

/** Another decision as the gates look at it. */
export const otherOf = (item: DecisionItem): OtherDecision => ({
  id: item.id,
  recipe: item.recipe,
  subject: item.subject,
  state: item.state,
  createdAt: item.createdAt,
  updatedAt: item.updatedAt,
  ...(item.sendingAt ? { sendingAt: item.sendingAt } : {}),
  ...(item.sentAt ? { sentAt: item.sentAt } : {}),
  ...(item.content ? { contentId: item.content.id, contentUrl: item.content.url } : {}),
  ...(item.content?.authors ? { contentAuthors: item.content.authors } : {}),
  ...(item.priority === undefined ? {} : { priority: item.priority }),
})

/** The other decision, with when it comes if it only waits for its time: a rehearsal never comes. */
const comingOf = (item: DecisionItem, recipes: readonly Recipe[]): OtherDecision => {
  const waits = item.state === 'waiting' && item.reason === 'waiting_delay' && !item.rehearsal
  const live = waits && recipes.some((one) => one.id === item.recipe && one.status === 'live' && !seeksPeers(one, item))
  return { ...otherOf(item), ...(live ? { comesAt: item.dueAt } : {}) }
}

/** What rules look at of an email identity. */
export const addressOf = (
  { iid, firstSeenAt }: IdentityItem,
  { preferences, budgets }: Pick<NudgeItems, 'preferences' | 'budgets'>,
): AddressState => {
  const said = preferences.get(iid)
  return {
    iid,
    since: firstSeenAt,
    topics: said?.topics ?? {},
    ...(said?.suppressed ? { suppressed: said.suppressed } : {}),
    ...(said?.snoozedUntil ? { snoozedUntil: said.snoozedUntil } : {}),
    ...(said?.often ? { often: said.often } : {}),
    ...(said?.partOfDay ? { partOfDay: said.partOfDay } : {}),
    ...(said?.confirmedAt ? { confirmedAt: said.confirmedAt } : {}),
    sent: budgets.get(iid)?.sent ?? [],
  }
}

/** What accounts have said about email themselves. */
export const accountWords = (
  iids: readonly IdentityId[],
  preferences: ReadonlyMap<IdentityId, PreferencesItem>,
): AccountWords[] =>
  iids.flatMap((iid) => {
    const said = preferences.get(iid)
    return said && !isEmail(iid) ? [{ iid, topics: said.topics }] : []
  })

/** Of what several accounts say, the newest word. */
const newest = <T>(fields: readonly (ProfileField<T> | undefined)[]): T | undefined =>
  fields.reduce((best, field) => (field && (!best || field.at > best.at) ? field : best), undefined)?.v

/** The person's own word where there is one, else what the accounts say. */
const wordOn = (
  field: 'timeZone' | 'language',
  { preferences, identities }: Pick<NudgeItems, 'preferences' | 'identities'>,
): string | undefined =>
  [...preferences.values()].map((said) => said[field]).find(Boolean) ??
  newest([...identities.values()].map(({ profile }: { profile: Profile }) => profile[field]))

/** The person's own zone, if known. */
export const zoneOf = (items: Pick<NudgeItems, 'preferences' | 'identities'>): string | undefined =>
  wordOn('timeZone', items)

/** What to call the person: the name of the account that it is about, else the newest that an account of theirs gives. */
export const nameOf = (
  { iid }: Pick<DecisionItem, 'iid'>,
  { identities }: Pick<NudgeItems, 'identities'>,
): string | undefined =>
  identities.get(iid)?.profile.name?.v ?? newest([...identities.values()].map(({ profile }) => profile.name))

const languagesOf = (items: NudgeItems): string[] => {
  const said = [...items.preferences.values()].map(({ language }) => language)
  const all = [...said, items.subject?.language, wordOn('language', items)].map(languageOf)
  return [...new Set(all)].filter((language) => language !== UNKNOWN_LANGUAGE)
}

const wordsOf = ({ subject, topic }: NudgeItems, threadId: string | undefined): DecideInput['words'] => {
  const title = subject?.title ?? subject?.threadTitle ?? topic?.label
  return {
    ...(title ? { title } : {}),
    ...(subject?.text ? { text: subject.text } : {}),
    ...(subject?.tags ? { tags: subject.tags } : {}),
    ...(threadId ? { threadId } : {}),
  }
}

/** Whoever took the account down wants no answer to what was written with it, nor, once the last one is gone, anything at all. */
const accountGone = ({ iid, subject }: DecisionItem, { identities }: NudgeItems): boolean => {
  if (!isOfPerson(subject)) return identities.get(iid)?.gone?.v === true
  const accounts = [...identities.values()].filter((one) => !isEmail(one.iid))
  return accounts.length > 0 && accounts.every(({ gone }) => gone?.v === true)
}

/** A link has shown that the peer who is to be asked is the one who asks. */
const isOwnCall = ({ call }: DecisionItem, { subject, iids }: NudgeItems): boolean =>
  call !== undefined && subject !== undefined && iids.includes(subject.iid)

const factsOf = async (
  table: Table,
  decision: DecisionItem,
  { recipe, items, asks, now }: { recipe: Recipe | undefined; items: NudgeItems; asks: Asks; now: Iso },
): Promise<Facts> => {
  const { subject, thread, iids, identities, rollups } = items
  const gone = !isDerived(decision.subject) && (!subject || subject.deleted === true)
  const worthAsking = iids.some(isEmail) || seeksPeers(recipe, decision)
  return {
    ...(await askedFacts(table, decision, { items, asks: (name) => worthAsking && asks(name), now })),
    subjectDeleted: gone || accountGone(decision, items),
    subjectChanged:
      recipe !== undefined &&
      (isOwnCall(decision, items) || !matches(recipe.when, eventNow(decision.subject, subjectNow(items, now)))),
    threadSolved: thread?.solvedAt !== undefined,
    threadClosed: thread?.closed === true,
    threadDeleted: thread?.deleted === true,
    roles: [...identities.values()].flatMap(({ profile }) => profile.role?.v ?? []),
    positive: rollups.reduce((sum, { pos }) => sum + (pos ?? 0), 0),
    negative: rollups.reduce((sum, { neg }) => sum + (neg ?? 0), 0),
  }
}

/** The recipe of today: as the table has it right now, or as it was known to stand. */
const currentOf = (
  item: RecipeItem | undefined,
  known: Recipe | undefined,
  made: Recipe | undefined,
): Recipe | undefined => {
  if (!item || item.version === known?.version) return known
  // What this release cannot read waits until it can be read again.
  return recipeIn(item)?.recipe ?? (made && { ...made, version: item.version, status: 'paused' })
}

/** What a version between the decision's and today's has held stays held, though nobody looked at the decision meanwhile. */
const unlessHeld = (recipe: Recipe | undefined, made: Recipe | undefined, item: RecipeItem | undefined) =>
  recipe && made && item?.held && made.version < item.held.before && DECIDES.has(recipe.status)
    ? { ...recipe, status: item.held.as }
    : recipe

/**
 * Reads the items with the recipe as it counts for the decision. The recipe of today is read with them, strongly consistent; when
 * it is newer than what was known, it may ask for more, and they are read again.
 */
const readWithRecipe = async (
  table: Table,
  decision: DecisionItem,
  {
    made,
    known,
    ...ask
  }: Pick<ContextAsk, 'now' | 'people'> & { globally: boolean } & Record<'made' | 'known', Recipe | undefined>,
) => {
  for (let current = known; ; ) {
    const recipe = made && current && inEffect(made, current)
    const asks = asksOf(recipe)
    const items = await readNudgeItems(table, decision, { ...ask, asks })
    const told = currentOf(items.recipe, current, made)
    if (told === current) {
      const uncalled =
        made && current ? isUncalled(made, current, eventNow(decision.subject, subjectNow(items, ask.now))) : false
      return { recipe: unlessHeld(recipe, made, items.recipe), asks, items, uncalled }
    }
    current = told
  }
}

/**
 * Reads all that the gates need about a decision, strongly consistent where a send depends on it: the person with all
 * accounts, what their addresses may be sent and were sent, the pause switch, the subject and its thread, and the
 * person's other decisions. Facts that no condition of the recipe asks for are not read, nor is the history of somebody
 * without an address, where the gates stop before they ask.
 */
export const loadNudgeContext = async (
  table: Table,
  decision: DecisionItem,
  { now, settings, recipes, people }: ContextAsk,
): Promise<NudgeContext> => {
  const [all, made] = await Promise.all([recipes.all(), recipes.version(decision.recipe, decision.recipeVersion)])
  const known = all.find(({ id }) => id === decision.recipe)
  const { recipe, asks, items, uncalled } = await readWithRecipe(table, decision, {
    ...{ now, made, known, globally: globalShare(settings) > 0 },
    ...(people ? { people } : {}),
  })
  return {
    now,
    decision,
    recipe,
    uncalled,
    seeks: seeksPeers(recipe, decision),
    priorities: Object.fromEntries(all.map(({ id, priority }) => [id, priority])),
    settings,
    pausedAll: items.pausedAll,
    addresses: [...items.identities.values()]
      .filter(({ address }) => address !== undefined)
      .map((identity) => addressOf(identity, items)),
    accounts: accountWords(items.iids, items.preferences),
    timeZone: zoneOf(items),
    facts: await factsOf(table, decision, { recipe, items, asks, now }),
    others: items.decisions.filter(({ id }) => id !== decision.id).map((item) => comingOf(item, all)),
    arms: items.arms.map(({ arm }) => arm),
    globalArms: [...items.globalArms.values()].map(({ arm }) => arm),
    personId: items.personId,
    identities: items.iids,
    words: wordsOf(items, decision.subject.threadId),
    own: ownPiece(decision.subject, items),
    languages: [languagesOf(items), [settings.language, UNKNOWN_LANGUAGE]],
    candidates: [],
    items,
  }
}
