import type { SentimentEngine } from '../../shared/domain/understand/embedded/engine.ts'
import type { SentimentClass } from '../../shared/domain/understand/embedded/model.ts'
import { LABELLED_POSTS, type LabelledPost } from './posts.ts'
import { confusionLines, scoreLine, scoresOf } from './sentiment-report.ts'

const SAID = { NEGATIVE: 'negative', NEUTRAL: 'neutral', MIXED: 'neutral', POSITIVE: 'positive' } as const

const judged = (engine: SentimentEngine, language: string, posts: readonly LabelledPost[]) =>
  posts.map(({ text, label }) => {
    const said: SentimentClass = SAID[engine.judge(text, language).label]
    return { label, said }
  })

/** How good the word lists are: a line per language, then what the rules were not made with, then the confusion over that. */
export const listLines = (engine: SentimentEngine): string[] => {
  const of = (set: keyof typeof LABELLED_POSTS) =>
    Object.entries(LABELLED_POSTS[set]).map(([language, posts]) => [language, judged(engine, language, posts)] as const)
  const unseen = of('unseen').flatMap(([, verdicts]) => verdicts)
  return [
    ...of('seen').map(([language, verdicts]) => scoreLine(`${language} (seen)`, scoresOf(verdicts))),
    ...of('unseen').map(([language, verdicts]) => scoreLine(`${language} (unseen)`, scoresOf(verdicts))),
    scoreLine('all unseen', scoresOf(unseen)),
    ...confusionLines(scoresOf(unseen)),
  ]
}
