import { findIntents } from '../understand/intents.ts'
import { redact } from '../understand/pii.ts'
import { NO_SENTIMENT } from '../understand/understanding.ts'
import type { MentionAnswer } from './answers.ts'

/** The group of the user pool whose members see what identifies people in texts. */
export const PII_GROUP = 'pii'

/** The groups that a token's claim names: a list, or as API Gateway hands one on, `[pii marketing]`. */
export const groupsIn = (claim: unknown): string[] =>
  (Array.isArray(claim)
    ? claim.map(String)
    : String(claim ?? '')
        .replace(/^\[|\]$/g, '')
        .split(/[\s,]+/)
  ).filter(Boolean)

/** A text as somebody may see it. */
export const shownText = (text: string, seesPii: boolean): string => (seesPii ? text : redact(text))

const wordsOf = ({ title, text }: Pick<MentionAnswer, 'title' | 'text'>): string => (title ? `${title}\n${text}` : text)

const withoutPii = ({ title, thread, phrases, ...mention }: MentionAnswer): MentionAnswer => {
  const shown: MentionAnswer = {
    ...mention,
    text: redact(mention.text),
    ...(title === undefined ? {} : { title: redact(title) }),
    ...(thread
      ? { thread: { ...thread, ...(thread.title === undefined ? {} : { title: redact(thread.title) }) } }
      : {}),
  }
  if (!phrases) return shown
  // A phrase may be a piece of a number or an address, which nobody could tell by itself.
  const left = wordsOf(shown)
  return { ...shown, phrases: phrases.map(redact).filter((phrase) => left.includes(phrase)) }
}

type Because = NonNullable<MentionAnswer['because']>

/** The rules read title and text as one, with a line between them. */
const becauseOf = ({ title, text, language, intents, sentiment }: MentionAnswer): Because => {
  const start = title ? title.length + 1 : 0
  const found = findIntents(wordsOf({ title, text }), sentiment ?? NO_SENTIMENT, language)
  return found
    .filter(({ intent }) => intents.includes(intent))
    .map(({ intent, words }) => ({
      intent,
      words: words.map(({ text, from, to }) =>
        from < start ? { in: 'title', text, from, to } : { in: 'text', text, from: from - start, to: to - start },
      ),
    }))
}

/**
 * A mention as the API answers it: without what identifies people unless the caller may see it, and with the words that showed each
 * intent, found anew in what is answered, so that their places fit.
 */
export const presentMention = (mention: MentionAnswer, seesPii: boolean): MentionAnswer => {
  const shown = seesPii ? mention : withoutPii(mention)
  const because = becauseOf(shown)
  return because.length > 0 ? { ...shown, because } : shown
}
