import { describe, expect, it, jest } from '@jest/globals'
import { cachedSecrets, SECRET_TTL } from '../../shared/platform/secrets.ts'

const setup = () => {
  let clock = 0
  let reads = 0
  let failing = false
  const read = cachedSecrets(
    async (id) => {
      reads++
      if (failing) throw new Error('no')
      return `${id}-${reads}`
    },
    () => clock,
  )
  return { read, reads: () => reads, wait: (ms: number) => (clock += ms), fail: (on: boolean) => (failing = on) }
}

describe('secrets', () => {
  it('are read once, and again after five minutes', async () => {
    const { read, wait } = setup()
    expect([await read('a'), await read('a')]).toEqual(['a-1', 'a-1'])
    wait(SECRET_TTL + 1)
    expect(await read('a')).toBe('a-2')
  })

  it('are never believed for longer than five minutes', async () => {
    expect(SECRET_TTL).toBe(300_000)
    const { read, wait } = setup()
    await read('a')
    wait(SECRET_TTL - 1)
    expect(await read('a')).toBe('a-1')
    wait(1)
    expect(await read('a')).toBe('a-2')
  })

  it('are not believed on while a function is frozen, when the steady clock stands still', async () => {
    const wall = jest.spyOn(Date, 'now').mockReturnValue(1_000_000)
    const steady = jest.spyOn(performance, 'now').mockReturnValue(500)
    let reads = 0
    const read = cachedSecrets(async (id) => `${id}-${++reads}`)
    expect([await read('a'), await read('a')]).toEqual(['a-1', 'a-1'])
    wall.mockReturnValue(1_000_000 + SECRET_TTL)
    expect(await read('a')).toBe('a-2')
    steady.mockRestore()
    wall.mockRestore()
  })

  it('are read again when the clock was put back, as nobody knows how long ago they were read', async () => {
    const { read, wait } = setup()
    await read('a')
    wait(-1)
    expect(await read('a')).toBe('a-2')
  })

  it('are kept apart', async () => {
    const { read } = setup()
    expect([await read('a'), await read('b')]).toEqual(['a-1', 'b-2'])
  })

  it('are believed on when a younger one was asked for in vain', async () => {
    const { read, fail, wait } = setup()
    expect(await read('a')).toBe('a-1')
    wait(60_001)
    fail(true)
    await expect(read('a', 60_000)).rejects.toThrow('no')
    expect(await read('a')).toBe('a-1')
    wait(SECRET_TTL)
    await expect(read('a')).rejects.toThrow('no')
    await expect(read('a')).rejects.toThrow('no')
  })

  it('are asked for again after a failure', async () => {
    const { read, fail, reads } = setup()
    fail(true)
    await expect(read('a')).rejects.toThrow('no')
    fail(false)
    expect(await read('a')).toBe('a-2')
    expect(reads()).toBe(2)
  })
})
