import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readMapping } from '../../../../shared/domain/listen/mapping/read.ts'
import { sayProblem } from '../../../../shared/domain/respond/problems.ts'
import { exampleMapping } from '../../../support/mappings.ts'

const make = { kind: 'follow', id: '{id}', at: '{at}', 'author.id': '{by}' }
const withField = (field: string, expression: unknown, kind = 'post') => ({
  rules: [{ make: { ...make, kind, text: 'x', [field]: expression } }],
})
const problems = (mapping: unknown): string[] => {
  const read = readMapping(mapping)
  return 'problems' in read ? read.problems.map(sayProblem) : []
}
const deep = (levels: number): unknown => (levels === 0 ? 'x' : { html: deep(levels - 1) })

describe('a mapping that is right', () => {
  it.each(['The language', 'Reviews', 'Comments', 'Answers', 'Posts', 'Tickets'])(
    'is that of the docs: %s',
    (heading) => {
      expect(problems(exampleMapping(heading))).toEqual([])
    },
  )

  it('may use every form', () => {
    const forms = [
      'text {{in braces}} and {a}',
      5,
      true,
      null,
      ['{a}', 'b'],
      { first: ['{a}', 'b'] },
      { lookup: '{a}', in: { x: 'y', z: null } },
      { lookup: '{a}', in: { x: 1 }, else: { html: '{b}' } },
      { time: '{a}', in: 'seconds' },
      { markdown: '{a}' },
      { join: ['{a}', '{b}'] },
      { join: ['{a}'], with: ', ' },
    ]
    for (const form of forms) expect(problems(withField('title', form))).toEqual([])
  })

  it('may use every condition', () => {
    const when = { a: 'b', c: 5, d: [true, 'x'], e: { not: 'f' }, g: { not: ['h', 1] }, i: { exists: false } }
    expect(problems({ each: 'things', rules: [{ when, make }, { ignore: 'the rest' }] })).toEqual([])
  })
})

