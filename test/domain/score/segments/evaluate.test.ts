import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { evaluate, lookAt } from '../../../../shared/domain/score/segments/evaluate.ts'
import { evaluateSegments } from '../../../../shared/domain/score/segments/memberships.ts'
import type { Subject } from '../../../../shared/domain/score/segments/moving.ts'
import type { Condition, Rule } from '../../../../shared/domain/score/segments/rule.ts'
import { DAY, isoOf, msOf } from '../../../../shared/domain/time.ts'
import { type Deed, personOf, scoresOf } from './people.ts'

const NOW = msOf('2026-11-10T12:00:00.000Z')

const deed = (over: Partial<Deed> = {}): Deed => ({ at: NOW - DAY, kind: 'post', feeling: 0, amount: 0, ...over })

const subject = (deeds: readonly Deed[], over: Partial<Subject> = {}): Subject => ({
  facts: personOf(deeds),
  scores: scoresOf(),
  currency: 'EUR',
  ...over,
})

const ask = (rule: Rule, who: Subject, now = NOW) => {
  const { match, nextChangeAt } = evaluate(rule, lookAt(who, now), now)
  return { match, next: Number.isFinite(nextChangeAt) ? isoOf(nextChangeAt) : 'never' }
}

describe('a condition', () => {
  it('says when days will have passed, to the millisecond', () => {
    const who = subject([deed({ at: msOf('2026-11-03T18:30:00.000Z') })])
    expect(ask({ f: 'daysSinceActivity', op: '>=', v: 30 }, who)).toEqual({
      match: false,
      next: '2026-12-03T00:00:00.000Z',
    })
    expect(ask({ f: 'daysSinceActivity', op: '>', v: 30 }, who).next).toBe('2026-12-03T00:00:00.001Z')
    expect(ask({ f: 'daysSinceActivity', op: '<', v: 3 }, who)).toEqual({ match: false, next: 'never' })
    expect(ask({ f: 'daysSinceOrder', op: '>', v: 3 }, who)).toEqual({ match: false, next: 'never' })
  })

  it('says when a window loses what it counts', () => {
    const who = subject([
      deed({ at: msOf('2026-10-03T18:30:00.000Z') }),
      deed({ at: msOf('2026-11-03T18:30:00.000Z') }),
    ])
    const mentions = (v: number, months?: number): Condition => ({
      ...{ f: 'mentions' as const, op: '>=' as const, v },
      ...(months ? { months } : {}),
    })
    expect(ask(mentions(2, 2), who)).toEqual({ match: true, next: '2026-12-01T00:00:00.000Z' })
    expect(ask(mentions(1, 2), who)).toEqual({ match: true, next: '2027-01-01T00:00:00.000Z' })
    expect(ask(mentions(2), who)).toEqual({ match: true, next: '2029-10-01T00:00:00.000Z' })
    expect(ask(mentions(3, 2), who)).toEqual({ match: false, next: 'never' })
    expect(ask({ f: 'activities', op: '>=', v: 1, days: 30 }, who).next).toBe('2026-12-03T00:00:00.000Z')
    expect(ask({ f: 'spent', op: '>=', v: 1 }, who)).toEqual({ match: false, next: 'never' })
  })

  it('counts what is dated ahead when its time has come', () => {
    const ahead = deed({ at: msOf('2026-12-02T00:00:00.000Z'), feeling: 9 })
    const who = subject([ahead])
    expect(ask({ f: 'participation', op: '>', v: 0.5 }, who)).toEqual({
      match: false,
      next: '2026-12-01T00:00:00.000Z',
    })
    expect(ask({ f: 'satisfaction', op: 'known', v: true }, who).next).toBe('2026-12-01T00:00:00.000Z')
    expect(ask({ f: 'mentions', op: '>=', v: 1 }, who)).toEqual({ match: false, next: '2026-12-01T00:00:00.000Z' })
  })

  it('on what decays is the other way round right after the moment that it names, and not before', () => {
    const feelings = fc.array(
      fc.record({ ago: fc.integer({ min: 0, max: 200 * DAY }), feeling: fc.integer({ min: -10, max: 10 }) }),
      { maxLength: 12 },
    )
    const threshold = fc.double({ min: -1, max: 4, noNaN: true })
    const field = fc.constantFrom('participation' as const, 'satisfaction' as const)
    const op = fc.constantFrom('>=' as const, '>' as const, '<=' as const, '<' as const)
    fc.assert(
      fc.property(feelings, field, op, threshold, (given, f, op, v) => {
        const who = subject(given.map(({ ago, feeling }) => deed({ at: NOW - ago, feeling })))
        const look = lookAt(who, NOW)
        const { match, nextChangeAt } = evaluate({ f, op, v }, look, NOW)
        expect(nextChangeAt).toBeGreaterThan(NOW)
        const later = Number.isFinite(nextChangeAt) ? nextChangeAt : NOW + 3_000 * DAY
        for (const share of [0.1, 0.5, 0.9, 1])
          expect(evaluate({ f, op, v }, look, Math.floor(NOW + (later - 1 - NOW) * share)).match).toBe(match)
        if (Number.isFinite(nextChangeAt)) expect(evaluate({ f, op, v }, look, nextChangeAt).match).toBe(!match)
      }),
      { numRuns: 300 },
    )
  })

  it('asks what scores and profiles say, and nothing passes that is not known', () => {
    const who = subject([deed()], {
      facts: personOf([deed()], { platform: 'github', language: 'de', followers: 900, customer: true }),
      scores: scoresOf({ advocate: 61, influence: 0.4, rfm: 543, value: 12_000 }, { standing: { level: 'leading' } }),
    })
    const passes: Rule[] = [
      { f: 'advocate', op: '>=', v: 61 },
      { f: 'influence', op: '<', v: 0.5 },
      { f: 'value', op: '<=', v: 12_000 },
      { f: 'recency', op: '>=', v: 5 },
      { f: 'frequency', op: '<=', v: 4 },
      { f: 'money', op: '<', v: 4 },
      { f: 'followers', op: '>', v: 899 },
      { f: 'level', op: 'is', v: 'leading' },
      { f: 'platforms', op: 'has', v: 'github' },
      { f: 'languages', op: 'has', v: 'de' },
      { f: 'customer', op: 'is', v: true },
      { f: 'role', op: 'known', v: false },
      { f: 'daysSinceFirstSeen', op: '<', v: 30 },
    ]
    for (const rule of passes) expect([rule, ask(rule, who).match]).toEqual([rule, true])
    const stranger = subject([])
    for (const f of ['advocate', 'money', 'recency', 'satisfaction', 'daysSinceActivity'] as const) {
      expect(ask({ f, op: '<', v: 1e9 }, stranger).match).toBe(false)
      expect(ask({ f, op: '>=', v: -1e9 }, stranger).match).toBe(false)
      expect(ask({ f, op: 'known', v: false }, stranger).match).toBe(true)
    }
  })
})

