import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { newestFirst, type Position } from '../../shared/domain/respond/cursor.ts'
import { type Entry, mergeShards, positionOf, takePage } from '../../shared/store/lists.ts'
import { putItems } from '../support/graph-items.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()

let runs = 0
/** Few moments and few ids, so that entries of the very same `at` are common. */
const row = fc.record({ moment: fc.nat(6), id: fc.nat(5), platform: fc.nat(2), shard: fc.nat(3) })
type Row = { moment: number; id: number; platform: number; shard: number }

const entryOf = (run: number, { moment, id, platform, shard }: Row) => ({
  pk: `M#${run}#${platform}#${moment}-${id}`,
  sk: 'A',
  at: `2026-11-0${moment + 1}#${id}`,
  fd: `LIST#${run}#${shard}`,
})

const pageOf = async (run: number, limit: number, after?: Position, keep: (entry: Entry) => boolean = () => true) =>
  takePage(
    mergeShards(test.table, {
      index: 'feed',
      pks: [0, 1, 2, 3].map((shard) => `LIST#${run}#${shard}`),
      want: limit,
      after,
    }),
    limit,
    async (batch) => batch.map((entry) => (keep(entry) ? entry : undefined)),
  )

const allPages = async (
  run: number,
  limit: number,
  between: (page: number) => Promise<void> = async () => {},
  keep?: (entry: Entry) => boolean,
): Promise<{ seen: string[]; sizes: number[] }> => {
  const seen: string[] = []
  const sizes: number[] = []
  let after: Position | undefined
  do {
    const page = await pageOf(run, limit, after, keep)
    seen.push(...page.items.map(({ pk }) => pk))
    sizes.push(page.items.length)
    after = page.next
    await between(sizes.length)
  } while (after)
  return { seen, sizes }
}

const unique = (run: number, rows: readonly Row[]) => [
  ...new Map(rows.map((one) => entryOf(run, one)).map((entry) => [entry.pk, entry])).values(),
]

describe('a list that is merged from shards', () => {
  it('shows every entry once, newest first, whatever the size of its pages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (rows, limit) => {
        const run = runs++
        const entries = unique(run, rows)
        await putItems(test.table, entries)
        const { seen, sizes } = await allPages(run, limit)
        const expected = entries.toSorted((a, b) => newestFirst(positionOf(a), positionOf(b))).map(({ pk }) => pk)
        expect(seen).toEqual(expected)
        expect(sizes.slice(0, -1).every((size) => size === limit)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it('neither skips nor repeats while entries arrive and move between shards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 5, maxLength: 40 }),
        fc.array(row, { maxLength: 20 }),
        fc.array(fc.tuple(fc.nat(39), fc.nat(3)), { maxLength: 20 }),
        async (rows, arrivals, moves) => {
          const run = runs++
          const entries = unique(run, rows)
          await putItems(test.table, entries)
          const known = new Set(entries.map(({ pk }) => pk))
          const fresh = unique(run, arrivals).filter(({ pk }) => !known.has(pk))
          const { seen } = await allPages(run, 3, async (page) => {
            const moved = moves.slice(page * 2, page * 2 + 2).flatMap(([at, shard]) => {
              const entry = entries[at]
              return entry ? [{ ...entry, fd: `LIST#${run}#${shard}` }] : []
            })
            const changed = [...moved, ...fresh.slice(page * 2, page * 2 + 2)]
            await putItems(test.table, [...new Map(changed.map((entry) => [entry.pk, entry])).values()])
          })
          expect(new Set(seen).size).toBe(seen.length)
          expect(seen.filter((pk) => known.has(pk)).toSorted()).toEqual([...known].toSorted())
        },
      ),
      { numRuns: 25 },
    )
  })

  it('fills a page although most entries are left out', async () => {
    const run = runs++
    const rows = Array.from({ length: 40 }, (_, at) => ({ moment: at % 7, id: at, platform: 0, shard: at % 4 }))
    await putItems(test.table, unique(run, rows))
    const { seen } = await allPages(run, 4, undefined, ({ at }) => at.endsWith('0'))
    expect(seen).toHaveLength(rows.filter(({ id }) => id % 10 === 0).length)
  })

  it('stops looking after a thousand entries and says where to go on', async () => {
    const run = runs++
    const rows = Array.from({ length: 1_100 }, (_, at) => ({ moment: 1, id: at, platform: 0, shard: at % 4 }))
    await putItems(test.table, unique(run, rows))
    const first = await pageOf(run, 10, undefined, () => false)
    expect(first).toEqual({ items: [], next: expect.anything() })
    expect(await pageOf(run, 10, first.next, () => false)).toEqual({ items: [] })
  })

  it('is empty when nothing is there', async () => {
    expect(await pageOf(runs++, 5)).toEqual({ items: [] })
  })
})
