import type { NudgeSettings } from '../settings.ts'
import type { Wish } from './choices.ts'
import { inLanguage } from './local-text.ts'
import type { PageWords } from './pages/page-words.ts'

/** A topic's words in a language as far as there are any, and the language that they are in; its name where there are none any more. */
export const topicWords = (
  name: string,
  { topics, language }: Pick<NudgeSettings, 'topics' | 'language'>,
  wanted: string,
): { words: string; language: string } => {
  const said = inLanguage(Object.hasOwn(topics, name) ? topics[name] : undefined, [wanted], language)
  return said.words ? said : { words: name, language: wanted }
}

/** A language by its own name, such as Deutsch; its code where it has none. */
export const languageName = (code: string): string => {
  const name = String(new Intl.DisplayNames([code], { type: 'language' }).of(code))
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** A zone for people: `Europe/Berlin` is Europe, Berlin. */
export const zoneName = (zone: string): string => zone.replaceAll('_', ' ').replaceAll('/', ', ')

/** Within a line: the first letter small, the others as they are, as nouns may be among them. */
const within = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1)

/** What a wish comes to, line by line. @param waiting the topics that a confirmation of the address alone is about */
export const wishLines = (
  { address, on = [], often, resume, partOfDay, language, timeZone }: Wish,
  settings: Pick<NudgeSettings, 'topics' | 'language'>,
  { words, waiting }: { words: PageWords; waiting: readonly string[] },
): string[] => [
  ...(address ? waiting : on).map((topic) =>
    words.say('wish_topic', { topic: topicWords(topic, settings, words.language).words }),
  ),
  ...(often ? [words.say('wish_often', { often: within(words.say(`often_${often}`)) })] : []),
  ...(resume ? [words.say('wish_resume')] : []),
  ...(partOfDay ? [words.say('wish_part', { part: within(words.say(`part_${partOfDay}`)) })] : []),
  ...(language ? [words.say('wish_language', { language: languageName(language) })] : []),
  ...(timeZone ? [words.say('wish_zone', { zone: zoneName(timeZone) })] : []),
]
