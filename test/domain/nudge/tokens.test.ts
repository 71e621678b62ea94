import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  clickToken,
  readClickToken,
  readTokenKeys,
  readUnsubscribeToken,
  TokenSecretError,
  tokenDigest,
  unsubscribeToken,
} from '../../../shared/domain/nudge/tokens.ts'

const OLD = 'the secret of last year, long enough'
const NEW = 'the secret of this year, long enough'
const keys = readTokenKeys(JSON.stringify({ current: NEW, previous: [OLD] }))
const claim = { emailIid: `email:${'0f'.repeat(32)}`, topic: 'answers' }

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).map((value) => value.toWellFormed())

describe('a token', () => {
  it('says what it was made of', () => {
    fc.assert(
      fc.property(text, text, (iid, id) => {
        expect(readClickToken(keys, clickToken(keys, { iid, id }))).toEqual({ iid, id })
        expect(readUnsubscribeToken(keys, unsubscribeToken(keys, { emailIid: `email:${iid}`, topic: id }))).toEqual({
          emailIid: `email:${iid}`,
          topic: id,
        })
      }),
    )
  })

  it('is refused with any character altered, added, taken away or swapped', () => {
    const token = unsubscribeToken(keys, claim)
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. ']
    for (let at = 0; at < token.length; at++) {
      for (const letter of letters) {
        if (letter === token[at]) continue
        expect(readUnsubscribeToken(keys, token.slice(0, at) + letter + token.slice(at + 1))).toBeUndefined()
      }
      expect(readUnsubscribeToken(keys, token.slice(0, at))).toBeUndefined()
    }
    for (const more of ['A', '=', '==', '\n', ' ', token]) {
      expect(readUnsubscribeToken(keys, token + more)).toBeUndefined()
    }
  })

  it('is refused when it is any text that we did not make', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^[A-Za-z0-9_-]{0,200}$/)), (token) => {
        expect(readClickToken(keys, token)).toBeUndefined()
        expect(readUnsubscribeToken(keys, token)).toBeUndefined()
      }),
    )
  })

  it('of one purpose is refused for every other', () => {
    const click = clickToken(keys, { iid: 'a', id: 'b' })
    const unsub = unsubscribeToken(keys, claim)
    const prefs = unsubscribeToken(keys, claim, 'prefs')
    expect(readUnsubscribeToken(keys, click)).toBeUndefined()
    expect(readUnsubscribeToken(keys, click, 'prefs')).toBeUndefined()
    expect(readClickToken(keys, unsub)).toBeUndefined()
    expect(readUnsubscribeToken(keys, prefs)).toBeUndefined()
    expect(readUnsubscribeToken(keys, unsub, 'prefs')).toBeUndefined()
    expect(readUnsubscribeToken(keys, prefs, 'prefs')).toEqual(claim)
  })

  it('made with a secret that was replaced still works, and new ones are made with the new secret', () => {
    const old = unsubscribeToken(readTokenKeys(JSON.stringify({ current: OLD })), claim)
    const later = readTokenKeys(JSON.stringify({ current: NEW, previous: OLD }))
    const onlyNew = readTokenKeys(JSON.stringify({ current: NEW }))
    expect(readUnsubscribeToken(later, old)).toEqual(claim)
    expect(readUnsubscribeToken(onlyNew, old)).toBeUndefined()
    expect(readUnsubscribeToken(onlyNew, unsubscribeToken(later, claim))).toEqual(claim)
  })

  it('is short and fit for an address, and holds no email address', () => {
    const token = unsubscribeToken(keys, claim)
    expect(token).toMatch(/^[A-Za-z0-9_-]{60,120}$/)
    expect(clickToken(keys, { iid: 'github:12345678', id: 'A'.repeat(26) }).length).toBeLessThanOrEqual(120)
    expect(Buffer.from(token, 'base64url').toString('latin1')).not.toContain('@')
  })

  it('has a digest that tells tokens apart and leads nowhere', () => {
    const token = unsubscribeToken(keys, claim)
    expect(tokenDigest(token)).toMatch(/^[0-9a-f]{16}$/)
    expect(tokenDigest(token)).not.toBe(tokenDigest(`${token}A`))
  })
})

describe('the tokens secret', () => {
  it.each(['', 'not JSON', '{}', '{"current":"short"}', '{"current":12345678901234567890}', '[]'])(
    'is refused as %j, with words that say what is expected and not what it is',
    (secret) => {
      expect(() => readTokenKeys(secret)).toThrow(TokenSecretError)
      expect(() => readTokenKeys(secret)).toThrow(/must be JSON such as/)
    },
  )

  it('cannot be left out', () => {
    expect(() => clickToken([], { iid: 'a', id: 'b' })).toThrow(RangeError)
  })
})
