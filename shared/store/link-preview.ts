import { type Party, planLink, planSplit } from '../domain/connect/cluster.ts'
import { limitOf, MAX_IDENTITIES, platformsOf } from '../domain/connect/limits.ts'
import { asIfLive, gateAtAnyHour } from '../domain/nudge/gates.ts'
import { asksFirst, mayMail } from '../domain/nudge/may-mail.ts'
import { PLANNED, stopOnChange } from '../domain/nudge/replan.ts'
import { personName } from '../domain/respond/person-name.ts'
import type { PreviewAnswer, PreviewNudgeAnswer, PreviewPersonAnswer } from '../domain/respond/preview-answers.ts'
import type { NudgeSettings } from '../domain/settings.ts'
import type { Iso } from '../domain/time.ts'
import { decisionsOfIdentity } from './decisions.ts'
import type { IdentityItem, PersonItem, RollupItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import { partyOf } from './link-actions.ts'
import { type EvidenceItem, type EvidenceKind, ordered } from './link-items.ts'
import { readIdentities } from './mentions.ts'
import { accountWords, addressOf, loadNudgeContext } from './nudge-context.ts'
import type { DecisionItem, PreferencesItem } from './nudge-records.ts'
import { nameSource } from './person-view.ts'
import type { RecipeReader } from './recipes.ts'
import { evidenceOf } from './split.ts'
import { getAll, query, type Table } from './table.ts'

/** What would become of people, before it does. Nothing here is written. */

/** What a preview looks at. */
export type Previewing = {
  table: Table
  settings: NudgeSettings
  recipes: RecipeReader
  now: Iso
  /** The scores and segments that a person of these identities has, or would have. */
  score: (party: Party) => Promise<Pick<PreviewPersonAnswer, 'scores' | 'segments'>>
}

/** Planned emails that a preview thinks over: a person has a handful. */
const MOST_NUDGES = 50

type Counts = PreviewPersonAnswer['timeline']
/** All that the parties are made of, read once. */
type Known = {
  identities: ReadonlyMap<IdentityId, IdentityItem>
  preferences: ReadonlyMap<IdentityId, PreferencesItem>
  counts: ReadonlyMap<IdentityId, Counts>
}

const none: Counts = { mentions: 0, reactions: 0, orders: 0 }
const plus = (one: Counts, other: Counts): Counts => ({
  mentions: one.mentions + other.mentions,
  reactions: one.reactions + other.reactions,
  orders: one.orders + other.orders,
})

const countsOf = async (table: Table, iid: IdentityId): Promise<Counts> => {
  const { items } = await query(table, {
    pk: keys.identity(iid).pk,
    where: 'begins_with(#sk, :r)',
    values: { ':r': keys.rollup(iid, '').sk },
  })
  return (items as RollupItem[])
    .map(({ n = 0, reactions = 0, orders = 0 }) => ({ mentions: n, reactions, orders }))
    .reduce(plus, none)
}

const read = async (table: Table, iids: readonly IdentityId[]): Promise<Known> => {
  const [identities, preferences, counts] = await Promise.all([
    readIdentities(table, iids),
    getAll(table, iids.map(keys.preferences)),
    Promise.all(iids.map((iid) => countsOf(table, iid))),
  ])
  return {
    identities,
    preferences: new Map(
      iids.flatMap((iid, at) => (preferences[at] ? [[iid, preferences[at] as PreferencesItem] as const] : [])),
    ),
    counts: new Map(iids.map((iid, at) => [iid, counts[at] ?? none])),
  }
}

const limitsOf = (iids: readonly IdentityId[]): PreviewPersonAnswer['limits'] => [
  { platform: '*', count: iids.length, limit: MAX_IDENTITIES },
  ...[...platformsOf(iids)].map(([platform, count]) => ({ platform, count, limit: limitOf(platform) })),
]

const mailOf = (
  items: readonly IdentityItem[],
  { preferences }: Known,
  settings: NudgeSettings,
): PreviewPersonAnswer['mail'] => {
  const addresses = items
    .filter(({ address }) => address !== undefined)
    .map((item) => addressOf(item, { preferences, budgets: new Map() }))
  const accounts = accountWords(
    items.map(({ iid }) => iid),
    preferences,
  )
  const unproven = asksFirst(settings)
  return Object.keys(settings.topics).map((topic) => {
    const may = mayMail(addresses, { topic, accounts, unproven })
    const { iid } = may
    return {
      ...{ topic, allowed: may.allowed },
      ...(may.allowed ? {} : { reason: may.reason }),
      ...(iid === undefined ? {} : { identity: iid }),
    }
  })
}

const personOf = async ({ settings, score }: Previewing, party: Party, known: Known): Promise<PreviewPersonAnswer> => {
  const { personId, ids } = party
  const iids = Object.keys(ids).sort()
  const items = iids.flatMap((iid) => known.identities.get(iid) ?? [])
  return {
    id: personId,
    name: personName(items.map(nameSource)),
    customer: items.some((item) => item.known === true),
    identities: iids,
    limits: limitsOf(iids),
    mail: mailOf(items, known, settings),
    timeline: iids.map((iid) => known.counts.get(iid) ?? none).reduce(plus, none),
    ...(await score(party)),
  }
}

const standing = ({ state, reason, detail, until }: DecisionItem): PreviewNudgeAnswer['now'] => ({
  ...{ state, reason },
  ...(detail === undefined ? {} : { detail }),
  ...(until === undefined ? {} : { until }),
})

/** What would become of a planned email, by the very rule that is applied when the link or split has happened. */
const nudgeOf = async (
  { table, settings, recipes, now }: Previewing,
  decision: DecisionItem,
  after: readonly Party[],
): Promise<PreviewNudgeAnswer> => {
  const who = after.find(({ ids }) => Object.hasOwn(ids, decision.iid))
  const people = who && { personId: who.personId, iids: Object.keys(who.ids).sort() }
  const context = await loadNudgeContext(table, decision, { now, settings, recipes, ...(people ? { people } : {}) })
  const stop = stopOnChange(decision, now, gateAtAnyHour(asIfLive(context)))
  const { id, recipe, iid: identity } = decision
  if (!stop) return { id, recipe, identity, now: standing(decision), becomes: standing(decision), recalled: false }
  const { do: what, ...why } = stop
  const recalled = what === 'hold'
  const becomes = { state: recalled ? ('held' as const) : ('waiting' as const), ...why }
  return { id, recipe, identity, now: standing(decision), becomes, recalled }
}

const nudgesOf = async (
  previewing: Previewing,
  before: readonly Party[],
  after: readonly Party[],
): Promise<PreviewNudgeAnswer[]> => {
  const iids = before.flatMap(({ ids }) => Object.keys(ids))
  const all = (await Promise.all(iids.map((iid) => decisionsOfIdentity(previewing.table, iid)))).flat()
  const planned = all.filter(({ state }) => PLANNED.has(state)).slice(0, MOST_NUDGES)
  return await Promise.all(planned.map((decision) => nudgeOf(previewing, decision, after)))
}

const answer = async (
  previewing: Previewing,
  outcome: PreviewAnswer['outcome'],
  before: readonly Party[],
  after: readonly Party[],
): Promise<PreviewAnswer> => {
  const { table } = previewing
  const known = await read(
    table,
    before.flatMap(({ ids }) => Object.keys(ids)),
  )
  return {
    outcome,
    before: await Promise.all(before.map((party) => personOf(previewing, party, known))),
    after: await Promise.all(after.map((party) => personOf(previewing, party, known))),
    nudges: outcome === 'link' || outcome === 'split' ? await nudgesOf(previewing, before, after) : [],
  }
}

/** What linking two persons would do. */
export const previewLink = async (
  previewing: Previewing,
  one: PersonItem,
  other: PersonItem,
): Promise<PreviewAnswer> => {
  const [a, b] = [partyOf(one), partyOf(other)]
  if (a.personId === b.personId) return answer(previewing, 'none', [a], [a])
  const plan = planLink(a, b)
  if ('refused' in plan) return { ...(await answer(previewing, 'forbidden', [a, b], [a, b])), refused: plan.refused }
  return answer(previewing, 'link', [a, b], [{ personId: plan.winner, ids: plan.members, apart: plan.apart }])
}

const isAbout = ({ a, b, kind }: { a: IdentityId; b: IdentityId; kind: EvidenceKind }) => {
  const pair = ordered(a, b)
  return (item: EvidenceItem): boolean => item.a === pair.a && item.b === pair.b && item.kind === kind
}

/**
 * What taking evidence of a person back would do.
 * @returns undefined when there is no such evidence, or it has been taken back
 */
export const previewSplit = async (
  previewing: Previewing,
  person: PersonItem,
  evidence: { a: IdentityId; b: IdentityId; kind: EvidenceKind },
): Promise<PreviewAnswer | undefined> => {
  const active = (await evidenceOf(previewing.table, Object.keys(person.ids))).filter((one) => one.active)
  const wanted = active.find(isAbout(evidence))
  if (!wanted) return undefined
  const party = partyOf(person)
  const parts = planSplit(
    party,
    active.filter((one) => one !== wanted),
  )
  return answer(previewing, parts.length > 1 ? 'split' : 'none', [party], parts)
}
