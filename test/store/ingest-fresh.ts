import type { Activity } from '../../shared/domain/listen/activity.ts'
import { type Key, keys } from '../../shared/store/keys.ts'
import { getAll, type Item, type Table } from '../../shared/store/table.ts'
import { tableForAll } from '../support/tables.ts'

/** One table for all tests of a file, and names in it that no two of them share. */
export const ingestWorld = () => {
  const test = tableForAll()
  const one = async (key: Key): Promise<Item | undefined> => (await getAll(test.table, [key]))[0]

  let count = 0
  /** Names that no other test uses, so that all can share a table. */
  const fresh = () => {
    const platform = `forum${++count}`
    const make = (id: string, by: string, over: Record<string, unknown> = {}): Activity =>
      ({
        kind: 'post',
        source: 'forum',
        platform,
        id,
        at: '2026-03-01T00:00:00.000Z',
        revision: '2026-03-01',
        author: { id: by, handle: `${by}-handle` },
        text: 'NEUTRAL false',
        thread: { id: 't' },
        createdAt: '2026-03-01T00:00:00.000Z',
        ...over,
      }) as Activity
    const who = (by: string) => `${platform}:${by}`
    return { platform, make, who, rollup: (by: string) => one(keys.rollup(who(by), '2026-03')) }
  }
  return {
    get table(): Table {
      return test.table
    },
    one,
    fresh,
  }
}
