import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { merged } from '../../../../shared/domain/score/topics/merge.ts'
import {
  notesOf,
  PACKED_LIMIT,
  PackedError,
  packSketch,
  unpackSketch,
} from '../../../../shared/domain/score/topics/pack.ts'
import {
  AUTHORS,
  CAPACITY,
  counted,
  emptySketch,
  floorOf,
  PER_AUTHOR,
  type Sighting,
} from '../../../../shared/domain/score/topics/sketch.ts'

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0')
const seen = (topic: number, author: number, over: Partial<Sighting> = {}): Sighting => ({
  id: hex(topic, 12),
  label: `topic ${topic}`,
  language: 'en',
  author: hex(author * 4, 8),
  mood: 'other',
  mention: `forum#${topic}-${author}`,
  ...over,
})

/** Mentions, each with some distinct topics, every author once: so that the limit per author plays no part. */
const mentions = fc
  .array(fc.uniqueArray(fc.nat(30), { maxLength: 4 }), { maxLength: 120 })
  .map((rows) => rows.map((topics, author) => topics.map((topic) => seen(topic, author))))

const truth = (rows: readonly (readonly Sighting[])[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { id } of rows.flat()) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

const SMALL = 8

describe('a space-saving sketch', () => {
  it('never says less than the truth, and never more than its error above it', () => {
    fc.assert(
      fc.property(mentions, (rows) => {
        const sketch = counted(emptySketch(), rows, SMALL)
        const real = truth(rows)
        const total = rows.flat().length
        for (const { id, count, error } of sketch.counters) {
          expect(count).toBeGreaterThanOrEqual(real.get(id) ?? 0)
          expect(count - error).toBeLessThanOrEqual(real.get(id) ?? 0)
          expect(error).toBeLessThanOrEqual(total / SMALL)
        }
        const known = new Set(sketch.counters.map(({ id }) => id))
        for (const [id, count] of real) if (!known.has(id)) expect(count).toBeLessThanOrEqual(floorOf(sketch, SMALL))
        expect(sketch.counters.length).toBeLessThanOrEqual(SMALL)
      }),
    )
  })

  it('is the same however its mentions are cut into batches, and leaves the one before as it was', () => {
    fc.assert(
      fc.property(mentions, fc.nat(120), (rows, cut) => {
        const first = counted(emptySketch(), rows.slice(0, cut), SMALL)
        const copy = structuredClone(first)
        expect(counted(first, rows.slice(cut), SMALL)).toEqual(counted(emptySketch(), rows, SMALL))
        expect(first).toEqual(copy)
      }),
    )
  })

  it('counts an author three times, lists sixteen, and keeps three short examples', () => {
    const again = Array.from({ length: 10 }, () => [seen(1, 1)])
    expect(counted(emptySketch(), again).counters[0]).toMatchObject({ count: PER_AUTHOR, error: 0 })
    const crowd = Array.from({ length: 40 }, (_, author) => [seen(1, author, { mood: 'negative' })])
    const [counter] = counted(emptySketch(), crowd).counters
    expect(counter).toMatchObject({ count: 40, negative: 40, positive: 0 })
    expect(Object.keys(counter?.authors ?? {})).toHaveLength(AUTHORS)
    expect(counter?.mentions).toHaveLength(3)
    const long = counted(emptySketch(), [[seen(1, 1, { mention: `forum#${'x'.repeat(150)}` })]])
    expect(long.counters[0]?.mentions).toEqual([])
  })

  it('never gives a pinned counter away, and never for one', () => {
    const rows = Array.from({ length: 50 }, (_, topic) => [
      seen(topic, topic),
      seen(999, topic, { pinned: true, label: '' }),
    ])
    const { counters } = counted(emptySketch(), rows, 4)
    expect(counters).toHaveLength(5)
    expect(counters.find(({ pinned }) => pinned)).toMatchObject({ count: 50, error: 0 })
  })
})

describe('sketches merged', () => {
  const cut = (rows: Sighting[][], parts: number): Sighting[][][] =>
    Array.from({ length: parts }, (_, part) => rows.filter((_, at) => at % parts === part))

  it('come out the same in any order', () => {
    fc.assert(
      fc.property(
        mentions,
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (rows, parts, random) => {
          const sketches = cut(rows, parts).map((part) => counted(emptySketch(), part, SMALL))
          const order = sketches.map((sketch) => ({ sketch, by: Number(random.next().value) }))
          const shuffled = order.sort((a, b) => a.by - b.by).map(({ sketch }) => sketch)
          const byId = (tally: ReturnType<typeof merged>) => [...tally.totals].sort(([a], [b]) => (a < b ? -1 : 1))
          const [one, other] = [merged(sketches, SMALL), merged(shuffled, SMALL)]
          expect(other.mentions).toBe(one.mentions)
          expect(byId(other).map(([, total]) => ({ ...total, authors: [...total.authors].sort() }))).toEqual(
            byId(one).map(([, total]) => ({ ...total, authors: [...total.authors].sort() })),
          )
        },
      ),
    )
  })

  it('keep the bounds: surely counted <= true <= at most', () => {
    fc.assert(
      fc.property(mentions, fc.integer({ min: 1, max: 5 }), (rows, parts) => {
        const { totals } = merged(
          cut(rows, parts).map((part) => counted(emptySketch(), part, SMALL)),
          SMALL,
        )
        const real = truth(rows)
        for (const { id, count, most } of totals.values()) {
          expect(count).toBeLessThanOrEqual(real.get(id) ?? 0)
          expect(most).toBeGreaterThanOrEqual(real.get(id) ?? 0)
        }
      }),
    )
  })

  it('are exact while nothing had to give way', () => {
    fc.assert(
      fc.property(mentions, fc.integer({ min: 1, max: 5 }), (rows, parts) => {
        const { totals, mentions: all } = merged(cut(rows, parts).map((part) => counted(emptySketch(), part)))
        expect(new Map([...totals].map(([id, { count }]) => [id, count]))).toEqual(truth(rows))
        expect(new Map([...totals].map(([id, { most }]) => [id, most]))).toEqual(truth(rows))
        expect(all).toBe(rows.length)
      }),
    )
  })

  it('hold to three mentions per author and hour, over windows and shards', () => {
    const windows = Array.from({ length: 20 }, (_, at) =>
      counted(emptySketch(), [[seen(1, 1, { mention: `forum#a${at}` })], [seen(1, 2 + at)]]),
    )
    const total = merged(windows).totals.get(hex(1, 12))
    expect(total).toMatchObject({ count: 20 + PER_AUTHOR, label: 'topic 1', language: 'en' })
    expect(total?.authors.size).toBe(21)
  })

  it('take the label that most wrote, and at most fifty examples', () => {
    const rows = Array.from({ length: 200 }, (_, author) => [
      seen(1, author, { label: author % 3 === 0 ? 'Rare|form' : 'usual form' }),
    ])
    const windows = rows.map((row) => counted(emptySketch(), [row]))
    const total = merged(windows).totals.get(hex(1, 12))
    expect(total?.label).toBe('usual form')
    expect(total?.mentions).toHaveLength(50)
    expect(merged(windows.toReversed()).totals.get(hex(1, 12))?.mentions).toEqual(total?.mentions)
    const tied = merged([counted(emptySketch(), [[seen(1, 1, { label: 'b' })], [seen(1, 2, { label: 'a' })]])])
    const even = [seen(1, 1, { label: 'b' }), seen(1, 1, { label: 'a' })].map((one) => counted(emptySketch(), [[one]]))
    expect(merged(even).totals.get(hex(1, 12))?.label).toBe('a')
    expect(merged(even.toReversed()).totals.get(hex(1, 12))?.label).toBe('a')
    expect(tied.totals.get(hex(1, 12))?.label).toBe('b')
  })
})

describe('a packed sketch', () => {
  const notes = (sketch: ReturnType<typeof emptySketch>) => unpackSketch(packSketch(sketch), notesOf(sketch))

  it('comes back as it was', () => {
    fc.assert(
      fc.property(mentions, (rows) => {
        const sketch = counted(emptySketch(), rows)
        const back = notes(sketch)
        expect({ ...back, counters: back.counters.map((one) => ({ ...one, authors: { ...one.authors } })) }).toEqual(
          sketch,
        )
      }),
    )
  })

  it('has at most 14 kB with all its counters, and keeps every count and error', () => {
    const rows = Array.from({ length: 60_000 }, (_, at) => [
      seen(Math.floor((1_200 * ((at * 7919) % 10_007) ** 2) / 10_007 ** 2), at % 5_000, { mood: 'positive' }),
    ])
    const sketch = counted(emptySketch(), rows)
    expect(sketch.counters).toHaveLength(CAPACITY)
    const bytes = packSketch(sketch)
    expect(bytes.length).toBeLessThanOrEqual(PACKED_LIMIT)
    const numbers = ({ id, count, error, positive }: (typeof sketch.counters)[number]) => [id, count, error, positive]
    expect(unpackSketch(bytes).counters.map(numbers)).toEqual(sketch.counters.map(numbers))
    expect(JSON.stringify(sketch).length).toBeLessThan(500_000)
    expect(Object.keys(notesOf(sketch))).toHaveLength(200)
  })

  it('knows which counters are pinned', () => {
    const sketch = counted(emptySketch(), [[seen(1, 1, { pinned: true, label: '' }), seen(2, 1)]])
    expect(unpackSketch(packSketch(sketch)).counters.map(({ pinned = false }) => pinned)).toEqual([true, false])
  })

  it('goes without authors when even one each would be too many', () => {
    const counters = Array.from({ length: 900 }, (_, at) => ({
      ...{ id: hex(at, 12), count: 2 ** 31, error: 2 ** 30, positive: 2 ** 20, negative: 0 },
      ...{ authors: { [hex(at * 4, 8)]: 1 }, label: '', language: 'und', mentions: [] },
    }))
    const back = unpackSketch(packSketch({ mentions: 1, counters }))
    expect(back.counters.map(({ count }) => count)).toEqual(counters.map(({ count }) => count))
    expect(back.counters[0]?.authors).toEqual({})
  })

  it('is refused when it is something else', () => {
    expect(() => unpackSketch(new Uint8Array([9, 1]))).toThrow(PackedError)
    expect(() => unpackSketch(packSketch(counted(emptySketch(), [[seen(1, 1)]])).subarray(0, 7))).toThrow(PackedError)
  })
})