describe('a group', () => {
  const age = (v: number, op: '>=' | '<'): Condition => ({ f: 'daysSinceActivity', op, v })
  const who = subject([deed({ at: msOf('2026-11-01T00:00:00.000Z') })])
  const daysOn = (days: number): string => isoOf(msOf('2026-11-01T00:00:00.000Z') + days * DAY)

  it('that holds in all its parts changes with the first; one that does not, not before the last that fails', () => {
    expect(ask({ all: [age(20, '<'), age(30, '<')] }, who)).toEqual({ match: true, next: daysOn(20) })
    expect(ask({ all: [age(20, '>='), age(30, '>='), age(40, '<')] }, who)).toEqual({ match: false, next: daysOn(30) })
    expect(ask({ all: [age(20, '>='), age(3, '<')] }, who)).toEqual({ match: false, next: 'never' })
  })

  it('that holds in any part changes not before the last of them, and one that does not with the first', () => {
    expect(ask({ any: [age(20, '<'), age(30, '<'), age(40, '>=')] }, who)).toEqual({ match: true, next: daysOn(30) })
    expect(ask({ any: [age(20, '>='), age(30, '>=')] }, who)).toEqual({ match: false, next: daysOn(20) })
    expect(ask({ not: { any: [age(20, '>='), age(30, '>=')] } }, who)).toEqual({ match: true, next: daysOn(20) })
  })
})

describe('memberships', () => {
  const segments = [
    { id: 'here', rev: 1, rule: { f: 'daysSinceActivity', op: '<', v: 30 } as const },
    { id: 'gone', rev: 1, rule: { f: 'daysSinceActivity', op: '>=', v: 30 } as const },
  ]
  const who = subject([deed({ at: NOW })])

  it('are entered and left, and the same again changes nothing', () => {
    const first = evaluateSegments(who, segments, ['gone', 'taken-away'], NOW)
    expect(first).toEqual({
      entered: ['here'],
      left: ['gone', 'taken-away'],
      nextChangeAt: msOf('2026-12-10T00:00:00.000Z'),
    })
    expect(evaluateSegments(who, segments, ['here'], NOW)).toEqual({ ...first, entered: [], left: [] })
  })

  it('that time cannot change are not due', () => {
    expect(evaluateSegments(who, [], [], NOW)).toEqual({ entered: [], left: [] })
  })
})
