import { describe, expect, it } from '@jest/globals'
import { longDate } from '../../shared/domain/long-date.ts'

describe('a day in a sentence', () => {
  it.each([
    ['en-GB', '1 December 2026', '11 December 2026'],
    ['de-DE', '1. Dezember 2026', '11. Dezember 2026'],
    ['fr-FR', '1er décembre 2026', '11 décembre 2026'],
    ['es-ES', '1 de diciembre de 2026', '11 de diciembre de 2026'],
  ])('is written as people write it: %s', (locale, first, eleventh) => {
    const say = longDate(locale, 'Europe/Paris')
    expect(say('2026-11-30T23:30:00.000Z')).toBe(first)
    expect(say('2026-12-11T12:00:00.000Z')).toBe(eleventh)
  })
})
