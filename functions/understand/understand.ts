import type { Activity, MentionActivity } from '../../shared/domain/listen/activity.ts'
import { isMention } from '../../shared/domain/listen/activity.ts'
import { findIntents } from '../../shared/domain/understand/intents.ts'
import { detectLanguage } from '../../shared/domain/understand/language.ts'
import { keyPhrases } from '../../shared/domain/understand/phrases.ts'
import { cutText, normaliseText, textHash } from '../../shared/domain/understand/text.ts'
import type { Sentiment, Understanding } from '../../shared/domain/understand/understanding.ts'
import { ENGINE, type SentimentAsk } from './sentiment.ts'

/** What a mention says, as it is judged: `ask` is missing when there are no words. */
export type Words = { text: string; language: string; ask?: SentimentAsk }

type Written = { title?: string | undefined; text?: string | undefined }

const wholeText = ({ title, text = '' }: Written): string => (title === undefined ? text : `${title}\n${text}`)

const wordsIn = (text: string, language: string): Words => {
  const judged = cutText(normaliseText(text))
  if (judged === '') return { text, language }
  return { text, language, ask: { hash: textHash(ENGINE, language, judged), language, text: judged } }
}

const wordsOfMention = (mention: MentionActivity): Words => {
  const text = wholeText(mention)
  return wordsIn(text, detectLanguage(text, { said: mention.language, earlier: mention.author.language }))
}

/** The words of a mention as it is stored, which says what language they were found to be in. */
export const wordsOfItem = (item: Written & { language?: string | undefined }): Words =>
  wordsIn(wholeText(item), item.language ?? 'und')

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
  intents: findIntents(text, sentiment, language).map(({ intent }) => intent),
  phrases: keyPhrases(text, language).map((phrase) => phrase.text),
})
