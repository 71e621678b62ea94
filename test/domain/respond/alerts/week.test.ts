import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { WEEKDAYS } from '../../../../shared/domain/respond/alerts/alert.ts'
import { weekDue } from '../../../../shared/domain/respond/alerts/week.ts'
import { DAY, HOUR, MINUTE } from '../../../../shared/domain/time.ts'

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Apia',
]
const START = Date.UTC(2026, 0, 1)

const setting = fc.record({
  day: fc.constantFrom(...WEEKDAYS),
  hour: fc.integer({ min: 0, max: 23 }),
  zone: fc.constantFrom(...ZONES),
})

it('every week has one digest, at its hour on its day, over changes of the clocks, however often it is looked at', () => {
  fc.assert(
    fc.property(setting, fc.integer({ min: 0, max: 330 }), (when, days) => {
      const from = START + days * DAY
      const first = new Map<string, number>()
      for (let now = from; now < from + 28 * DAY; now += 20 * MINUTE) {
        const week = weekDue(now, when, 0)?.week
        if (week !== undefined && !first.has(week)) first.set(week, now)
      }
      const weeks = [...first].sort(([a], [b]) => (a < b ? -1 : 1))
      // Four or five Mondays, a week apart.
      for (const [at, [week]] of weeks.entries()) {
        expect(Temporal.PlainDate.from(week).dayOfWeek).toBe(1)
        if (at > 0)
          expect(
            Temporal.PlainDate.from(weeks[at - 1]?.[0] ?? '')
              .add({ days: 7 })
              .toString(),
          ).toBe(week)
      }
      expect(weeks.length).toBeGreaterThanOrEqual(4)
      // The first may have been due before we looked.
      for (const [week, at] of weeks.slice(1)) {
        const slot = Temporal.PlainDate.from(week)
          .add({ days: WEEKDAYS.indexOf(when.day) })
          .toZonedDateTime({ timeZone: when.zone, plainTime: Temporal.PlainTime.from({ hour: when.hour }) })
        const late = at - slot.epochMilliseconds
        expect(late).toBeGreaterThanOrEqual(-HOUR)
        expect(late).toBeLessThanOrEqual(HOUR + 20 * MINUTE)
      }
    }),
    { numRuns: 40 },
  )
})

it('however late it is made, a digest begins where the one before ended, an hour or so from seven days long, and never ahead', () => {
  fc.assert(
    fc.property(setting, fc.integer({ min: 0, max: 330 }), fc.nat({ max: 2 * DAY }), (when, days, late) => {
      const from = START + days * DAY + late
      const told = new Map<string, { from: number; to: number }>()
      for (let now = from; now < from + 28 * DAY; now += 12 * HOUR) {
        const due = weekDue(now, when, 0)
        if (!due) continue
        expect(due.to).toBeLessThanOrEqual(now)
        expect(told.get(due.week) ?? due).toMatchObject({ from: due.from, to: due.to })
        told.set(due.week, due)
      }
      const spans = [...told.values()]
      for (const [at, { from, to }] of spans.entries()) {
        expect(Math.abs(to - from - 7 * DAY)).toBeLessThanOrEqual(2 * HOUR)
        if (at > 0) expect(from).toBe(spans[at - 1]?.to)
      }
      expect(spans.length).toBeGreaterThanOrEqual(3)
    }),
    { numRuns: 60 },
  )
})

it('a digest tells of what is up to its hour as clocks on the wall show it, where they change too', () => {
  const spanOf = (now: string, hour: number) => {
    const due = weekDue(Date.parse(now), { day: 'sunday', hour, zone: 'Europe/Berlin' }, 0)
    return due && [new Date(due.from).toISOString(), new Date(due.to).toISOString()]
  }
  // They go forward at two: four o'clock is two in UTC from then on, and two o'clock is left out.
  expect(spanOf('2026-03-29T02:00:00.000Z', 4)).toEqual(['2026-03-22T03:00:00.000Z', '2026-03-29T02:00:00.000Z'])
  expect(spanOf('2026-03-29T01:00:00.000Z', 2)).toEqual(['2026-03-22T01:00:00.000Z', '2026-03-29T00:00:00.000Z'])
  // They go back at three: two o'clock is there twice.
  expect(spanOf('2026-10-25T00:00:00.000Z', 2)).toEqual(['2026-10-18T00:00:00.000Z', '2026-10-25T00:00:00.000Z'])
  expect(spanOf('2026-10-25T01:30:00.000Z', 2)).toEqual(['2026-10-18T00:00:00.000Z', '2026-10-25T00:00:00.000Z'])
})

it('a digest more than two days late is left out, and a new alert has none of before it was made', () => {
  const when = { day: 'monday', hour: 9, zone: 'UTC' } as const
  const slot = Date.parse('2026-11-23T09:00:00.000Z')
  expect(weekDue(slot, when, 0)?.week).toBe('2026-11-23')
  expect(weekDue(slot + 2 * DAY, when, 0)?.week).toBe('2026-11-23')
  expect(weekDue(slot + 2 * DAY + MINUTE, when, 0)).toBeUndefined()
  expect(weekDue(slot - MINUTE, when, 0)).toBeUndefined()
  expect(weekDue(slot + 20 * MINUTE, when, slot + 10 * MINUTE)).toBeUndefined()
  // On a Sunday night, told early on Monday.
  expect(weekDue(slot - 9 * HOUR, { day: 'sunday', hour: 23, zone: 'UTC' }, 0)?.week).toBe('2026-11-16')
})
