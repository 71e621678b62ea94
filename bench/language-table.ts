import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
// @ts-expect-error eld ships no types for its data
import { dictionary } from '../node_modules/eld/src/dictionary.js'
// @ts-expect-error eld ships no types for its data
import { ngramsData } from '../node_modules/eld/src/ngrams/extrasmall.js'
import { pack } from './support/pack.ts'

/**
 * Makes shared/domain/understand/language-table.ts from the "extrasmall" data of eld (Apache-2.0): a few languages of the
 * sixty, and of each the byte n-grams that tell it best from the others. `node bench/language-table.ts`
 */

const LANGUAGES = 'en es fr de it pt nl pl sv da tr ro'.split(' ')
const PER_LANGUAGE = 300
/** What eld subtracts from every score to keep its data small. */
const BASE_SCORE = 53
/** The distance of two levels; scores run from 53 to about 230. */
const STEP = 16
const LOWEST = 40

type Data = { languages: Record<string, string>; ngrams: Record<string, Record<string, number>> }
const { languages, ngrams } = ngramsData as Data
const ids = LANGUAGES.map((language) => Object.keys(languages).find((id) => languages[id] === language) ?? '')

/** eld writes bytes from 128 as characters of its own; here they are U+0100 + byte, which can be seen in an editor. */
const bytes = new Map<string, string>()
;(dictionary as string[]).forEach((letter, byte) => {
  if (byte >= 128 && letter !== ' ') bytes.set(letter, String.fromCharCode(0x100 + byte))
})

const scores = new Map<string, number[]>()
for (const [ngram, byLanguage] of Object.entries(ngrams)) {
  const row = ids.map((id) => (byLanguage[id] === undefined ? 0 : byLanguage[id] + BASE_SCORE))
  if (row.some((score) => score > 0)) scores.set([...ngram].map((c) => bytes.get(c) ?? c).join(''), row)
}

/** How well an n-gram speaks for one language: scores are logarithms of frequencies, so it compares powers of them. */
const worth = (row: readonly number[], at: number): number => {
  const others = row.filter((_, other) => other !== at)
  return 2 ** ((row[at] ?? 0) / 15) - 2 ** (others.reduce((sum, score) => sum + score, 0) / others.length / 15)
}

const kept = new Set<string>()
LANGUAGES.forEach((_, at) => {
  const own = [...scores].filter(([, row]) => (row[at] ?? 0) > 0)
  const best = own.sort(([, a], [, b]) => worth(b, at) - worth(a, at)).slice(0, PER_LANGUAGE)
  for (const [ngram] of best) kept.add(ngram)
})

const level = (score: number): number => Math.max(1, Math.min(9, Math.round((score - LOWEST) / STEP)))
const code = (row: readonly number[]): string =>
  row.map((score, at) => (score > 0 ? `${String.fromCharCode(65 + at)}${level(score)}` : '')).join('')
const byCode = Map.groupBy([...kept].sort(), (ngram) => code(scores.get(ngram) ?? []))
const table = pack(
  [...byCode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, ngrams]) => `${code}${ngrams.join('\t')}`)
    .join('\n'),
)

const file = join(import.meta.dirname, '../shared/domain/understand/language-table.ts')
await writeFile(
  file,
  `// Made by bench/language-table.ts from eld 2.1.0, Copyright 2023 Nito T.M., Apache-2.0; see NOTICE. Do not edit.

/** The languages that the table tells apart, in the order of its letters. */
export const TABLE_LANGUAGES = '${LANGUAGES.join(' ')}'.split(' ')

/**
 * Byte n-grams and how much each speaks for a language, packed: a line per weight, between its n-grams tabs. \`A6D3nder\` gives
 * language 0 six points and language 3 three. Bytes from 128 on are written as U+0100 + byte.
 */
// biome-ignore format: one long line
export const TABLE = '${table}'
`,
)
process.stdout.write(`${kept.size} n-grams of ${LANGUAGES.length} languages: ${table.length} bytes\n`)
