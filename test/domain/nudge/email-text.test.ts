import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { greetingName, headerPhrase, isHeader, plainLine } from '../../../shared/domain/nudge/email-text.ts'

/** RFC 2047, as a mail program reads it. */
const decode = (phrase: string): string =>
  phrase
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/g, (_, word: string) => Buffer.from(word, 'base64').toString('utf8'))

describe('a plain line', () => {
  it.each([
    ['a\r\nb', 'a b'],
    ['\u001b[1;31mred\u001b[0m \u001b]0;title\u0007x', 'red x'],
    ['  many   spaces\t', 'many spaces'],
    ['right\u202eto\u2066left\u200f', 'righttoleft'],
    ['family 👩‍👩‍👧 stays', 'family 👩‍👩‍👧 stays'],
    ['\ud800', '\ufffd'],
  ])('makes %j %j', (before, after) => {
    expect(plainLine(before, 100)).toBe(after)
  })

  it('cuts between the characters that people see', () => {
    expect(plainLine('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧…')
    expect(plainLine('abc', 3)).toBe('abc')
    expect(plainLine('ab cd', 4)).toBe('ab…')
    const zalgo = `a${'\u0301'.repeat(5_000)}`
    expect(plainLine(zalgo, 20).length).toBeLessThan(300)
  })
})

describe('a phrase in a header', () => {
  it('reads as it was written, in printable ASCII, no word longer than 75', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (text) => {
        const phrase = headerPhrase(text)
        expect(phrase).toMatch(/^[\x20-\x7e]*$/)
        for (const word of phrase.startsWith('=?') ? phrase.split(' ') : []) expect(word.length).toBeLessThanOrEqual(75)
        const read = phrase.startsWith('"') ? phrase.slice(1, -1).replace(/\\(.)/g, '$1') : decode(phrase)
        expect(read).toBe(plainLine(text, 100))
      }),
    )
  })

  it('splits long words between characters', () => {
    const name = 'Röstmeisterinnen für außergewöhnlich gute Käffchen 👩‍👩‍👧'
    expect(headerPhrase(name).split(' ').length).toBeGreaterThan(1)
    expect(decode(headerPhrase(name))).toBe(name)
  })

  it('quotes what could be read as an address', () => {
    expect(headerPhrase('a@b <x>, "y"')).toBe('"a@b <x>, \\"y\\""')
  })
})

describe('a header', () => {
  it('is refused when it could become two, or is too long', () => {
    expect(isHeader({ name: 'List-Id', value: 'x' })).toBe(true)
    expect(isHeader({ name: 'List-Id', value: 'x\r\nBcc: y' })).toBe(false)
    expect(isHeader({ name: 'List:Id', value: 'x' })).toBe(false)
    expect(isHeader({ name: 'X', value: 'ü' })).toBe(false)
    expect(isHeader({ name: 'X', value: 'x'.repeat(996) })).toBe(false)
    expect(isHeader({ name: 'X'.repeat(100), value: 'x'.repeat(900) })).toBe(false)
  })
})

describe('a name to greet by', () => {
  it.each(['Mika', 'Mika Tanaka', 'Jean-Luc', "Sinéad O'Connor", 'João da Silva', '山田太郎'])('is %s', (name) => {
    expect(greetingName(name)).toBe(name)
  })

  it.each([undefined, '', 'x y z a b', 'buy now!!!', 'evil.example', '123'])('is not %s', (name) => {
    expect(greetingName(name)).toBeUndefined()
  })
})
