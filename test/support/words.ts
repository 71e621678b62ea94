import type { PageLanguage } from '../../shared/domain/nudge/pages/page-language.ts'

/** The lines of a table of words: key and words. */
export const wordLines = (text: string): [string, string][] =>
  text
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)])

/** The holes in words, sorted. */
export const holesIn = (words: string): string[] => (words.match(/\{\w+\}/g) ?? []).sort()

/** What the spelling of a language forbids in words for people: what is tried, by what is wrong. */
const FORBIDDEN: Readonly<Record<string, Partial<Record<PageLanguage | 'all', RegExp>>>> = {
  'a space at an end, or two': { all: /^\s|\s$| {2}/ },
  'a straight quote or apostrophe': { all: /["'`´]/ },
  'three dots instead of one sign': { all: /\.\.\./ },
  'a sign before which French keeps the line together': { fr: /[^\u00a0\u202f](?:[?!;»]|:(?!\/\/))|« / },
  'a question or a call without its opening sign': { es: /^[^¿]*\?|^[^¡]*!/ },
  'quotes of another language': { de: /[«»”‘]/, fr: /[„“”]/, es: /[„“”]/, en: /[«»„]/ },
  'somebody called du, tu or tú': {
    de: /(?<!\p{L})(?:du|dich|dir|deine?[nmrs]?)(?!\p{L})/iu,
    fr: /(?<!\p{L})(?:tu|toi|ton|tes)(?!\p{L})/iu,
    es: /(?<!\p{L})(?:tú|tus|ti|contigo|vosotr[oa]s|vuestr[oa]s?)(?!\p{L})/iu,
  },
}

/** What is misspelt in words of a language, by kind; none where all is right. */
export const spellingOf = (language: PageLanguage, words: string): string[] =>
  Object.entries(FORBIDDEN).flatMap(([what, by]) =>
    [by.all, by[language]].some((pattern) => pattern?.test(words)) ? [what] : [],
  )
