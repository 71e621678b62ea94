import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  adopted,
  currentOf,
  finished,
  newSecret,
  opened,
  rotated,
  shut,
  stateOf,
} from '../../../../local/cli/source/secret.ts'
import { doorToken, senderSecret, tokenMatches } from '../../../../shared/sources/door.ts'

const AT = '2026-11-21T20:00:00.000Z'
const MADE = '{"current":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}'
const NEXT = 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'

describe('a new secret', () => {
  it('has 32 letters and digits, each time others, and every door takes it', () => {
    const secrets = Array.from({ length: 200 }, () => newSecret())
    expect(new Set(secrets).size).toBe(200)
    for (const secret of secrets) {
      expect(secret).toMatch(/^[A-Za-z0-9]{32}$/)
      expect(senderSecret('standard', opened(secret, AT))).toBe(`whsec_${secret}`)
    }
  })

  it('is drawn fairly: bytes that would favour some letters are passed over', () => {
    const bytes = [...Array.from({ length: 64 }, () => 255), ...Array.from({ length: 64 }, (_, at) => at)]
    const secret = newSecret((count) => Uint8Array.from(bytes.splice(0, count)))
    expect(secret).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef')
  })
})

describe('a rotation', () => {
  it('leaves both addresses open, and one after it is finished', () => {
    const both = rotated(MADE, NEXT, AT, false)
    expect(JSON.parse(both)).toEqual({ current: NEXT, previous: 'a'.repeat(32), rotated: AT })
    expect([doorToken(MADE), doorToken(both)].map((token) => tokenMatches(both, token))).toEqual([true, true])
    expect(stateOf(both)).toEqual({ usable: true, previous: true, rotated: AT })
    const after = finished(both)
    expect(JSON.parse(after)).toEqual({ current: NEXT })
    expect([doorToken(MADE), doorToken(after)].map((token) => tokenMatches(after, token))).toEqual([false, true])
  })

  it('keeps the address where the platform makes the secret', () => {
    const both = rotated(MADE, 'theirs-2', AT, true)
    expect(doorToken(both)).toBe(doorToken(MADE))
    expect(doorToken(finished(both))).toBe(doorToken(MADE))
    expect(JSON.parse(both)).toMatchObject({ current: 'theirs-2', previous: 'a'.repeat(32), given: AT })
  })

  it('never leaves an empty secret, whatever else stands there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), fc.string({ minLength: 1 }), (more, current) => {
        const json = JSON.stringify({ ...more, current })
        for (const text of [
          rotated(json, NEXT, AT, false),
          finished(rotated(json, NEXT, AT, true)),
          adopted(json, NEXT, AT),
          shut(NEXT, AT),
        ])
          expect(currentOf(text)).toBe(NEXT)
      }),
    )
  })

  it('leaves fields alone that it does not know', () => {
    const json = '{"current":"a","note":"ours","nested":{"x":1}}'
    expect(JSON.parse(finished(rotated(json, 'b', AT, false)))).toEqual({
      current: 'b',
      note: 'ours',
      nested: { x: 1 },
    })
  })
})

describe('the platform’s own secret', () => {
  it('takes the place of ours, and the address stays', () => {
    const taken = adopted(MADE, 'theirs', AT)
    expect(doorToken(taken)).toBe(doorToken(MADE))
    expect(senderSecret('slack', taken)).toBe('theirs')
    expect(stateOf(taken)).toEqual({ usable: true, previous: false, given: AT })
  })
})

describe('a closed door', () => {
  it('opens to no address and no secret of before, and stays readable', () => {
    const closed = shut(NEXT, AT)
    expect(tokenMatches(closed, doorToken(MADE))).toBe(false)
    expect(stateOf(closed)).toEqual({ usable: false, previous: false, closed: AT })
    expect(stateOf(opened('c'.repeat(32), AT))).toEqual({ usable: true, previous: false, opened: AT })
  })

  it.each(['', '{}', '[]', 'null', '{"current":""}', '{"current":7}', 'words'])('is what %s comes to', (text) => {
    expect(stateOf(text).usable).toBe(false)
  })
})
