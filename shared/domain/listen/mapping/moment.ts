import { type Iso, isoOf } from '../../time.ts'
import { MappingError } from './error.ts'
import type { TimeUnit } from './mapping.ts'

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?)?$/
/** Whole numbers, and what some write behind the point. */
const NUMBER = /^\d{1,16}(\.\d{1,9})?$/
/** The last moment that ISO 8601 writes with four digits of a year. */
const LATEST = 253_402_300_799_999

const offsetOf = (zone: string): string => {
  const digits = zone.replace(/[Z:]/g, '')
  return digits === '' ? 'Z' : `${digits.slice(0, 3)}:${digits.slice(3).padEnd(2, '0')}`
}

const ofText = (text: string): number => {
  const [, day, time = '00:00', zone = 'Z'] = ISO.exec(text.trim()) ?? []
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}${offsetOf(zone)}`)
}

const EXPECTED: Record<TimeUnit, string> = {
  iso: 'a time such as 2026-11-21T20:47:57Z or 2026-11-21 20:47:57 (then in UTC)',
  seconds: 'seconds since 1970',
  milliseconds: 'milliseconds since 1970',
}

const msOf = (text: string, unit: TimeUnit): number => {
  if (unit === 'iso') return ofText(text)
  if (!NUMBER.test(text)) return Number.NaN
  return Math.floor(Number(text) * (unit === 'seconds' ? 1_000 : 1))
}

/**
 * A moment as a platform writes it, as ISO 8601 in UTC; nothing stays nothing. Text without an offset is in UTC.
 * @throws MappingError when it is no moment of this form
 */
export const momentOf = (value: unknown, unit: TimeUnit, at: string): Iso | undefined => {
  if (value === undefined || value === null || value === '') return undefined
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  const ms = text.length <= 40 ? msOf(text, unit) : Number.NaN
  if (ms >= 0 && ms <= LATEST) return isoOf(ms)
  throw new MappingError(at, `came something else, expected ${EXPECTED[unit]}`)
}
