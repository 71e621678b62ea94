import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { OFTEN, PARTS_OF_DAY } from '../../../shared/domain/nudge/choices.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { DAY, HOUR, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { address, gateInput, settings } from './factories.ts'

/** Zones whose clocks do odd things, with a day around which they do. */
const PLACES: [zone: string, day: string][] = [
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Pacific/Chatham', '2026-09-26'],
  ['Africa/Cairo', '2026-04-23'],
  ['Africa/Cairo', '2026-10-29'],
  ['Africa/Casablanca', '2026-03-22'],
  ['Asia/Gaza', '2026-10-24'],
  ['America/Havana', '2026-11-01'],
  ['Atlantic/Azores', '2026-03-29'],
  ['America/Santiago', '2026-09-06'],
  ['Asia/Kathmandu', '2026-01-01'],
]
/** From when until when a part of the day is, and the most emails of a wish, as the preference centre says them. */
const HOURS = { any: [0, 24], morning: [8, 12], midday: [11, 15], evening: [17, 21] } as const
const MOST = { usual: [2, 5], weekly: [1, 5], fortnightly: [1, 2], monthly: [1, 1] } as const

const clocks = new Map<string, Intl.DateTimeFormat>()
const minuteIn = (zone: string, ms: number): number => {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  clocks.set(zone, clock)
  const [hours = 0, minutes = 0] = clock.format(ms).split(':').map(Number)
  return hours * 60 + minutes
}

const cases = fc.constantFrom(...PLACES).chain(([zone, day]) =>
  fc.record({
    zone: fc.constant(zone),
    known: fc.boolean(),
    now: fc.integer({ min: -36 * 60, max: 36 * 60 }).map((minute) => msOf(`${day}T00:00:00.000Z`) + minute * MINUTE),
    ago: fc.array(fc.integer({ min: 1, max: 31 * 24 * 60 }), { maxLength: 6 }),
    often: fc.constantFrom(...OFTEN),
    part: fc.constantFrom(...PARTS_OF_DAY),
  }),
)

it('an email goes in the first minute that keeps every cap, every quiet hour and every wish, in zones of all sorts', () => {
  fc.assert(
    fc.property(cases, ({ zone, known, now, ago, often, part }) => {
      const times = ago.map((minutes) => now - minutes * MINUTE)
      const [per7, per30] = MOST[often]
      const within = (at: number, length: number): number => times.filter((time) => time > at - length).length
      const isFree = (at: number): boolean =>
        within(at, 20 * HOUR) < 1 && within(at, 7 * DAY) < per7 && within(at, 30 * DAY) < per30
      const isAwake = (at: number): boolean => {
        const minute = minuteIn(known ? zone : 'Europe/London', at)
        const [from, to] = HOURS[part]
        const unsure = !known && part === 'any'
        const open = unsure ? minute >= 10 * 60 && minute < 17 * 60 : minute >= 8 * 60 && minute < 21 * 60
        return open && minute >= from * 60 && minute < to * 60
      }
      let first = now
      while (!isFree(first) || !isAwake(first)) first += MINUTE

      const input = gateInput({
        now: isoOf(now),
        settings: settings({ timeZone: 'Europe/London' }),
        timeZone: known ? zone : undefined,
        addresses: [
          address({ often, partOfDay: part, sent: times.map((at, nth) => ({ id: `n${nth}`, at: isoOf(at) })) }),
        ],
      })
      const verdict = gate({ ...input, decision: { ...input.decision, expiresAt: isoOf(now + 90 * DAY) } })
      expect(verdict.do === 'wait' ? verdict.until : isoOf(now)).toBe(isoOf(first))
      expect(verdict.do).toBe(first === now ? 'send' : 'wait')
    }),
    { numRuns: 400 },
  )
}, 60_000)
