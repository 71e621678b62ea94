import { describe, expect, it } from '@jest/globals'
import { environmentOf } from '../../infra/constructs/environment.ts'
import { checkedJson, readEnv, text } from '../../shared/platform/env.ts'
import { SOURCES } from '../support/door.ts'

const signUp = { basis: 'consent', topics: ['answers', 'advocates', 'community'], wording: 'sign-up-2026-01' } as const
const many = Object.fromEntries(Object.entries(SOURCES).map(([name, settings]) => [name, { ...settings, signUp }]))

describe('a function’s variables', () => {
  it('stay as people can read them where they fit', () => {
    expect(environmentOf('api', { TABLE_NAME: 'earshot', SOURCES })).toEqual({
      TABLE_NAME: 'earshot',
      SOURCES: JSON.stringify(SOURCES),
    })
  })

  it('are packed where a source of every type, with what people agreed to, would be too much', () => {
    expect(JSON.stringify(many).length).toBeGreaterThan(4_096)
    const variables = environmentOf('api', { TABLE_NAME: 'earshot', SOURCES: many })
    expect(Object.entries(variables).flat().join('').length).toBeLessThan(4_096)
    expect(readEnv({ SOURCES: checkedJson<object>() }, variables)).toEqual({ SOURCES: many })
  })

  it('are measured as Lambda does: all of them as one JSON object, in which the quotes of settings are escaped', () => {
    const sizes = Array.from({ length: 60 }, (_, settings) => {
      const some = Object.fromEntries(Array.from({ length: 5 * settings }, (_, at) => [`key-${at}`, '"']))
      return JSON.stringify(environmentOf('api', { TABLE_NAME: 'earshot', SOURCES: some })).length
    })
    expect(Math.max(...sizes)).toBeGreaterThan(3_500)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4_096)
  })

  it('leave room for the queue that a grant tells a function of later', () => {
    const fits = [...Array(4_096).keys()].findLast((length) => {
      try {
        return environmentOf('api', { NAME: 'x'.repeat(length) })
      } catch {
        return false
      }
    })
    const later = { NAME: 'x'.repeat(fits ?? 0), ALERTS_QUEUE_URL: 'y'.repeat(128) }
    expect(JSON.stringify(later)).toHaveLength(4_096)
  })

  it('are refused where that does not help', () => {
    expect(() => environmentOf('api', { NAME: 'x'.repeat(4_092) })).toThrow(/^Function api: got 4253 bytes/)
    expect(() => readEnv({ SOURCES: checkedJson<object>() }, { SOURCES: 'z:nothing' })).toThrow('variable SOURCES')
    expect(readEnv({ TABLE_NAME: text }, { TABLE_NAME: 'z:x' })).toEqual({ TABLE_NAME: 'z:x' })
  })
})
