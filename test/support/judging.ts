import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judging } from '../../functions/understand/judging.ts'
import { type SentimentEngine, sentimentEngine } from '../../shared/domain/understand/embedded/engine.ts'

const FILE = join(import.meta.dirname, '../../shared/domain/understand/embedded/sentiment.bin')
let engine: SentimentEngine | undefined

/** The embedded engine, as it is shipped. */
export const embedded = (): SentimentEngine => {
  engine ??= sentimentEngine(readFileSync(FILE))
  return engine
}

/** Judging as the worker does it, with a Comprehend that is never there unless one is given. */
export const judgingWith = (over: Partial<Omit<Judging, 'table'>> = {}): Omit<Judging, 'table'> => ({
  mode: 'comprehend',
  embedded,
  comprehend: async () => new Map(),
  cacheDays: 1,
  now: Date.now,
  ...over,
})
