import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Changes,
  type Countable,
  changesBetween,
  creditFor,
  forwardWeight,
  sumOf,
} from '../../../shared/domain/connect/contribution.ts'

const state = (over: Partial<Countable> = {}): Countable => ({
  kind: 'post',
  iid: 'forum:ann',
  createdAt: '2026-03-01T00:00:00.000Z',
  label: 'NEUTRAL',
  ...over,
})
const reply = (over: Partial<Countable> = {}) => state({ kind: 'reply', to: 'forum:bob', ...over })

describe('the worth of a mention', () => {
  it('is 1000 at the start of a month and doubles in 30 days', () => {
    expect(forwardWeight('2026-03-01T00:00:00.000Z')).toBe(1_000)
    expect(forwardWeight('2026-03-31T00:00:00.000Z')).toBe(2_000)
    expect(forwardWeight('2026-03-16T00:00:00.000Z')).toBe(1_414)
  })
})

describe('what an activity adds', () => {
  it('counts a new mention with its feeling and whether it asks', () => {
    const { rollups, edges } = changesBetween(undefined, state({ label: 'POSITIVE', intents: ['question'] }))
    expect(rollups).toEqual([
      { iid: 'forum:ann', month: '2026-03', add: { n: 1, w: 100, wf: 1_000, pos: 1, questions: 1, d01: 1 } },
    ])
    expect(edges).toEqual([])
  })

  it('adds up how it feels, newer weighing more, for who was judged', () => {
    const scores = { positive: 0.9, negative: 0.1 }
    const late = { createdAt: '2026-03-31T00:00:00.000Z', label: 'POSITIVE', scores, engine: 'comprehend' }
    expect(changesBetween(undefined, state(late)).rollups[0]?.add).toMatchObject({
      fv: 1_414,
      fv2: 2_000,
      fs: 1_131,
      fs2: 905,
      favourable: 1,
    })
    const unjudged = changesBetween(undefined, state({ ...late, engine: 'none' })).rollups[0]?.add
    expect(Object.keys(unjudged ?? {})).not.toContain('fv')
  })

  it.each([
    ['at three quarters', { scores: { positive: 0.75, negative: 0 } }, 1],
    ['below', { scores: { positive: 0.74, negative: 0 } }, undefined],
    ['that nobody signed', { scores: { positive: 1, negative: 0 }, unverified: true }, undefined],
  ])('counts a good word %s', (_, over, favourable) => {
    expect(changesBetween(undefined, state(over)).rollups[0]?.add.favourable).toBe(favourable)
  })

  it('adds an edge for a reply', () => {
    const { edges } = changesBetween(undefined, reply({ label: 'NEGATIVE' }))
    expect(edges).toEqual([{ from: 'forum:ann', to: 'forum:bob', add: { c: 1, 'm2026-03': 1, neg: 1 } }])
  })

  it('is nothing while it is the code of a claim, and all of it when it is edited into words', () => {
    const code = { text: '@crema earshot-claim-7k2m-9qxd-c4tz' }
    const words = { text: 'My grinder is loud.' }
    const none = { rollups: [], edges: [] }
    expect(changesBetween(undefined, reply(code))).toEqual(none)
    expect(changesBetween(reply(code), reply({ ...code, deleted: true }))).toEqual(none)
    expect(changesBetween(reply(code), reply(words))).toEqual(changesBetween(undefined, reply(words)))
    expect(changesBetween(reply(words), reply(code)).rollups[0]?.add).toMatchObject({ n: -1, replies: -1 })
  })

  it('adds none to oneself', () => {
    expect(changesBetween(undefined, reply({ to: 'forum:ann' })).edges).toEqual([])
  })

  it('counts reactions and orders apart from mentions, and follows and news of accounts not at all', () => {
    const order = { amount: 1_250, currency: 'EUR' }
    expect(changesBetween(undefined, state({ kind: 'order', order })).rollups[0]?.add).toEqual({
      orders: 1,
      spend_EUR: 1_250,
      d01: 1,
      o01: 1,
    })
    expect(changesBetween(undefined, state({ kind: 'order' })).rollups[0]?.add).toEqual({ orders: 1, d01: 1, o01: 1 })
    expect(changesBetween(undefined, state({ kind: 'reaction' })).rollups[0]?.add).toEqual({ reactions: 1, d01: 1 })
    expect(changesBetween(undefined, state({ kind: 'follow' })).rollups).toEqual([])
  })

  it('adds only what an edit changes', () => {
    const { rollups, edges } = changesBetween(reply({ label: 'NEGATIVE' }), reply({ label: 'POSITIVE' }))
    expect(rollups).toEqual([{ iid: 'forum:ann', month: '2026-03', add: { pos: 1, neg: -1 } }])
    expect(edges.map(({ add }) => add)).toEqual([{ pos: 1, neg: -1 }])
    expect(changesBetween(state(), state())).toEqual({ rollups: [], edges: [] })
  })

  it('takes back all that a deleted activity had added', () => {
    const { rollups, edges } = changesBetween(reply(), reply({ deleted: true }))
    expect(rollups[0]?.add).toEqual({ n: -1, w: -100, wf: -1_000, replies: -1, d01: -1 })
    expect(edges.map(({ add }) => add)).toEqual([{ c: -1, 'm2026-03': -1 }])
    expect(changesBetween(undefined, state({ deleted: true }))).toEqual({ rollups: [], edges: [] })
  })

  it('moves the counts when the author or the month turns out to be another', () => {
    const { rollups } = changesBetween(state(), state({ iid: 'forum:cid' }))
    expect(rollups.map(({ iid, add }) => [iid, add.n])).toEqual([
      ['forum:ann', -1],
      ['forum:cid', 1],
    ])
  })
})

describe('several changes together', () => {
  it('touch every rollup and edge once', () => {
    const one = changesBetween(undefined, reply())
    const { rollups, edges } = sumOf([one, one])
    expect(rollups.map(({ add }) => add.n)).toEqual([2])
    expect(edges.map(({ add }) => add.c)).toEqual([2])
  })

  it('leave out what comes to nothing', () => {
    const rollups = [creditFor('forum:ann', '2026-03', 1), creditFor('forum:ann', '2026-03', -1)]
    expect(sumOf([{ rollups, edges: [] }])).toEqual({ rollups: [], edges: [] })
  })

  it('come to the last state, whatever happened on the way', () => {
    const states = fc.array(
      fc.record({
        label: fc.constantFrom('POSITIVE', 'NEGATIVE', 'NEUTRAL'),
        deleted: fc.boolean(),
        to: fc.constantFrom('forum:bob', 'forum:cid', 'forum:ann'),
      }),
      { minLength: 1, maxLength: 6 },
    )
    fc.assert(
      fc.property(states, (list) => {
        const changes = list.map((one, at): Changes => {
          const before = list[at - 1]
          return changesBetween(before && reply(before), reply(one))
        })
        const told = ({ add, ...about }: { add: Record<string, number> }) =>
          JSON.stringify([about, Object.entries(add).sort()])
        const sorted = ({ rollups, edges }: Changes) => [rollups.map(told).sort(), edges.map(told).sort()]
        expect(sorted(sumOf(changes))).toEqual(sorted(changesBetween(undefined, reply(list.at(-1)))))
      }),
    )
  })
})
