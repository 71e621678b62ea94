import { describe, expect, it } from '@jest/globals'
import { lateBeginningsOf } from '../../../functions/nudge/beginnings.ts'
import { NOON, recipe } from '../../domain/nudge/factories.ts'
import { activityItem } from '../../support/graph-items.ts'

/** Counts what is asked of a table that has nothing. */
const readsFor = async (changes: Record<string, unknown>, kind: 'post' | 'reply' = 'post'): Promise<number> => {
  let reads = 0
  const send = async () => {
    reads += 1
    return { Responses: {}, Items: [] }
  }
  const after = activityItem({ id: 't1', platform: 'forum', threadId: 't1', kind, intents: ['question'] })
  await lateBeginningsOf({ name: 't', client: { send } } as never, { after }, NOON, [recipe(changes)])
  return reads
}

describe('whether there was a thread before its first post', () => {
  it.each([
    ['a recipe that waits for solved threads', { when: { event: 'thread.solved' } }],
    ['one for those of this platform', { when: { event: 'thread.solved', platforms: ['github', 'forum'] } }],
    ['one for ideas', { when: { event: 'idea.shipped' } }],
    ['one for answers, that goes to who asked', { when: { event: 'answer.accepted' }, to: 'asker' }],
  ])('is looked up once for %s', async (_, changes) => expect(await readsFor(changes)).toBe(1))

  it.each([
    ['no recipe about threads', {}],
    ['one for another platform', { when: { event: 'thread.solved', platforms: ['github'] } }],
    ['one for who answered, who is known without it', { when: { event: 'answer.accepted' } }],
  ])('is not looked up for %s', async (_, changes) => expect(await readsFor(changes)).toBe(0))

  it('is not looked up for a reply', async () =>
    expect(await readsFor({ when: { event: 'thread.solved' } }, 'reply')).toBe(0))
})
