import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { levelAt, love, type Standing, standing } from '../../../shared/domain/score/level.ts'
import { DAY } from '../../../shared/domain/time.ts'

const THRESHOLDS = { leading: 10, contributing: 4, participating: 1 }
const at = 1_000 * DAY

describe('love', () => {
  it('is every activity’s weight, times 0.9 for each month since', () => {
    const months = [
      { month: '2026-11', w: 200 },
      { month: '2026-09', w: 100 },
      { month: '2026-12', w: 900 },
      { month: '2026-08' },
    ]
    expect(love(months, '2026-11')).toEqual({
      value: 2.81,
      lines: [
        { what: 'done in 2026-11', input: 2, weight: 1, gives: 2 },
        { what: 'done in 2026-09', input: 1, weight: 0.81, gives: 0.81 },
      ],
    })
  })

  it('counts months across years', () => expect(love([{ month: '2025-12', w: 100 }], '2026-01').value).toBe(0.9))
})

describe('a level', () => {
  it.each([
    [10, 'leading'],
    [9.99, 'contributing'],
    [1, 'participating'],
    [0.99, 'exploring'],
  ])('of love %d is %s at first', (value, level) => {
    expect(standing(value, THRESHOLDS, undefined, at)).toEqual({ level })
  })

  it('goes up at once', () => {
    expect(standing(12, THRESHOLDS, { level: 'exploring' }, at)).toEqual({ level: 'leading' })
    expect(standing(12, THRESHOLDS, { level: 'leading', lowSince: 3 }, at)).toEqual({ level: 'leading' })
  })

  it('stays above four fifths of its threshold, however long', () => {
    expect(standing(8, THRESHOLDS, { level: 'leading', lowSince: 5 }, at)).toEqual({ level: 'leading' })
  })

  it('is lost after a week below that, and says when', () => {
    const low = standing(7.9, THRESHOLDS, { level: 'leading' }, at)
    expect(low).toEqual({ level: 'leading', lowSince: at, fallsAt: at + 7 * DAY })
    expect(standing(7.9, THRESHOLDS, low, at + 7 * DAY - 1)).toMatchObject({ level: 'leading', lowSince: at })
    expect(standing(7.9, THRESHOLDS, low, at + 7 * DAY)).toEqual({ level: 'contributing' })
  })

  it('falls only as far as four fifths of a threshold hold it', () => {
    const since: Standing = { level: 'leading', lowSince: at - 8 * DAY }
    expect(standing(3.3, THRESHOLDS, since, at)).toEqual({ level: 'contributing' })
    expect(standing(0.1, THRESHOLDS, since, at)).toEqual({ level: 'exploring' })
  })

  it('never flickers: love that moves by less than a fifth around a threshold changes it once at most', () => {
    const wobble = fc.array(fc.double({ min: 3.3, max: 4.8, noNaN: true }), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(wobble, (values) => {
        let before: Standing | undefined
        const levels = values.map((value, day) => {
          before = standing(value, THRESHOLDS, before, at + day * DAY)
          return before.level
        })
        expect(levels.filter((level, day) => day > 0 && level !== levels[day - 1]).length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('a level at a moment', () => {
  const day = (date: string): number => Date.parse(`${date}T00:00:00.000Z`)
  const levels = { leading: 10, contributing: 4, participating: 1 }

  it('is held for a week of the first month in which love is too low, and says so', () => {
    const months = [{ month: '2026-01', w: 1_000 }]
    expect(levelAt(months, levels, day('2026-01-20'))).toEqual({ level: 'leading', changesAt: day('2026-04-08') })
    // 10 × 0.9³ is below 8.
    expect(levelAt(months, levels, day('2026-03-31'))).toMatchObject({ level: 'leading' })
    expect(levelAt(months, levels, day('2026-04-07'))).toEqual({
      level: 'leading',
      lowSince: day('2026-04-01'),
      changesAt: day('2026-04-08'),
    })
    expect(levelAt(months, levels, day('2026-04-08')).level).toBe('contributing')
  })

  it('is the outermost one for nobody yet, and that is never lost', () => {
    expect(levelAt([], levels, day('2026-01-20'))).toEqual({ level: 'exploring' })
    expect(levelAt([{ month: '2026-02', w: 5_000 }], levels, day('2026-01-20'))).toEqual({ level: 'exploring' })
  })

  it('changes by itself exactly when it says', () => {
    const worth = fc.array(fc.integer({ min: 0, max: 1_500 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(worth, fc.integer({ min: 0, max: 400 }), (weights, days) => {
        const months = weights.map((w, n) => ({ month: `2026-${String(n + 1).padStart(2, '0')}`, w }))
        const now = day('2026-12-31') + days * DAY
        const { level, changesAt } = levelAt(months, levels, now)
        if (changesAt === undefined) return expect(level).toBe('exploring')
        expect(levelAt(months, levels, changesAt - 1).level).toBe(level)
        expect(levelAt(months, levels, changesAt).level).not.toBe(level)
      }),
    )
  })
})
