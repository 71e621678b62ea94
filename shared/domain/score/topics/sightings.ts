import { createHash } from 'node:crypto'
import { codeIn } from '../../connect/claim-code.ts'
import { DAY, type Iso, msOf } from '../../time.ts'
import type { SentimentLabel } from '../../understand/understanding.ts'
import { topicsIn } from './phrase.ts'
import type { TopicsSettings } from './settings.ts'
import type { Sighting } from './sketch.ts'
import { EVERYTHING, voicesIn } from './voice.ts'

/** What is read of a mention to count its topics. */
export type Said = {
  platform: string
  id: string
  iid: string
  createdAt: Iso
  receivedAt: Iso
  history?: 'born' | 'told' | undefined
  language?: string | undefined
  label?: SentimentLabel | undefined
  phrases?: readonly string[] | undefined
  title?: string | undefined
  text?: string | undefined
  tags?: readonly string[] | undefined
}

/** An author as counters list it: 30 bits of SHA-256 of the identity, as eight hexadecimal digits; the two lowest bits are zero. */
export const authorHash = (iid: string): string => {
  const bits = createHash('sha256').update(iid).digest().readUInt32BE(0)
  return (bits - (bits % 4)).toString(16).padStart(8, '0')
}

/**
 * Whether a mention counts in the hour in which it came: no import tells of it, it was written within the last day, and it is
 * more than the code of a claim.
 */
export const isLive = ({
  history,
  createdAt,
  receivedAt,
  text = '',
}: Pick<Said, 'history' | 'createdAt' | 'receivedAt' | 'text'>): boolean =>
  history !== 'born' && msOf(receivedAt) - msOf(createdAt) <= DAY && codeIn(text) === undefined

const moodOf = (label: SentimentLabel | undefined): Sighting['mood'] =>
  label === 'POSITIVE' ? 'positive' : label === 'NEGATIVE' ? 'negative' : 'other'

/** The topics and names in a mention, each once. None when the mention tells of the past. */
export const sightingsOf = (said: Said, settings: TopicsSettings): Sighting[] => {
  if (!isLive(said)) return []
  const { language = 'und', phrases = [], title = '', text = '', tags = [] } = said
  const common = {
    language,
    author: authorHash(said.iid),
    mood: moodOf(said.label),
    mention: `${said.platform}#${said.id}`,
  }
  const names = voicesIn([title, text, ...tags].join('\n'), settings)
  return [
    ...topicsIn(phrases, language, settings).map(({ id, label }) => ({ id, label, ...common })),
    ...[EVERYTHING, ...names.map(({ id }) => id)].map((id) => ({ id, label: '', ...common, pinned: true as const })),
  ]
}
