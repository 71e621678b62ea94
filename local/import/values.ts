import { isoOf } from '../../shared/domain/time.ts'

/** Texts of CSV cells as values. An empty cell is no value. */

const YES = new Set(['true', 't', '1', 'yes', 'y'])
const NO = new Set(['false', 'f', '0', 'no', 'n'])

/** A cell does not hold what its column is for; the message says what was expected. */
export class CellError extends Error {
  override name = 'CellError'
}

/** @throws CellError */
export const flagOf = (cell: string): boolean => {
  const word = cell.trim().toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  throw new CellError('expected true or false')
}

/** @throws CellError */
export const wholeOf = (cell: string): number => {
  const number = Number(cell.trim())
  if (/^-?\d{1,16}$/.test(cell.trim()) && Number.isSafeInteger(number)) return number
  throw new CellError('expected a whole number')
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:\s*(Z|UTC|[+-]\d\d(?::?\d\d)?))?)?$/i
const ZONE: Record<string, string> = { '': 'Z', Z: 'Z', UTC: 'Z' }

const zoneOf = (zone: string): string =>
  ZONE[zone.toUpperCase()] ?? (zone.length === 3 ? `${zone}:00` : zone.replace(/^(...)(\d\d)$/, '$1:$2'))

/**
 * A time: ISO 8601 (with a blank for the T, too; without a zone it is UTC) or seconds or milliseconds since the epoch.
 * @returns ISO 8601 in UTC
 * @throws CellError
 */
export const timeOf = (cell: string): string => {
  const text = cell.trim()
  const iso = ISO.exec(text)
  const [seconds, milliseconds] = [/^\d{9,10}(\.\d{1,6})?$/.test(text), /^\d{12,13}$/.test(text)]
  const ms = iso
    ? Date.parse(`${iso[1]}T${iso[2] ?? '00:00'}${zoneOf(iso[3] ?? '')}`)
    : seconds
      ? Math.round(Number(text) * 1_000)
      : milliseconds
        ? Number(text)
        : Number.NaN
  if (Number.isNaN(ms)) throw new CellError('expected a time: ISO 8601 or seconds or milliseconds since the epoch')
  return isoOf(ms)
}

/** Several values in one cell, parted by `|`, `;` or `,`. */
export const severalOf = (cell: string): string[] =>
  cell
    .split(/[|;,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** A cell as it is. */
export const asIs = (cell: string): string => cell
