import { commitChanges, type Engine } from './engine.ts'
import { dueRange } from './expiry.ts'
import { storedItem } from './items.ts'
import { END, type Operation } from './storage.ts'
import { trimStreams } from './streams.ts'
import { TOKEN_PREFIX, TOKEN_TTL, type Token } from './transactions.ts'

const expireTable = (engine: Engine, name: string): Promise<number> =>
  engine.storage.exclusive(async () => {
    const table = engine.tables.get(name)
    if (table?.ttl === undefined) return 0
    let expired = 0
    for await (const [place, key] of engine.storage.entries<string>(dueRange(name, engine.now()))) {
      const before = await storedItem(engine, table, key)
      if (before) await commitChanges(engine, [{ table, key, before, after: undefined, byTtl: true }])
      else await engine.storage.commit([{ type: 'del', key: place }])
      expired += before ? 1 : 0
    }
    return expired
  })

/**
 * Deletes the items whose time has come, as the service itself does (here at once, there within days).
 * @returns how many
 */
export const expireItems = async (engine: Engine): Promise<number> => {
  let expired = 0
  for (const name of engine.tables.keys()) expired += await expireTable(engine, name)
  return expired
}

/** Forgets stream records and transaction tokens that are past their time. */
export const forgetOld = (engine: Engine): Promise<void> =>
  engine.storage.exclusive(async () => {
    await trimStreams(engine)
    const stale: Operation[] = []
    for await (const [key, token] of engine.storage.entries<Token>({ gte: TOKEN_PREFIX, lt: TOKEN_PREFIX + END })) {
      if (engine.wall() - token.wall > TOKEN_TTL) stale.push({ type: 'del', key })
    }
    if (stale.length > 0) await engine.storage.commit(stale)
  })
