import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { endOfQuiet, isZone } from '../../../shared/domain/nudge/quiet-hours.ts'
import type { QuietHours } from '../../../shared/domain/nudge/quiet-window.ts'
import { HOUR, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { byTemporal } from '../../support/quiet-by-temporal.ts'

/**
 * Zones with changes of the clocks that break simple arithmetic, each with the days (UTC) around which they change in 2025
 * to 2027, or a day long gone on which something rare happened.
 */
const CHANGES: [string, string[]][] = [
  ['Australia/Lord_Howe', ['2026-04-04', '2026-10-03']],
  ['Pacific/Chatham', ['2026-04-04', '2026-09-26']],
  ['Africa/Cairo', ['2026-04-23', '2026-10-29']],
  ['Africa/Casablanca', ['2026-02-15', '2026-03-22']],
  ['Asia/Gaza', ['2026-03-28', '2026-10-24']],
  ['America/Havana', ['2026-03-08', '2026-11-01']],
  ['Atlantic/Azores', ['2026-03-29', '2026-10-25']],
  ['Europe/Lisbon', ['2026-03-29', '2026-10-25']],
  ['Europe/Berlin', ['2026-03-29', '2026-10-25']],
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['America/Santiago', ['2026-04-05', '2026-09-06']],
  ['Pacific/Apia', ['2011-12-29', '2026-01-01']],
  ['Asia/Kathmandu', ['2026-01-01']],
]

const formats = new Map<string, Intl.DateTimeFormat>()

/** Minutes since local midnight, by the platform's own calendar rather than by Temporal. */
const localMinute = (ms: number, zone: string): number => {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  formats.set(zone, format)
  const [hours = 0, minutes = 0] = format.format(ms).split(':').map(Number)
  return hours * 60 + minutes
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

const quietAt = (ms: number, zone: string, windows: readonly QuietHours[]): boolean =>
  windows.some(({ start, end }) => {
    const [at, from, to] = [localMinute(ms, zone), minutes(start), minutes(end)]
    return from <= to ? at >= from && at < to : at >= from || at < to
  })

/** Looks at every minute, one after the other. */
const bruteForce = (from: string, zone: string, windows: readonly QuietHours[]): string | undefined => {
  if (!quietAt(msOf(from), zone, windows)) return from
  const start = Math.floor(msOf(from) / MINUTE) * MINUTE
  for (let ms = start + MINUTE; ms < start + 60 * HOUR; ms += MINUTE) {
    if (!quietAt(ms, zone, windows)) return isoOf(ms)
  }
  return undefined
}

const clock = fc.oneof(
  fc.constantFrom('00:00', '00:30', '01:00', '01:30', '01:45', '02:00', '02:15', '02:30', '02:45', '03:00', '23:30'),
  fc
    .integer({ min: 0, max: 1439 })
    .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`),
)
const window = fc.record({ start: clock, end: clock })
const moment = fc.constantFrom(...CHANGES).chain(([zone, days]) =>
  fc.record({
    zone: fc.constant(zone),
    from: fc
      .tuple(fc.constantFrom(...days), fc.integer({ min: -30 * 60, max: 54 * 60 }), fc.integer({ min: 0, max: 59_999 }))
      .map(([day, minute, rest]) => isoOf(msOf(`${day}T00:00:00.000Z`) + minute * MINUTE + rest)),
  }),
)

describe('the end of quiet hours', () => {
  it('is what looking at every minute finds, in every zone around every change of the clocks', () => {
    fc.assert(
      fc.property(moment, fc.array(window, { minLength: 1, maxLength: 2 }), ({ zone, from }, windows) => {
        const found = endOfQuiet(from, zone, windows)
        expect(found).toBe(bruteForce(from, zone, windows))
        expect(found).toBe(byTemporal(from, zone, windows))
      }),
      { numRuns: 1_500 },
    )
  }, 60_000)

  it.each([
    [
      'is now when it is not quiet',
      '2026-06-10T12:00:00.000Z',
      'Europe/Berlin',
      '21:00',
      '08:00',
      '2026-06-10T12:00:00.000Z',
    ],
    ['is in the morning', '2026-06-10T20:00:00.000Z', 'Europe/Berlin', '21:00', '08:00', '2026-06-11T06:00:00.000Z'],
    [
      'is the change itself where the clocks skip it',
      '2026-03-29T00:10:00.000Z',
      'Europe/Berlin',
      '22:00',
      '02:30',
      '2026-03-29T01:00:00.000Z',
    ],
    [
      'is the earlier of two',
      '2026-10-25T00:10:00.000Z',
      'Europe/Berlin',
      '22:00',
      '02:30',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'is the later of two when the earlier is past',
      '2026-10-25T01:10:00.000Z',
      'Europe/Berlin',
      '22:00',
      '02:30',
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'never comes before midnight in Cairo’s gap',
      '2026-04-23T21:30:00.000Z',
      'Africa/Cairo',
      '21:00',
      '00:30',
      '2026-04-23T22:00:00.000Z',
    ],
    [
      'is over when the clocks go back before its start',
      '2026-10-29T20:50:00.000Z',
      'Africa/Cairo',
      '23:30',
      '06:00',
      '2026-10-29T21:00:00.000Z',
    ],
    [
      'is never reached in an empty window',
      '2026-06-10T21:00:00.000Z',
      'Europe/Berlin',
      '08:00',
      '08:00',
      '2026-06-10T21:00:00.000Z',
    ],
  ])('%s', (_, from, zone, start, end, until) => {
    expect(endOfQuiet(from, zone, [{ start, end }])).toBe(until)
  })

  it('does not exist when the whole day is quiet', () => {
    expect(
      endOfQuiet('2026-06-10T12:00:00.000Z', 'Etc/UTC', [
        { start: '08:00', end: '20:00' },
        { start: '20:00', end: '08:00' },
      ]),
    ).toBeUndefined()
  })

  it('refuses a zone that does not exist', () => {
    expect(() => endOfQuiet('2026-06-10T12:00:00.000Z', 'Moon/Base', [])).toThrow(RangeError)
  })
})

describe('a zone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['Etc/UTC', true],
    ['Moon/Base', false],
    ['ACT', false],
    ['\u221205:00', false],
    ['', false],
    [undefined, false],
  ])('%s exists: %s', (zone, exists) => {
    expect(isZone(zone)).toBe(exists)
  })

  it('is told from no zone after any number of names, which come from outside', () => {
    for (let n = 0; n < 1_100; n++) expect(isZone(`Moon/Base-${n}`)).toBe(false)
    expect(isZone('Europe/Berlin')).toBe(true)
    expect(isZone('Asia/Tokyo')).toBe(true)
    expect(isZone('Moon/Base-1099')).toBe(false)
  })
})
