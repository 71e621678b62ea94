import type { NudgeSettings } from '../settings.ts'
import type { Often, PartOfDay, Wish } from './choices.ts'
import { inLanguage } from './local-text.ts'

/** The language of these words. */
export const WORDS_LANGUAGE = 'en'

/** How often, as pages and emails say it. */
export const OFTEN_WORDS: Readonly<Record<Often, string>> = {
  usual: 'As usual',
  weekly: 'At most one a week',
  fortnightly: 'At most two a month',
  monthly: 'At most one a month',
}

/** When, as pages and emails say it. */
export const PART_WORDS: Readonly<Record<PartOfDay, string>> = {
  any: 'Any time of day',
  morning: 'In the morning, 8 to 12',
  midday: 'At midday, 11 to 15',
  evening: 'In the evening, 17 to 21',
}

/** A topic's words, and the language that they are in; its name where there are no words any more. */
export const topicWords = (
  name: string,
  { topics, language }: Pick<NudgeSettings, 'topics' | 'language'>,
): { words: string; language: string } => {
  const said = inLanguage(Object.hasOwn(topics, name) ? topics[name] : undefined, [WORDS_LANGUAGE], language)
  return said.words ? said : { words: name, language: WORDS_LANGUAGE }
}

/** A language by its own name, such as Deutsch; its code where it has none. */
export const languageName = (code: string): string => {
  const name = String(new Intl.DisplayNames([code], { type: 'language' }).of(code))
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** A zone for people: `Europe/Berlin` is Europe, Berlin. */
export const zoneName = (zone: string): string => zone.replaceAll('_', ' ').replaceAll('/', ', ')

/** What a wish comes to, line by line. @param waiting the topics that a confirmation of the address alone is about */
export const wishLines = (
  { address, on = [], often, resume, partOfDay, language, timeZone }: Wish,
  settings: Pick<NudgeSettings, 'topics' | 'language'>,
  waiting: readonly string[],
): string[] => [
  ...(address ? waiting : on).map((topic) => `Emails about “${topicWords(topic, settings).words}”`),
  ...(often ? [`How often: ${OFTEN_WORDS[often].toLowerCase()}`] : []),
  ...(resume ? ['Emails again, before the break is over'] : []),
  ...(partOfDay ? [`When: ${PART_WORDS[partOfDay].toLowerCase()}`] : []),
  ...(language ? [`Language: ${languageName(language)}`] : []),
  ...(timeZone ? [`Time zone: ${zoneName(timeZone)}`] : []),
]
