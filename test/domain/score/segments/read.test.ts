import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { sayProblem } from '../../../../shared/domain/respond/problems.ts'
import { FIELDS } from '../../../../shared/domain/score/segments/fields.ts'
import { readRule } from '../../../../shared/domain/score/segments/read.ts'
import { fieldsIn, LIMITS, type Rule } from '../../../../shared/domain/score/segments/rule.ts'

const problemsWith = (value: unknown): string[] => {
  const read = readRule(value)
  return 'problems' in read ? read.problems.map(sayProblem) : []
}

const nested = (depth: number): unknown =>
  depth === 0 ? { f: 'customer', op: 'is', v: true } : { not: nested(depth - 1) }

describe('a rule', () => {
  it('is read as it is written', () => {
    const rule: Rule = {
      all: [
        { f: 'satisfaction', op: '<', v: -0.2 },
        {
          any: [
            { f: 'customer', op: 'is', v: true },
            { f: 'spent', op: '>=', v: 10_000, months: 12 },
          ],
        },
        { not: { f: 'level', op: 'in', v: ['exploring'] } },
        { f: 'activities', op: '>=', v: 3, days: 14 },
        { f: 'platforms', op: 'has', v: 'github' },
        { f: 'role', op: 'known', v: false },
      ],
    }
    expect(readRule(rule)).toEqual({ rule })
    expect([...fieldsIn(rule)].sort()).toEqual(
      ['activities', 'customer', 'level', 'platforms', 'role', 'satisfaction', 'spent'].sort(),
    )
  })

  it('that is wrong is refused with the place, what came and what was expected', () => {
    const forms = 'a rule: {"f", "op", "v"}, {"all": […]}, {"any": […]} or {"not": …}'
    expect(problemsWith(7)).toEqual([`came 7, expected ${forms}`])
    expect(problemsWith({})).toEqual([`came an object, expected ${forms}`])
    expect(problemsWith({ all: [] })).toEqual(['all: came an array of 0, expected a list of 1 to 40 rules'])
    expect(problemsWith({ all: [null, { any: 3 }] })).toEqual([
      `all[0]: came null, expected ${forms}`,
      'all[1].any: came 3, expected a list of 1 to 40 rules',
    ])
    expect(problemsWith({ not: { f: 'customer', op: 'is', v: true }, all: [] })).toEqual([
      'not: came an object, expected nothing beside all',
    ])
    expect(problemsWith({ f: 'orders', op: 3, v: 1 })).toEqual(['op: came 3, expected one of >= > <= < for orders'])
    expect(problemsWith({ not: { f: 'orders', op: '>=' } })).toEqual(['not.v: came nothing, expected a number'])
    expect(problemsWith({ f: 1 })[0]).toMatch(/^f: came 1, expected one of level, /)
    expect(problemsWith({ f: 'mood', op: '>', v: 1 })).toEqual([
      `f: came "mood", expected one of ${Object.keys(FIELDS).join(', ')}`,
    ])
    expect(problemsWith({ f: 'advocate', op: 'is', v: 1 })).toEqual([
      'op: came "is", expected one of >= > <= < known for advocate',
    ])
    expect(problemsWith({ f: 'advocate', op: '>=', v: 'many' })).toEqual(['v: came "many", expected a number'])
    expect(problemsWith({ f: 'advocate', op: '>=', v: Number.NaN })).toEqual(['v: came NaN, expected a number'])
    expect(problemsWith({ f: 'level', op: 'in', v: ['best'] })).toEqual([
      'v: came an array of 1, expected a list of 1 to 40 texts: leading, contributing, participating, exploring',
    ])
    expect(problemsWith({ f: 'level', op: 'is', v: 'best' })).toEqual([
      'v: came "best", expected a text of 1 to 100 characters: leading, contributing, participating, exploring',
    ])
    expect(problemsWith({ f: 'customer', op: 'is', v: 'yes' })).toEqual(['v: came "yes", expected true or false'])
    expect(problemsWith({ f: 'customer', op: 'is', v: true, since: 3 })).toEqual([
      'since: came 3, expected only f, op, v, months, days',
    ])
  })

  it('asks for windows only where there is something to count', () => {
    expect(problemsWith({ f: 'advocate', op: '>=', v: 1, months: 3 })).toEqual([
      'months: came 3, expected nothing: advocate is not a count',
    ])
    expect(problemsWith({ f: 'mentions', op: '>=', v: 1, days: 3 })).toEqual([
      'days: came 3, expected nothing: mentions is counted by the month',
    ])
    expect(problemsWith({ any: [{ f: 'orders', op: '>=', v: 1, months: 0 }] })).toEqual([
      'any[0].months: came 0, expected a whole number from 1 to 36',
    ])
    expect(problemsWith({ f: 'orders', op: '>=', v: 1, days: 2.5 })).toEqual([
      'days: came 2.5, expected a whole number from 1 to 1000',
    ])
    expect(problemsWith({ f: 'orders', op: '>=', v: 1, days: 2, months: 1 })).toEqual([
      'days: came 2, expected nothing beside months',
    ])
  })

  it('has limits', () => {
    expect(problemsWith(nested(LIMITS.depth - 1))).toEqual([])
    expect(problemsWith(nested(LIMITS.depth))).toEqual([
      `${'not.'.repeat(LIMITS.depth - 1)}not: came an object, expected at most 6 groups within each other`,
    ])
    const condition = { f: 'customer', op: 'is', v: true }
    const many = { all: [condition, { all: Array.from({ length: LIMITS.conditions }, () => condition) }] }
    expect(problemsWith(many)).toEqual(['came 41 conditions, expected at most 40'])
    expect(problemsWith({ all: ['x'.repeat(LIMITS.size)] })).toEqual([
      `came ${LIMITS.size + 12} characters of JSON, expected at most ${LIMITS.size}`,
    ])
    expect(problemsWith({ all: [10n] })).toEqual(['came Infinity characters of JSON, expected at most 8000'])
  })

  it('is either read or refused, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const read = readRule(value)
        expect('rule' in read || read.problems.length > 0).toBe(true)
      }),
    )
    const almost = fc.letrec((tie) => ({
      rule: fc.oneof(
        { maxDepth: 4 },
        fc.record({
          f: fc.oneof(fc.constantFrom(...Object.keys(FIELDS)), fc.string()),
          op: fc.constantFrom('>=', '<', 'is', 'in', 'has', 'known', 'toString'),
          v: fc.oneof(fc.double(), fc.boolean(), fc.string(), fc.array(fc.string())),
          months: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
        }),
        fc.record({ all: fc.array(tie('rule'), { maxLength: 3 }) }),
        fc.record({ not: tie('rule') }),
      ),
    }))
    fc.assert(
      fc.property(almost.rule, (value) => {
        const read = readRule(value)
        if ('problems' in read) expect(read.problems.length).toBeGreaterThan(0)
        else expect(JSON.parse(JSON.stringify(read.rule))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
