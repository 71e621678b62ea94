import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { newestFirst, readCursor, writeCursor } from '../../../shared/domain/respond/cursor.ts'
import { maskAddress } from '../../../shared/domain/respond/mask.ts'
import { mentionId, parseMentionId } from '../../../shared/domain/respond/mention-id.ts'

const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 })

describe('the id of a mention', () => {
  it('reads like the platform and its id', () => {
    expect(mentionId('github', 'DC_kwDO:12')).toBe('github:DC_kwDO:12')
  })

  it('leads back to the platform and its id, whatever they hold', () => {
    fc.assert(
      fc.property(words, words, (platform, id) => {
        expect(parseMentionId(mentionId(platform, id))).toEqual({ platform, id })
      }),
    )
  })

  it('passes through a URL unchanged', () => {
    fc.assert(
      fc.property(words, words, (platform, id) => {
        const text = mentionId(platform, id)
        expect(new URL(`https://x.example/api/mentions/${text}/`).pathname).toBe(`/api/mentions/${text}/`)
        expect(decodeURIComponent(text)).toBe(text)
      }),
    )
  })

  it.each(['', 'github', ':1', 'github:', 'github:a b', 'github:~zz', 'github:~41', 'github:~ff', 'git~:1'])(
    'refuses %j, which it never writes',
    (text) => {
      expect(parseMentionId(text)).toBeUndefined()
    },
  )
})

describe('a cursor', () => {
  it('leads back to its position', () => {
    fc.assert(
      fc.property(words, words, (at, key) => {
        const cursor = writeCursor('mentions', { at, key })
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(readCursor('mentions', cursor)).toEqual({ at, key })
      }),
    )
  })

  it('is not taken for the cursor of another list', () => {
    expect(readCursor('decisions', writeCursor('mentions', { at: 'a', key: 'b' }))).toBeUndefined()
  })

  const written = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  it.each([
    ['nothing', ''],
    ['no base64', '***'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['no UTF-8', Buffer.from([0xff, 0xfe]).toString('base64url')],
    ['no list', written({ at: 1 })],
    ['too short a list', written([1, 'mentions', 'a'])],
    ['another version', written([2, 'mentions', 'a', 'b'])],
    ['a number for a moment', written([1, 'mentions', 3, 'b'])],
    ['a number for a key', written([1, 'mentions', 'a', 3])],
  ])('refuses %s', (_, text) => {
    expect(readCursor('mentions', text)).toBeUndefined()
  })

  it('puts the newest first and breaks ties by key', () => {
    const old = { at: '2026-01-01', key: 'a' }
    const a = { at: '2026-02-01', key: 'a' }
    const b = { at: '2026-02-01', key: 'b' }
    expect([b, old, a, a].sort(newestFirst)).toEqual([a, a, b, old])
    expect([newestFirst(a, b), newestFirst(b, a), newestFirst(a, a)]).toEqual([-1, 1, 0])
  })
})

describe('a masked address', () => {
  it('keeps the first letter and the domain', () => {
    expect(maskAddress('jim@example.com')).toBe('j***@example.com')
    expect(maskAddress('"a@b"@example.com')).toBe('"***@example.com')
  })

  it('shows nothing of what is no address', () => {
    expect(maskAddress('@example.com')).toBe('***')
    expect(maskAddress('jim')).toBe('***')
  })
})
