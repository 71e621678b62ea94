import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MappingError } from '../../../../shared/domain/listen/mapping/error.ts'
import { evaluate } from '../../../../shared/domain/listen/mapping/evaluate.ts'
import { exampleMapping, mappingOf } from '../../../support/mappings.ts'

const AT = '2026-11-20T10:00:00.000Z'
const converters = {
  html: (text: string) => text.replaceAll(/<[^<>]*>/g, ''),
  markdown: (text: string) => text.replaceAll('*', ''),
}
const run = (mapping: unknown, body: unknown, headers = {}) =>
  evaluate(mappingOf(mapping), { body, headers, receivedAt: AT }, converters)

const base = { kind: 'post', id: '1', at: AT, 'author.id': 'a', text: 'x' }
/** What an expression makes in a field. */
const value = (expression: unknown, body: unknown = {}, field = 'title'): unknown => {
  const { made } = run({ rules: [{ make: { ...base, [field]: expression } }] }, body)
  return field
    .split('.')
    .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], made[0]?.given)
}

describe('an expression', () => {
  const body = { a: 'A', n: 5, t: true, none: null, list: ['x', null, 7], empty: '', object: {}, html: '<p>hi</p>' }
  it.each([
    ['{a}', 'A'],
    ['{n}', '5'],
    ['{t}', 'true'],
    ['{none}', undefined],
    ['{{a}} {a}', '{a} A'],
    ['a-{missing}', undefined],
    ['', ''],
    [5, '5'],
    [null, undefined],
    [{ first: ['{missing}', '{empty}', '{a}', 'z'] }, 'A'],
    [{ first: ['{missing}'] }, undefined],
    [{ lookup: '{n}', in: { 5: 'five' } }, 'five'],
    [{ lookup: '{n}', in: { 6: 'six' } }, undefined],
    [{ lookup: '{n}', in: { 5: null }, else: 'no' }, undefined],
    [{ lookup: '{missing}', in: { 5: 'x' }, else: 'no' }, 'no'],
    [{ html: '{html}' }, 'hi'],
    [{ html: '{missing}' }, undefined],
    [{ markdown: '**{a}**' }, 'A'],
    [{ join: ['{a}', '{missing}', '{empty}', '{list}'], with: '+' }, 'A+x+7'],
    [{ join: ['{missing}'] }, undefined],
  ])('%j makes %j', (expression, made) => {
    expect(value(expression, body)).toBe(made)
  })

  it('makes lists', () => {
    expect(value(['{list}', 'y', '{missing}'], body, 'tags')).toEqual(['x', '7', 'y'])
    expect(value('{a}', body, 'tags')).toEqual(['A'])
    expect(value('{list}', body, 'tags')).toEqual(['x', '7'])
    expect(value(['{missing}'], body, 'tags')).toBeUndefined()
    expect(value('{many}', { many: Array(80).fill('x') }, 'tags')).toHaveLength(50)
  })

  it.each([
    ['{a}', '2026-11-20T10:00:00Z', AT],
    ['{a}', '2026-11-20 10:00:00', AT],
    ['{a}', '2026-11-20T12:00:00+02:00', AT],
    ['{a}', '2026-11-20T12:00:00 +0200', AT],
    ['{a}', '2026-11-20T05:00:00.5-05', '2026-11-20T10:00:00.500Z'],
    ['{a}', '2026-11-20', '2026-11-20T00:00:00.000Z'],
    [{ time: '{a}', in: 'iso' }, '2026-11-20 10:00', AT],
    [{ time: '{a}', in: 'seconds' }, 1_795_168_800, AT],
    [{ time: '{a}', in: 'seconds' }, '1795168800.25', '2026-11-20T10:00:00.250Z'],
    [{ time: '{a}', in: 'milliseconds' }, '1795168800000', AT],
    [{ time: '{a}', in: 'seconds' }, '', undefined],
    ['{a}', null, undefined],
    ['{a}', '', undefined],
  ])('%j makes a time of %j', (expression, a, made) => {
    expect(value(expression, { a }, 'editedAt')).toBe(made)
  })

  it.each([
    ['{a}', 'yesterday'],
    ['{a}', '2026-13-40T10:00:00Z'],
    ['{a}', { iso: AT }],
    [{ time: '{a}', in: 'seconds' }, '-5'],
    [{ time: '{a}', in: 'seconds' }, 'x'],
    [{ time: '{a}', in: 'milliseconds' }, '9999999999999999'],
    [{ time: '{a}', in: 'seconds' }, '1'.repeat(60)],
  ])('%j makes no time of %j', (expression, a) => {
    expect(() => value(expression, { a }, 'editedAt')).toThrow(
      /^rules\[0\]\.make\.editedAt: came something else, expected /,
    )
  })

  it.each([
    ['title', '{object}', 'came an object, expected text or a number'],
    ['title', '{list}', 'came a list, expected text or a number'],
    ['title', 'x{list}', 'came a list, expected text, a number, true or false'],
    ['title', { html: '{object}' }, 'came an object, expected text, a number, true or false'],
    ['tags', '{objects}', 'came an object, expected text or a number'],
    ['deleted', '{a}', 'came text, expected true or false'],
    ['version', '{t}', 'came a boolean, expected a whole number'],
    ['version', '{a}', 'came text, expected a whole number'],
    ['version', '{minus}', 'came a number, expected a whole number'],
    ['id', '{missing}', 'came nothing, expected a value: post needs this field'],
  ])('in %s, %j does not fit', (field, expression, problem) => {
    const made = () => value(expression, { ...body, objects: [{}], minus: -1 }, field)
    expect(made).toThrow(`rules[0].make.${field}: ${problem}`)
    expect(made).toThrow(MappingError)
  })

  it('makes flags and numbers of texts that say them', () => {
    expect(value('{a}', { a: 'true' }, 'deleted')).toBe(true)
    expect(value('{a}', { a: false }, 'deleted')).toBe(false)
    expect(value('{a}', { a: '12' }, 'version')).toBe(12)
    expect(value('{a}', { a: 12 }, 'version')).toBe(12)
  })

  it('cuts what is too long, and no character in two', () => {
    expect(value({ html: '{a}' }, { a: 'x'.repeat(150_000) })).toHaveLength(100_000)
    expect(value('-{a}', { a: '🫖'.repeat(80_000) })).toBe(`-${'🫖'.repeat(49_999)}`)
  })

  it('reads headers and the moment of arrival', () => {
    const { made } = run(
      { rules: [{ make: { ...base, title: '{$headers.x-topic}', at: '{$receivedAt}' } }] },
      {},
      { 'x-topic': 'T' },
    )
    expect(made[0]?.given).toMatchObject({ title: 'T', at: AT })
  })
})

