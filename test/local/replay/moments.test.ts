import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { folderOf, hourOf, keysBetween, momentOf } from '../../../local/replay/moments.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'

const NOW = Date.parse('2026-11-21T20:00:00.000Z')

describe('a moment as people write it', () => {
  it.each([
    ['2026-11-14', '2026-11-14T00:00:00.000Z'],
    ['2026-11-14T16:05Z', '2026-11-14T16:05:00.000Z'],
    ['2026-11-14T16:05:30.5+02:00', '2026-11-14T14:05:30.500Z'],
    ['-90m', '2026-11-21T18:30:00.000Z'],
    ['-12h', '2026-11-21T08:00:00.000Z'],
    ['-2d', '2026-11-19T20:00:00.000Z'],
  ])('%s is %s', (words, iso) => {
    expect(momentOf(words, NOW)).toBe(Date.parse(iso))
  })

  it.each(['', 'yesterday', '14.11.2026', '2026-13-40', '2026-11-14T16:05', '2d', '-2w', '-d'])(
    '%j is none',
    (words) => {
      expect(momentOf(words, NOW)).toBeUndefined()
    },
  )
})

describe('the folders of the archive', () => {
  it('are hours in UTC', () => {
    expect(folderOf(Date.parse('2026-01-02T03:59:59.999Z'))).toBe('raw/2026/01/02/03')
    expect(hourOf('raw/2026/01/02/03/name.gz')).toBe(Date.parse('2026-01-02T03:00:00Z'))
    expect(hourOf('deliveries/forum/x')).toBeUndefined()
  })

  it('between two moments have everything that came between them and was archived soon enough', () => {
    const moment = fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2030-01-01') })
    fc.assert(
      fc.property(
        ...[
          moment,
          fc.integer({ min: 1, max: 40 * DAY }),
          fc.nat(20 * DAY),
          fc.double({ min: 0, max: 1, noNaN: true }),
        ],
        fc.nat(15 * MINUTE),
        (from, length, late, where, buffer) => {
          const came = Math.floor(from + where * (length - 1))
          const { after, last = '' } = keysBetween({ from, to: from + length, late })
          // The folder is that of the oldest in the object, which came up to a buffer earlier than this one.
          const earliest = `${folderOf(came - buffer)}/x.gz`
          const latest = `${folderOf(came + late)}/x.gz`
          expect(earliest > after).toBe(true)
          expect(latest < `${last}/\uffff`).toBe(true)
        },
      ),
    )
  })

  it('have no end and no beginning when none is asked for', () => {
    expect(keysBetween({ from: undefined, to: undefined, late: HOUR })).toEqual({ after: 'raw/', last: undefined })
    expect(isoOf(hourOf(`${folderOf(NOW)}/x`) ?? 0)).toBe('2026-11-21T20:00:00.000Z')
  })
})
