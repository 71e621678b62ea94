import './support/help.ts'

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type SentimentEngine, sentimentEngine } from '../shared/domain/understand/embedded/engine.ts'
import { featuresOf } from '../shared/domain/understand/embedded/features.ts'
import { unpackModel } from '../shared/domain/understand/embedded/model.ts'
import { listLines } from './support/list-scores.ts'
import { type Example, fitModel } from './support/sentiment-fit.ts'
import {
  confusionLines,
  reliabilityLines,
  SCORE_TITLE,
  scoreLine,
  scoresOf,
  verdictsOf,
} from './support/sentiment-report.ts'
import { CORPUS_NAMES, type Row, readRows, rowsFolder } from './support/sentiment-rows.ts'

/**
 * The embedded sentiment engine against its goals: bytes, load time, documents per second, time against length, and how good
 * it is on rows and on whole corpora that it has not seen. About half a minute.
 *
 *   npm run bench:sentiment -- [folder of labelled rows, ../shared/data/sentiment]
 */

const FILE = join(import.meta.dirname, '../shared/domain/understand/embedded/sentiment.bin')
const GOALS = { bytes: 1_000_000, load: 60, documents: 10_000 }
const say = (line: string): unknown => process.stdout.write(`${line}\n`)
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0
const timed = (work: () => unknown): number => {
  const began = performance.now()
  work()
  return performance.now() - began
}
const against = (name: string, value: number, unit: string, goal: number, good: boolean): unknown =>
  say(
    `${name.padEnd(34)}${String(Math.round(value)).padStart(9)} ${unit.padEnd(6)} goal ${goal}${good ? '' : '  MISSED'}`,
  )

// The first load is the one a function waits for: nothing is warm.
const load = (): SentimentEngine => sentimentEngine(readFileSync(FILE))
const cold = timed(() => load().judge('I love it', 'en'))
const bytes = readFileSync(FILE)
const engine = load()
against('weights and lexicon', bytes.length, 'bytes', GOALS.bytes, bytes.length <= GOALS.bytes)
against('load and first answer, cold', cold, 'ms', GOALS.load, cold <= GOALS.load)

const rows = readRows(rowsFolder(process.argv[2]))
const held = rows.filter(({ split }) => split === 'test')
const rounds = Array.from({ length: 5 }, () => timed(() => held.map(({ text }) => engine.judge(text, 'en'))))
const rate = (1_000 * held.length) / median(rounds)
against('documents per second, one core', rate, '', GOALS.documents, rate >= GOALS.documents)
const characters = held.reduce((sum, { text }) => sum + text.length, 0) / held.length
const mixed = held.filter(({ text }) => engine.judge(text, 'en').label === 'MIXED').length
say(`their mean length is ${Math.round(characters)} characters; ${mixed} of ${held.length} are called mixed`)

const long = (times: number): string =>
  held
    .slice(0, 100 * times)
    .map(({ text }) => text)
    .join(' ')
const [short, tenfold] = [long(1), long(10)]
const lengthen = (text: string): number =>
  median(Array.from({ length: 9 }, () => timed(() => engine.judge(text, 'en'))))
say(
  `a text ${(tenfold.length / short.length).toFixed(1)} times as long takes ${(lengthen(tenfold) / lengthen(short)).toFixed(1)} times as long`,
)

const model = unpackModel(bytes)
say(`\nversion ${model.version} on held-out rows (shares of 100)\n${SCORE_TITLE}`)
const verdicts = verdictsOf(model, held)
for (const corpus of CORPUS_NAMES) say(scoreLine(corpus, scoresOf(verdicts.filter((one) => one.corpus === corpus))))
const all = scoresOf(verdicts)
say(scoreLine('all', all))
say(`\n${confusionLines(all).join('\n')}`)
say(`\n${reliabilityLines(verdicts).join('\n')}`)

say(`\n${engine.nameFor('de')}: made-up posts in languages that are judged by word lists\n${SCORE_TITLE}`)
for (const line of listLines(engine)) say(line)

say(`\ntrained without a corpus, on all rows of it that no other corpus has\n${SCORE_TITLE}`)
const examples: Example[] = rows.map((row) => ({ ...row, ...featuresOf(row.text, model.lexicon) }))
for (const corpus of CORPUS_NAMES) {
  const others = examples.filter((row) => row.corpus !== corpus)
  const known = new Set(others.map(({ key }) => key))
  const unseen: Row[] = rows.filter((row) => row.corpus === corpus && !known.has(row.key))
  say(scoreLine(corpus, scoresOf(verdictsOf(fitModel(others, model.lexicon, model.temperature), unseen))))
}
