import type { Activity, MentionActivity } from '../../shared/domain/listen/activity.ts'
import { isMention } from '../../shared/domain/listen/activity.ts'
import { findIntents } from '../../shared/domain/understand/intents.ts'
import { detectLanguage } from '../../shared/domain/understand/language.ts'
import { cutText, normaliseText, textHash } from '../../shared/domain/understand/text.ts'
import type { Sentiment, Understanding } from '../../shared/domain/understand/understanding.ts'
import { ENGINE, type SentimentAsk } from './sentiment.ts'

/** What a mention says, as it is judged: `ask` is missing when there are no words. */
export type Words = { text: string; language: string; ask?: SentimentAsk }

const wordsOfMention = ({ title, text, language, author }: MentionActivity): Words => {
  const words = title === undefined ? text : `${title}\n${text}`
  const found = detectLanguage(words, { said: language, earlier: author.language })
  const judged = cutText(normaliseText(words))
  if (judged === '') return { text: words, language: found }
  return { text: words, language: found, ask: { hash: textHash(ENGINE, found, judged), language: found, text: judged } }
}

/** The words of an activity that has any and is not deleted. */
export const wordsOf = (activity: Activity): Words | undefined =>
  isMention(activity) && !activity.deleted ? wordsOfMention(activity) : undefined

/** The language of a thread's title or an accepted answer, for the content catalogue. */
export const contentLanguage = (activity: Activity): string | undefined => {
  if (activity.kind !== 'thread' && activity.kind !== 'solved') return undefined
  const answer = activity.kind === 'solved' ? activity.answer.text : undefined
  return detectLanguage([activity.thread.title, answer].filter(Boolean).join('\n'), { said: activity.language })
}

/** Puts together what was understood. */
export const understandingOf = ({ text, language }: Words, sentiment: Sentiment): Understanding => ({
  language,
  sentiment,
  intents: findIntents(text, sentiment).map(({ intent }) => intent),
})
