import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parsePath, valueAt } from '../../../../shared/domain/listen/mapping/path.ts'

const at = (text: string, thing: unknown, work: (entries: number) => void = () => undefined): unknown => {
  const path = parsePath(text)
  if (!path) throw new Error(`no path: ${text}`)
  return valueAt(path, { thing, body: { whole: thing }, headers: { 'x-a': 'b' }, receivedAt: 'now' }, work)
}

describe('a path', () => {
  const body = {
    a: { b: [10, { c: 'd' }] },
    answers: [{ field: { ref: 'x' } }, { field: { ref: 'y', n: 5 }, text: 'Y' }, { field: { ref: 'y' }, text: 'no' }],
    'a.b': 1,
    $x: 2,
    none: null,
  }

  it.each([
    ['a.b.1.c', 'd'],
    ['a.b.0', 10],
    ['answers[field.ref=y].text', 'Y'],
    ['answers[field.n=5].field.ref', 'y'],
    ['answers[field.ref=z].text', undefined],
    ['a[b=c]', undefined],
    ['a\\.b', 1],
    ['\\$x', 2],
    ['none', undefined],
    ['a.b.c', undefined],
    ['a.b.length', undefined],
    ['a.toString', undefined],
    ['a.b.9', undefined],
    ['a.b.1.c.d', undefined],
    ['$body.whole.a.b.0', 10],
    ['$headers.x-a', 'b'],
    ['$receivedAt', 'now'],
    ['$body[a=b]', undefined],
  ])('%s leads to what is there', (text, value) => {
    expect(at(text, body)).toBe(value)
  })

  it.each([
    '',
    '.a',
    'a.',
    'a..b',
    'a[',
    'a]',
    'a[b]',
    'a[=c]',
    'a[b=c=d]',
    'a[b=c]d',
    'a[[b=c]]',
    'a[b=c.d]',
    '[a=b]',
    'a\\',
    '__proto__',
    'a.constructor.name',
    'a[__proto__=1]',
    '$',
    '$other.a',
    '$receivedAt.a',
  ])('is not %j', (text) => {
    expect(parsePath(text)).toBeUndefined()
  })

  it('tells how many entries it searches', () => {
    const told: number[] = []
    at('answers[field.ref=y].text', body, (entries) => told.push(entries))
    expect(told).toEqual([3])
  })

  it('is read from any text and any body without a throw, the same every time', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[a-c.[\]=$\\0-9]{0,20}$/)),
        fc.jsonValue(),
        (text, thing) => {
          if (parsePath(text)) expect(at(text, thing)).toBe(at(text, thing))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never leaves the data', () => {
    const names = Object.getOwnPropertyNames(Object.prototype).concat(Object.getOwnPropertyNames(Array.prototype))
    for (const name of names.filter((one) => parsePath(`a.${one}`)))
      for (const value of [{}, [], 'text', 5, true]) expect(at(`a.${name}`, { a: value })).toBeUndefined()
  })
})
