import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, it } from '@jest/globals'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { correctMention } from '../../shared/store/corrections.ts'
import { type Key, keys } from '../../shared/store/keys.ts'
import { getMention, listMentions } from '../../shared/store/mentions.ts'
import { getAll, type Item, query, type Table } from '../../shared/store/table.ts'
import { tableForAll } from '../support/tables.ts'
import { applyAll } from './ingest-bench.ts'

const test = tableForAll()
let table: Table
beforeAll(() => {
  table = test.table
})

const one = async (key: Key): Promise<Item | undefined> => (await getAll(table, [key]))[0]
const ADA = { by: 'ada@brand.example', at: '2026-03-05T08:00:00.000Z' }
const BEN = { by: 'ben@brand.example', at: '2026-03-06T08:00:00.000Z' }

let world = 0
/** A post by ann and ben's answer to it, on a platform that no other test uses. */
const fresh = async (text = 'NEUTRAL true') => {
  const platform = `forum${++world}`
  const make = (over: Record<string, unknown> = {}): Activity =>
    ({
      kind: 'reply',
      source: 'forum',
      platform,
      id: 'p',
      at: '2026-03-01T00:00:00.000Z',
      revision: '1',
      author: { id: 'ben' },
      text,
      thread: { id: 't' },
      parent: { id: 'q' },
      createdAt: '2026-03-01T00:00:00.000Z',
      ...over,
    }) as Activity
  const question = make({ kind: 'post', id: 'q', author: { id: 'ann' }, parent: undefined, text: 'NEUTRAL false' })
  await applyAll(table, [question, make()])
  const id = { platform, id: 'p' }
  return {
    platform,
    make,
    correct: (verdict: Parameters<typeof correctMention>[2], who = ADA) => correctMention(table, id, verdict, who),
    item: () => one(keys.activity(platform, 'p')),
    rollup: () => one(keys.rollup(`${platform}:ben`, '2026-03')),
    edge: () => one(keys.edge(`${platform}:ben`, `${platform}:ann`)),
    example: () => one(keys.example(platform, 'p')),
    log: async () =>
      (
        await query(table, {
          pk: `M#${platform}#p`,
          where: 'begins_with(#sk, :log)',
          values: { ':log': 'CORRECTION#' },
        })
      ).items,
  }
}

