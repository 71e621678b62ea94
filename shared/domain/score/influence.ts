import { reachOf } from './advocate.ts'
import { type Explained, short } from './explained.ts'

/** What a person's influence is made of. */
export type Standing = {
  /** The most followers on each platform, added up. */
  followers: number
  /** Replies received, at most 5 counted from any one account. */
  replies: number
  /** The most such replies that anybody here has received. */
  mostReplies: number
  /** PageRank over who replies to whom, divided by the greatest one. */
  rank: number
}

/** What each part counts. */
const WEIGHTS = { reach: 0.5, replies: 0.3, rank: 0.2 }

/** Influence, 0 to 1: half reach, three tenths replies (by their logarithm against the most), two tenths PageRank. */
export const influence = ({ followers, replies, mostReplies, rank }: Standing): Explained => {
  const reach = reachOf(followers)
  const echo = mostReplies > 0 ? Math.min(1, Math.log2(1 + replies) / Math.log2(1 + mostReplies)) : 0
  const lines = [
    { what: 'followers', input: followers, weight: WEIGHTS.reach, gives: short(WEIGHTS.reach * reach) },
    {
      what: `replies received, the most being ${mostReplies}`,
      input: replies,
      weight: WEIGHTS.replies,
      gives: short(WEIGHTS.replies * echo),
    },
    {
      what: 'place among those who reply to each other',
      input: short(rank),
      weight: WEIGHTS.rank,
      gives: short(WEIGHTS.rank * rank),
    },
  ]
  return { value: short(lines.reduce((sum, { gives }) => sum + gives, 0)), lines }
}
