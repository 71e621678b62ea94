import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { checkJson, parseJson } from '../../shared/sources/json.ts'
import { timeGrowsWithLength } from '../support/linear.ts'

const parse = (text: string) => parseJson(Buffer.from(text))
const bad: Record<string, Buffer> = {
  'an empty body': Buffer.alloc(0),
  'blanks only': Buffer.from('  \n'),
  'half an object': Buffer.from('{"a":'),
  'a list': Buffer.from('[{}]'),
  'a number': Buffer.from('7'),
  null: Buffer.from('null'),
  'a form': Buffer.from('payload=%7B%7D'),
  'bytes that are no UTF-8': Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  'a byte order mark': Buffer.from('\ufeff{}'),
  'nesting 100,000 deep': Buffer.from(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  'nesting that never ends': Buffer.from('{"a":'.repeat(100_000)),
}

describe('a body', () => {
  it.each(Object.keys(bad))('is refused when it is %s', (name) => {
    const body = bad[name] ?? Buffer.alloc(0)
    expect(() => checkJson(body)).toThrow(MalformedDeliveryError)
    expect(() => parseJson(body)).toThrow(MalformedDeliveryError)
  })

  it('is never quoted in the error: people wrote it', () => {
    expect(() => parse('{"text": my secret words}')).toThrow(/^The body is not JSON; expected a JSON object\.$/)
  })

  it('may be nested, and may have brackets in its texts', () => {
    expect(parse(`{"a":${'['.repeat(60)}${']'.repeat(60)}}`)).toHaveProperty('a')
    expect(parse(`{"a":"${'['.repeat(1_000)} \\" ${'{'.repeat(1_000)}"}`)).toHaveProperty('a')
  })

  it('keeps whole numbers digit by digit and leaves all others alone', () => {
    expect(parse('{"a":9007199254740993,"b":-9007199254740993,"c":9007199254740991,"d":1.5,"e":[1e3]}')).toEqual({
      a: '9007199254740993',
      b: '-9007199254740993',
      c: 9007199254740991,
      d: 1.5,
      e: [1000],
    })
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (id) => {
        expect(String((parse(`{"id":${id}}`) as { id: unknown }).id)).toBe(String(id))
      }),
    )
  })

  it('loses keys that mean something to JavaScript', () => {
    const value = parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}}}')
    expect(Object.keys(value)).toEqual(['a'])
    expect((value as { polluted?: number }).polluted).toBeUndefined()
  })

  it('takes time in proportion to its size', () => {
    timeGrowsWithLength((text) => parseJson(Buffer.from(`{"a":"${text}"}`)), '\\"[{')
  })
})
