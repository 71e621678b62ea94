import { describe, expect, it } from '@jest/globals'
import { leftOutOf } from '../../../../shared/domain/score/segments/left-out.ts'

describe('who was left out when everybody was asked about segments', () => {
  const leftOut = leftOutOf({
    definitions: [
      { id: 'loyal', rev: 3 },
      { id: 'later', rev: 7 },
    ],
    taken: [
      { id: 'gone', rev: 5 },
      { id: 'going', rev: 8 },
    ],
    backfill: { done: 6 },
  })

  it.each([
    ['is who was asked before the latest change that everybody was asked about', { segmentsRev: 2 }, true],
    ['is who was never asked', {}, true],
    ['is who is in a segment that all members have left', { segmentsRev: 3, segments: { loyal: '', gone: '' } }, true],
    [
      'is not who was asked since, though other segments were taken away',
      { segmentsRev: 3, segments: { loyal: '' } },
      false,
    ],
    ['is not who waits for a back-fill', { segmentsRev: 6, segments: { going: '' } }, false],
  ])('%s', (_, person, expected) => {
    expect(leftOut(person)).toBe(expected)
  })

  it('is nobody before anybody was asked', () => {
    expect(leftOutOf({ definitions: [{ id: 'new', rev: 1 }], taken: [] })({})).toBe(false)
  })
})
