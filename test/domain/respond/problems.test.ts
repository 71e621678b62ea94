import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { contentSchema } from '../../../shared/domain/nudge/content.ts'
import { decisionsQuery, mentionsQuery, personQuery } from '../../../shared/domain/respond/asks.ts'
import { problemsOf, describe as say, sayProblem } from '../../../shared/domain/respond/problems.ts'

const problems = (schema: z.ZodMiniType, input: unknown, known: string[] = []): string[] => {
  const result = z.safeParse(schema, input)
  return result.success ? [] : problemsOf(result.error.issues, input, known).map(sayProblem)
}

describe('what the API says about wrong parameters', () => {
  it.each([
    [{ limit: 'many' }, 'limit: came "many", expected a whole number from 1 to 100'],
    [{ limit: '0' }, 'limit: came "0", expected a whole number from 1 to 100'],
    [{ limit: '101' }, 'limit: came "101", expected a whole number from 1 to 100'],
    [{ limit: '2.5' }, 'limit: came "2.5", expected a whole number from 1 to 100'],
    [{ sentiment: 'happy' }, 'sentiment: came "happy", expected one of POSITIVE, NEGATIVE, NEUTRAL, MIXED'],
    [{ before: 'noon' }, 'before: came "noon", expected a moment such as 2026-11-21T20:47:57Z'],
    [{ source: 'A B' }, 'source: came "A B", expected a source\'s name: lower-case letters, digits and dashes'],
    [{ next: '' }, 'next: came "", expected the `next` of the page before'],
  ])('names what is wrong with %j', (query, message) => {
    expect(problems(mentionsQuery, query)).toEqual([message])
  })

  it('names a parameter that does not exist and those that do', () => {
    expect(problems(mentionsQuery, { sentimnt: 'MIXED' }, ['source', 'sentiment'])).toEqual([
      'sentimnt: came "MIXED", expected only source, sentiment',
    ])
    expect(problems(mentionsQuery, { x: '1' })).toEqual(['x: came "1", expected nothing of this name'])
  })

  it('says two problems at once', () => {
    expect(problems(decisionsQuery, { person: 'jim', state: 'lost' })).toHaveLength(2)
  })

  it('wants platform:value for a handle', () => {
    expect(problems(personQuery, { handle: 'alice' })).toEqual([
      'handle: came "alice", expected platform:value such as github:alice',
    ])
  })

  it('reads a label in lower case, a moment in any zone, and the limit as a number', () => {
    const query = { sentiment: 'negative', before: '2026-11-21T22:00:00+02:00', limit: '7' }
    expect(z.parse(mentionsQuery, query)).toEqual({
      sentiment: 'NEGATIVE',
      before: '2026-11-21T20:00:00.000Z',
      limit: 7,
    })
    expect(z.parse(mentionsQuery, { sentiment: 'MIXED' })).toEqual({ sentiment: 'MIXED', limit: 25 })
  })
})

describe('what the API says about a wrong body', () => {
  it('uses words of its own where the schema has none', () => {
    const shape = z.object({
      name: z.string().check(z.minLength(2)),
      tags: z.array(z.string()).check(z.maxLength(1)),
      size: z.number().check(z.gte(3)),
      most: z.number().check(z.lte(3)),
      when: z.iso.date(),
      kind: z.enum(['a', 'b']),
      deep: z.array(z.object({ id: z.string() })),
      odd: z.number().check(z.multipleOf(2)),
    })
    const input = { name: 'x', tags: ['a', 'b'], size: 1, most: 4, when: 'x', kind: 'c', deep: [{ id: 7 }], odd: 3 }
    expect(problems(shape, input)).toEqual([
      'name: came "x", expected at least 2 characters',
      'tags: came an array of 2, expected at most 1 entries',
      'size: came 1, expected at least 3',
      'most: came 4, expected at most 3',
      'when: came "x", expected the format date',
      'kind: came "c", expected one of a, b',
      'deep[0].id: came 7, expected a value of type string',
      'odd: came 3, expected something else',
    ])
  })

  it('says one problem per place', () => {
    const schema = z.object({ a: z.string().check(z.minLength(5), z.regex(/^b/, 'expected a b first')) })
    expect(problems(schema, { a: 'x' })).toHaveLength(1)
  })

  it('speaks of the whole when the whole is wrong', () => {
    expect(problems(z.array(z.string()), 'x')).toEqual(['came "x", expected a value of type array'])
  })

  it('says what is missing and what is too much in a piece of content', () => {
    expect(problems(contentSchema, { id: 'a', titel: 'x' })).toEqual(
      expect.arrayContaining([
        'title: came nothing, expected a value of type string',
        'titel: came "x", expected nothing of this name',
      ]),
    )
  })
})

describe('a value in a few words', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [true, 'true'],
    [[1, 2], 'an array of 2'],
    [{ a: 1 }, 'an object'],
    ['a\nb', '"a\\nb"'],
    ['x'.repeat(70), `"${'x'.repeat(60)}" and 10 more`],
  ])('says %j', (value, words) => {
    expect(say(value)).toBe(words)
  })
})
