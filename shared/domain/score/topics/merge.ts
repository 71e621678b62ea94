import { CAPACITY, floorOf, PER_AUTHOR, type Sketch } from './sketch.ts'

/** What the windows of an hour say of one topic together. */
export type Total = {
  id: string
  label: string
  language: string
  /** Mentions that were surely counted, each author at most {@link PER_AUTHOR} times: never more than there were. */
  count: number
  /** As many as there can have been at most, before the limit per author. */
  most: number
  positive: number
  negative: number
  /** Author → sightings that count. With very many authors, not all are listed. */
  authors: ReadonlyMap<string, number>
  /** Some of the mentions, `<platform>#<id>`. */
  mentions: readonly string[]
}

/** An hour: mentions in all, and the topics by id. */
export type Tally = { mentions: number; totals: ReadonlyMap<string, Total> }

/** Example mentions of a topic that an hour keeps. */
const EXAMPLES = 50

type Sum = {
  sure: number
  /** `most` without what sketches that do not have it may have missed. */
  above: number
  positive: number
  negative: number
  authors: Map<string, number>
  /** `language|label` → sure sightings. */
  labels: Map<string, number>
  mentions: Set<string>
}

const nothing = (): Sum => ({
  ...{ sure: 0, above: 0, positive: 0, negative: 0 },
  ...{ authors: new Map(), labels: new Map(), mentions: new Set() },
})

const raise = (map: Map<string, number>, key: string, by: number): void => {
  map.set(key, (map.get(key) ?? 0) + by)
}

/** Mixes a text's characters, so that a choice by it favours nobody (FNV-1a, 32 bits). */
const mixed = (text: string): number => {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0
  return value
}

const chosen = (mentions: ReadonlySet<string>): string[] =>
  [...mentions]
    .sort()
    .map((mention) => ({ mention, by: mixed(mention) }))
    .sort((a, b) => a.by - b.by)
    .slice(0, EXAMPLES)
    .map(({ mention }) => mention)

const totalOf = (id: string, sum: Sum, floors: number): Total => {
  const [best] = [...sum.labels].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const [language = 'und', ...label] = (best?.[0] ?? '').split('|')
  const excess = [...sum.authors.values()].reduce((over, count) => over + Math.max(0, count - PER_AUTHOR), 0)
  return {
    ...{ id, language, label: label.join('|'), count: sum.sure - excess, most: sum.above + floors },
    ...{ positive: sum.positive, negative: sum.negative },
    authors: new Map([...sum.authors].map(([author, count]) => [author, Math.min(count, PER_AUTHOR)])),
    mentions: chosen(sum.mentions),
  }
}

/**
 * Adds sketches up, in any order with the same outcome (Agarwal, Cormode, Huang, Phillips, Wei and Yi, Mergeable summaries, 2012;
 * nothing is thrown away in between, so that the bounds of the sketches add up and no more). The limit per author holds for all together.
 */
export const merged = (sketches: readonly Sketch[], capacity = CAPACITY): Tally => {
  const sums = new Map<string, Sum>()
  let [mentions, floors] = [0, 0]
  for (const sketch of sketches) {
    const floor = floorOf(sketch, capacity)
    floors += floor
    mentions += sketch.mentions
    for (const counter of sketch.counters) {
      const sum = sums.get(counter.id) ?? nothing()
      sums.set(counter.id, sum)
      const sure = counter.count - counter.error
      sum.sure += sure
      sum.above += counter.count - (counter.pinned ? 0 : floor)
      sum.positive += counter.positive
      sum.negative += counter.negative
      for (const [author, count] of Object.entries(counter.authors)) raise(sum.authors, author, count)
      if (counter.label !== '') raise(sum.labels, `${counter.language}|${counter.label}`, sure)
      for (const mention of counter.mentions) sum.mentions.add(mention)
    }
  }
  return { mentions, totals: new Map([...sums].map(([id, sum]) => [id, totalOf(id, sum, floors)])) }
}
