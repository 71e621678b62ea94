import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../../local/random.ts'
import type { OtherDecision } from '../../../shared/domain/nudge/context.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { gateInput, NOON, recipe, settings, subject } from './factories.ts'

/** Minutes from noon. */
const at = (minutes: number): string => isoOf(msOf(NOON) + minutes * MINUTE)
const WINDOW = 10
const CHECK = 5

type Made = { due: number; priority: number; stuck: boolean }
type Row = Made & { id: string; look: number; sent?: number; looked: boolean }

/** No caps and no cool-down: whatever waits, waits for another decision only. */
const FREE = settings({ caps: { minGapHours: 0, per7Days: 1_000, per30Days: 1_000 } })
const RECIPE = recipe({ cooldown: '0m', quietHours: 'none' })

const otherOf = ({ id, due, priority, sent, looked }: Row): OtherDecision => ({
  ...{ id, priority, recipe: id, subject: subject({ id, threadId: id }) },
  ...{ createdAt: NOON, updatedAt: NOON, state: sent === undefined ? 'waiting' : 'sent' },
  // Once it was looked at it has another reason, and nobody counts on it.
  ...(sent === undefined && !looked ? { comesAt: at(due) } : {}),
})

const ask = (row: Row, rows: readonly Row[], now: number) =>
  gate(
    gateInput({
      now: at(now),
      recipe: { ...RECIPE, id: row.id },
      settings: FREE,
      decision: {
        ...{ id: row.id, recipe: row.id, priority: row.priority, subject: subject({ id: row.id, threadId: row.id }) },
        ...{ createdAt: NOON, expiresAt: at(100_000) },
      },
      others: rows.filter((other) => other !== row).map(otherOf),
    }),
  )

const before = (a: Row, b: Row): boolean => (a.priority === b.priority ? a.id < b.id : a.priority > b.priority)

/** What must not be waiting when something is sent: found by looking at all of them, not by the gate's own rule. */
const passedOver = (row: Row, rows: readonly Row[], now: number): Row[] =>
  rows.filter(
    (other) =>
      other !== row &&
      other.sent === undefined &&
      !other.looked &&
      before(other, row) &&
      Math.abs(other.due - now) <= WINDOW,
  )

/** Minute by minute, in any order: whoever is due asks the gates, and is sent or looks again later. */
const run = (made: readonly Made[], seed: number): Row[] => {
  const dice = seededRandom(seed)
  const rows: Row[] = made.map((one, index) => ({ ...one, id: `D${index}`, look: one.due, looked: false }))
  const end = Math.max(...made.map(({ due }) => due)) + WINDOW + CHECK + 1
  for (let now = 0; now <= end; now++) {
    const due = rows.filter(({ sent, stuck, look }) => sent === undefined && !stuck && look <= now)
    for (const row of due
      .map((one) => ({ one, by: dice() }))
      .sort((a, b) => a.by - b.by)
      .map(({ one }) => one)) {
      const verdict = ask(row, rows, now)
      row.looked = true
      if (verdict.do === 'send') {
        expect(passedOver(row, rows, now)).toEqual([])
        row.sent = now
        continue
      }
      expect(verdict).toMatchObject({ do: 'wait', reason: 'outranked' })
      row.look = now + CHECK
    }
  }
  return rows
}

const made = fc.record({ due: fc.nat(40), priority: fc.constantFrom(10, 50, 90), stuck: fc.boolean() })

describe('the collect window', () => {
  it('lets the most important of those that are due within it go first, and nobody waits for ever', () => {
    fc.assert(
      fc.property(fc.array(made, { minLength: 1, maxLength: 6 }), fc.integer(), (all, seed) => {
        for (const { stuck, sent, due } of run(all, seed)) {
          if (stuck) continue
          expect(sent).toBeGreaterThanOrEqual(due)
          expect(sent).toBeLessThanOrEqual(Math.max(...all.map((one) => one.due)) + WINDOW + CHECK + 1)
        }
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['due in ten minutes', 10, 'wait'],
    ['due in eleven', 11, 'send'],
    ['due ten minutes ago and not decided yet', -10, 'wait'],
    ['due eleven minutes ago, with something wrong with it', -11, 'send'],
  ])('makes room for what is more important and %s', (_, comes, what) => {
    const other: OtherDecision = {
      ...{ id: 'A', recipe: 'high', subject: subject({ id: 'x', threadId: 'x' }), state: 'waiting' },
      ...{ createdAt: NOON, updatedAt: NOON, comesAt: at(comes) },
    }
    expect(gate(gateInput({ others: [other] })).do).toBe(what)
    expect(gate(gateInput({ others: [{ ...other, recipe: 'low' }] })).do).toBe('send')
    expect(gate(gateInput({ others: [{ ...other, priority: 1 }] })).do).toBe('send')
  })

  it('is as long as the stage says', () => {
    const other: OtherDecision = {
      ...{ id: 'A', recipe: 'high', subject: subject({ id: 'x', threadId: 'x' }), state: 'waiting' },
      ...{ createdAt: NOON, updatedAt: NOON, comesAt: at(30) },
    }
    expect(gate(gateInput({ others: [other], settings: settings({ collectMinutes: 30 }) })).do).toBe('wait')
    expect(gate(gateInput({ others: [other], settings: settings({ collectMinutes: 0 }) })).do).toBe('send')
  })
})
