import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { STAGES, type Stage } from '../../../../shared/domain/nudge/stages.ts'
import { monthFactsOf, type PersonFacts } from '../../../../shared/domain/score/facts.ts'
import { AHEAD, evidenceAt, journeyAt } from '../../../../shared/domain/score/journey/journey.ts'
import { DEFAULT_SCORE_SETTINGS as settings } from '../../../../shared/domain/score/settings.ts'
import { DAY, isoOf } from '../../../../shared/domain/time.ts'
import { type Done, dateAfter, day, whoDid } from './people.ts'

const INPUTS = { settings, nightly: {} }
const at = (facts: PersonFacts, date: string) => journeyAt(facts, INPUTS, day(date))
const stageOn = (facts: PersonFacts, date: string): Stage => at(facts, date).stage
const linesOn = (facts: PersonFacts, date: string, stage: Stage): string[] =>
  evidenceAt(facts, INPUTS, day(date))
    .lines.filter((line) => line.stage === stage)
    .map(({ what }) => what)

const post = (date: string, counts: Record<string, number> = {}): Done => ({ at: date, n: 1, ...counts })
const order = (date: string): Done => ({ at: date, orders: 1 })

describe('the stage of somebody', () => {
  it('who wrote once is research', () => {
    expect(at(whoDid([post('2026-11-01')]), '2026-11-02')).toEqual({ stage: 'research', since: day('2026-11-01') })
  })

  it('who asked twice and bought nothing yet is consideration, and the questions say so', () => {
    const who = whoDid([post('2026-09-01'), post('2026-11-03', { questions: 1 }), post('2026-11-05', { questions: 1 })])
    expect(at(who, '2026-11-06')).toMatchObject({ stage: 'consideration', since: day('2026-11-03') })
    expect(linesOn(who, '2026-11-06', 'consideration')).toEqual(['2 questions since 3 Nov, before any order'])
  })

  it('goes from the first order through a week of purchase and the first weeks to use', () => {
    const who = whoDid([post('2026-10-01', { questions: 2 }), order('2026-11-02')])
    expect(stageOn(who, '2026-11-01')).toBe('consideration')
    expect(at(who, '2026-11-02')).toEqual({
      stage: 'purchase',
      since: day('2026-11-02'),
      changesAt: day('2026-11-09'),
    })
    expect(at(who, '2026-11-14')).toEqual({
      stage: 'onboarding',
      since: day('2026-11-09'),
      changesAt: day('2026-12-17'),
    })
    expect(linesOn(who, '2026-11-14', 'onboarding')).toEqual(['first order 12 days ago'])
    expect(stageOn(who, '2026-12-17')).toBe('use')
  })

  it('who has not ordered for about a year is due to order again, then a customer for a while, then nobody special', () => {
    const who = whoDid([order('2025-01-01')])
    expect(stageOn(who, '2025-10-19')).toBe('use')
    expect(at(who, '2025-10-21')).toEqual({
      ...{ stage: 'renewal', since: day('2025-01-01', 292), changesAt: day('2025-01-01', 456) },
    })
    expect(linesOn(who, '2025-10-21', 'renewal')).toEqual([
      'latest order 293 days ago, where 365 days between two are usual',
    ])
    expect(stageOn(who, '2026-05-01')).toBe('use')
    expect(at(who, '2027-02-01')).toEqual({ stage: 'research', since: day('2025-01-01', 730) })
  })

  it('who orders every hundred days is due after eighty, and an order ends it', () => {
    const orders = [0, 100, 200, 300].map((on) => order(dateAfter('2025-01-01', on)))
    const who = whoDid(orders)
    expect(stageOn(who, dateAfter('2025-01-01', 279))).toBe('use')
    expect(stageOn(who, dateAfter('2025-01-01', 280))).toBe('renewal')
    expect(stageOn(who, dateAfter('2025-01-01', 300))).toBe('use')
  })

  it('who orders every week is not asked to order again all the time', () => {
    const weekly = whoDid(Array.from({ length: 30 }, (_, week) => order(dateAfter('2026-01-01', 7 * week))))
    for (let on = 60; on < 203; on++) expect(stageOn(weekly, dateAfter('2026-01-01', on))).toBe('use')
  })

  it('whom a CRM knows is onboarding at first and then in use, though no order is known', () => {
    const who = whoDid([post('2026-08-01', { questions: 3 })], { customerSince: '2026-09-01T00:00:00.000Z' })
    expect(stageOn(who, '2026-08-02')).toBe('consideration')
    expect(stageOn(who, '2026-09-02')).toBe('onboarding')
    expect(linesOn(who, '2026-09-02', 'onboarding')).toEqual(['became known as a customer yesterday'])
    expect(stageOn(who, '2026-11-01')).toBe('use')
  })

  it('who answers others uses the product, whatever was bought', () => {
    expect(stageOn(whoDid([post('2026-10-01'), post('2026-10-09', { replies: 4, n: 4 })]), '2026-11-15')).toBe('use')
  })

  it('whom others can count on is advocacy, until half a year after the last of it', () => {
    const good = { n: 8, favourable: 7, replies: 6, accepted: 4 }
    const who = whoDid([post('2026-03-01', good), post('2026-04-01', good)], { followers: 5_000 })
    expect(stageOn(who, '2026-05-01')).toBe('advocacy')
    expect(linesOn(who, '2026-05-01', 'advocacy')).toEqual([
      'an advocate’s score of at least 40 since 1 Mar',
      '8 accepted answers since 1 Mar',
      '14 good words since 1 Mar',
    ])
    expect(at(who, '2026-05-01').changesAt).toBeDefined()
    expect(stageOn(who, '2027-12-01')).toBe('research')
  })

  it('is measured against what is usual among all, once a night has found that out', () => {
    const who = whoDid([post('2026-03-01', { n: 8, favourable: 7, replies: 6, accepted: 4 })], { followers: 5_000 })
    const nightly = { favour: { mean: 0.05, weight: 100 }, help: { mean: 0.05, weight: 100 } }
    expect(journeyAt(who, { settings, nightly }, day('2026-04-01')).stage).not.toBe('advocacy')
  })

  it('counts from the month’s beginning what has no day, as an answer that was accepted later', () => {
    const months = [monthFactsOf('2026-10', { accepted: 1 })]
    const who = { ...whoDid([], { firstSeenAt: '2026-09-01T00:00:00.000Z' }), months }
    expect(linesOn(who, '2026-11-02', 'use')).toEqual(['1 accepted answer since 1 Oct'])
  })

  it('before anything is known is research', () => {
    const nobody = whoDid([], { firstSeenAt: '2026-11-03T08:00:00.000Z' })
    expect(at(nobody, '2026-11-01')).toMatchObject({ stage: 'research', since: day('2026-11-03') })
    expect(linesOn(nobody, '2027-01-01', 'research')).toEqual(['known since 3 Nov 2026'])
  })

  it('is told with the day as it is', () => {
    expect(linesOn(whoDid([post('2026-11-03')]), '2026-11-03', 'research')).toContain('first seen today')
    expect(linesOn(whoDid([post('2026-11-03')]), '2026-11-03', 'research')).toContain(
      'active on 1 day since 3 Nov, before any order',
    )
  })
})

