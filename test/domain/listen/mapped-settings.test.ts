import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { sourcesSchema } from '../../../shared/domain/listen/source-settings.ts'

const problemsOf = (settings: object): string[] => {
  const result = z.safeParse(sourcesSchema, { own: settings })
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.slice(1).join('.')}: ${message}`)
}
const signed = (signature: object, more: object = {}): string[] =>
  problemsOf({ type: 'hmac', signature: { header: 'x-signature', ...signature }, ...more })
const timestamp = { header: 'x-time' }

describe('what a source signs', () => {
  it.each(['{body}', 'v0:{body}', '{body}#'])('may be %j', (over) => {
    expect(signed({ over })).toEqual([])
  })

  it.each(['{ts}.{body}', '{ts}{body}', 'v0:{ts}:{body}', '{body}.{ts}'])('may be %j, with a time', (over) => {
    expect(signed({ over, timestamp })).toEqual([])
    expect(signed({ over })).toEqual([
      'signature.over: expected timestamp together with {ts} in over: a time that is not signed proves nothing',
    ])
  })

  it.each(['{id}.{ts}.{body}', '{ts}.{id}.{body}', '{ts}{body}.{id}'])('may be %j, with an id', (over) => {
    expect(signed({ over, timestamp, id: 'x-id' })).toEqual([])
    expect(signed({ over, timestamp })).toEqual([
      'signature.id: expected id, the header that {id} in over is taken from',
    ])
  })

  it.each([
    '',
    'body',
    '{ts}',
    '{body}{body}',
    '{ts}.{ts}.{body}',
    '{id}{body}',
    '{id}{ts}.{body}',
    '{id}:{ts}.{body}',
    'x{id}.{body}',
    '{body}{ts}',
    '{other}.{body}',
    '{body}{',
    '{body}\n',
    `{body}${'x'.repeat(100)}`,
  ])('may not be %j', (over) => {
    expect(signed({ over, timestamp, id: 'x-id' }).some((problem) => /^signature\.over: /.test(problem))).toBe(true)
  })

  it('needs a time that is signed where one is named', () => {
    expect(signed({ timestamp })[0]).toMatch(/a time that is not signed/)
  })
})

describe('a tenant', () => {
  it('is told by a header or by a path', () => {
    expect(signed({}, { tenant: { header: 'x-shop', equals: 'a' } })).toEqual([])
    expect(signed({}, { tenant: { path: 'shop.id', equals: 'a' } })).toEqual([])
    for (const tenant of [{ equals: 'a' }, { header: 'x-shop', path: 'a', equals: 'a' }])
      expect(signed({}, { tenant })).toEqual(['tenant: expected either header or path, and equals'])
    for (const path of ['a..b', '$headers.x'])
      expect(signed({}, { tenant: { path, equals: 'a' } })).toEqual(['tenant.path: expected a path such as shop.id'])
  })
})

it('headers are named in lower case', () => {
  expect(problemsOf({ type: 'token', headers: ['X-Topic'] })).toEqual([
    "headers.0: expected a header's name in lower case such as x-signature",
  ])
  expect(problemsOf({ type: 'token' })).toEqual([])
})
