import { plainLine } from './email-text.ts'
import { UNSEEN } from './rank.ts'
import type { LanguagePack, WhyWords } from './templates/all.ts'

/** What `rank.ts` says of a piece in English, as decisions keep it; a test makes sure that none of it is missing here. */
const SAYINGS: readonly (readonly [RegExp, (found: RegExpExecArray, words: WhyWords) => string])[] = [
  [/^about “([^”]+)”(?: and “([^”]+)”)?$/, ([, a, b], { about }) => about([a, b].flatMap((word) => word ?? []))],
  [/^has an accepted answer$/, (_, { accepted }) => accepted],
  [/^picked by the community team$/, (_, { picked }) => picked],
  [/^(\d+) found it helpful$/, ([, people], { helpful }) => helpful(Number(people))],
  [/^only in the community$/, (_, { exclusive }) => exclusive],
]

const translated = (part: string, { language, why }: LanguagePack): string | undefined => {
  for (const [pattern, say] of SAYINGS) {
    const found = pattern.exec(part)
    if (found) return say(found, why)
  }
  return language === 'en' ? part : undefined
}

/** Why this piece, in the words of a language, as far as the person does not know it anyway and there are words for it. */
export const whyIn = (pack: LanguagePack, why: readonly string[]): string[] =>
  why
    .filter((part) => part !== UNSEEN)
    .flatMap((part) => translated(plainLine(part, 120), pack) ?? [])
    .filter(Boolean)
