import './support/help.ts'

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sentimentEngine } from '../shared/domain/understand/embedded/engine.ts'
import { findIntents } from '../shared/domain/understand/intents.ts'
import { detectLanguage } from '../shared/domain/understand/language.ts'
import { keyPhrases } from '../shared/domain/understand/phrases.ts'
import { findPii } from '../shared/domain/understand/pii.ts'
import { INTENTS } from '../shared/domain/understand/understanding.ts'
import { INTENT_POSTS } from '../test/domain/understand/intent-posts.ts'
import { SENTENCES } from '../test/domain/understand/sentences.ts'
import { intentScores } from './support/intent-scores.ts'
import { readRows, rowsFolder } from './support/sentiment-rows.ts'

/**
 * What is understood without asking anybody, beside sentiment: languages, intents, key phrases and what identifies people. How good,
 * on posts that were made up for it and, for English, on the held-out rows; and how fast.
 *
 *   npm run bench:understanding -- [folder of labelled rows, ../shared/data/sentiment]
 */

const FILE = join(import.meta.dirname, '../shared/domain/understand/embedded/sentiment.bin')
const say = (line: string): unknown => process.stdout.write(`${line}\n`)
const percent = (value: number): string => (100 * value).toFixed(1).padStart(6)

const engine = sentimentEngine(readFileSync(FILE))
const texts = readRows(rowsFolder(process.argv[2])).flatMap(({ split, text }) => (split === 'test' ? [text] : []))

const letters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0
const english = (some: readonly string[]): number => some.filter((text) => detectLanguage(text) === 'en').length
const long = texts.filter((text) => letters(text) >= 20)
const short = texts.filter((text) => letters(text) < 20)
say(
  `language: English rows called English, of 100: ${percent(english(long) / long.length)} of ${long.length} with 20 letters`,
)
say(`or more, ${percent(english(short) / short.length)} of ${short.length} shorter ones`)
const posts = Object.entries(SENTENCES).flatMap(([language, some]) => some.map((text) => ({ language, text })))
const right = posts.filter(({ language, text }) => detectLanguage(text) === language).length
say(`made-up posts in ${Object.keys(SENTENCES).length} languages: ${percent(right / posts.length)} of ${posts.length}`)

say(`\nintent      posts  precision  recall      F1 (made-up posts: ${INTENT_POSTS.length})`)
for (const { intent, posts, precision, recall, f1 } of intentScores(INTENT_POSTS, engine.judge)) {
  say(`${intent.padEnd(10)}${String(posts).padStart(7)}     ${percent(precision)}  ${percent(recall)}  ${percent(f1)}`)
}

const wanted = texts.flatMap((text) => findIntents(text, engine.judge(text, 'en'), 'en').map(({ intent }) => intent))
say(`\nfound in ${texts.length} held-out rows, of a thousand`)
for (const intent of INTENTS) {
  const found = wanted.filter((one) => one === intent).length
  say(`${intent.padEnd(10)}${((1_000 * found) / texts.length).toFixed(1).padStart(7)}`)
}

say(`\ntexts a second, one core, ${texts.length} held-out rows`)
const unsure = engine.judge('', 'und')
const works: readonly (readonly [string, (text: string) => unknown])[] = [
  ['language', (text) => detectLanguage(text)],
  ['sentiment by a word list', (text) => engine.judge(text, 'de')],
  ['intents', (text) => findIntents(text, unsure, 'en')],
  ['key phrases', (text) => keyPhrases(text, 'en')],
  ['what identifies people', (text) => findPii(text)],
]
for (const [name, work] of works) {
  const times = Array.from({ length: 3 }, () => {
    const began = performance.now()
    for (const text of texts) work(text)
    return performance.now() - began
  })
  say(`${name.padEnd(26)}${String(Math.round((1_000 * texts.length) / Math.min(...times))).padStart(9)}`)
}
