import { database } from './kernel.ts'

/** One step of an atomic batch. */
export type Operation = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string }
export type Range = { gte?: string; gt?: string; lt?: string; lte?: string; reverse?: boolean; limit?: number }

/** An ordered map of text to JSON: LevelDB in a folder, or in memory. */
export type Storage = {
  get<T>(key: string): Promise<T | undefined>
  /** Entries in the order of their keys, as they were when the iteration began. */
  entries<T>(range: Range): AsyncIterable<[key: string, value: T]>
  /** All of it or nothing, also when the process is killed in the middle. */
  commit(operations: Operation[]): Promise<void>
  clear(prefix: string): Promise<void>
  /** One writer at a time: `work` reads and commits while nobody else writes. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Waits for the writer and closes. */
  close(): Promise<void>
}

type Level = {
  open(): Promise<void>
  get(key: string): Promise<unknown>
  iterator(range: Range): AsyncIterable<[string, unknown]>
  batch(operations: Operation[]): Promise<void>
  clear(range: Range): Promise<void>
  close(): Promise<void>
}

/** The highest key that begins with a prefix; keys hold no character above it. */
export const END = '\uffff'

const LOCK_WAIT = 5_000

const openLevel = async (dir?: string): Promise<Level> => {
  const until = Date.now() + LOCK_WAIT
  for (;;) {
    const { db } = database.create(dir === undefined ? {} : { path: dir })
    const level = db as Level
    try {
      await level.open()
      return level
    } catch (error) {
      // A predecessor that was just killed may hold the folder for a moment longer.
      if (Date.now() > until) {
        throw new Error(
          `Cannot open the database in ${dir}: is another Earshot running on it? Stop it, or use --data.`,
          {
            cause: error,
          },
        )
      }
      await new Promise((wake) => setTimeout(wake, 100))
    }
  }
}

/** @param dir folder of the database; left out: in memory */
export const openStorage = async (dir?: string): Promise<Storage> => {
  const level = await openLevel(dir)
  let last: Promise<unknown> = Promise.resolve()
  return {
    get: async <T>(key: string) => (await level.get(key)) as T | undefined,
    entries: <T>(range: Range) => level.iterator(range) as AsyncIterable<[string, T]>,
    commit: (operations) => level.batch(operations),
    clear: (prefix) => level.clear({ gte: prefix, lt: prefix + END }),
    exclusive: (work) => {
      const turn = last.then(work)
      last = turn.catch(() => undefined)
      return turn
    },
    close: async () => {
      await last
      await level.close()
    },
  }
}
