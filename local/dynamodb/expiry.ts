import type { Item } from './kernel.ts'

const FIVE_YEARS = 5 * 365 * 24 * 3600

/** Seconds as they are part of a key. */
const padded = (seconds: number): string => String(Math.max(0, Math.floor(seconds))).padStart(16, '0')

export const expiryPrefix = (table: string): string => `ttl~${table}~`

/** Where an item's expiry is noted; undefined when the item never expires. */
export const expiryKey = (table: string, attribute: string, itemKey: string, item?: Item): string | undefined => {
  const seconds = Number(item?.[attribute]?.N)
  if (!Number.isFinite(seconds) || seconds < 0) return undefined
  return `${expiryPrefix(table)}${padded(seconds)}~${itemKey}`
}

/** The range of what is due: the real service, too, leaves alone what is more than five years old. */
export const dueRange = (table: string, nowMs: number): { gte: string; lt: string } => ({
  gte: expiryPrefix(table) + padded(nowMs / 1000 - FIVE_YEARS),
  lt: expiryPrefix(table) + padded(nowMs / 1000 + 1),
})
