import { describe, expect, it } from '@jest/globals'
import { decideOnNew } from '../../../functions/nudge/choosing.ts'
import { discussionId } from '../../../shared/domain/nudge/content-news.ts'
import { withdrawContent } from '../../../shared/store/content.ts'
import { upsertContentFromSolved } from '../../../shared/store/content-news.ts'
import { indexKeys } from '../../../shared/store/index-keys.ts'
import { settleContent } from '../../../shared/store/shelving.ts'
import { pieceFor } from '../../../shared/store/visits.ts'
import { candidate, decideInput, NOON, recipe } from '../../domain/nudge/factories.ts'
import { activityItem, putItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import { JIM, putGuide } from './world.ts'

const test = tablePerTest()

const stage = recipe({ content: { pick: 'stage', stages: ['use'], minScore: 0 } })
const decided = async (ids: readonly string[], identities = [JIM, 'email:jim']) => {
  const pieces = ids.map((id, at) =>
    candidate({ id, url: `https://community.example/${id}`, publishedAt: `2026-05-${28 - at}T00:00:00.000Z` }),
  )
  const answer = await decideOnNew(test.table, decideInput({ recipe: stage, identities }), pieces)
  return 'content' in answer && answer.content ? answer.content.id : answer.reason
}

const discussion = async () => {
  await upsertContentFromSolved(test.table, {
    ...{ source: 'forum', platform: 'forum', id: 's', at: NOON, revision: 'r', author: { id: '8' }, kind: 'solved' },
    thread: { id: 't9', title: 'How?', url: 'https://community.example/t/9' },
    answer: { id: 't9/2', author: { id: '8' }, text: 'So.' },
    language: 'en',
  })
  const id = discussionId('forum', 't9')
  const sources = { forum: { type: 'discourse', content: { featured: 'published' as const } } }
  await settleContent({ table: test.table, hosts: ['community.example'], sources, outside: new Set() }, id, NOON)
  return id
}

describe('the chosen piece', () => {
  it('is looked at once more: what has left its shelf makes room for the next', async () => {
    for (const id of ['a', 'b']) await putGuide(test.table, id)
    expect(await decided(['a', 'b'])).toBe('a')
    await withdrawContent(test.table, 'a', NOON)
    expect(await decided(['a', 'b'])).toBe('b')
    await withdrawContent(test.table, 'b', NOON)
    expect(await decided(['a', 'b'])).toBe('no_content')
  })

  it('is nothing that the person has written in, by any account', async () => {
    await putGuide(test.table, 'guide')
    const id = await discussion()
    expect(await decided([id, 'guide'])).toBe(id)
    await putItems(test.table, [
      activityItem({ id: 't9/4', platform: 'forum', kind: 'reply', threadId: 't9', th: 'T#forum#t9', iid: JIM }),
    ])
    expect(await decided([id, 'guide'])).toBe('guide')
    expect(await decided([id])).toBe('seen_all')
    expect(await decided([id], ['forum:77'])).toBe(id)
  })

  it('is nothing that the person has liked; a like that was taken back does not count', async () => {
    const id = await discussion()
    const like = activityItem({
      ...{ id: 'like:t9/2:1', platform: 'forum', kind: 'reaction', iid: JIM, th: indexKeys.votes('forum', 't9/2') },
    })
    await putItems(test.table, [like])
    expect(await pieceFor(test.table, id, [JIM])).toBe('visited')
    const { th: _, ...gone } = { ...like, deleted: true }
    await putItems(test.table, [gone])
    expect(await pieceFor(test.table, id, [JIM])).toBe('new')
  })

  it('is not looked for without end', async () => {
    await putGuide(test.table, 'guide')
    const gone = Array.from({ length: 10 }, (_, at) => `gone-${at}`)
    expect(await decided([...gone.slice(1), 'guide'])).toBe('guide')
    expect(await decided([...gone, 'guide'])).toBe('seen_all')
  })
})
