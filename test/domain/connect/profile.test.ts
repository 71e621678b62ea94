import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type DatedProfile, mergeProfile, newerWord, startOfDay } from '../../../shared/domain/connect/profile.ts'

const day = (number: number) => `2026-01-0${number}T12:00:00.000Z`

describe('a profile', () => {
  it('takes the newest word on every field and keeps what is not said again', () => {
    const first = mergeProfile({}, { id: '1', handle: 'ann', name: 'Ann' }, day(1))
    expect(mergeProfile(first, { id: '1', name: 'Ann B.' }, day(2))).toEqual({
      handle: { v: 'ann', at: day(1) },
      name: { v: 'Ann B.', at: day(2) },
    })
    expect(mergeProfile(first, { id: '1', name: 'Older' }, '2025-12-31T00:00:00.000Z')).toBe(first)
  })

  it('never holds the address', () => {
    const profile = mergeProfile({}, { id: '1', email: 'ann@example.com', emailVerified: true }, day(1))
    expect(profile).toEqual({})
  })

  it('is the same object when nothing but the time of the day has changed', () => {
    const known = mergeProfile({}, { id: '1', name: 'Ann' }, '2026-01-01T08:00:00.000Z')
    expect(mergeProfile(known, { id: '1', name: 'Ann' }, '2026-01-01T20:00:00.000Z')).toBe(known)
    expect(mergeProfile(known, { id: '1', name: 'Ann' }, day(2))).toEqual({ name: { v: 'Ann', at: day(2) } })
  })

  it('is the same in any order of arrival, however often each of its words is said', () => {
    const HOUR = 3_600_000
    const words = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(words, fc.infiniteStream(fc.nat()), (gaps, order) => {
        let hours = 0
        const all = gaps.map((gap) => {
          hours += gap
          // A new name every 30 hours, said several times on the days that it lasts.
          return {
            name: `name ${Math.floor(hours / 30)}`,
            at: new Date(Date.UTC(2026, 0, 1) + hours * HOUR).toISOString(),
          }
        })
        const ranks = all.map(() => order.next().value ?? 0)
        const shuffled = all.map((word, at) => ({ word, rank: ranks[at] ?? 0 })).sort((a, b) => a.rank - b.rank)
        const merge = (list: typeof all) =>
          list.reduce<DatedProfile>((known, { name, at }) => mergeProfile(known, { id: '1', name }, at), {})
        expect(merge(shuffled.map(({ word }) => word))).toEqual(merge(all))
        expect(merge(all).name?.v).toBe(all.at(-1)?.name)
      }),
    )
  })
})

describe('two words of one moment', () => {
  it('have the same winner in both orders', () => {
    const [a, b] = [
      { v: 'a', at: day(1) },
      { v: 'b', at: day(1) },
    ]
    expect(newerWord(a, b)).toBe(b)
    expect(newerWord(b, a)).toBe(b)
  })
})

it('a day starts at midnight in UTC', () => {
  expect(startOfDay(day(1))).toBe('2026-01-01T00:00:00.000Z')
})
