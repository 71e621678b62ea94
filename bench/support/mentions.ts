import { type ActivityOf, revisionOf } from '../../shared/domain/listen/activity.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'

/** A complaint of about 120 characters, the length the cost model counts with; no two of different numbers are repeats. */
export const complaint = (n: number): string =>
  `The export of report ${n} is broken and useless since the update, what a terrible pity. Is there a way to get at my data?`
/** The opposite, of the same length. */
export const praise = (n: number): string =>
  `The export of report ${n} is wonderful since the update, I love it and am very happy. Thank you all for the great work!!!`

const START = Date.parse('2026-11-01T08:00:00Z')
const MINUTE = 60_000

/** A moment that is later for greater numbers and stays within one month. */
export const moment = (n: number): Iso => isoOf(START + (n % 20_000) * MINUTE)

type Made = { n: number; author: string; thread: string; text?: string; version?: number; deleted?: boolean }

const common = ({ n, author, thread, text = complaint(n), version = 0, deleted }: Made) => {
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
