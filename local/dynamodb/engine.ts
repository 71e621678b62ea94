import { addUnits, type Consumed, writeUnits } from './capacity.ts'
import { sameItem } from './compare.ts'
import { expiryKey } from './expiry.ts'
import { type Description, database, type Index, type Item } from './kernel.ts'
import { streamKey, streamRecord } from './records.ts'
import type { Operation, Storage } from './storage.ts'

/** A table: its description, and the attribute that holds when items expire. */
export type Table = { description: Description; ttl?: string | undefined }

/** All that the operations share. */
export type Engine = {
  storage: Storage
  tables: Map<string, Table>
  /** Milliseconds; moves as the owner likes: expiry and the times in stream records go by it. */
  now: () => number
  /** Milliseconds of the real clock: the 24 hours of a stream and the 10 minutes of a token go by it. */
  wall: () => number
  region: string
  account: string
  /** Number of the last stream record. */
  sequence: number
}

/** One item's way from what it was to what it is. */
export type Change = { table: Table; key: string; before: Item | undefined; after: Item | undefined; byTtl?: boolean }

export const META = { sequence: 'meta~sequence' } as const

export const itemPrefix = (table: string): string => `item-${table}~`
export const indexPrefix = (table: string, index: string): string => `index~${table}~${index}~`

/** All indexes of a table. */
const indexesOf = ({ GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: Description): Index[] => [
  ...GlobalSecondaryIndexes,
  ...LocalSecondaryIndexes,
]

type Entry = { key: string; item: Item }

/** An index has an entry for the items that have its key attributes, and no other. */
const entryOf = (description: Description, index: Index, itemKey: string, item?: Item): Entry | undefined => {
  const indexKeys = index.KeySchema.map(({ AttributeName }) => AttributeName)
  if (!item || indexKeys.some((name) => item[name] === undefined)) return undefined
  const key = `${database.createIndexKey(item, description, index.KeySchema)}/${itemKey}`
  if (index.Projection.ProjectionType === 'ALL') return { key, item }
  const tableKeys = description.KeySchema.map(({ AttributeName }) => AttributeName)
  const names = new Set([...indexKeys, ...tableKeys, ...(index.Projection.NonKeyAttributes ?? [])])
  return { key, item: Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name))) }
}

const indexChange = (change: Change, index: Index): { operations: Operation[]; units: number } => {
  const { description } = change.table
  const prefix = indexPrefix(description.TableName, index.IndexName)
  const before = entryOf(description, index, change.key, change.before)
  const after = entryOf(description, index, change.key, change.after)
  if (sameItem(before?.item, after?.item)) return { operations: [], units: 0 }
  const put: Operation[] = after ? [{ type: 'put', key: prefix + after.key, value: after.item }] : []
  if (!before || before.key === after?.key) return { operations: put, units: writeUnits(before?.item, after?.item) }
  return {
    operations: [{ type: 'del', key: prefix + before.key }, ...put],
    units: writeUnits(before.item, undefined) + (after ? writeUnits(undefined, after.item) : 0),
  }
}

const expiryOperations = ({ table, key, before, after }: Change): Operation[] => {
  if (table.ttl === undefined) return []
  const name = table.description.TableName
  const [old, fresh] = [expiryKey(name, table.ttl, key, before), expiryKey(name, table.ttl, key, after)]
  if (old === fresh) return []
  return [
    ...(old === undefined ? [] : [{ type: 'del' as const, key: old }]),
    ...(fresh === undefined ? [] : [{ type: 'put' as const, key: fresh, value: key }]),
  ]
}

const streamOperations = (engine: Engine, change: Change): Operation[] => {
  const { description } = change.table
  if (!description.StreamSpecification?.StreamEnabled || sameItem(change.before, change.after)) return []
  engine.sequence += 1
  return [
    {
      type: 'put',
      key: streamKey(description, engine.sequence),
      value: { wall: engine.wall(), record: streamRecord(engine, change, engine.sequence) },
    },
    { type: 'put', key: META.sequence, value: engine.sequence },
  ]
}

/** What one change means for the database, and what it costs. Index entries for a table's backfill included. */
export const changeOperations = (engine: Engine, change: Change): { operations: Operation[]; consumed: Consumed } => {
  const { table, key, before, after } = change
  const { description } = table
  const itemKey = itemPrefix(description.TableName) + key
  const consumed: Consumed = new Map([['', writeUnits(before, after)]])
  const operations: Operation[] = []
  if (after) operations.push({ type: 'put', key: itemKey, value: after })
  else if (before) operations.push({ type: 'del', key: itemKey })
  for (const index of indexesOf(description)) {
    const { operations: more, units } = indexChange(change, index)
    operations.push(...more)
    if (units > 0) addUnits(consumed, new Map([[index.IndexName, units]]))
  }
  operations.push(...expiryOperations(change), ...streamOperations(engine, change))
  return { operations, consumed }
}

/**
 * Stores changes together with their index entries, expiry entries and stream records, as one batch. Call it while you
 * hold the storage exclusively.
 * @returns the units per change
 */
export const commitChanges = async (
  engine: Engine,
  changes: readonly Change[],
  extra: Operation[] = [],
): Promise<Consumed[]> => {
  const all = changes.map((change) => changeOperations(engine, change))
  await engine.storage.commit([...all.flatMap(({ operations }) => operations), ...extra])
  return all.map(({ consumed }) => consumed)
}
