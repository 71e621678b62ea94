import type { Item, Value } from './kernel.ts'

/**
 * Sizes and units by the rules in the developer guide ("DynamoDB item sizes and formats", "Read and write operations"):
 * a write costs 1 unit per KB of the larger of the old and the new item, a strong read 1 per 4 KB, a transaction twice
 * that; every index entry that is put, changed or removed costs its own size, and is not doubled.
 */

const numberSize = (text: string): number => {
  const digits = text
    .replace(/^-/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '')
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0)
}

const valueSize = (value: Value): number => {
  const [type, content] = Object.entries(value)[0] ?? []
  if (type === 'S') return Buffer.byteLength(content as string)
  if (type === 'N') return numberSize(content as string)
  if (type === 'B') return Buffer.byteLength(content as string, 'base64')
  if (type === 'M') return 3 + Object.keys(content as Item).length + itemSize(content as Item)
  if (type === 'L') return (content as Value[]).reduce((sum, member) => sum + 1 + valueSize(member), 3)
  if (Array.isArray(content)) {
    return content.reduce((sum: number, member) => sum + valueSize({ [type?.charAt(0) ?? 'S']: member }), 0)
  }
  return 1
}

/** @returns the bytes DynamoDB bills an item as: UTF-8 of names and values */
export const itemSize = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueSize(value), 0)

const units = (bytes: number, per: number): number => Math.max(1, Math.ceil(bytes / per))

/** Write units of a change of an item or of an index entry; 0 when neither was nor is there. */
export const writeUnits = (before: Item | undefined, after: Item | undefined): number =>
  units(Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0), 1024)

/** Read units of one item, found or not. */
export const readUnits = (item: Item | undefined, consistent: boolean): number =>
  units(item ? itemSize(item) : 0, 4096) / (consistent ? 1 : 2)

/** Units by index name; the table's own under the empty name. */
export type Consumed = Map<string, number>

export const addUnits = (to: Consumed, more: Consumed): Consumed => {
  for (const [name, count] of more) to.set(name, (to.get(name) ?? 0) + count)
  return to
}

type Capacity = { [field: string]: unknown }

/**
 * The `ConsumedCapacity` of an answer.
 * @param wanted the request's `ReturnConsumedCapacity`
 * @param kind named in answers of transactions only, as the real ones do
 */
export const consumedCapacity = (
  wanted: unknown,
  tableName: string,
  consumed: Consumed,
  kind?: 'Read' | 'Write',
): Capacity | undefined => {
  if (wanted !== 'TOTAL' && wanted !== 'INDEXES') return undefined
  const total = [...consumed.values()].reduce((sum, count) => sum + count, 0)
  const named = (count: number): Capacity => ({
    CapacityUnits: count,
    ...(kind ? { [`${kind}CapacityUnits`]: count } : {}),
  })
  const indexes = [...consumed].filter(([name]) => name !== '')
  return {
    TableName: tableName,
    ...named(total),
    ...(wanted === 'INDEXES' ? { Table: named(consumed.get('') ?? 0) } : {}),
    ...(wanted === 'INDEXES' && indexes.length > 0
      ? { GlobalSecondaryIndexes: Object.fromEntries(indexes.map(([name, count]) => [name, named(count)])) }
      : {}),
  }
}
