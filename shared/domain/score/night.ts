import { DAY, isoOf, monthOf } from '../time.ts'
import { advocate, priorFrom } from './advocate.ts'
import { estimatedNps } from './estimated-nps.ts'
import type { NetworkPlace } from './facts.ts'
import { influence } from './influence.ts'
import { fitBgNbd, fitGammaGamma, type Purchases, type Spending, worth } from './lifetime.ts'
import type { Made } from './made.ts'
import { pageRank, type Reply } from './page-rank.ts'
import { type Custom, quintilesOf, rfm } from './rfm.ts'
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
    /** Not asked when everybody was asked about a segment. */
    leftOut?: true
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
  /**
   * People who have no scores yet, those whose would come out noticeably different now, for another reason than their place, and those
   * who were left out when everybody was asked about a segment.
   */
  changed: readonly string[]
}

/** From so many buyers on, a model of them is fitted. */
const BUYERS_TO_MODEL = 1_000
/** A model is fitted to so many at most: more would not change it, and take long. */
const BUYERS_AT_MOST = 2_000
/** DynamoDB keeps no number below 1e-130, and its client none above 2^53. */
const LEAST_KEPT = 1e-120
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

const isScored = (one: NightPerson): one is Scored => one.scores !== undefined

/** Every so many, spread over all of them. */
const sampleOf = <T>(list: readonly T[], most: number): readonly T[] =>
  list.filter((_, at) => at % Math.ceil(list.length / most) === 0)

/** Whether all of a model can be kept: where buyers are all alike it fits best without bounds, and says nothing of anybody. */
const isBounded = (model: object): boolean =>
  Object.values(model).every((one: number) => one <= Number.MAX_SAFE_INTEGER && (one === 0 || one >= LEAST_KEPT))

const modelsOf = (scored: readonly Scored[], at: number): NightlyInputs['models'] => {
  const buyers = scored.flatMap(({ scores }) => boughtAt(scores.made, at) ?? [])
  if (buyers.length < BUYERS_TO_MODEL) return undefined
  const some = sampleOf(buyers, BUYERS_AT_MOST)
  const models = { orders: fitBgNbd(some), value: fitGammaGamma(some) }
  return Object.values(models).every(isBounded) ? models : undefined
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
  const places = new Map<string, NetworkPlace>()
  let mostReplies = 0
  for (const [index, { iids }] of people.entries()) {
    const own = iids.flatMap((iid) => {
      const count = received.get(iid)
      return count === undefined ? [] : [{ iid, count }]
    })
    const total = own.reduce((sum, { count }) => sum + count, 0)
    mostReplies = Math.max(mostReplies, total)
    // A person's rank belongs to its accounts as their replies do: parted again, each keeps its share.
    const rank = (ranks[index] ?? 0) / greatest
    for (const { iid, count } of own) places.set(iid, { replies: count, rank: (rank * count) / total })
  }
  return { places, mostReplies }
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

/** What a night has found out, all of it. */
type Reckoned = NightlyInputs & Required<Pick<NightlyInputs, 'quintiles' | 'favour' | 'help' | 'mostReplies'>>

/** The scores that change with the night, as they would come out now. */
const scoresNow = (
  { iids, scores: { made } }: Scored,
  { places }: Network,
  { economics }: ScoreSettings,
  { favour, help, mostReplies, quintiles, models }: Reckoned,
  at: number,
): { [Name in ScoreName]?: number } => {
  const custom = customAt(made, at)
  const bought = boughtAt(made, at)
  const place = iids.map((iid) => places.get(iid) ?? { replies: 0, rank: 0 })
  const sum = (of: 'replies' | 'rank'): number => place.reduce((so, one) => so + one[of], 0)
  const network = { replies: sum('replies'), rank: Math.min(1, sum('rank')) }
  return {
    advocate: advocate(made, { favour, help }).value,
    influence: influence({ followers: made.followers, ...network, mostReplies }).value,
    ...(custom ? { rfm: rfm(custom, quintiles).value } : {}),
    ...(bought ? { value: worth(models, bought, economics).value } : {}),
  }
}

/** By how much a score has to differ at least to be worth computing again. */
const NEWS = { advocate: 1, influence: 0.02, value: 1 }
const COMPARED = ['advocate', 'influence', 'value'] as const

const differs = (before: Scored['scores']['values'], after: Scored['scores']['values']): boolean =>
  before.rfm !== after.rfm || COMPARED.some((name) => isNews(before[name] ?? 0, after[name] ?? 0, NEWS[name]))

/**
 * What a night finds out about all people together: quintiles, what is usual, who replies to whom, models of buyers, and whose
 * scores would come out different by it. Who was there before there were scores, or could not be scored, gets some by it.
 * @param version of the settings; who was scored with another is among those who changed
 * @param at milliseconds since the epoch
 */
export const reckonNight = (
  found: NightFound,
  { settings, version }: { settings: ScoreSettings; version: string },
  at: number,
): Night => {
  const scored = found.people.filter(isScored)
  const inside = scored.filter(({ scores }) => !scores.outside)
  const customs = inside.flatMap(({ scores }) => customAt(scores.made, at) ?? [])
  const network = networkOf(found)
  const models = modelsOf(inside, at)
  const reckoned: Reckoned = {
    day: isoOf(at).slice(0, 10),
    quintiles: quintilesOf(customs),
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
    one.scores.leftOut === true ||
    (!one.scores.outside && differs(one.scores.values, scoresNow(one, network, settings, reckoned, at)))
  const { quintiles, ...inputs } = reckoned
  return {
    // Of nobody there are no quintiles.
    inputs: { ...inputs, ...(customs.length > 0 ? { quintiles } : {}) },
    nps: estimatedNps(likely),
    places: changedPlaces(found.places, network.places),
    changed: found.people.filter((one) => !isScored(one) || isChanged(one)).map(({ personId }) => personId),
  }
}