describe('a correction', () => {
  it('has the last word on the sentiment, in the feed, the rollup and the edge', async () => {
    const { correct, item, rollup, edge, platform } = await fresh()
    expect(await correct({ label: 'NEGATIVE' })).toBe(true)
    expect(await item()).toMatchObject({
      label: 'NEGATIVE',
      scores: { positive: 0, negative: 1, neutral: 0, mixed: 0 },
      confidence: 1,
      engine: 'person',
      intents: ['question'],
      fd: expect.stringMatching(/^F#NEGATIVE#/),
    })
    expect(await rollup()).toMatchObject({ n: 1, w: 100, neg: 1, questions: 1 })
    expect(await edge()).toMatchObject({ c: 1, neg: 1 })
    const { items } = await listMentions(table, { sentiment: 'NEGATIVE', limit: 100 })
    expect(items.map(({ id }) => id)).toContain(`${platform}:p`)
    expect(await getMention(table, platform, 'p')).toMatchObject({ corrected: ADA })
  })

  it('has the last word on the intents alone, which may be none', async () => {
    const { correct, item, rollup } = await fresh()
    await correct({ intents: [] })
    const after = await item()
    expect(after).toMatchObject({ label: 'NEUTRAL', engine: 'test' })
    expect(after).not.toHaveProperty('intents')
    expect(await rollup()).toMatchObject({ n: 1, questions: 0 })
  })

  it('is logged: who, when, what before and what after', async () => {
    const { correct, log } = await fresh()
    await correct({ label: 'NEGATIVE' })
    await correct({ label: 'POSITIVE', intents: ['praise'] }, BEN)
    expect(await log()).toEqual([
      expect.objectContaining({
        type: 'correction',
        ...ADA,
        rev: '1',
        before: { label: 'NEUTRAL', engine: 'test', confidence: 0.5, intents: ['question'] },
        after: { label: 'NEGATIVE', engine: 'person', confidence: 1, intents: ['question'] },
      }),
      expect.objectContaining({
        ...BEN,
        before: { label: 'NEGATIVE', engine: 'person', confidence: 1, intents: ['question'] },
        after: { label: 'POSITIVE', engine: 'person', confidence: 1, intents: ['praise'] },
      }),
    ])
  })

  it('writes nothing when the same was said before', async () => {
    const { correct, log, rollup } = await fresh()
    await correct({ label: 'NEGATIVE' })
    expect(await correct({ label: 'NEGATIVE' }, BEN)).toBe(true)
    expect(await log()).toHaveLength(1)
    expect(await rollup()).toMatchObject({ neg: 1 })
  })

  it('that confirms the engine is a word of its own', async () => {
    const { correct, item, log, rollup } = await fresh('POSITIVE false')
    await correct({ label: 'POSITIVE' })
    expect(await item()).toMatchObject({ label: 'POSITIVE', engine: 'person' })
    expect(await log()).toHaveLength(1)
    expect(await rollup()).toMatchObject({ pos: 1 })
  })

  it('is kept with the words as an example to learn from, as long as the mention', async () => {
    const { correct, example, item } = await fresh()
    await correct({ label: 'NEGATIVE' })
    expect(await example()).toMatchObject({
      type: 'example',
      text: 'NEUTRAL true',
      language: 'en',
      label: 'NEGATIVE',
      by: ADA.by,
      fd: 'EX',
      expires: (await item())?.expires,
    })
    expect(await example()).not.toHaveProperty('intents')
  })

  it('of what is not there, deleted, or no mention is refused', async () => {
    const { correct, make, log, platform } = await fresh()
    await applyAll(table, [
      make({ revision: '2', deleted: true }),
      make({ kind: 'follow', id: 'f', parent: undefined, text: undefined }),
    ])
    expect(await correct({ label: 'NEGATIVE' })).toBe(false)
    expect(await correctMention(table, { platform, id: 'never' }, { label: 'NEGATIVE' }, ADA)).toBe(false)
    expect(await correctMention(table, { platform, id: 'f' }, { label: 'NEGATIVE' }, ADA)).toBe(false)
    expect(await log()).toEqual([])
  })
})

/** A table where something happens just before the first transaction, when all that it builds on is read. */
const interrupted = ({ name, client }: Table, meanwhile: () => Promise<unknown>): Table => {
  let due = true
  const send = async (command: unknown) => {
    if (due && command instanceof TransactWriteCommand) {
      due = false
      await meanwhile()
    }
    return await (client.send as (command: unknown) => Promise<unknown>)(command)
  }
  return { name, client: Object.assign(Object.create(client), { send }) }
}

describe('at the same moment as a correction', () => {
  it("a parent's arrival gives the edge the corrected label", async () => {
    const { make, platform } = await fresh()
    await applyAll(table, [make({ id: 'early', parent: { id: 'late' } })])
    const parent = make({ kind: 'post', id: 'late', author: { id: 'cid' }, parent: undefined })
    const meanwhile = interrupted(table, () => applyAll(table, [parent]))
    await correctMention(meanwhile, { platform, id: 'early' }, { label: 'POSITIVE' }, ADA)
    expect(await one(keys.edge(`${platform}:ben`, `${platform}:cid`))).toMatchObject({ c: 1, pos: 1 })
  })

  it('another correction is not lost, nor counted twice', async () => {
    const { platform, correct, rollup, log } = await fresh()
    const meanwhile = interrupted(table, () => correct({ label: 'POSITIVE', intents: [] }))
    await correctMention(meanwhile, { platform, id: 'p' }, { label: 'NEGATIVE' }, BEN)
    expect(await rollup()).toMatchObject({ n: 1, pos: 0, neg: 1, questions: 0 })
    expect(await log()).toHaveLength(2)
  })

  it('an edit that was read before it neither loses it nor counts it twice', async () => {
    const { make, correct, item, rollup, edge } = await fresh()
    const meanwhile = interrupted(table, () => correct({ label: 'NEGATIVE' }))
    await applyAll(meanwhile, [make({ revision: '2', tags: ['new'] })])
    expect(await item()).toMatchObject({ rev: '2', label: 'NEGATIVE', engine: 'person' })
    expect(await rollup()).toMatchObject({ n: 1, neg: 1 })
    expect(await edge()).toMatchObject({ c: 1, neg: 1 })
  })
})

describe('after a correction', () => {
  it('a redelivery changes nothing', async () => {
    const { correct, make, item, rollup } = await fresh()
    await correct({ label: 'NEGATIVE' })
    const before = [await item(), await rollup()]
    expect(await applyAll(table, [make()])).toEqual(['stale'])
    expect([await item(), await rollup()]).toEqual(before)
  })

  it('an edit that leaves the words alone leaves the correction alone', async () => {
    const { correct, make, item, rollup, edge } = await fresh()
    await correct({ label: 'NEGATIVE', intents: ['complaint'] })
    await applyAll(table, [make({ revision: '2', tags: ['new'] })])
    expect(await item()).toMatchObject({ rev: '2', tags: ['new'], label: 'NEGATIVE', intents: ['complaint'] })
    expect(await rollup()).toMatchObject({ n: 1, neg: 1, questions: 0 })
    expect(await edge()).toMatchObject({ c: 1, neg: 1 })
  })

  it('other words are judged by the engine again, and the same words come back corrected', async () => {
    const { correct, make, item, rollup, platform } = await fresh()
    await correct({ label: 'NEGATIVE' })
    await applyAll(table, [make({ revision: '2', text: 'POSITIVE false' })])
    expect(await item()).toMatchObject({ label: 'POSITIVE', engine: 'test' })
    expect(await rollup()).toMatchObject({ pos: 1, neg: 0, questions: 0 })
    expect(await getMention(table, platform, 'p')).not.toHaveProperty('corrected')
    await applyAll(table, [make({ revision: '3' })])
    expect(await item()).toMatchObject({ label: 'NEGATIVE', engine: 'person' })
    expect(await rollup()).toMatchObject({ pos: 0, neg: 1, questions: 1 })
  })

  it('a delete takes everything back, the example too, and keeps the log', async () => {
    const { correct, make, item, rollup, edge, example, log } = await fresh()
    await correct({ label: 'NEGATIVE' })
    await applyAll(table, [make({ revision: '2', deleted: true })])
    expect(await rollup()).toMatchObject({ n: 0, neg: 0, questions: 0 })
    expect(await edge()).toMatchObject({ c: 0, neg: 0 })
    expect(await example()).toBeUndefined()
    expect(await item()).not.toHaveProperty('correction')
    expect(await log()).toHaveLength(1)
    await applyAll(table, [make({ revision: '3' })])
    expect(await item()).toMatchObject({ label: 'NEUTRAL', engine: 'test', corrections: 1 })
  })

  it('a reply that waits for its parent brings the corrected label to its edge', async () => {
    const { make, platform } = await fresh()
    await applyAll(table, [make({ id: 'early', parent: { id: 'late' } })])
    await correctMention(table, { platform, id: 'early' }, { label: 'POSITIVE' }, ADA)
    await applyAll(table, [make({ kind: 'post', id: 'late', author: { id: 'cid' }, parent: undefined })])
    expect(await one(keys.edge(`${platform}:ben`, `${platform}:cid`))).toMatchObject({ c: 1, pos: 1 })
  })
})