describe('a mapping that is wrong', () => {
  const path = 'a path such as review.author.name, of at most 200 characters and 16 steps'
  const hole =
    'text of at most 2000 characters with at most 20 holes such as {review.title}, braces themselves as {{ and }}'
  const one =
    'a text, number, true or false; a list of 1 to 50 of them; {"not": …}; {"exists": true} or {"exists": false}'
  it.each([
    [null, 'came null, expected a mapping: an object with rules'],
    [[], 'came an array of 0, expected a mapping: an object with rules'],
    [{}, 'rules: came nothing, expected a list of 1 to 50 rules'],
    [{ rules: [{ make }], other: 1 }, 'other: came 1, expected only each, rules'],
    [{ each: 'a..b', rules: [{ make }] }, `each: came "a..b", expected ${path}`],
    [{ each: 5, rules: [{ make }] }, `each: came 5, expected ${path}`],
    [
      { each: Array(18).fill('a').join('.'), rules: [{ make }] },
      `each: came "${Array(18).fill('a').join('.')}", expected ${path}`,
    ],
    [
      { rules: [5] },
      'rules[0]: came 5, expected an object with either make (the fields of an activity) or ignore (the reason), and when',
    ],
    [
      { rules: [{ make, ignore: 'x' }] },
      'rules[0]: came an object, expected an object with either make (the fields of an activity) or ignore (the reason), and when',
    ],
    [{ rules: [{ make, els: 1 }] }, 'rules[0].els: came 1, expected only when, make, ignore'],
    [
      { rules: [{ ignore: 'why?' }] },
      'rules[0].ignore: came "why?", expected the reason, 1 to 60 letters, digits, blanks and . , / - _',
    ],
    [{ rules: [{ make: 5 }] }, 'rules[0].make: came 5, expected an object with kind and the fields of the activity'],
    [
      { rules: [{ when: [], make }] },
      'rules[0].when: came an array of 0, expected an object of at most 20 conditions, path to condition',
    ],
    [{ rules: [{ when: { 'a.': 1 }, make }] }, `rules[0].when.a.: came "a.", expected ${path}`],
    [{ rules: [{ when: { a: null }, make }] }, `rules[0].when.a: came null, expected ${one}`],
    [{ rules: [{ when: { a: { not: [] } }, make }] }, `rules[0].when.a.not: came an array of 0, expected ${one}`],
    [{ rules: [{ when: { a: { exists: 1 } }, make }] }, `rules[0].when.a: came an object, expected ${one}`],
    [
      { rules: [{ make: { ...make, kind: 'like' } }] },
      'rules[0].make.kind: came "like", expected one of post, reply, reaction, follow, order, account, consent, solved, thread',
    ],
    [
      { rules: [{ make: { kind: 'follow', at: '{a}', 'author.id': '{b}' } }] },
      'rules[0].make.id: came nothing, expected an expression: follow needs this field',
    ],
    [
      { rules: [{ make: { ...make, 'target.author.id': '{a}' } }] },
      'rules[0].make.target.id: came nothing, expected an expression: follow needs this field',
    ],
    [withField('title', '{a'), `rules[0].make.title: came "{a", expected ${hole}`],
    [withField('title', 'a}'), `rules[0].make.title: came "a}", expected ${hole}`],
    [
      withField('title', `{${'a'.repeat(201)}}`),
      `rules[0].make.title: came "{${'a'.repeat(59)}" and 143 more, expected ${hole}`,
    ],
    [
      withField('title', `{${Array(17).fill('a').join('.')}}`),
      `rules[0].make.title: came "{${Array(17).fill('a').join('.')}}", expected ${hole}`,
    ],
    [
      withField('title', 'x'.repeat(2_001)),
      `rules[0].make.title: came "${'x'.repeat(60)}" and 1941 more, expected ${hole}`,
    ],
    [withField('title', '{a.}'), `rules[0].make.title: came "{a.}", expected ${hole}`],
    [
      withField('title', '{a} '.repeat(21)),
      `rules[0].make.title: came "${'{a} '.repeat(15)}" and 24 more, expected ${hole}`,
    ],
    [
      withField('title', {}),
      'rules[0].make.title: came an object, expected an object with exactly one of first, lookup, time, join, html, markdown',
    ],
    [
      withField('title', { html: 'a', markdown: 'b' }),
      'rules[0].make.title: came an object, expected an object with exactly one of first, lookup, time, join, html, markdown',
    ],
    [withField('title', { html: '{a}', in: 1 }), 'rules[0].make.title.in: came 1, expected only html'],
    [
      withField('title', { first: [] }),
      'rules[0].make.title.first: came an array of 0, expected a list of 1 to 50 expressions',
    ],
    [
      withField('title', { lookup: '{a}', in: [] }),
      'rules[0].make.title.in: came an array of 0, expected an object of 1 to 200 entries, what comes to what it becomes',
    ],
    [
      withField('title', { lookup: '{a}', in: { b: [] } }),
      'rules[0].make.title.in.b: came an array of 0, expected a text of at most 2000 characters, a number, true, false or null',
    ],
    [
      withField('title', { time: '{a}', in: 'days' }),
      'rules[0].make.title.in: came "days", expected one of iso, seconds, milliseconds',
    ],
    [
      withField('title', { join: ['{a}'], with: 5 }),
      'rules[0].make.title.with: came 5, expected text of at most 20 characters',
    ],
    [
      withField('title', deep(7)),
      'rules[0].make.title.html.html.html.html.html.html: came an object, expected expressions at most 6 deep',
    ],
    [
      withField('title', undefined),
      'rules[0].make.title: came nothing, expected a text with holes, a number, true, false, null, a list, or an object of one of the forms',
    ],
    [withField('title', 'x'.repeat(33_000)), 'came 33101 characters of JSON, expected at most 32768'],
  ])('%#: says where, what came and what was expected', (mapping, problem) => {
    expect(problems(mapping)).toEqual([problem])
  })

  it('names the fields that there are', () => {
    expect(problems(withField('author.nmae', 'x'))[0]).toMatch(
      /^rules\[0\]\.make\.author\.nmae: came "x", expected a field of post: id, at, author\.id, text, /,
    )
  })

  it('has all its problems said at once', () => {
    expect(problems({ rules: [{ make: { ...make, id: '{', at: '}' } }, { ignore: 5 }, 7] })).toHaveLength(4)
    expect(problems({ rules: Array(51).fill({ make }) })).toEqual([
      'rules: came an array of 51, expected a list of 1 to 50 rules',
    ])
    const many = { rules: Array(50).fill({ make: { kind: 'post', a: 1, b: 1, c: 1 } }) }
    expect(problems(many)).toHaveLength(100)
  })

  it('may have 500 expressions in all', () => {
    const rule = { make: { ...make, kind: 'post', text: { first: Array(49).fill('{a}') } } }
    expect(problems({ rules: Array(9).fill(rule) })).toEqual([])
    expect(problems({ rules: Array(10).fill(rule) }).at(-1)).toMatch(/expected at most 500 expressions in all$/)
  })

  it('is no JSON at all', () => {
    const circle: Record<string, unknown> = {}
    circle.rules = circle
    expect(problems(circle)).toEqual(['came Infinity characters of JSON, expected at most 32768'])
    expect(problems(undefined)).toEqual(['came nothing, expected a mapping: an object with rules'])
  })
})

it('reads anything without a throw', () => {
  const forms = fc.constantFrom(
    'first',
    'lookup',
    'in',
    'else',
    'time',
    'join',
    'with',
    'html',
    'not',
    'exists',
    'when',
    'make',
    'ignore',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.jsonValue(),
      fc.string(),
      fc.array(tie('tree')),
      fc.dictionary(forms, tie('tree')),
    ),
  }))
  fc.assert(
    fc.property(tree, tree, (rule, field) => {
      for (const mapping of [
        rule,
        { rules: [rule] },
        { rules: [{ when: rule, make: rule }] },
        withField('title', field),
      ]) {
        const read = readMapping(mapping)
        expect('mapping' in read || read.problems.length > 0).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})
