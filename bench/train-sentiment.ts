import './support/help.ts'

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { featuresOf } from '../shared/domain/understand/embedded/features.ts'
import { packModel, unpackModel } from '../shared/domain/understand/embedded/model.ts'
import { type Example, fitModel } from './support/sentiment-fit.ts'
import { readLexicon } from './support/sentiment-lexicon.ts'
import {
  bestTemperature,
  confusionLines,
  reliabilityLines,
  SCORE_TITLE,
  scoreLine,
  scoresOf,
  verdictsOf,
} from './support/sentiment-report.ts'
import { CORPUS_NAMES, readRows, rowsFolder } from './support/sentiment-rows.ts'

/**
 * Trains the embedded sentiment engine and says how good it is on rows that it has not seen.
 *
 *   npm run train:sentiment -- [folder of labelled rows, ../shared/data/sentiment]
 *
 * The same rows give the same bytes, but for the word lists of other languages (`npm run train:lists`), which stay as they are. What is written has not seen the held-out rows.
 */

const FILE = join(import.meta.dirname, '../shared/domain/understand/embedded/sentiment.bin')
const began = performance.now()
const say = (line: string): unknown => process.stdout.write(`${line}\n`)
const seconds = (): string => `${((performance.now() - began) / 1_000).toFixed(1)} s`

const folder = rowsFolder(process.argv[2])
const rows = readRows(folder)
const lexicon = readLexicon()
const counts = { train: 0, calibrate: 0, test: 0 }
for (const { split } of rows) counts[split] += 1
say(
  `${rows.length} rows of ${folder}: ${counts.train} to train, ${counts.calibrate} to calibrate, ${counts.test} held out; ${lexicon.size} words and faces`,
)

const examples: Example[] = rows
  .filter(({ split }) => split !== 'test')
  .map((row) => ({ ...row, ...featuresOf(row.text, lexicon) }))
say(`features of ${examples.length} rows (${seconds()})`)
const first = fitModel(
  examples.filter(({ split }) => split === 'train'),
  lexicon,
  1,
  say,
)
const temperature = bestTemperature(
  first,
  rows.filter(({ split }) => split === 'calibrate'),
)
say(`temperature ${temperature} (${seconds()}); now with the calibration rows:`)
const model = fitModel(examples, lexicon, temperature, say)
// The word lists of other languages are made by a command of their own, and stay.
const { lists } = unpackModel(readFileSync(FILE))
const file = packModel({ ...model, ...(lists ? { lists } : {}) })
writeFileSync(FILE, file)
say(`version ${model.version}: ${file.length} bytes written (${seconds()})\n`)

const verdicts = verdictsOf(
  model,
  rows.filter(({ split }) => split === 'test'),
)
say(`held-out rows (shares of 100)\n${SCORE_TITLE}`)
for (const corpus of CORPUS_NAMES) say(scoreLine(corpus, scoresOf(verdicts.filter((one) => one.corpus === corpus))))
const all = scoresOf(verdicts)
say(scoreLine('all', all))
say(`\n${confusionLines(all).join('\n')}`)
say(`\n${reliabilityLines(verdicts).join('\n')}`)
