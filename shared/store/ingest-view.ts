import type { Key } from './keys.ts'
import { getAll, type Item, type Table } from './table.ts'

/**
 * What a batch has read and written so far. A key is read once; what a transaction of ours has written since is known
 * without reading. Somebody else's writes show as failed conditions: then the keys in question are forgotten.
 */
export type View = {
  /** Items by key, in order; reads what is not known yet, all in one call. */
  get(keys: readonly Key[]): Promise<(Item | undefined)[]>
  /** Takes note of an item that has just been written whole. */
  wrote(key: Key, item: Item | undefined): void
  forget(keys: readonly Key[]): void
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\0${sk}`

/** Opens an empty view of the table. One per batch: it must not outlive it. */
export const openView = (table: Table): View => {
  const known = new Map<string, Item | undefined>()
  return {
    get: async (keys) => {
      const missing = keys.filter((key) => !known.has(nameOf(key)))
      const items = missing.length > 0 ? await getAll(table, missing) : []
      missing.forEach((key, at) => {
        known.set(nameOf(key), items[at])
      })
      return keys.map((key) => known.get(nameOf(key)))
    },
    wrote: (key, item) => {
      known.set(nameOf(key), item)
    },
    forget: (keys) => {
      for (const key of keys) known.delete(nameOf(key))
    },
  }
}