describe('pointers', () => {
  it('are left out as a whole without their id', () => {
    const make = { ...base, kind: 'reply', 'thread.id': 't', 'parent.id': '{p}', 'parent.author.id': 'b' }
    const made = (body: object) => run({ rules: [{ make }] }, body).made[0]?.given
    expect(made({})).not.toHaveProperty('parent')
    expect(made({ p: 'P' })).toMatchObject({ parent: { id: 'P', author: { id: 'b' } }, thread: { id: 't' } })
  })
})

describe('rules', () => {
  const make = (id: string) => ({ ...base, id })
  const ids = (rules: unknown[], body: unknown): unknown[] => run({ rules }, body).made.map(({ given }) => given.id)

  it.each([
    [{ a: 'x' }, true],
    [{ a: 'y' }, false],
    [{ a: ['y', 'x'] }, true],
    [{ a: { not: 'x' } }, false],
    [{ a: { not: ['y'] } }, true],
    [{ missing: { not: 'x' } }, true],
    [{ missing: 'undefined' }, false],
    [{ a: { exists: true }, missing: { exists: false } }, true],
    [{ none: { exists: true } }, false],
    [{ n: '1' }, true],
    [{ n: 1, t: 'true' }, true],
    [{ list: 'x' }, false],
    [{ a: 'x', n: 2 }, false],
  ])('%j holds: %j', (when, holds) => {
    const body = { a: 'x', n: 1, t: true, none: null, list: ['x'] }
    expect(ids([{ when, make: make('1') }, { make: make('2') }], body)).toEqual(holds ? ['1', '2'] : ['2'])
  })

  it('end with one that ignores, which says why when nothing was made', () => {
    const rules = [{ when: { a: 1 }, make: make('1') }, { when: { b: 1 }, ignore: 'b' }, { make: make('2') }]
    expect(run({ rules }, { a: 1, b: 1 })).toMatchObject({ made: [{ given: { id: '1' } }] })
    expect(run({ rules }, { b: 1 })).toEqual({ made: [], ignored: 'b' })
    expect(ids(rules, { a: 1 })).toEqual(['1', '2'])
  })

  it('that do not fit are an error', () => {
    expect(() => run({ rules: [{ when: { a: 1 }, make: make('1') }] }, {})).toThrow(
      'no rule of the mapping fits; one with ignore says what means nothing',
    )
  })

  it('are read for each thing', () => {
    const mapping = {
      each: 'list',
      rules: [{ when: { skip: true }, ignore: 'skipped' }, { make: { ...base, id: '{id}', title: '{$body.name}' } }],
    }
    const { made } = run(mapping, { name: 'N', list: [{ id: 1 }, { skip: true }, { id: 2 }] })
    expect(made).toMatchObject([
      { given: { id: '1', title: 'N' }, at: 'list[0] rules[1].make' },
      { given: { id: '2' }, at: 'list[2] rules[1].make' },
    ])
    expect(run(mapping, { list: [{ skip: true }] }).ignored).toBe('skipped')
    expect(run(mapping, { list: [] }).ignored).toBe('no things in the list')
    expect(() => run(mapping, { list: [{}] })).toThrow('list[0] rules[1].make.id: came nothing')
    expect(() => run({ each: 'list', rules: [{ when: { a: 1 }, ignore: 'a' }] }, { list: [{}] })).toThrow(
      'list[0]: no rule',
    )
    expect(() => run(mapping, {})).toThrow('each: came nothing at list, expected a list')
    expect(() => run(mapping, { list: {} })).toThrow('each: came no list at list, expected a list')
  })
})

