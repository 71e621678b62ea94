import { describe, expect, it } from '@jest/globals'
import { nearest } from '../../../local/cli/nearest.ts'

describe('the nearest name', () => {
  it.each([
    ['discrod', 'discord'],
    ['Discord', 'discord'],
    ['gihub', 'github'],
    ['sop', 'shop'],
  ])('of %s is %s', (word, name) => {
    expect(nearest(word, ['discord', 'github', 'shop', 'facebook'])).toBe(name)
  })

  it('is none when nothing is near', () => {
    expect(nearest('zebra', ['discord', 'github'])).toBeUndefined()
    expect(nearest('anything', [])).toBeUndefined()
  })
})
