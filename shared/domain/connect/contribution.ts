import type { ActivityKind } from '../listen/activity.ts'
import { DAY, type Iso, monthOf, monthStart, msOf } from '../time.ts'
import { NO_SENTIMENT } from '../understand/understanding.ts'
import { codeIn } from './claim-code.ts'

/** Days in which the worth of a mention halves. */
const HALF_LIFE_DAYS = 30
/** Days in which the weight of a feeling halves. */
const FEELING_DAYS = 60
/** From this share on a mention is taken for a good word. */
const FAVOURABLE = 0.75

/** What counts of an activity as it stands: the same fields as the stored item. */
export type Countable = {
  kind: ActivityKind
  iid: string
  createdAt: Iso
  deleted?: boolean
  label?: string
  scores?: { positive: number; negative: number }
  /** Who judged the words; what nobody could judge has no feeling. */
  engine?: string
  /** Nobody signed it: it counts, but for no advocate. */
  unverified?: boolean
  intents?: readonly string[]
  order?: { amount: number; currency: string }
  /** Whom a reply is directed at, once known. */
  to?: string
  text?: string
}

/** Numbers to be added, by field. Integers. */
export type Counts = Record<string, number>
/** What to add to an identity's rollup of a month. */
export type RollupChange = { iid: string; month: string; add: Counts }
/** What to add to the edge from who replies to who is answered. */
export type EdgeChange = { from: string; to: string; add: Counts }
/** All that one state, or the step from one to another, adds elsewhere. */
export type Changes = { rollups: RollupChange[]; edges: EdgeChange[] }

const thousandths = (value: number): number => Math.round(1_000 * value)

/** How much more something weighs than if it had happened at the start of its month. */
const forward = (at: Iso, halfLifeDays: number): number =>
  2 ** ((msOf(at) - monthStart(monthOf(at))) / (halfLifeDays * DAY))

/**
 * A mention's worth at the start of its month, in thousandths: `round(1000 * 2^((t - start) / h))`, h = 30 days.
 * Forward decay (Cormode, Shkapenyuk, Srivastava and Xu, "Forward decay: a practical time decay model for streaming
 * systems", ICDE 2009) with the month's start as landmark, so that old numbers never need rewriting.
 */
export const forwardWeight = (at: Iso): number => thousandths(forward(at, HALF_LIFE_DAYS))

const feeling = ({ label }: Countable): Counts => ({
  pos: label === 'POSITIVE' ? 1 : 0,
  neg: label === 'NEGATIVE' ? 1 : 0,
})

/** A feeling in tenths: more than engines are sure of, and an edit that corrects a slip of the pen leaves the rollup alone. */
const inTenths = (feeling: number): number => Math.round(feeling * 10) / 10

/**
 * What satisfaction is computed from, in thousandths at the start of the month: v = 2^((t - start) / 60 days), s = the positive
 * less the negative share, in tenths: Σ v (`fv`), Σ v² (`fv2`), Σ v·s (`fs`), Σ v·s² (`fs2`).
 */
const satisfactionCounts = ({ createdAt, scores, engine }: Countable): Counts => {
  if (!scores || engine === NO_SENTIMENT.engine) return {}
  const [v, s] = [forward(createdAt, FEELING_DAYS), inTenths(scores.positive - scores.negative)]
  return { fv: thousandths(v), fv2: thousandths(v * v), fs: thousandths(v * s), fs2: thousandths(v * s * s) }
}

const isFavourable = ({ scores, unverified }: Countable): boolean =>
  !unverified && (scores?.positive ?? 0) >= FAVOURABLE

const mentionCounts = (state: Countable): Counts => ({
  n: 1,
  w: 100,
  wf: forwardWeight(state.createdAt),
  ...feeling(state),
  questions: state.intents?.includes('question') ? 1 : 0,
  replies: state.kind === 'reply' ? 1 : 0,
  favourable: isFavourable(state) ? 1 : 0,
  ...satisfactionCounts(state),
})

/** Which day of its month something was done on, so that the first and the latest day survive deletes. */
const onItsDay = (of: 'd' | 'o', at: Iso): Counts => ({ [`${of}${at.slice(8, 10)}`]: 1 })

