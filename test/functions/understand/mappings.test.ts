import { describe, expect, it } from '@jest/globals'
import { cachedMappings } from '../../../functions/understand/mappings.ts'

const MAPPING = JSON.stringify({ rules: [{ ignore: 'all' }] })

const cacheOf = (answers: (string | undefined | Error)[]) => {
  const state = { now: 0, reads: [] as string[] }
  const mappingOf = cachedMappings(
    async (source) => {
      state.reads.push(source)
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return answer
    },
    () => state.now,
  )
  return { state, mappingOf }
}

describe('the worker’s mappings', () => {
  it('are read at most once a minute per source, there or not', async () => {
    const { state, mappingOf } = cacheOf([undefined, MAPPING, MAPPING])
    expect(await mappingOf('a')).toBeUndefined()
    state.now = 59_999
    expect(await mappingOf('a')).toBeUndefined()
    expect(await mappingOf('b')).toMatchObject({ rules: [{ ignore: 'all' }] })
    state.now = 60_000
    expect(await mappingOf('a')).toMatchObject({ rules: [{ ignore: 'all' }] })
    expect(state.reads).toEqual(['a', 'b', 'a'])
  })

  it('are read again at once when they could not be read', async () => {
    const { state, mappingOf } = cacheOf([new Error('no table today'), MAPPING])
    await expect(mappingOf('a')).rejects.toThrow('no table today')
    expect(await mappingOf('a')).toBeDefined()
    expect(state.reads).toEqual(['a', 'a'])
  })

  it('that do not hold any more say what is wrong, for a minute', async () => {
    const { state, mappingOf } = cacheOf(['{"rules":[]}', MAPPING])
    for (const _ of [1, 2])
      await expect(mappingOf('a')).rejects.toThrow(
        'mapping: that of the source "a" does not hold any more: rules: came an array of 0, expected a list of 1 to 50 rules',
      )
    state.now = 60_000
    expect(await mappingOf('a')).toBeDefined()
    expect(state.reads).toHaveLength(2)
  })
})