const SPAN = 700
const START = '2025-01-01'
const counts = fc.record(
  {
    n: fc.nat(4),
    questions: fc.nat(2),
    replies: fc.nat(3),
    accepted: fc.nat(2),
    favourable: fc.nat(3),
    orders: fc.nat(1),
  },
  { requiredKeys: [] },
)
const done = fc.tuple(fc.nat(SPAN), counts).map(([on, one]): Done => ({ ...one, at: dateAfter(START, on) }))
const people = fc
  .tuple(fc.array(done, { maxLength: 14 }), fc.option(fc.nat(SPAN)), fc.nat(10_000))
  .map(([all, customer, followers]) =>
    whoDid(all, {
      followers,
      firstSeenAt: `${START}T00:00:00.000Z`,
      ...(customer === null ? {} : { customerSince: `${dateAfter(START, customer)}T00:00:00.000Z` }),
    }),
  )

/** The rule as it is written, asked anew for every single day. */
const dayByDay = (facts: PersonFacts, days: number): { stage: Stage; since: number }[] => {
  let now: { stage: Stage; since: number } | undefined
  return Array.from({ length: days }, (_, on) => {
    const when = day(START, on)
    const { scores } = evidenceAt(facts, INPUTS, when)
    const best = STAGES.reduce((first, stage) => (scores[stage] >= scores[first] ? stage : first))
    if (!now || (best !== now.stage && (scores[now.stage] === 0 || scores[best] >= scores[now.stage] + AHEAD)))
      now = { stage: best, since: when }
    return now
  })
}

describe('whatever somebody did', () => {
  it('the stage is the one that a day-by-day reckoning comes to, and so is the next change', () => {
    fc.assert(
      fc.property(people, (facts) => {
        const expected = dayByDay(facts, SPAN + 900)
        for (let on = 0; on < SPAN + 800; on += 23) {
          const { stage, since, changesAt } = journeyAt(facts, INPUTS, day(START, on) + DAY / 2)
          expect({ stage, since }).toEqual(expected[on])
          const next = expected.slice(on).find((one) => one.since > day(START, on))
          if (next) expect(isoOf(Number(changesAt))).toBe(isoOf(next.since))
        }
      }),
      { numRuns: 10 },
    )
  })

  it('something speaks for the stage, and no score is outside 0 to 100', () => {
    fc.assert(
      fc.property(people, fc.nat(SPAN + 800), (facts, on) => {
        const { lines, scores } = evidenceAt(facts, INPUTS, day(START, on))
        const { stage } = journeyAt(facts, INPUTS, day(START, on))
        expect(lines.some((line) => line.stage === stage)).toBe(true)
        for (const one of STAGES) expect(scores[one]).toBe(Math.min(100, Math.max(0, scores[one])))
        for (const { what } of lines) expect(what).not.toMatch(/[{}]|NaN|Infinity|\(s\)/)
      }),
    )
  })

  it('nobody is moved back and forth: who does nothing more changes a few times and then never', () => {
    fc.assert(
      fc.property(people, (facts) => {
        let [when, changes] = [day(START, SPAN + 1), 0]
        for (let next = journeyAt(facts, INPUTS, when).changesAt; next; changes++) {
          when = next
          next = journeyAt(facts, INPUTS, when).changesAt
        }
        expect(changes).toBeLessThan(9)
      }),
    )
  })
})