const COUNTS: Partial<Record<ActivityKind, (state: Countable) => Counts>> = {
  post: mentionCounts,
  reply: mentionCounts,
  reaction: () => ({ reactions: 1 }),
  order: ({ order }) => ({ orders: 1, ...(order ? { [`spend_${order.currency}`]: order.amount } : {}) }),
}

const rollupsOf = (state: Countable): RollupChange[] => {
  const add = COUNTS[state.kind]?.(state)
  if (!add) return []
  const { iid, createdAt, kind } = state
  const days = { ...onItsDay('d', createdAt), ...(kind === 'order' ? onItsDay('o', createdAt) : {}) }
  return [{ iid, month: monthOf(createdAt), add: { ...add, ...days } }]
}

/** The attribute of an edge that counts one month's replies: recency that a delete takes back exactly. */
const edgeMonth = (month: string): string => `m${month}`

/** A reply's edge. Nobody has an edge to themselves, and only replies make edges. */
const edgesOf = (state: Countable): EdgeChange[] => {
  const { kind, iid: from, to, createdAt } = state
  if (kind !== 'reply' || to === undefined || to === from) return []
  return [{ from, to, add: { c: 1, [edgeMonth(monthOf(createdAt))]: 1, ...feeling(state) } }]
}

/** `after - before`, without what does not change. */
const subtract = (after: Counts, before: Counts): Counts => {
  const fields = new Set([...Object.keys(after), ...Object.keys(before)])
  const differences = [...fields].map((field) => [field, (after[field] ?? 0) - (before[field] ?? 0)] as const)
  return Object.fromEntries(differences.filter(([, by]) => by !== 0))
}

/** Pairs the changes of two states by what they are about and leaves only the differences. */
const differences = <C extends { add: Counts }>(
  before: readonly C[],
  after: readonly C[],
  about: (change: C) => string,
): C[] => {
  const keys = new Map([...before, ...after].map((change) => [about(change), change]))
  return [...keys].flatMap(([key, change]) => {
    const add = subtract(
      after.find((one) => about(one) === key)?.add ?? {},
      before.find((one) => about(one) === key)?.add ?? {},
    )
    return Object.keys(add).length > 0 ? [{ ...change, add }] : []
  })
}

/** Adds up changes that are about the same item, because a transaction may touch an item only once. */
const together = <C extends { add: Counts }>(changes: readonly C[], about: (change: C) => string): C[] => {
  const sums = new Map<string, C>()
  for (const change of changes) {
    const sum = sums.get(about(change))
    const fields = Object.entries(change.add).map(([field, by]) => [field, (sum?.add[field] ?? 0) + by])
    sums.set(about(change), { ...change, add: { ...sum?.add, ...Object.fromEntries(fields) } })
  }
  return [...sums.values()].flatMap((sum) => {
    const add = subtract(sum.add, {})
    return Object.keys(add).length > 0 ? [{ ...sum, add }] : []
  })
}

const rollupKey = ({ iid, month }: RollupChange): string => `${iid} ${month}`
const edgeKey = ({ from, to }: EdgeChange): string => `${from} ${to}`

/** What several activities add, one change per rollup and edge. */
export const sumOf = (changes: readonly Changes[]): Changes => ({
  rollups: together(
    changes.flatMap(({ rollups }) => rollups),
    rollupKey,
  ),
  edges: together(
    changes.flatMap(({ edges }) => edges),
    edgeKey,
  ),
})

/** A post that is a one-time code is a form that somebody fills in, and takes no part in what people talk about. */
const live = (state: Countable | undefined): Countable[] =>
  state && !state.deleted && codeIn(state.text ?? '') === undefined ? [state] : []

/**
 * What to add to rollups and edges when an activity goes from one state to another: f(after) - f(before). A deleted
 * state counts for nothing, so a delete takes back exactly what was given. Nor does a mention that is the code of a claim.
 * @param before undefined when the activity is new
 */
export const changesBetween = (before: Countable | undefined, after: Countable): Changes => ({
  rollups: differences(live(before).flatMap(rollupsOf), live(after).flatMap(rollupsOf), rollupKey),
  edges: differences(live(before).flatMap(edgesOf), live(after).flatMap(edgesOf), edgeKey),
})

/** The credit for an accepted answer, given (1) or taken back (-1). */
export const creditFor = (iid: string, month: string, by: 1 | -1): RollupChange => ({
  iid,
  month,
  add: { accepted: by },
})
