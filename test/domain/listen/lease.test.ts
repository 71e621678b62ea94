import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Asked, askedNow, type Lease, leaseOf, standingOf } from '../../../shared/domain/listen/lease.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'

const NOW = Date.parse('2026-11-21T20:00:00.000Z')
const asked = (over: Partial<Asked> = {}): Asked => ({ as: 'a', since: NOW, at: NOW, tries: 1, ...over })
const given = (at: number, days = 9): Lease => ({ at: isoOf(at), until: isoOf(at + days * DAY) })
const standing = (one: Asked | undefined, lease: Lease | undefined, after = 0) =>
  standingOf(one, lease, { as: 'a', now: NOW + after })

describe('a subscription', () => {
  it('is asked for when it never was, and when the address or the secret is another one', () => {
    expect(standing(undefined, undefined)).toEqual({ denied: false, due: true })
    expect(standing(asked({ as: 'b' }), given(NOW))).toEqual({ denied: false, due: true, until: NOW + 9 * DAY })
  })

  it('is asked for again, less and less often, while the hub says nothing', () => {
    expect(standing(asked(), undefined, 9 * MINUTE).due).toBe(false)
    expect(standing(asked(), undefined, 10 * MINUTE).due).toBe(true)
    expect(standing(asked({ tries: 2 }), undefined, 15 * MINUTE).due).toBe(false)
    expect(standing(asked({ tries: 30 }), undefined, 59 * MINUTE).due).toBe(false)
    expect(standing(asked({ tries: 30 }), undefined, HOUR).due).toBe(true)
  })

  it('is renewed when a third of it is left', () => {
    expect(standing(asked(), given(NOW), 6 * DAY - 1)).toEqual({ denied: false, due: false, until: NOW + 9 * DAY })
    expect(standing(asked(), given(NOW), 6 * DAY).due).toBe(true)
    const renewing = asked({ at: NOW + 6 * DAY })
    expect(standing(renewing, given(NOW), 6 * DAY + MINUTE).due).toBe(false)
    expect(standing(renewing, given(NOW), 6 * DAY + 10 * MINUTE).due).toBe(true)
    expect(standing(renewing, given(NOW + 6 * DAY + 1), 6 * DAY + HOUR).due).toBe(false)
  })

  it('counts only from when it was asked for with this secret', () => {
    expect(standing(asked(), given(NOW - 1), MINUTE)).toEqual({ denied: false, due: false })
  })

  it('is asked for once a day when it was denied', () => {
    const denied: Lease = { at: isoOf(NOW), denied: 'no' }
    expect(standing(asked(), denied, DAY - 1)).toEqual({ denied: true, due: false })
    expect(standing(asked(), denied, DAY)).toEqual({ denied: true, due: true })
    expect(standing(asked({ at: NOW + DAY }), denied, DAY + HOUR).due).toBe(false)
  })

  it('remembers how often it was asked for without an answer', () => {
    const now = { as: 'a', now: NOW + HOUR }
    expect(askedNow(undefined, undefined, now)).toEqual({ as: 'a', since: NOW + HOUR, at: NOW + HOUR, tries: 1 })
    expect(askedNow(asked({ tries: 3 }), undefined, now)).toMatchObject({ since: NOW, tries: 4 })
    expect(askedNow(asked({ tries: 3 }), given(NOW), now)).toMatchObject({ since: NOW, tries: 1 })
    expect(askedNow(asked({ as: 'b', tries: 3 }), given(NOW), now)).toMatchObject({ since: NOW + HOUR, tries: 1 })
  })

  it('is believed for thirty days at most, and for one when the hub does not say', () => {
    const news = { topic: 't', door: 'd' }
    expect(leaseOf({ ...news, seconds: 60 }, isoOf(NOW))).toEqual({ at: isoOf(NOW), until: isoOf(NOW + MINUTE) })
    expect(leaseOf({ ...news, seconds: 9_999_999_999 }, isoOf(NOW)).until).toBe(isoOf(NOW + 30 * DAY))
    expect(leaseOf(news, isoOf(NOW)).until).toBe(isoOf(NOW + DAY))
    expect(leaseOf({ ...news, denied: '' }, isoOf(NOW))).toEqual({ at: isoOf(NOW), denied: '' })
  })

  it('never ends before it was asked for again, whatever a hub gives and however often we look', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 720 }), fc.integer({ min: 5, max: 60 }), (hours, minutes) => {
        let one = askedNow(undefined, undefined, { as: 'a', now: NOW })
        let lease = leaseOf({ topic: 't', door: 'd', seconds: hours * 3_600 }, isoOf(NOW))
        for (let now = NOW; now < NOW + 90 * DAY; now += minutes * MINUTE) {
          expect(now).toBeLessThan(Date.parse(lease.until ?? ''))
          if (!standingOf(one, lease, { as: 'a', now }).due) continue
          one = askedNow(one, lease, { as: 'a', now })
          lease = leaseOf({ topic: 't', door: 'd', seconds: hours * 3_600 }, isoOf(now))
        }
      }),
      { numRuns: 20 },
    )
  })
})
