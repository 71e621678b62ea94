import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { definitionsOf } from '../../../../shared/domain/score/segments/definition.ts'
import { FIELDS } from '../../../../shared/domain/score/segments/fields.ts'
import { evaluateSegments } from '../../../../shared/domain/score/segments/memberships.ts'
import type { Subject } from '../../../../shared/domain/score/segments/moving.ts'
import { readRule } from '../../../../shared/domain/score/segments/read.ts'
import { READY } from '../../../../shared/domain/score/segments/ready.ts'
import { DAY, msOf } from '../../../../shared/domain/time.ts'
import { type Deed, personOf, scoresOf } from './people.ts'

const NOW = msOf('2026-11-10T12:00:00.000Z')
const ago = (days: number, over: Partial<Deed> = {}): Deed => ({
  ...{ at: NOW - days * DAY, kind: 'post', feeling: 0, amount: 0 },
  ...over,
})
const order = (days: number): Deed => ago(days, { kind: 'order', amount: 5_000 })

const segmentsOf = (deeds: readonly Deed[], over: Partial<Subject> = {}): string[] =>
  evaluateSegments(
    { facts: personOf(deeds), scores: scoresOf(), currency: 'EUR', ...over },
    definitionsOf([], 0),
    [],
    NOW,
  ).entered.toSorted()

const often = (days: number): Deed[] => Array.from({ length: 6 }, (_, n) => ago(days + n))

describe('the ready-made segments', () => {
  it('are rules of the language, each with an id of its own', () => {
    for (const { rule } of READY) expect(readRule(rule)).toEqual({ rule })
    expect(new Set(READY.map(({ id }) => id)).size).toBe(READY.length)
  })

  it('are who they say they are', () => {
    expect(segmentsOf([ago(200), ago(1)])).toEqual([])
    expect(segmentsOf([ago(3)], { facts: { ...personOf([ago(3)]), firstSeenAt: '2026-11-07T00:00:00.000Z' } })).toEqual(
      ['new'],
    )
    expect(segmentsOf([ago(200), ...often(70)])).toEqual(['at-risk', 'quiet-60d'])
    expect(segmentsOf([ago(200), ...often(140)])).toEqual(['gone-quiet'])
    expect(segmentsOf([ago(200), order(20)])).toEqual(['first-time-buyers'])
    expect(segmentsOf([order(200), order(90), order(20)])).toEqual(['loyal'])
    expect(segmentsOf([order(200), order(20)], { scores: scoresOf({ rfm: 555 }) })).toEqual(['high-value'])
    const cross = [ago(40, { feeling: -9 }), ago(35, { feeling: -9 })]
    expect(segmentsOf([order(200), order(90), ...cross])).toContain('unhappy-customers')
    expect(segmentsOf([ago(200), ...cross])).toEqual([])
    expect(segmentsOf([ago(200), ago(1)], { scores: scoresOf({ advocate: 40 }) })).toEqual(['advocates'])
    const leading = { standing: { level: 'leading' as const } }
    expect(segmentsOf([ago(200), ago(1)], { scores: scoresOf({ advocate: 50 }, leading) })).toEqual([
      'advocates',
      'champions',
    ])
  })

  it('have nobody in them who is not of the community', () => {
    const staff = { scores: scoresOf({ advocate: 90, rfm: 555 }, { role: 'staff' as const }) }
    for (const deeds of [often(70), often(140), [order(20)], [order(200), order(90), order(20)]])
      expect(segmentsOf(deeds, staff)).toEqual([])
  })

  it('yield to what somebody says of them, and go when somebody takes them away', () => {
    const said = { id: 'new', rev: 4, name: 'Fresh', by: 'ada', at: '2026-11-01T00:00:00.000Z' }
    const rule = { f: 'mentions', op: '<', v: 3 } as const
    const changed = definitionsOf([{ ...said, rule }], 2)
    expect(changed.find(({ id }) => id === 'new')).toEqual({ ...said, rule, ready: false })
    expect(changed).toHaveLength(READY.length)
    expect(definitionsOf([said], 2).map(({ id }) => id)).toEqual(
      READY.map(({ id }) => id)
        .filter((id) => id !== 'new')
        .sort(),
    )
  })
})

describe('docs/segments.md', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/segments.md'), 'utf8')
  it('names every field with what it is, and every ready-made segment', () => {
    for (const [name, { what }] of Object.entries(FIELDS)) expect(text).toContain(`| \`${name}\` | ${what} |`)
    for (const { id, description } of READY) expect(text).toContain(`| \`${id}\` | ${description} |`)
  })
})
