import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from 'html-entities'
import { CLASSES, type SentimentClass } from '../../shared/domain/understand/embedded/model.ts'

/** Where labelled rows come from. `weight` is how much a row counts in training. */
export const CORPORA = {
  tweets: { file: 'tweet-sentiment-extraction.jsonl', weight: 1 },
  reddit: { file: 'goemotions.jsonl', weight: 0.3 },
  'vader tweets': { file: 'vader-tweets.jsonl', weight: 1 },
  'amazon snippets': { file: 'vader-amazon-snippets.jsonl', weight: 1 },
} as const
export type Corpus = keyof typeof CORPORA
export const CORPUS_NAMES = Object.keys(CORPORA) as Corpus[]

/** `key` is the same for texts that differ in case, punctuation, links and names only; all of a key are in one split. */
export type Row = {
  corpus: Corpus
  text: string
  label: SentimentClass
  key: string
  split: 'train' | 'calibrate' | 'test'
}

const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/https?:\S+|@\w+|[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Of twenty parts by hash, two are held out for the test and one for calibration. */
const splitOf = (key: string): Row['split'] => {
  const part = createHash('sha256').update(key).digest().readUInt32BE(0) % 20
  if (part < 2) return 'test'
  return part === 2 ? 'calibrate' : 'train'
}

/** As our sources hand texts on: entities decoded, and names as names. */
const cleaned = (text: string): string => decode(text).replaceAll('[NAME]', '@name').trim()

const rowsOf = (folder: string, corpus: Corpus): Row[] =>
  readFileSync(join(folder, CORPORA[corpus].file), 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (!line) return []
      const { text, label: said } = JSON.parse(line) as { text?: unknown; label?: unknown }
      const label = CLASSES.find((one) => one === said)
      if (typeof text !== 'string' || !label) {
        throw new Error(`${CORPORA[corpus].file}, line ${at + 1}: expected a text and a label of ${CLASSES.join(', ')}`)
      }
      const key = keyOf(cleaned(text))
      return [{ corpus, text: cleaned(text), label, key, split: splitOf(key) }]
    })

/** The folder of the labelled rows: as given, or beside the project. */
export const rowsFolder = (given: string | undefined): string =>
  given ?? join(import.meta.dirname, '../../../shared/data/sentiment')

/** Reads all labelled rows, or ends the process with a message that says what is missing. */
export const readRows = (folder: string): Row[] => {
  const missing = CORPUS_NAMES.map((corpus) => CORPORA[corpus].file).filter((file) => !existsSync(join(folder, file)))
  if (missing.length > 0) {
    process.stderr.write(
      `No labelled rows in ${folder}: ${missing.join(', ')} missing.\nName the folder that has them: npm run train:sentiment -- FOLDER (docs/sentiment.md says what they are).\n`,
    )
    process.exit(1)
  }
  return CORPUS_NAMES.flatMap((corpus) => rowsOf(folder, corpus))
}
