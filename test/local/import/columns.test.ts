import { describe, expect, it } from '@jest/globals'
import { columnsOf, readMap } from '../../../local/import/columns.ts'
import { flagOf, severalOf, timeOf, wholeOf } from '../../../local/import/values.ts'

describe('a cell', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01 10:30', '2026-03-01T10:30:00.000Z'],
    ['2026-03-01 10:30:05.25 UTC', '2026-03-01T10:30:05.250Z'],
    ['2026-03-01T10:30:05+02:00', '2026-03-01T08:30:05.000Z'],
    ['2026-03-01T10:30:05-0230', '2026-03-01T13:00:05.000Z'],
    ['2026-03-01 10:30:05+01', '2026-03-01T09:30:05.000Z'],
    [' 1772362800 ', '2026-03-01T11:00:00.000Z'],
    ['1772362800.5', '2026-03-01T11:00:00.500Z'],
    ['1772362800123', '2026-03-01T11:00:00.123Z'],
  ])('%s is the time %s', (cell, time) => {
    expect(timeOf(cell)).toBe(time)
  })

  it.each(['', 'soon', '01/02/2026', '2026-13-01', '2026-03-01T25:00Z', '123', '2026'])('%p is no time', (cell) => {
    expect(() => timeOf(cell)).toThrow(/expected a time/)
  })

  it('is a flag, a whole number or several values', () => {
    expect([flagOf('Yes'), flagOf('0')]).toEqual([true, false])
    expect(() => flagOf('maybe')).toThrow(/true or false/)
    expect(wholeOf(' -12 ')).toBe(-12)
    expect(() => wholeOf('1.5')).toThrow(/whole number/)
    expect(severalOf('a | b;c,,')).toEqual(['a', 'b', 'c'])
  })
})

describe('columns', () => {
  it('find their fields by name, and by what --map says', () => {
    const columns = columnsOf(
      ['Review No', 'author.id', 'Author Email', 'author_email_verified', 'at', 'Kind', 'tags', 'deleted'],
      readMap(['review no=id']),
    )
    expect(columns.unused).toEqual([])
    expect(columns.activityOf(['r1', '7', 'a@b.example', 'true', '2026-03-01', 'post', 'x|y', ''])).toEqual({
      kind: 'post',
      id: 'r1',
      at: '2026-03-01T00:00:00.000Z',
      author: { id: '7', email: 'a@b.example', emailVerified: true },
      tags: ['x', 'y'],
    })
  })

  it.each([
    [['id', 'at'], [], /No column is author.id, none is kind/],
    [['id', 'ID', 'at', 'author id', 'kind'], [], /Two columns are id/],
    [['id', 'at', 'author id', 'kind'], ['nr=id'], /There is no column "nr"/],
  ])('of %p do not do', (header, map, message) => {
    expect(() => columnsOf(header, readMap(map))).toThrow(message)
  })

  it.each(['x', '=id', 'a=shoe size'])('are not mapped by %s', (map) => {
    expect(() => readMap([map])).toThrow(/expected column=field/)
  })
})
