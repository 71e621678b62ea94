/** Replies from one to another: `count` of them. Both are places in a list of people. */
export type Reply = { from: number; to: number; count: number }

type Person = { rank: number; out: number; next: number }

const DAMPING = 0.85
const ITERATIONS = 25

/**
 * PageRank (Brin and Page, 1998) over who replies to whom, damping 0.85, an edge weighing log2(1 + replies). Who replies to
 * nobody gives their rank to all alike.
 * @param count how many people there are
 * @param replies pairs of places below `count`; others, and replies to oneself, are passed over
 * @returns a rank per person; they add up to 1
 */
export const pageRank = (count: number, replies: readonly Reply[]): number[] => {
  const people = Array.from({ length: count }, (): Person => ({ rank: 1 / count, out: 0, next: 0 }))
  const edges = replies.flatMap(({ from, to, count: replied }) => {
    const [giver, taker] = [people[from], people[to]]
    if (!giver || !taker || giver === taker || replied <= 0) return []
    const weight = Math.log2(1 + replied)
    giver.out += weight
    return [{ giver, taker, weight }]
  })
  for (let round = 0; round < ITERATIONS; round++) {
    const idle = people.reduce((sum, { rank, out }) => (out === 0 ? sum + rank : sum), 0)
    for (const person of people) person.next = (1 - DAMPING + DAMPING * idle) / count
    for (const { giver, taker, weight } of edges) taker.next += (DAMPING * giver.rank * weight) / giver.out
    for (const person of people) person.rank = person.next
  }
  return people.map(({ rank }) => rank)
}
