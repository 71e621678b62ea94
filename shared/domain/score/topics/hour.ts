import type { DomainEvent } from '../../events.ts'
import { expected, type Known, type Spread, sizeFor, sizeOf, spreadOf } from './baseline.ts'
import { type Heat, heatAfter, type Judged, judge } from './heat.ts'
import { type Hour, type HourCounts, hourIso, hourText } from './hours.ts'
import type { Tally, Total } from './merge.ts'
import { EVERYTHING, type Voice, type VoiceCounts } from './voice.ts'

/** Hours that are counted before anything can be hot: one day, so that every time of day has been seen. */
const WARM_UP = 24
/** Topics that an hour remembers; of more, the rarest are left out, and how often those came at most is remembered instead. */
export const REMEMBERED_TOPICS = 1_000
/** Hours whose unevenness counts. */
export const SPREAD_HOURS = 168

/** The topics of an hour that are remembered, and what those that are not have at most. */
export const rememberedOf = (tally: Tally, names: ReadonlySet<string>): { totals: Total[]; floor: number } => {
  const all = [...tally.totals.values()]
    .filter(({ id, count, label }) => count > 0 && label !== '' && !names.has(id))
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
  return { totals: all.slice(0, REMEMBERED_TOPICS), floor: all[REMEMBERED_TOPICS]?.count ?? 0 }
}

/** What is known of the hours before one. */
export type Before = Known & { spreads: ReadonlyMap<Hour, Spread> }

/** The test of one topic in one hour. During the warm-up nothing is hot. */
export const judgeHour = (
  { count, authors }: { count: number; authors: number },
  counts: HourCounts,
  hour: Hour,
  before: Before,
): Judged => {
  const past = [...before.spreads].filter(([at]) => at < hour && at >= hour - SPREAD_HOURS).map(([, spread]) => spread)
  const mu = expected(counts, hour, before)
  const judged = judge({ count, authors, expected: mu, size: sizeFor(mu, sizeOf(past), hour, before) })
  return hour - before.since < WARM_UP ? { ...judged, hot: false } : judged
}

/** How unevenly the topics of an hour came; those that are hot say nothing of that. */
export const spreadOfHour = (judged: readonly Judged[]): Spread =>
  judged
    .filter(({ hot }) => !hot)
    .map(({ count, expected: mu }) => spreadOf(count, mu))
    .reduce((sum, one) => ({ square: sum.square + one.square, over: sum.over + one.over }), { square: 0, over: 0 })

/** A topic without the mentions of some authors: the brand's own, its staff, bots. */
export const withoutAuthors = (total: Total, others: ReadonlySet<string>): Total => {
  const left = [...total.authors].filter(([author]) => !others.has(author))
  const theirs = [...total.authors].reduce((sum, [author, count]) => sum + (others.has(author) ? count : 0), 0)
  return { ...total, count: Math.max(0, total.count - theirs), authors: new Map(left) }
}

/** What an hour changed for a topic. */
export type Turn = { heat: Heat | undefined; was: Heat | undefined; event?: DomainEvent }

type Named = { id: string; label: string; language: string }

/** Whether a topic opens or closes in an hour, and what other systems are told of it: the same every time that the hour is looked at. */
export const turnOf = (topic: Named & { heat?: Heat; was?: Heat }, hour: Hour, judged: Judged): Turn => {
  const { id, label, language, heat: before } = topic
  const heat = heatAfter(before, hour, judged)
  const at = hourIso(hour + 1)
  const common = { topic: id, label, language }
  if (heat && !before) {
    const { count, authors } = judged
    const data = { ...common, count, expected: Math.round(judged.expected * 100) / 100, authors }
    return { heat, was: topic.was, event: { type: 'topic.hot', id: `topic.hot#${id}#${hourText(hour)}`, at, data } }
  }
  if (before && !heat) {
    const data = { ...common, hours: before.last - before.since + 1 }
    const event = { type: 'topic.cold', id: `topic.cold#${id}#${hourText(before.since)}`, at, data } as const
    return { heat, was: before, event }
  }
  return { heat, was: topic.was }
}

/** How often an hour's mentions said the names that the stage watches. */
export const voicesOfHour = ({ mentions, totals }: Tally, voices: readonly Voice[]): VoiceCounts => ({
  mentions,
  names: Object.fromEntries(
    [EVERYTHING, ...voices.map(({ id }) => id)].flatMap((id) => {
      const total = totals.get(id)
      return total ? [[id, { count: total.count, positive: total.positive, negative: total.negative }]] : []
    }),
  ),
})
