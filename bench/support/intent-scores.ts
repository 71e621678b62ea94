import { findIntents } from '../../shared/domain/understand/intents.ts'
import { INTENTS, type Intent, type Sentiment } from '../../shared/domain/understand/understanding.ts'

/** Shares of 1; `posts`: how many have the intent. */
export type IntentScore = { intent: Intent; posts: number; precision: number; recall: number; f1: number }

type Post = { text: string; language: string; intents: readonly Intent[] }

const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 1)

/** How well the rules find each intent of labelled posts. */
export const intentScores = (
  posts: readonly Post[],
  judge: (text: string, language: string) => Sentiment,
): IntentScore[] => {
  const said = posts.map(({ text, language }) =>
    findIntents(text, judge(text, language), language).map(({ intent }) => intent),
  )
  return INTENTS.map((intent) => {
    const truth = posts.filter(({ intents }) => intents.includes(intent)).length
    const claimed = said.filter((some) => some.includes(intent)).length
    const hits = posts.filter(({ intents }, at) => intents.includes(intent) && said[at]?.includes(intent)).length
    const [precision, recall] = [share(hits, claimed), share(hits, truth)]
    return { intent, posts: truth, precision, recall, f1: share(2 * precision * recall, precision + recall) }
  })
}
