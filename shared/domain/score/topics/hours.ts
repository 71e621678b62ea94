import { HOUR, type Iso, isoOf } from '../../time.ts'
import { ByteReader, ByteWriter } from './pack.ts'

/** An hour in UTC, counted from the epoch. */
export type Hour = number

/** How often something was counted, by hour. Hours without an entry had none. */
export type HourCounts = ReadonlyMap<Hour, number>

/** Hours that are remembered: the fourteen days that the baseline looks back on. */
export const REMEMBERED = 14 * 24

/** @param ms milliseconds since the epoch */
export const hourOf = (ms: number): Hour => Math.floor(ms / HOUR)

/** `2026-11-21T20`: sorts as text. */
export const hourText = (hour: Hour): string => isoOf(hour * HOUR).slice(0, 13)

/** The moment at which an hour begins. */
export const hourIso = (hour: Hour): Iso => isoOf(hour * HOUR)

/** The counts with one hour's set, without those that are forgotten by then. */
export const withHour = (counts: HourCounts, hour: Hour, count: number): HourCounts => {
  const kept = [...counts].filter(([at]) => at !== hour)
  if (count > 0) kept.push([hour, count])
  const newest = Math.max(hour, ...kept.map(([at]) => at))
  return new Map(kept.filter(([at]) => at >= newest - REMEMBERED).sort(([a], [b]) => a - b))
}

/** As bytes: pairs of how many hours after the one before, and how many; about two bytes an hour. */
export const packHours = (counts: HourCounts): Uint8Array => {
  const writer = new ByteWriter()
  let before = 0
  for (const [hour, count] of [...counts].sort(([a], [b]) => a - b)) {
    writer.number(hour - before)
    writer.number(count)
    before = hour
  }
  return writer.bytes()
}

/**
 * Reads what {@link packHours} made.
 * @throws PackedError when the bytes end in the middle
 */
export const unpackHours = (bytes: Uint8Array): Map<Hour, number> => {
  const reader = new ByteReader(bytes)
  const counts = new Map<Hour, number>()
  for (let hour = 0; !reader.done; ) {
    hour += reader.number()
    counts.set(hour, reader.number())
  }
  return counts
}
