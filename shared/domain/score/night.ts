import { DAY, isoOf, monthOf } from '../time.ts'
import { advocate, priorFrom } from './advocate.ts'
import { estimatedNps } from './estimated-nps.ts'
import type { NetworkPlace } from './facts.ts'
import { influence } from './influence.ts'
import { fitBgNbd, fitGammaGamma, modelledValue, type Purchases, type Spending, simpleValue } from './lifetime.ts'
import type { Made } from './made.ts'
import { pageRank, type Reply } from './page-rank.ts'
import { type Custom, cutsOf, rfm } from './rfm.ts'
import type { NightlyInputs, ScoreName } from './scores.ts'
import type { ScoreSettings } from './settings.ts'

/** A person as the nightly pass finds it. */
export type NightPerson = {
  personId: string
  iids: readonly string[]
  /** What its scores say; undefined before it was scored. */
  scores?: {
    /** The version of the settings that they were computed with. */
    settings: string
    /** Of the brand, staff or a bot. */
    outside: boolean
    values: { [Name in ScoreName]?: number }
    made: Made
  }
}

/** Replies from one identity to another. */
export type NightEdge = { from: string; to: string; count: number }

/** All that the nightly pass has found. */
export type NightFound = {
  people: readonly NightPerson[]
  edges: readonly NightEdge[]
  /** The places in the network that are known so far, by identity. */
  places: ReadonlyMap<string, NetworkPlace>
}

/** What the night comes to. */
export type Night = {
  inputs: NightlyInputs
  nps: ReturnType<typeof estimatedNps>
  /** Places that have changed noticeably, by identity. */
  places: readonly (NetworkPlace & { iid: string })[]
  /** People whose scores would come out noticeably different now, for another reason than their place. */
  changed: readonly string[]
}

/** From so many buyers on, a model of them is fitted. */
const BUYERS_TO_MODEL = 1_000
/** A model is fitted to so many at most: more would not change it, and take long. */
const BUYERS_AT_MOST = 2_000
/** Whose shares say what is usual: who wrote, or answered, so often. */
const SEEN_OFTEN = 5

/** Recency, frequency and money at a moment, by whole months. @returns undefined for who has done nothing within a year */
export const customAt = ({ year, last }: Made, at: number): Custom | undefined => {
  if (last === undefined || at - last > 365 * DAY) return undefined
  const since = monthOf(isoOf(at - 334 * DAY))
  const months = Object.entries(year).filter(([month]) => month >= since)
  return {
    recency: Math.max(0, Math.floor((at - last) / DAY)),
    frequency: months.reduce((sum, [, [done]]) => sum + done, 0),
    money: months.reduce((sum, [, [, money]]) => sum + money, 0),
  }
}

/** Purchases as watched until a moment. */
const boughtAt = ({ bought }: Made, at: number): (Purchases & Spending) | undefined =>
  bought && { ...bought, watched: Math.max(0, (at - bought.first) / DAY) }

type Scored = NightPerson & { scores: NonNullable<NightPerson['scores']> }

/** Every so many, spread over all of them. */
const sampleOf = <T>(list: readonly T[], most: number): readonly T[] => {
  const every = Math.ceil(list.length / most)
  return every <= 1 ? list : list.filter((_, at) => at % every === 0)
}

const modelsOf = (scored: readonly Scored[], at: number): NightlyInputs['models'] => {
  const buyers = scored.flatMap(({ scores }) => boughtAt(scores.made, at) ?? [])
  if (buyers.length < BUYERS_TO_MODEL) return undefined
  const some = sampleOf(buyers, BUYERS_AT_MOST)
  return { orders: fitBgNbd(some), value: fitGammaGamma(some) }
}

const sharesOf = (scored: readonly Scored[], hits: 'favourable' | 'accepted', of: 'mentions' | 'answers'): number[] =>
  scored.flatMap(({ scores: { made } }) => (made[of] >= SEEN_OFTEN ? [Math.min(made[hits], made[of]) / made[of]] : []))

type Network = { places: Map<string, NetworkPlace>; mostReplies: number }

/** Who replies to whom, people among each other: the brand, staff and bots are left out. */
const networkOf = ({ people, edges }: NightFound): Network => {
  const at = new Map<string, number>()
  for (const [index, { iids, scores }] of people.entries())
    if (!scores?.outside) for (const iid of iids) at.set(iid, index)
  const received = new Map<string, number>()
  const replies: Reply[] = []
  for (const { from, to, count } of edges) {
    const [giver, taker] = [at.get(from), at.get(to)]
    if (giver === undefined || taker === undefined || giver === taker || count <= 0) continue
    received.set(to, (received.get(to) ?? 0) + Math.min(count, 5))
    replies.push({ from: giver, to: taker, count })
  }
  const ranks = replies.length > 0 ? pageRank(people.length, replies) : []
  const greatest = ranks.reduce((most, rank) => Math.max(most, rank), 0)
  const totals = people.map(({ iids }) => iids.reduce((sum, iid) => sum + (received.get(iid) ?? 0), 0))
  const places = new Map<string, NetworkPlace>()
  for (const [iid, count] of received) {
    const index = at.get(iid) ?? 0
    const share = count / (totals[index] ?? count)
    places.set(iid, { replies: count, rank: greatest > 0 ? ((ranks[index] ?? 0) / greatest) * share : 0 })
  }
  return { places, mostReplies: totals.reduce((most, total) => Math.max(most, total), 0) }
}

