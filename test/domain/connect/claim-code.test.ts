import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { codeHash, codeIn, codeOf } from '../../../shared/domain/connect/claim-code.ts'

const CODE = 'earshot-claim-7k2m-9qxd-c4tz'
const bytes = fc.uint8Array({ minLength: 8, maxLength: 32 })

describe('a code', () => {
  it('is read as it was written, whatever the bytes behind it', () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const code = codeOf(random)
        expect(code).toMatch(/^earshot-claim-([0-9a-hjkmnp-tv-z]{4}-){2}[0-9a-hjkmnp-tv-z]{4}$/)
        expect(codeIn(code)).toBe(code)
      }),
    )
  })

  it('is another one for other bytes: 60 bits of them', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 0, max: 59 }), (random, bit) => {
        const other = Buffer.from(random)
        const at = 7 - Math.floor(bit / 8)
        other[at] = (other[at] ?? 0) ^ (1 << (bit % 8))
        expect(codeOf(other)).not.toBe(codeOf(random))
      }),
    )
  })

  it.each([
    ['as it is', CODE],
    ['with space around it', `\n  ${CODE}\n`],
    ['in capitals', CODE.toUpperCase()],
    ['without the dashes between', 'earshot-claim-7k2m9qxdc4tz'],
    ['in reply to accounts', `@brand @cloud.nine@mastodon.example, ${CODE}`],
  ])('is found %s', (_, text) => {
    expect(codeIn(text)).toBe(CODE)
  })

  it('forgives what looks alike', () => {
    expect(codeIn('earshot-claim-oi1l-0000-0000')).toBe('earshot-claim-0111-0000-0000')
  })

  it.each([
    ['within other words', `Post ${CODE} and win a coffee`],
    ['in a quotation', `> ${CODE}`],
    ['with words after it', `${CODE} thanks`],
    ['twice', `${CODE} ${CODE}`],
    ['too short', 'earshot-claim-7k2m-9qxd-c4t'],
    ['with a letter that there is not', 'earshot-claim-uuuu-9qxd-c4tz'],
    ['in a very long text', `${'@a '.repeat(300)}${CODE}`],
    ['of another kind', 'earshot-nudge-7k2m-9qxd-c4tz'],
    ['empty', ''],
  ])('is none %s', (_, text) => {
    expect(codeIn(text)).toBeUndefined()
  })

  it('takes any text in its stride', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const found = codeIn(text)
        if (found !== undefined) expect(codeIn(found)).toBe(found)
      }),
    )
  })

  it('is kept as a hash that tells nothing of it', () => {
    expect(codeHash(CODE)).toMatch(/^[0-9a-f]{64}$/)
    expect(codeHash(CODE)).not.toBe(codeHash('earshot-claim-7k2m-9qxd-c4ty'))
  })
})
