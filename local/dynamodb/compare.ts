import type { Item, Value } from './kernel.ts'

const SETS = new Set(['SS', 'NS', 'BS'])

const sameValues = (a: readonly unknown[], b: readonly unknown[], same: (x: unknown, y: unknown) => boolean): boolean =>
  a.length === b.length && a.every((value, at) => same(value, b[at]))

/** Whether two attribute values are equal as DynamoDB sees it: sets without order, maps and lists by content. */
export const sameValue = (a: Value | undefined, b: Value | undefined): boolean => {
  const type = Object.keys(a ?? {})[0]
  if (!a || !b || type === undefined || type !== Object.keys(b)[0]) return a === b
  const [x, y] = [a[type], b[type]]
  if (type === 'M') return sameItem(x as Item, y as Item)
  if (!Array.isArray(x) || !Array.isArray(y)) return x === y
  if (SETS.has(type)) return x.length === y.length && new Set([...x, ...y]).size === x.length
  return sameValues(x, y, (one, other) => sameValue(one as Value, other as Value))
}

/** Whether two items have the same attributes with the same values. */
export const sameItem = (a: Item | undefined, b: Item | undefined): boolean => {
  if (!a || !b) return a === b
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => sameValue(a[name], b[name]))
}