/** Whether a number is another one: by a tenth, and by no less than `least`. */
const isNews = (before: number, after: number, least: number): boolean =>
  Math.abs(after - before) >= Math.max(least, Math.abs(before) / 10)

const changedPlaces = (known: NightFound['places'], places: Network['places']): Night['places'] =>
  [...new Set([...known.keys(), ...places.keys()])].sort().flatMap((iid) => {
    const before = known.get(iid) ?? { replies: 0, rank: 0 }
    const after = places.get(iid) ?? { replies: 0, rank: 0 }
    return isNews(before.replies, after.replies, 1) || isNews(before.rank, after.rank, 0.005) ? [{ iid, ...after }] : []
  })

/** The scores that change with the night, as they would come out now. */
const scoresNow = (
  { iids, scores: { made } }: Scored,
  { places }: Network,
  { economics }: ScoreSettings,
  { favour, help, mostReplies = 0, quintiles, models }: NightlyInputs,
  at: number,
): { [Name in ScoreName]?: number } => {
  const custom = customAt(made, at)
  const bought = boughtAt(made, at)
  const place = iids.map((iid) => places.get(iid) ?? { replies: 0, rank: 0 })
  const sum = (of: 'replies' | 'rank'): number => place.reduce((so, one) => so + one[of], 0)
  const value =
    bought &&
    (models
      ? modelledValue(models, bought, economics)
      : simpleValue(
          { orderValue: bought.mean, ordersPerYear: bought.orders / Math.max(1, bought.watched / 365) },
          economics,
        ))
  const network = { replies: sum('replies'), rank: Math.min(1, sum('rank')) }
  return {
    advocate: advocate(made, { ...(favour ? { favour } : {}), ...(help ? { help } : {}) }).value,
    influence: influence({ followers: made.followers, ...network, mostReplies }).value,
    ...(custom && quintiles ? { rfm: rfm(custom, quintiles).value } : {}),
    ...(value ? { value: value.value } : {}),
  }
}

const differs = (before: Scored['scores']['values'], after: Scored['scores']['values']): boolean =>
  before.rfm !== after.rfm ||
  isNews(before.advocate ?? 0, after.advocate ?? 0, 1) ||
  isNews(before.influence ?? 0, after.influence ?? 0, 0.02) ||
  isNews(before.value ?? 0, after.value ?? 0, 1)

/**
 * What a night finds out about all people together: quintiles, what is usual, who replies to whom, models of buyers, and whose
 * scores would come out different by it.
 * @param version of the settings; who was scored with another is among those who changed
 * @param at milliseconds since the epoch
 */
export const reckonNight = (
  found: NightFound,
  { settings, version }: { settings: ScoreSettings; version: string },
  at: number,
): Night => {
  const scored = found.people.filter((one): one is Scored => one.scores !== undefined)
  const inside = scored.filter(({ scores }) => !scores.outside)
  const customs = inside.flatMap(({ scores }) => customAt(scores.made, at) ?? [])
  const network = networkOf(found)
  const models = modelsOf(inside, at)
  const cuts = (of: keyof Custom) => cutsOf(customs.map((custom) => custom[of]))
  const inputs: NightlyInputs = {
    day: isoOf(at).slice(0, 10),
    ...(customs.length > 0
      ? { quintiles: { recency: cuts('recency'), frequency: cuts('frequency'), money: cuts('money') } }
      : {}),
    favour: priorFrom(sharesOf(inside, 'favourable', 'mentions')),
    help: priorFrom(sharesOf(inside, 'accepted', 'answers')),
    mostReplies: network.mostReplies,
    ...(models ? { models } : {}),
  }
  const likely = inside.flatMap(({ scores: { values } }) =>
    values.satisfaction === undefined || values.advocate === undefined
      ? []
      : [{ satisfaction: values.satisfaction, advocate: values.advocate }],
  )
  const isChanged = (one: Scored): boolean =>
    one.scores.settings !== version ||
    (!one.scores.outside && differs(one.scores.values, scoresNow(one, network, settings, inputs, at)))
  return {
    inputs,
    nps: estimatedNps(likely),
    places: changedPlaces(found.places, network.places),
    changed: scored.filter(isChanged).map(({ personId }) => personId),
  }
}
