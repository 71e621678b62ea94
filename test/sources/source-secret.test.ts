import { describe, expect, it } from '@jest/globals'
import { apiTokenOf, doorMark, doorToken, isClosed, readSourceSecret } from '../../shared/sources/source-secret.ts'

const json = (fields: object) => JSON.stringify({ current: 'c'.repeat(32), ...fields })

describe('a source’s secret', () => {
  it('says whether the door is closed, and the token for the platform’s own API', () => {
    expect(isClosed(json({}))).toBe(false)
    expect(isClosed(json({ closed: '2026-11-21T20:00:00.000Z' }))).toBe(true)
    expect(apiTokenOf(json({}))).toBeUndefined()
    expect(apiTokenOf(json({ apiToken: '' }))).toBeUndefined()
    expect(apiTokenOf(json({ apiToken: 't' }))).toBe('t')
    for (const wrong of ['', 'null', '[', '"text"']) {
      expect(() => apiTokenOf(wrong)).toThrow(/has to be JSON/)
      expect(() => isClosed(wrong)).toThrow(/has to be JSON/)
    }
    expect(() => apiTokenOf(json({ apiToken: 7 }))).toThrow('Field "apiToken" of the source\'s secret has to be text.')
    expect(readSourceSecret(json({ apiToken: 't', previous: 'p' }))).toEqual({ current: 'c'.repeat(32), previous: 'p' })
  })

  it('gives its door a name that does not tell the token', () => {
    const token = doorToken(json({}))
    expect(doorMark(token)).toMatch(/^[\w-]{12}$/)
    expect(doorMark(token)).toBe(doorMark(doorToken(json({ previous: 'x' }))))
    expect(doorMark(token)).not.toBe(doorMark(doorToken(json({ token: 'another' }))))
    expect(token).not.toContain(doorMark(token))
  })
})
