/**
 * The space-saving sketch of Metwally, Agrawal and El Abbadi (Efficient computation of frequent and top-k elements in data
 * streams, 2005): at most m counters, and for every one `count - error <= true count <= count`, with `error <= N/m`. What has
 * no counter was counted at most as often as the smallest counter says.
 */

/** One topic in one mention. */
export type Sighting = {
  id: string
  label: string
  language: string
  /** Who wrote it, as {@link Counter.authors} has it. */
  author: string
  mood: 'positive' | 'negative' | 'other'
  /** The mention, `<platform>#<id>`. */
  mention: string
  /** It is counted exactly, beside the m others: names that the stage watches. */
  pinned?: true
}

/** What is known of one topic. All but `count` and `error` is of the sightings since the counter was taken over. */
export type Counter = {
  id: string
  count: number
  error: number
  positive: number
  negative: number
  /** Eight hexadecimal digits of a hash per author → sightings, at most {@link PER_AUTHOR} each; at most {@link AUTHORS} authors. */
  authors: Record<string, number>
  label: string
  language: string
  /** A few of the mentions. */
  mentions: string[]
  pinned?: true
}

/** The counters of a window, and how many mentions it saw. */
export type Sketch = { mentions: number; counters: Counter[] }

/** m of the paper. */
export const CAPACITY = 512
/** An author's sightings of a topic that count, in a window and in an hour. */
export const PER_AUTHOR = 3
/** Authors listed per counter; further ones are counted but not listed. */
export const AUTHORS = 16
const MENTIONS = 3
const LONGEST_MENTION = 120

/** A sketch that has seen nothing. */
export const emptySketch = (): Sketch => ({ mentions: 0, counters: [] })

const begun = ({ id, label, language, pinned }: Sighting, count: number): Counter => ({
  ...{ id, count, error: count, positive: 0, negative: 0, authors: {}, label, language, mentions: [] },
  ...(pinned ? { pinned } : {}),
})

const smallest = (counters: readonly Counter[]): number => {
  let found = -1
  for (const [at, { count, pinned }] of counters.entries())
    if (!pinned && count < (counters[found]?.count ?? Number.POSITIVE_INFINITY)) found = at
  return found
}

/** Adds a sighting to its counter, unless its author has been counted often enough. */
const note = (counter: Counter, { author, mood, mention }: Sighting): void => {
  const before = counter.authors[author] ?? 0
  if (before >= PER_AUTHOR) return
  if (before > 0 || Object.keys(counter.authors).length < AUTHORS) counter.authors[author] = before + 1
  counter.count++
  if (mood !== 'other') counter[mood]++
  if (counter.mentions.length < MENTIONS && mention.length <= LONGEST_MENTION) counter.mentions.push(mention)
}

/**
 * Counts the topics of further mentions.
 * @param sightings per mention, each topic at most once
 * @param capacity m; pinned counters come on top
 * @returns a new sketch
 */
export const counted = (sketch: Sketch, sightings: readonly (readonly Sighting[])[], capacity = CAPACITY): Sketch => {
  const counters = sketch.counters.map((one) => ({ ...one, authors: { ...one.authors }, mentions: [...one.mentions] }))
  const places = new Map(counters.map(({ id }, at) => [id, at]))
  let free = capacity - counters.filter(({ pinned }) => !pinned).length
  const counterOf = (sighting: Sighting): Counter => {
    const known = counters[places.get(sighting.id) ?? -1]
    if (known) return known
    const full = !sighting.pinned && free <= 0
    const at = full ? smallest(counters) : counters.length
    const evicted = full ? counters[at] : undefined
    const counter = begun(sighting, evicted?.count ?? 0)
    if (evicted) places.delete(evicted.id)
    else if (!sighting.pinned) free--
    counters[at] = counter
    places.set(sighting.id, at)
    return counter
  }
  for (const sighting of sightings.flat()) note(counterOf(sighting), sighting)
  return { mentions: sketch.mentions + sightings.length, counters }
}

/** How often, at most, something was counted that has no counter. */
export const floorOf = ({ counters }: Sketch, capacity = CAPACITY): number => {
  const counts = counters.filter(({ pinned }) => !pinned).map(({ count }) => count)
  return counts.length < capacity ? 0 : Math.min(...counts)
}
