import { type ActivityOf, type MentionActivity, revisionOf } from '../../shared/domain/listen/activity.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'
import type { SentimentLabel, Understanding } from '../../shared/domain/understand/understanding.ts'

/** 120 characters, the length the cost model counts with. */
export const TEXT =
  'The export to CSV stopped working for me after the update yesterday, is there a way to get my data out in the meantime??'

const START = Date.parse('2026-11-01T08:00:00Z')
const MINUTE = 60_000

/** A moment that is later for greater numbers and stays within one month. */
export const moment = (n: number): Iso => isoOf(START + (n % 20_000) * MINUTE)

type Made = { n: number; author: string; thread: string; text?: string; version?: number; deleted?: boolean }

const common = ({ n, author, thread, text = TEXT, version = 0, deleted }: Made) => {
  const at = isoOf(Date.parse(moment(n)) + version * 1000)
  return {
    source: 'community',
    platform: 'community',
    id: `m${n}`,
    at,
    revision: revisionOf({ at, digest: `v${version}`, ...(deleted ? { deleted } : {}) }),
    ...(deleted ? { deleted } : {}),
    author: { id: author, handle: `handle-${author}`, name: `Person ${author}` },
    text,
    url: `https://community.example/t/${thread}/${n}`,
    createdAt: moment(n),
    thread: { id: thread, title: 'CSV export stopped working', author: { id: 'starter' } },
  }
}

/** A post as a source makes it. */
export const post = (made: Made): ActivityOf<'post'> => ({
  kind: 'post',
  title: 'CSV export stopped working',
  ...common(made),
})

/** A reply to a mention of somebody else. */
export const reply = ({ parent, to, ...made }: Made & { parent: number; to: string }): ActivityOf<'reply'> => ({
  kind: 'reply',
  ...common(made),
  parent: { id: `m${parent}`, author: { id: to } },
})

const OTHERS = { positive: 0.02, negative: 0.02, neutral: 0.02, mixed: 0.02 }

/** What an engine might have said of a mention. */
export const understanding = (label: SentimentLabel): Understanding => ({
  language: 'en',
  sentiment: {
    label,
    scores: { ...OTHERS, [label.toLowerCase()]: 0.94 },
    confidence: 0.94,
    engine: 'comprehend',
  },
  intents: ['question'],
})

export type { MentionActivity }
