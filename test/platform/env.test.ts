import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { EnvironmentError, json, readEnv, text } from '../../shared/platform/env.ts'

const shape = { TABLE_NAME: text, CAPS: json(z.object({ per7Days: z.number() })) }

describe('the environment of a function', () => {
  it('is read with its JSON parsed', () => {
    expect(readEnv(shape, { TABLE_NAME: 'earshot', CAPS: '{"per7Days":2}' })).toEqual({
      TABLE_NAME: 'earshot',
      CAPS: { per7Days: 2 },
    })
  })

  it.each([
    ['is missing', { CAPS: '{"per7Days":2}' }, 'TABLE_NAME'],
    ['is empty', { TABLE_NAME: '', CAPS: '{"per7Days":2}' }, 'TABLE_NAME'],
    ['is no JSON', { TABLE_NAME: 'earshot', CAPS: '{' }, 'CAPS'],
    ['has a field of the wrong type', { TABLE_NAME: 'earshot', CAPS: '{"per7Days":"2"}' }, 'CAPS.per7Days'],
  ])('names the variable that %s', (_what, env, variable) => {
    expect(() => readEnv(shape, env)).toThrow(EnvironmentError)
    expect(() => readEnv(shape, env)).toThrow(`Environment variable ${variable}:`)
  })
})
