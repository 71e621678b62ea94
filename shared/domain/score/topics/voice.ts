import { phraseId } from './phrase.ts'
import type { TopicsSettings } from './settings.ts'

/** A name whose share of voice is counted. */
export type Voice = { id: string; name: string; side: 'brand' | 'competitor'; words: readonly string[] }

/** The words of a text, in small letters, each between two blanks. */
const spaced = (text: string): string =>
  ` ${(
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).join(' ')} `

/** Scripts without blanks between words: there a name may begin anywhere. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

/**
 * The name under which all mentions are counted, by the same rules: what other counts are compared with. It is the phrase id of
 * `everything` in no language, written out: to hash it would load Node's crypto while a function starts.
 */
export const EVERYTHING = '179db2cf7253'

const made = new WeakMap<TopicsSettings, Voice[]>()

/** The names of a stage, brands first. */
export const voicesOf = (settings: TopicsSettings): readonly Voice[] => {
  const known = made.get(settings)
  if (known) return known
  const sides = [
    { side: 'brand', names: settings.brands },
    { side: 'competitor', names: settings.competitors },
  ] as const
  const voices = sides.flatMap(({ side, names }) =>
    Object.entries(names).map(([name, words]) => ({
      ...{ id: phraseId('*', `${side}|${name}`), name, side },
      words: words.map((one) => (UNSPACED.test(one) ? spaced(one).trim() : spaced(one))),
    })),
  )
  made.set(settings, voices)
  return voices
}

/** How much of a text is read for names, in UTF-16 units. */
const ENOUGH = 10_000

/** The names that a text says as whole words, whatever their case. */
export const voicesIn = (text: string, settings: TopicsSettings): Voice[] => {
  const voices = voicesOf(settings)
  if (voices.length === 0) return []
  const within = spaced(text.slice(0, ENOUGH))
  return voices.filter(({ words }) => words.some((one) => one.trim() !== '' && within.includes(one)))
}

/** What was counted of a name in some time. */
type Voiced = { count: number; positive: number; negative: number }
/** Hours added up: mentions in all, and by the id of a name. */
export type VoiceCounts = { mentions: number; names: Readonly<Record<string, Voiced>> }

/** Adds hours up, in any order. */
export const addVoices = (hours: readonly VoiceCounts[]): VoiceCounts => {
  const names: Record<string, Voiced> = {}
  for (const hour of hours)
    for (const [id, { count, positive, negative }] of Object.entries(hour.names)) {
      const sum = names[id] ?? { count: 0, positive: 0, negative: 0 }
      names[id] = { count: sum.count + count, positive: sum.positive + positive, negative: sum.negative + negative }
    }
  return { mentions: hours.reduce((sum, { mentions }) => sum + mentions, 0), names }
}
