import { describe, expect, it } from '@jest/globals'
import { ReservedPlatformError } from '../../shared/store/apply.ts'
import { ActivityClashError, ingest } from '../../shared/store/ingest.ts'
import { openView } from '../../shared/store/ingest-view.ts'
import { keys } from '../../shared/store/keys.ts'
import { findByHandle, getPerson, resolvePerson } from '../../shared/store/people.ts'
import { applyAll } from './ingest-bench.ts'
import { ingestWorld } from './ingest-fresh.ts'

const world = ingestWorld()
const { one, fresh } = world

describe('a new mention', () => {
  it('makes its author, the person behind and the handle known', async () => {
    const { platform, make, who } = fresh()
    expect(await applyAll(world.table, [make('p', 'ann')])).toEqual(['new'])
    const found = await resolvePerson(world.table, who('ann'))
    expect(found?.identity.profile.handle?.v).toBe('ann-handle')
    expect(Object.keys(found?.person.ids ?? {})).toEqual([who('ann')])
    expect(await findByHandle(world.table, platform, 'ANN-Handle')).toBe(who('ann'))
    expect(await getPerson(world.table, found?.person.personId ?? '')).toEqual(found?.person)
  })

  it('is in the indexes of its author, its thread and its sentiment', async () => {
    const { platform, make, who } = fresh()
    await applyAll(world.table, [make('p', 'ann')])
    expect(await one(keys.activity(platform, 'p'))).toMatchObject({
      au: `I#${who('ann')}`,
      th: `T#${platform}#t`,
      fd: expect.stringMatching(/^F#NEUTRAL#[0-7]$/),
      at: '2026-03-01T00:00:00.000Z#p',
    })
  })

  it('is counted once, however often it is delivered', async () => {
    const { make, rollup } = fresh()
    const post = make('p', 'ann')
    expect(await applyAll(world.table, [post, post])).toEqual(['new', 'stale'])
    expect(await applyAll(world.table, [post])).toEqual(['stale'])
    expect(await rollup('ann')).toMatchObject({ n: 1, w: 100 })
  })
})

describe('an edit', () => {
  it('changes the counts by the difference and drops what is no longer said', async () => {
    const { platform, make, rollup } = fresh()
    await applyAll(world.table, [make('p', 'ann', { title: 'A title', text: 'NEGATIVE true' })])
    await applyAll(world.table, [make('p', 'ann', { revision: '2026-03-02', text: 'POSITIVE false' })])
    expect(await rollup('ann')).toMatchObject({ n: 1, pos: 1, neg: 0, questions: 0 })
    const item = await one(keys.activity(platform, 'p'))
    expect(item).toMatchObject({ text: 'POSITIVE false', label: 'POSITIVE' })
    expect(item).not.toHaveProperty('title')
    expect(item).not.toHaveProperty('intents')
  })

  it('that is older than what is known does nothing', async () => {
    const { platform, make } = fresh()
    await applyAll(world.table, [make('p', 'ann', { revision: '2026-03-02', text: 'POSITIVE false' })])
    expect(await applyAll(world.table, [make('p', 'ann', { text: 'NEGATIVE false' })])).toEqual(['stale'])
    expect(await one(keys.activity(platform, 'p'))).toMatchObject({ text: 'POSITIVE false' })
  })
})

describe('a delete', () => {
  it('takes the words, the index entries and the counts, and keeps the ids and the revision', async () => {
    const { platform, make, rollup } = fresh()
    await applyAll(world.table, [make('p', 'ann'), make('p', 'ann', { revision: '~', deleted: true })])
    const item = await one(keys.activity(platform, 'p'))
    expect(item).toMatchObject({ id: 'p', rev: '~', deleted: true, threadId: 't' })
    for (const name of ['text', 'label', 'scores', 'fd', 'th', 'au']) expect(item).not.toHaveProperty(name)
    expect(await rollup('ann')).toMatchObject({ n: 0, w: 0, wf: 0 })
  })

  it('that comes before the mention keeps it out', async () => {
    const { make, rollup } = fresh()
    expect(await applyAll(world.table, [make('p', 'ann', { revision: '~', deleted: true }), make('p', 'ann')])).toEqual(
      ['new', 'stale'],
    )
    expect(await rollup('ann')).toBeUndefined()
  })
})

describe('an account that joined', () => {
  const joined = { kind: 'account', joinedAt: '2026-03-01T00:00:00.000Z' }

  it('is told once as that, whatever was known of it before', async () => {
    const { make, who } = fresh()
    await applyAll(world.table, [make('p', 'ann'), make('j', 'ann', joined)])
    expect(await one(keys.identity(who('ann')))).toMatchObject({ joined: joined.joinedAt })
    await applyAll(world.table, [make('j2', 'ann', { ...joined, joinedAt: '2026-03-02T00:00:00.000Z' })])
    expect(await one(keys.identity(who('ann')))).toMatchObject({ joined: joined.joinedAt })
  })

  it.each([[{ history: true }], [{ quiet: true }]] as const)('is no news when told with %j', async (receipt) => {
    const { make, who } = fresh()
    await applyAll(world.table, [make('j', 'bob', joined)], receipt)
    expect(await one(keys.identity(who('bob')))).not.toHaveProperty('joined')
  })
})

it('an order of thousands of lines counts whole and keeps its first lines', async () => {
  const { platform, make, rollup } = fresh()
  const items = Array.from({ length: 3_000 }, (_, at) => ({ title: `${at} ${'漢'.repeat(400)}`, quantity: 1 }))
  const order = make('o', 'ann', { kind: 'order', total: { amount: 300_000, currency: 'EUR' }, items })
  expect(await applyAll(world.table, [order])).toEqual(['new'])
  expect(await rollup('ann')).toMatchObject({ orders: 1, spend_EUR: 300_000 })
  expect((await one(keys.activity(platform, 'o')))?.order).toMatchObject({ items: items.slice(0, 100) })
})

describe('what is wrong with the source', () => {
  it('is said when two kinds of things share an id', async () => {
    const { make } = fresh()
    const order = make('p', 'ann', { kind: 'order', total: { amount: 1, currency: 'EUR' } })
    await expect(applyAll(world.table, [make('p', 'ann'), { ...order, revision: '2027' }])).rejects.toThrow(
      ActivityClashError,
    )
  })

  it("is said when it uses Earshot's own platform name", async () => {
    const { make } = fresh()
    await expect(applyAll(world.table, [make('p', 'ann', { platform: 'email' })])).rejects.toThrow(
      ReservedPlatformError,
    )
  })
})

describe('a handle', () => {
  it('belongs to the account that used it last, in any order of arrival', async () => {
    const { platform, make, who } = fresh()
    const news = (by: string, handle: string, at: string) =>
      make(`n${at}`, by, { kind: 'account', at, author: { id: by, handle } })
    const [first, second] = [
      news('ann', 'Star', '2026-03-01T00:00:00.000Z'),
      news('bob', 'star', '2026-03-05T00:00:00.000Z'),
    ]
    await applyAll(world.table, [second, first])
    expect(await findByHandle(world.table, platform, 'STAR')).toBe(who('bob'))
    await applyAll(world.table, [
      news('bob', 'comet', '2026-03-06T00:00:00.000Z'),
      news('ann', 'star', '2026-03-07T00:00:00.000Z'),
    ])
    expect(await findByHandle(world.table, platform, 'star')).toBe(who('ann'))
    expect(await findByHandle(world.table, platform, 'nobody')).toBeUndefined()
  })
})

it('a mention whose words nobody has judged is stored, but in no feed', async () => {
  const { platform, make } = fresh()
  const receipt = { receivedAt: '2026-03-01T00:00:00.000Z', expires: 1_900_000_000 }
  await ingest({ table: world.table, view: openView(world.table) }, make('p', 'ann'), undefined, receipt)
  expect(await one(keys.activity(platform, 'p'))).not.toHaveProperty('fd')
})
