import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { parseXml } from '../../shared/sources/xml.ts'
import { timeGrowsWithLength } from '../support/linear.ts'

const parse = (text: string) => parseXml(Buffer.from(text))
const escaped = (text: string) =>
  [...text].map((one) => (/[<&>"'\s]/.test(one) ? `&#${one.codePointAt(0)};` : one)).join('')

describe('parseXml', () => {
  it('reads elements, attributes, text, CDATA and what stands aside', () => {
    const text = `\ufeff<?xml version="1.0"?><!-- a > b --><a x="1" y='"'> one <b/><!-- no --><![CDATA[<two> & ]]>&amp;&#33;&#x21;</a >\n`
    expect(parse(text)).toEqual({
      name: 'a',
      space: '',
      attributes: { x: '1', y: '"' },
      children: [{ name: 'b', space: '', attributes: {}, children: [], text: '' }],
      text: ' one <two> & &!!',
    })
  })

  it('knows elements by their namespace, not by the prefix they came with', () => {
    const root = parse('<p:a xmlns:p="one" xmlns="two"><b/><p:c xmlns:p="three"/><p:d/></p:a>')
    expect([root, ...root.children].map(({ name, space }) => [name, space])).toEqual([
      ['a', 'one'],
      ['b', 'two'],
      ['c', 'three'],
      ['d', 'one'],
    ])
  })

  it.each([
    ['nothing', ''],
    ['no element', '  '],
    ['words', 'hello'],
    ['words before', 'hello <a/>'],
    ['words after', '<a/> hello'],
    ['two elements', '<a/><b/>'],
    ['an open end', '<a><b></b>'],
    ['a wrong end', '<a><b></a></b>'],
    ['an end only', '</a>'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>'],
    ['a DOCTYPE with an entity', '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'],
    ['a DOCTYPE in small letters', '<!doctype a><a/>'],
    ['a declaration inside', '<a><!ELEMENT b ANY></a>'],
    ['CDATA outside', '<![CDATA[a]]><a/>'],
    ['an entity that is not known', '<a>&nbsp;</a>'],
    ['an entity of the object’s own', '<a>&constructor;</a>'],
    ['a bare ampersand', '<a>a & b</a>'],
    ['a character that is none', '<a>&#0;</a>'],
    ['half a character', '<a>&#xD800;</a>'],
    ['a character beyond all', '<a>&#x110000;</a>'],
    ['a prefix of no namespace', '<p:a/>'],
    ['a prefix of the object’s own', '<constructor:a/>'],
    ['an attribute without quotes', '<a x=1/>'],
    ['an attribute without a value', '<a x/>'],
    ['an attribute twice', '<a x="1" x="2"/>'],
    ['attributes without a blank', '<a x="1"y="2"/>'],
    ['an attribute with a tag', '<a x="<b>"/>'],
    ['an attribute without an end', '<a x="1'],
    ['a comment without an end', '<a><!-- </a>'],
    ['a name that is none', '<1a/>'],
    ['a tag without an end', '<a'],
    ['too much depth', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`],
    ['too many elements', `<a>${'<b/>'.repeat(30_000)}</a>`],
    ['too many attributes', `<a ${Array.from({ length: 100 }, (_, at) => `x${at}="1"`).join(' ')}/>`],
  ])('refuses %s', (_what, text) => {
    expect(() => parse(text)).toThrow(MalformedDeliveryError)
  })

  it('refuses bytes that are no UTF-8', () => {
    expect(() => parseXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toThrow(/not UTF-8/)
  })

  it('quotes nothing of a body that it refuses', () => {
    for (const text of ['<a>secret words &x;</a>', '<secret><words></secret>', 'secret words', '<a secret=words/>'])
      expect(() => parse(text)).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/secret|words/) }))
  })

  it('is not moved by __proto__', () => {
    const root = parse('<a __proto__="1" xmlns:__proto__="two"><__proto__:b/></a>')
    expect(Object.getPrototypeOf(root.attributes)).toBe(Object.prototype)
    expect(root.children[0]?.space).toBe('two')
    expect(({} as { b?: unknown }).b).toBeUndefined()
  })

  it('gives back any text and any attribute that was written down', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, value) => {
        const root = parse(`<a x="${escaped(value)}">${escaped(text)}</a>`)
        expect([root.text, root.attributes.x]).toEqual([text, value])
      }),
    )
  })

  it('never throws anything else', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      ':',
      '=',
      '"',
      "'",
      '&',
      ';',
      '#',
      '!',
      '-',
      '[',
      ']',
      '?',
      ' ',
      'CDATA[',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(part).map((parts) => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            parse(text)
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedDeliveryError)
          }
        },
      ),
      { numRuns: 1_000 },
    )
  })

  it.each([
    ['<a>', ' ', ''],
    ['<a ', ' ', 'x'],
    ['<a', 'a', ''],
    ['<a x="', 'y', ''],
    ['<a>', '&', ''],
    ['<a>', '&#1', ''],
    ['<a>', '<!---->', ''],
    ['<a>', '<b/>', ''],
    ['', '<', ''],
  ])('takes time in proportion to what it reads, however hostile: %s%s…%s', (before, piece, after) => {
    timeGrowsWithLength((text) => expect(() => parse(before + text + after)).toThrow(MalformedDeliveryError), piece)
  })
})
