import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { writeCursor } from '../../../shared/domain/respond/cursor.ts'
import { linkId, pairId, parseLinkId, parsePairId } from '../../../shared/domain/respond/link-id.ts'

const KINDS = ['agent', 'hint'] as const
const text = fc.string({ minLength: 1 })

describe('ids of links, suggestions and words', () => {
  it('find what they are of, and nothing else does', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const link = linkId({ a, b, kind: 'agent' })
        expect(parseLinkId(link, KINDS)).toEqual({ a, b, kind: 'agent' })
        expect(link).toMatch(/^[\w-]+$/)
        expect(parsePairId('apart', pairId('apart', { a, b }))).toEqual({ a, b })
        expect(parsePairId('suggestion', pairId('apart', { a, b }))).toBeUndefined()
        expect(parsePairId('apart', link)).toBeUndefined()
      }),
    )
  })

  it.each([
    '',
    'x',
    '%',
    writeCursor('link', { at: 'a', key: 'b' }),
    linkId({ a: 'a', b: 'b', kind: 'guess' }),
    linkId({ a: '', b: 'b', kind: 'agent' }),
  ])('that are none are told from them: %j', (id) => {
    expect(parseLinkId(id, KINDS)).toBeUndefined()
  })
})
