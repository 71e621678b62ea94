import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { shardOf } from '../../shared/store/index-keys.ts'
import { birthId, keys, shortHash } from '../../shared/store/keys.ts'

describe('keys', () => {
  it('give evidence the same place from both sides', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(keys.evidence(a, b, 'email')).toEqual(keys.evidence(b, a, 'email'))
      }),
    )
  })

  it('give an identity the same birth id always, 26 characters that are hard to mistake', () => {
    fc.assert(
      fc.property(fc.string(), (iid) => {
        expect(birthId(iid)).toBe(birthId(iid))
        expect(birthId(iid)).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
      }),
    )
    expect(new Set(Array.from({ length: 10_000 }, (_, at) => shortHash(String(at)))).size).toBe(10_000)
  })

  it('spread evenly over shards', () => {
    const counts = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let at = 0; at < 8_000; at++) {
      const shard = shardOf(`id-${at}`, 8)
      counts[shard] = (counts[shard] ?? 0) + 1
    }
    expect(Math.min(...counts)).toBeGreaterThan(850)
  })

  it('compare handles without regard to case', () => {
    expect(keys.alias('github', 'Alice')).toEqual(keys.alias('github', 'alice'))
  })
})
