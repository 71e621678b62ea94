import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  countsFrom,
  firstDay,
  newlyCounted,
  reasonToPause,
  sumCounts,
} from '../../../shared/domain/measure/recipe-health.ts'

const AT = '2026-11-21T10:00:00.000Z'
const NONE = { delivered: 0, complained: 0, unsubscribed: 0 }

describe('what became of a recipe’s emails', () => {
  it('is counted by what is news of each', () => {
    expect(newlyCounted({}, { deliveredAt: AT, outcome: 'delivered' })).toEqual({ delivered: 1 })
    expect(newlyCounted({ deliveredAt: AT }, { deliveredAt: AT, outcome: 'complained' })).toEqual({ complained: 1 })
    expect(newlyCounted({ outcome: 'complained' }, { outcome: 'complained', unsubscribedAt: AT })).toEqual({
      unsubscribed: 1,
    })
    expect(newlyCounted({ outcome: 'delivered' }, { outcome: 'bounced' })).toEqual({})
  })

  it('adds up, whatever else its parts hold', () => {
    expect(sumCounts([])).toEqual(NONE)
    expect(
      sumCounts([
        { delivered: 3, version: 7 },
        { delivered: 1, complained: 1 },
      ]),
    ).toEqual({
      ...{ delivered: 4, complained: 1, unsubscribed: 0 },
    })
  })

  it('is looked at for thirty days, today among them', () => {
    expect(firstDay('2026-11-30T23:59:59.000Z')).toBe('2026-11-01')
  })
})

describe('a recipe', () => {
  it.each<[Partial<typeof NONE>, boolean]>([
    [{ delivered: 199, complained: 5 }, false],
    [{ delivered: 200, complained: 1 }, true],
    [{ delivered: 333, complained: 1 }, true],
    [{ delivered: 334, complained: 1 }, false],
    [{ delivered: 200, unsubscribed: 4 }, false],
    [{ delivered: 200, unsubscribed: 5 }, true],
    [{ delivered: 199, unsubscribed: 100 }, false],
    [{ delivered: 0 }, false],
  ])('with %o is paused: %s', (counts, paused) => {
    expect(reasonToPause({ ...NONE, ...counts }) !== undefined).toBe(paused)
  })

  it('says why in words', () => {
    expect(reasonToPause({ delivered: 240, complained: 1, unsubscribed: 9 })).toBe(
      '1 complaint of 240 delivered in 30 days, which is 0.4 %; 0.3 % is too much.',
    )
    expect(reasonToPause({ delivered: 240, complained: 0, unsubscribed: 9 })).toBe(
      '9 unsubscribed of 240 delivered in 30 days, which is 3.8 %; more than 2 % is too much.',
    )
  })

  it('that is paused for some is paused for more complaints too', () => {
    const counts = fc.record({ delivered: fc.nat(2_000), complained: fc.nat(20), unsubscribed: fc.nat(60) })
    fc.assert(
      fc.property(counts, fc.nat(5), (one, more) => {
        const worse = { ...one, complained: one.complained + more, unsubscribed: one.unsubscribed + more }
        expect(reasonToPause(one) === undefined || reasonToPause(worse) !== undefined).toBe(true)
      }),
    )
  })

  it('counts from the version with which it last went live', () => {
    const of = (...all: string[]) => all.map((status, at) => ({ version: all.length - at, status: status as 'live' }))
    expect(countsFrom(of('live', 'live', 'paused', 'live', 'draft'))).toBe(4)
    expect(countsFrom(of('live', 'live'))).toBe(1)
    expect(countsFrom(of('paused', 'live', 'draft'))).toBe(2)
    expect(countsFrom([])).toBe(0)
  })
})
