import { describe, expect, it } from '@jest/globals'
import type { GateInput } from '../../../shared/domain/nudge/context.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { MINUTE, msOf } from '../../../shared/domain/time.ts'
import { facts, gateInput, NOON, recipe } from './factories.ts'
import type { GateRow } from './gate-rows.ts'

describe('a gate', () => {
  it.each<GateRow>([
    ['sends when nothing stops it', {}, { do: 'send', emailIid: 'email:a' }],
    [
      'holds what has expired, before anything else',
      { now: '2026-06-13T12:00:00.000Z', pausedAll: true, addresses: [] },
      { do: 'hold', reason: 'expired' },
    ],
    ['holds a recipe that is gone', { recipe: undefined }, { do: 'hold', reason: 'paused_recipe', detail: 'gone' }],
    ['holds a dry run', { recipe: recipe({ status: 'dry-run' }) }, { do: 'hold', reason: 'dry_run' }],
    [
      'holds a draft',
      { recipe: recipe({ status: 'draft' }) },
      { do: 'hold', reason: 'paused_recipe', detail: 'draft' },
    ],
    [
      'holds an archived recipe',
      { recipe: recipe({ status: 'archived' }) },
      { do: 'hold', reason: 'paused_recipe', detail: 'archived' },
    ],
    [
      'holds when a condition fails, and names it',
      { facts: facts({ roles: ['staff'] }) },
      { do: 'hold', reason: 'condition_failed', detail: 'person.member' },
    ],
    [
      'holds when it has become unnecessary, and names why',
      { facts: facts({ answers: 2 }) },
      { do: 'hold', reason: 'resolved', detail: 'thread.answered' },
    ],
  ])('%s', (_, changes, verdict) => {
    expect(gate(gateInput(changes))).toEqual(verdict)
  })

  it.each([
    ['paused_all', { pausedAll: true }],
    ['paused_recipe', { recipe: recipe({ status: 'paused' }) }],
  ] as [string, Partial<GateInput>][])('waits while %s and comes back spread out', (reason, changes) => {
    const untils = ['AAAA', 'BBBB', 'CCCC', 'DDDD'].map((id) => {
      const verdict = gate(gateInput({ ...changes, decision: { ...gateInput().decision, id } }))
      expect(verdict).toMatchObject({ do: 'wait', reason })
      return verdict.do === 'wait' ? msOf(verdict.until) : 0
    })
    expect(new Set(untils).size).toBe(4)
    for (const until of untils) {
      expect(until).toBeGreaterThanOrEqual(msOf(NOON) + 5 * MINUTE)
      expect(until).toBeLessThanOrEqual(msOf(NOON) + 35 * MINUTE)
    }
  })
})
