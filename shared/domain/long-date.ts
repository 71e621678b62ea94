import type { Iso } from './time.ts'

/**
 * How a day is written in words in a sentence: `1 December 2026`, `1. Dezember 2026`, `1er décembre 2026`, `1 de diciembre de 2026`.
 * @param locale BCP 47, such as `fr-FR`
 * @param timeZone an IANA time zone: the day is the one there
 */
export const longDate = (locale: string, timeZone: string): ((at: Iso) => string) => {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone })
  // The first of a month is an ordinal in French, which Intl does not know.
  const first = locale.startsWith('fr') ? '1er ' : '1 '
  return (at) => format.format(Date.parse(at)).replace(/^1 /, first)
}
