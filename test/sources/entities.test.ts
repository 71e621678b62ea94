import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decode } from 'html-entities'
// @ts-expect-error the data has no types of its own, and the package does not export it
import { namedReferences } from '../../node_modules/html-entities/dist/esm/named-references.js'
import { decodeEntities } from '../../shared/sources/entities.ts'

const known = Object.keys((namedReferences as { html5: { entities: Record<string, string> } }).html5.entities)

/** Bits of text that entities are made of, whole ones and halves. */
const bits = fc.oneof(
  fc.constantFrom(...known),
  fc.constantFrom('&', '&#', '&#x', '&#X', ';', '=', ' ', 'not', 'amp', 'it', '2026', 'é', '😀'),
  fc.constantFrom(...known).chain((entity) => fc.nat(entity.length).map((length) => entity.slice(0, length))),
  fc.integer({ min: 0, max: 0x11_0010 }).map((code) => `&#${code};`),
  fc.integer({ min: 0, max: 0x120 }).map((code) => `&#x${code.toString(16)}`),
)

describe('the references of HTML', () => {
  it('are all decoded as html-entities decodes them, with and without a semicolon', () => {
    expect(known.length).toBe(2_231)
    for (const entity of known) expect([entity, decodeEntities(entity)]).toEqual([entity, decode(entity)])
  })

  it('are decoded as html-entities decodes them in any text', () => {
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 8 }), (parts) => {
        const text = parts.join('')
        expect(decodeEntities(text)).toBe(decode(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('stay as they are when they are none', () => {
    expect(decodeEntities('AT&T &unknown; & &; &#; &#x; &alpha')).toBe('AT&T &unknown; & &; &#; &#x; &alpha')
  })

  it('do not become a character that Unicode does not have', () => {
    expect(decodeEntities('&#0;&#x110000;&#99999999999999999999;')).toBe('\ufffd\ufffd\ufffd')
  })
})