describe('too much', () => {
  it('of anything is an error, said as one', () => {
    const each = { each: 'list', rules: [{ make: base }] }
    expect(() => run(each, { list: Array(1_001).fill({}) })).toThrow('each: came 1001 things, expected at most 1000')
    expect(() => run(each, { list: Array(101).fill({}) })).toThrow(
      'list[100]: the delivery makes more than 100 activities',
    )
    const search = {
      each: 'list',
      rules: [{ when: { '$body.long[a=b]': { exists: true } }, make: base }, { ignore: 'x' }],
    }
    expect(() => run(search, { list: Array(1_000).fill({}), long: Array(20_000).fill(0) })).toThrow(
      'the mapping reads more than 10000000 characters and entries of this delivery',
    )
    const words = { each: 'list', rules: [{ make: { ...base, text: { html: '{$body.words}' } } }] }
    expect(() => run(words, { list: Array(100).fill({}), words: 'x'.repeat(1_000_000) })).toThrow(MappingError)
  })
})

describe('any JSON, by any of the examples', () => {
  const examples = ['The language', 'Reviews', 'Comments', 'Answers', 'Posts', 'Tickets'].map((heading) =>
    mappingOf(exampleMapping(heading)),
  )
  const names =
    'event events review id reviewer body hidden updated_at type post comment ticket author createdAt comment_approved form_response answers'
  const name = fc.constantFrom(...names.split(' '), '__proto__', 'constructor')
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.jsonValue(),
      fc.constantFrom('review/created', '1', AT, 'PostSubmit', 'form_response', true),
      fc.array(tie('tree')),
      fc.dictionary(name, tie('tree')),
    ),
  }))

  it('makes the same twice, or says that it does not fit; nothing else, and nothing large', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), tree, (mapping, body) => {
        const attempt = (): unknown => {
          try {
            return evaluate(mapping, { body, headers: {}, receivedAt: AT }, converters)
          } catch (error) {
            expect(error).toBeInstanceOf(MappingError)
            return (error as MappingError).message
          }
        }
        const once = attempt()
        expect(attempt()).toEqual(once)
        expect(JSON.stringify(once).length).toBeLessThan(10_000 + 20 * JSON.stringify(body).length)
        expect(Object.getPrototypeOf({})).toBe(Object.prototype)
      }),
      { numRuns: 2_000 },
    )
  })

  it('takes time that grows with what it reads', () => {
    const mapping = mappingOf({ rules: [{ make: { ...base, text: { html: '{body}' }, title: '{list[a=b].c}' } }] })
    const timeOf = (size: number): number => {
      const body = { body: 'x<'.repeat(size), list: Array(size).fill({ a: 'c' }) }
      const times = Array.from({ length: 5 }, () => {
        const from = performance.now()
        evaluate(mapping, { body, headers: {}, receivedAt: AT }, converters)
        return performance.now() - from
      })
      return Math.min(...times)
    }
    timeOf(1_000)
    expect(timeOf(160_000)).toBeLessThan(100 * Math.max(timeOf(10_000), 0.5))
  })
})
