import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The runner's own little state: secrets, keys, checkpoints, the clock's offset. One JSON value per (kind, name). */
export type Store = {
  get<T>(kind: string, name: string): T | undefined
  set(kind: string, name: string, value: unknown): void
  remove(kind: string, name: string): void
  /** Those whose names begin with `prefix`, by name. */
  list<T>(kind: string, prefix: string): { name: string; value: T }[]
  close(): void
}

/** The data folder is in use by another runner. */
class LockedError extends Error {
  override name = 'LockedError'
}

/**
 * Opens the state in `dir` (in memory when absent) and holds an exclusive lock on it until closed. The operating system
 * frees the lock when the process dies, however it dies: no stale lock files.
 * @throws LockedError when another runner has the folder
 */
export const openStore = (dir?: string): Store => {
  if (dir) mkdirSync(dir, { recursive: true })
  const db = new DatabaseSync(dir ? join(dir, 'runner.db') : ':memory:')
  try {
    db.exec('PRAGMA busy_timeout = 200')
    db.exec('PRAGMA locking_mode = EXCLUSIVE')
    db.exec('PRAGMA journal_mode = WAL')
    db.exec('CREATE TABLE IF NOT EXISTS state (kind TEXT, name TEXT, value TEXT, PRIMARY KEY (kind, name))')
    db.exec('BEGIN EXCLUSIVE; COMMIT')
    // A killed process leaves the file whole without waiting for the disk; only a power cut could cost the last moments.
    db.exec('PRAGMA synchronous = OFF')
  } catch (error) {
    db.close()
    if (error instanceof Error && /locked|busy/i.test(error.message))
      throw new LockedError(`Another runner is using ${dir}. Stop it, or choose another folder with --data DIR.`)
    throw error
  }
  const read = db.prepare('SELECT value FROM state WHERE kind = ? AND name = ?')
  const write = db.prepare('INSERT OR REPLACE INTO state (kind, name, value) VALUES (?, ?, ?)')
  const erase = db.prepare('DELETE FROM state WHERE kind = ? AND name = ?')
  const all = db.prepare('SELECT name, value FROM state WHERE kind = ? AND name >= ? AND name < ? ORDER BY name')
  return {
    get: <T>(kind: string, name: string) => {
      const row = read.get(kind, name)
      return row ? (JSON.parse(String(row.value)) as T) : undefined
    },
    set: (kind, name, value) => {
      write.run(kind, name, JSON.stringify(value))
    },
    remove: (kind, name) => {
      erase.run(kind, name)
    },
    list: <T>(kind: string, prefix: string) =>
      all
        .all(kind, prefix, `${prefix}\uffff`)
        .map(({ name, value }) => ({ name: String(name), value: JSON.parse(String(value)) as T })),
    close: () => db.close(),
  }
}
