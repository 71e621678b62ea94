import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cutText, groupBy, normaliseText, textHash } from '../../../shared/domain/understand/text.ts'

const FAMILY = '👨‍👩‍👧‍👦'

describe('cutting a text', () => {
  it('leaves a short text alone', () => {
    expect(cutText('short', 5)).toBe('short')
  })

  it('counts code points, not UTF-16 units', () => {
    expect(cutText('😀'.repeat(400))).toBe('😀'.repeat(400))
  })

  it('never splits what a reader sees as one character', () => {
    const cut = cutText(FAMILY.repeat(300))
    expect(cut).toBe(FAMILY.repeat(71))
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(5_000)
  })

  it('counts bytes too', () => {
    expect(cutText('ありがとう', 500, 7)).toBe('あり')
  })

  it('cuts between code points where one character is longer than the limit', () => {
    const tower = `e${'\u0301'.repeat(600)}`
    expect([...cutText(tower)].length).toBe(500)
  })

  it('gives a beginning of the text within both limits, for any text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 })
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 4, max: 80 }), (all, characters, bytes) => {
        const cut = cutText(all, characters, bytes)
        expect(all.startsWith(cut)).toBe(true)
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes)
        if (all.length > characters) expect([...cut].length).toBeLessThanOrEqual(characters)
        if (all.length > 0) expect(cut.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('the normal form of a text', () => {
  it('does not depend on white space, invisible characters or how accents are written', () => {
    expect(normaliseText(' Cafe\u0301\r\n\tis\u00a0\u200bGREAT\u0007 ')).toBe('Café is GREAT')
  })

  it('holds nothing that a JSON reader could choke on', () => {
    expect(normaliseText('a\ud800b\u0000c')).toBe('ab c')
  })

  it('is its own normal form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text))
      }),
    )
  })
})

it('a text has another hash in another language and for another engine', () => {
  const names = [textHash('a 1', 'en', 'gift'), textHash('a 1', 'de', 'gift'), textHash('a 2', 'en', 'gift')]
  expect(new Set(names).size).toBe(3)
  expect(names[0]).toMatch(/^[\w-]{43}$/)
})

it('grouping keeps keys apart, fills groups up and loses nothing', () => {
  expect(groupBy(['a1', 'b1', 'a2', 'a3', 'b2'], (text) => text[0] ?? '', 2)).toEqual([
    ['a1', 'a2'],
    ['b1', 'b2'],
    ['a3'],
  ])
})
