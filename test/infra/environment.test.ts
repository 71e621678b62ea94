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

  it('are refused where that does not help', () => {
    expect(() => environmentOf('api', { NAME: 'x'.repeat(4_092) })).not.toThrow()
    expect(() => environmentOf('api', { NAME: 'x'.repeat(4_093) })).toThrow(/^Function api: got 4097 bytes/)
    expect(() => readEnv({ SOURCES: checkedJson<object>() }, { SOURCES: 'z:nothing' })).toThrow('variable SOURCES')
    expect(readEnv({ TABLE_NAME: text }, { TABLE_NAME: 'z:x' })).toEqual({ TABLE_NAME: 'z:x' })
  })
})
