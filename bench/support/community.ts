import { ASSUMED } from './cost-model.ts'
import type { IngestMeter } from './ingest-meter.ts'
import { post } from './mentions.ts'
import type { Following } from './score-meter.ts'

const PEOPLE = 25
/** Where so great a share of mentions are somebody's first, people write so many each. */
const EACH = Math.round(1 / ASSUMED.mix.firstPost)
/** So that they fill the fortnight of `moment`. */
const MINUTES_APART = 40

/**
 * What scoring takes of people from their first mention on, until they have written as many as the mix says that people write. All
 * write equally much, because that is dearest: the more somebody has written, the less often another mention moves them.
 */
export const scoredCommunity = async (
  meter: Pick<IngestMeter, 'apply' | 'follow'>,
): Promise<{ scored: Following; mentionsScored: number }> => {
  const sum: Following = { calls: {}, write: 0, read: 0, invocations: 0, records: 0, events: 0 }
  for (let round = 0; round < EACH; round++) {
    const from = round * PEOPLE * MINUTES_APART
    await meter.apply(
      ...Array.from({ length: PEOPLE }, (_, who) => {
        const n = from + who * MINUTES_APART
        return post({ n, author: `member${who}`, thread: `thread${who}` })
      }),
    )
    const { calls, ...one } = await meter.follow()
    for (const [call, count] of Object.entries(calls)) sum.calls[call] = (sum.calls[call] ?? 0) + count
    for (const name of ['write', 'read', 'invocations', 'records', 'events'] as const) sum[name] += one[name]
  }
  return { scored: sum, mentionsScored: EACH * PEOPLE }
}
