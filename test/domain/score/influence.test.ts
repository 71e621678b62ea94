import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { influence } from '../../../shared/domain/score/influence.ts'
import { pageRank } from '../../../shared/domain/score/page-rank.ts'

describe('influence', () => {
  it('is the sum of its lines, 0 to 1', () => {
    const score = influence({ followers: 999, replies: 7, mostReplies: 63, rank: 0.5 })
    expect(score.lines.map(({ gives }) => gives)).toEqual([0.25, 0.15, 0.1])
    expect(score.value).toBe(0.5)
  })

  it('is nothing for nobody', () => {
    expect(influence({ followers: 0, replies: 0, mostReplies: 0, rank: 0 }).value).toBe(0)
  })

  it('takes no more than everything, when a count is older than the most', () => {
    expect(influence({ followers: 1e9, replies: 99, mostReplies: 10, rank: 1 }).value).toBe(1)
  })
})

describe('PageRank', () => {
  it('is shared out evenly where all are alike, and by nobody where nobody is', () => {
    expect([...pageRank(4, [])]).toEqual([0.25, 0.25, 0.25, 0.25])
    expect([...pageRank(0, [])]).toEqual([])
  })

  it('goes to who is replied to, more to who is replied to by many', () => {
    const [a = 0, b = 0, c = 0] = pageRank(3, [
      { from: 0, to: 1, count: 3 },
      { from: 2, to: 1, count: 1 },
      { from: 1, to: 2, count: 1 },
    ])
    expect(b).toBeGreaterThan(c)
    expect(c).toBeGreaterThan(a)
  })

  it('passes over replies to oneself, to and from nobody, and none', () => {
    const odd = [
      { from: 0, to: 0, count: 9 },
      { from: 0, to: 7, count: 9 },
      { from: 7, to: 0, count: 9 },
      { from: 0, to: 1, count: 0 },
    ]
    expect(pageRank(2, odd)).toEqual([0.5, 0.5])
  })

  it('always adds up to one, and solves its own equation', () => {
    const reply = fc.record({ from: fc.nat(9), to: fc.nat(9), count: fc.nat(20) })
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 40 }), (replies) => {
        const ranks = pageRank(10, replies)
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 9)
        const edges = replies.filter(({ from, to, count }) => from !== to && count > 0)
        const out = Array.from({ length: 10 }, (_, at) =>
          edges.filter(({ from }) => from === at).reduce((sum, { count }) => sum + Math.log2(1 + count), 0),
        )
        const idle = ranks.reduce((sum, rank, at) => sum + (out[at] === 0 ? rank : 0), 0)
        ranks.forEach((rank, at) => {
          const inflow = edges
            .filter(({ to }) => to === at)
            .reduce((sum, { from, count }) => sum + ((ranks[from] ?? 0) * Math.log2(1 + count)) / (out[from] ?? 1), 0)
          expect(rank).toBeCloseTo(0.015 + 0.85 * (inflow + idle / 10), 2)
        })
      }),
    )
  })
})
