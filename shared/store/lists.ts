import { newestFirst, type Position } from '../domain/respond/cursor.ts'
import type { IndexName } from './index-keys.ts'
import { type Item, query, type Table } from './table.ts'

/** An entry of an index: its moment and id in `at`, and the key of the item behind it. */
export type Entry = Item & { at: string; pk: string; sk: string }

/** Where an entry stands in a list. */
export const positionOf = ({ at, pk, sk }: Entry): Position => ({ at, key: `${pk} ${sk}` })

/** `limit` items at most, and where the list goes on; no `next` says that it is at its end. */
export type List<T> = { items: T[]; next?: Position }

const PAGE_LIMIT = 100
/** Entries looked at for one page before the rest is left to the next one. */
const LOOK_LIMIT = 1_000

type Ask = {
  index: IndexName
  /** The partition keys whose entries make the list. */
  pks: readonly string[]
  /** Only entries after this one. */
  after?: Position | undefined
  /** Only entries whose sort key is smaller. */
  before?: string | undefined
  /** How many entries are probably wanted: sizes the first read of each shard. */
  want: number
}

/** One shard's entries, newest first, read page by page as they are asked for. */
async function* shard(table: Table, { index, after, before, want, pks }: Ask, pk: string): AsyncGenerator<Entry> {
  const [bound] = [after?.at, before].filter((at) => at !== undefined).sort()
  let limit = Math.min(PAGE_LIMIT, Math.ceil((1.5 * want) / pks.length) + 1)
  let from: Item | undefined
  do {
    const page = await query(table, {
      index,
      pk,
      ...(bound ? { where: '#sk <= :bound', values: { ':bound': bound } } : {}),
      newestFirst: true,
      limit,
      from,
    })
    yield* page.items as Entry[]
    from = page.next
    limit = Math.min(PAGE_LIMIT, limit * 2)
  } while (from)
}

/** Puts entries of the very same `at`, which an index keeps in no particular order, into the list's order. */
async function* ordered(entries: AsyncIterable<Entry>): AsyncGenerator<Entry> {
  const inOrder = (a: Entry, b: Entry): number => newestFirst(positionOf(a), positionOf(b))
  let same: Entry[] = []
  for await (const entry of entries) {
    if (same[0] && same[0].at !== entry.at) {
      yield* same.sort(inOrder)
      same = []
    }
    same.push(entry)
  }
  yield* same.sort(inOrder)
}

/**
 * Merges the entries of many shards into one list, newest first, reading of each shard no more than is asked for.
 * Entries that arrive meanwhile, or move from one shard to another, neither repeat nor hide others.
 */
export async function* mergeShards(table: Table, ask: Ask): AsyncGenerator<Entry> {
  const readers = ask.pks.map((pk) => ordered(shard(table, ask, pk)))
  const heads = await Promise.all(readers.map((reader) => reader.next()))
  let last = ask.after
  for (;;) {
    let first = -1
    for (const [at, { value }] of heads.entries()) {
      const best = heads[first]?.value
      if (value && (!best || newestFirst(positionOf(value), positionOf(best)) < 0)) first = at
    }
    const reader = readers[first]
    const entry = heads[first]?.value
    if (!reader || !entry) return
    const position = positionOf(entry)
    // An entry on its way from one shard to another may be seen in both.
    if (!last || newestFirst(last, position) < 0) {
      yield entry
      last = position
    }
    heads[first] = await reader.next()
  }
}

/**
 * Takes one page from a list.
 * @param resolve makes answers of entries, in order; undefined leaves an entry out
 */
export const takePage = async <T>(
  entries: AsyncIterator<Entry>,
  limit: number,
  resolve: (entries: Entry[]) => Promise<(T | undefined)[]>,
): Promise<List<T>> => {
  const items: T[] = []
  let last: Entry | undefined
  for (let looked = 0; items.length < limit && looked < LOOK_LIMIT; ) {
    const batch: Entry[] = []
    while (batch.length < limit - items.length) {
      const { value, done } = await entries.next()
      if (done) break
      batch.push(value)
    }
    const found = (await resolve(batch)).filter((item) => item !== undefined)
    items.push(...found)
    looked += batch.length
    last = batch.at(-1) ?? last
    if (batch.length === 0) return { items }
  }
  const { done } = await entries.next()
  return done || !last ? { items } : { items, next: positionOf(last) }
}
