import { describe, expect, it } from '@jest/globals'
import { chainsOf } from '../../../shared/domain/connect/chains.ts'
import { directionOf } from '../../../shared/domain/connect/direction.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'

const activity = (over: Record<string, unknown>): Activity =>
  ({
    source: 'forum',
    platform: 'forum',
    id: 'x',
    at: '2026-01-01T00:00:00.000Z',
    revision: '1',
    author: { id: 'ann' },
    text: '',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...over,
  }) as Activity

describe('whom an activity is directed at', () => {
  const thread = { id: 't', author: { id: 'starter' } }

  it.each([
    ['the author of its parent', { parent: { id: 'p', author: { id: 'bob' } }, thread }, { author: 'bob' }],
    ['whoever started the thread, without a parent', { thread }, { author: 'starter' }],
    ['whoever started the thread, when that is the parent', { parent: { id: 't' }, thread }, { author: 'starter' }],
    ['a parent whose author has to be looked up', { parent: { id: 'p' }, thread }, { parentId: 'p' }],
    ['nobody that we know of', { thread: { id: 't' } }, {}],
  ])('a reply is to %s', (_, over, direction) => {
    expect(directionOf(activity({ kind: 'reply', ...over }))).toEqual(direction)
  })

  it('a reaction or follow is to whom the platform names', () => {
    const target = { id: 'p', author: { id: 'bob' } }
    expect(directionOf(activity({ kind: 'reaction', reaction: 'like', target }))).toEqual({ author: 'bob' })
    expect(directionOf(activity({ kind: 'follow', target: { id: 'p' } }))).toEqual({})
    expect(directionOf(activity({ kind: 'follow' }))).toEqual({})
  })

  it('a post is to nobody', () => {
    expect(directionOf(activity({ kind: 'post', thread }))).toEqual({})
  })
})

describe('the chains of a batch', () => {
  const entry = (id: string, author: string, at: string, thread?: string) => ({
    activity: activity({
      kind: thread ? 'post' : 'account',
      id,
      author: { id: author },
      at,
      ...(thread ? { thread: { id: thread } } : {}),
    }),
  })
  const ids = (chains: { activity: Activity }[][]) => chains.map((chain) => chain.map((one) => one.activity.id))

  it('keep what shares an author or a thread together, in the order in which it happened', () => {
    const chains = chainsOf([
      entry('late', 'ann', '3', 't1'),
      entry('other', 'cid', '1', 't2'),
      entry('early', 'bob', '1', 't1'),
      entry('account', 'ann', '2'),
      entry('same', 'dan', '1', 't1'),
    ])
    expect(ids(chains)).toEqual([['early', 'same', 'account', 'late'], ['other']])
  })

  it('are joined by something that belongs to two of them', () => {
    const chains = chainsOf([entry('a', 'ann', '1', 't1'), entry('b', 'bob', '2', 't2'), entry('c', 'ann', '3', 't2')])
    expect(ids(chains)).toEqual([['a', 'b', 'c']])
  })

  it('are found in time that grows with the batch only', () => {
    const all = Array.from({ length: 20_000 }, (_, at) => entry(`${at}`, `u${at}`, '1', 't'))
    const started = performance.now()
    expect(chainsOf(all)).toEqual([all])
    // Some tens of milliseconds; in the square of the batch it was half a minute.
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
