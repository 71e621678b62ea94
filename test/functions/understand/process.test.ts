import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import type { Message } from '../../../functions/understand/books.ts'
import { type Processing, processBatch } from '../../../functions/understand/process.ts'
import type { SentimentAnswer, SentimentAsk } from '../../../functions/understand/sentiment.ts'
import { wordsOf } from '../../../functions/understand/understand.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'
import { keys } from '../../../shared/store/keys.ts'
import { getAll } from '../../../shared/store/table.ts'
import { applyingWith } from '../../store/ingest-bench.ts'
import { embedded, judgingWith } from '../../support/judging.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()
beforeAll(() => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})
afterAll(() => {
  jest.restoreAllMocks()
})

let last = 0
const post = (text: string, over: Partial<Activity> = {}): Activity => {
  const id = `p${++last}`
  return {
    kind: 'post',
    source: 'forum',
    platform: 'forum',
    id,
    at: '2026-01-01T00:00:00.000Z',
    revision: '1',
    author: { id: `u-${id}` },
    text,
    thread: { id: `t-${id}` },
    createdAt: '2026-01-01T00:00:00.000Z',
    ...over,
  } as Activity
}

const message = (activities: Activity[], receives = 1): Message => ({
  id: activities.map(({ id }) => id).join('+') || 'none',
  body: JSON.stringify(activities),
  receives,
})

const judged = (engine = 'comprehend'): SentimentAnswer => ({
  sentiment: {
    label: 'POSITIVE',
    scores: { positive: 0.9, negative: 0, neutral: 0.1, mixed: 0 },
    confidence: 0.9,
    engine,
  },
})

/** A worker's insides with an engine that finds everything good, and what the engine was asked. */
const worker = (over: Partial<Processing> = {}) => {
  const asked: SentimentAsk[] = []
  const processing: Processing = {
    ...applyingWith(test.table),
    ...judgingWith({
      comprehend: async (asks) => {
        asked.push(...asks)
        return new Map(asks.map(({ hash }) => [hash, judged()]))
      },
    }),
    read: async (body) => {
      if (body === 'poison') throw new Error('cannot be read')
      return { source: 'forum', activities: JSON.parse(body) as Activity[], receivedAt: '2026-01-02T00:00:00.000Z' }
    },
    ...over,
  }
  return { processing, asked }
}

const stored = async (...activities: Activity[]) =>
  await getAll(
    test.table,
    activities.map(({ platform, id }) => keys.activity(platform, id)),
  )

describe('a batch of deliveries', () => {
  it('is understood and connected', async () => {
    const { processing } = worker()
    const one = post('How do I clean the filter? Thanks for the great product')
    expect(await processBatch(processing, [message([one])])).toEqual({
      failed: [],
      counts: { new: 1, stale: 0, plain: 0 },
      sources: { forum: { Applied: 1, Lag: [expect.any(Number)], Delay: [86_400] } },
      provisional: 0,
    })
    expect((await stored(one))[0]).toMatchObject({
      language: 'en',
      label: 'POSITIVE',
      engine: 'comprehend',
      intents: ['question', 'praise', 'thanks'],
    })
  })

  it('loses nothing but the one delivery that cannot be read', async () => {
    const { processing } = worker()
    const [one, two] = [post('first good thing'), post('second good thing')]
    const batch = [message([one]), { id: 'bad', body: 'poison', receives: 1 }, message([two])]
    const { failed, sources } = await processBatch(processing, batch)
    expect(failed).toEqual(['bad'])
    expect(sources).toMatchObject({ forum: { Applied: 2 }, unknown: { Failed: 1 } })
    expect((await stored(one, two)).every(Boolean)).toBe(true)
  })

  it('loses nothing but the one activity that cannot be applied, even of one delivery', async () => {
    const { processing } = worker()
    const [one, two] = [post('a good thing'), post('another good thing')]
    const bad = post('a thing of a reserved platform', { platform: 'email' })
    const batch = message([one, bad, two])
    expect((await processBatch(processing, [batch])).failed).toEqual([batch.id])
    expect((await stored(one, two)).every(Boolean)).toBe(true)
    expect(await stored(bad)).toEqual([undefined])
  })

  it('loses nothing but the activity whose key the table refuses', async () => {
    const send = async (command: { input: unknown }) => {
      if (JSON.stringify(command.input).includes('bad-key')) throw new Error('ValidationException')
      return await (test.table.client.send as (command: unknown) => Promise<unknown>)(command)
    }
    const client = Object.assign(Object.create(test.table.client), { send })
    const { processing } = worker({ table: { name: test.table.name, client } })
    const good = post('a good thing beside a bad key')
    const bad = post('a thing with a key that is refused', { author: { id: 'bad-key' } })
    expect((await processBatch(processing, [message([good]), message([bad])])).failed).toEqual([bad.id])
    expect((await stored(good))[0]).toMatchObject({ label: 'POSITIVE' })
  })

  it('asks the engine once for texts that are the same, and never again', async () => {
    const { processing, asked } = worker()
    const [one, two, three] = [post('The very same words'), post(' The  very same words'), post('The very same words')]
    await processBatch(processing, [message([one]), message([two])])
    await processBatch(processing, [message([three])])
    expect(asked.map(({ text }) => text)).toEqual(['The very same words'])
    expect((await stored(three))[0]).toMatchObject({ label: 'POSITIVE', engine: 'comprehend' })
  })

  it('does not ask for repeated deliveries, deleted or wordless mentions, and counts them', async () => {
    const { processing, asked } = worker()
    const one = post('Words of which we hear twice')
    await processBatch(processing, [message([one])])
    asked.length = 0
    const again = await processBatch(processing, [message([one]), message([post('x', { deleted: true })])])
    const wordless = post('  ')
    await processBatch(processing, [message([wordless])])
    expect(asked).toEqual([])
    expect(again.counts).toMatchObject({ new: 1, stale: 1 })
    expect((await stored(wordless))[0]).toMatchObject({ label: 'NEUTRAL', engine: 'none' })
  })

  it('looks for kept answers in a cascade only where it would ask', async () => {
    const read: string[] = []
    const send = async (command: { input: { RequestItems?: object } }) => {
      if (command.constructor.name === 'BatchGetCommand') read.push(JSON.stringify(command.input))
      return await (test.table.client.send as (command: unknown) => Promise<unknown>)(command)
    }
    const client = Object.assign(Object.create(test.table.client), { send })
    const { processing } = worker({ mode: 'cascade', table: { name: test.table.name, client } })
    const sure = post('I love this grinder, it is wonderful and perfect', { language: 'en' })
    const unsure = post('well it came', { language: 'en' })
    await processBatch(processing, [message([sure]), message([unsure])])
    const kept = (activity: Activity) => JSON.stringify(keys.understood(wordsOf(activity)?.ask?.hash ?? '').pk)
    expect(read.some((keys) => keys.includes(kept(unsure)))).toBe(true)
    expect(read.some((keys) => keys.includes(kept(sure)))).toBe(false)
  })

  it('does not keep an answer that is none', async () => {
    const answers = [judged('none'), judged()]
    const { processing } = worker({
      comprehend: async (asks) => new Map(asks.map(({ hash }) => [hash, answers.shift() ?? judged()])),
    })
    const [one, two] = [post('Words nobody could judge'), post('Words nobody could judge')]
    await processBatch(processing, [message([one])])
    await processBatch(processing, [message([two])])
    expect((await stored(one, two)).map((item) => item?.engine)).toEqual([embedded().name, 'comprehend'])
  })

  it('takes what Comprehend does not want to judge to the embedded engine, for good', async () => {
    const { processing } = worker({
      comprehend: async (asks) => new Map(asks.map(({ hash }) => [hash, judged('none')])),
    })
    const one = post('I love every minute of this')
    expect((await processBatch(processing, [message([one])])).provisional).toBe(0)
    const [item] = await stored(one)
    expect(item).toMatchObject({ label: 'POSITIVE', engine: embedded().name })
    expect(item).not.toHaveProperty('provisional')
  })

  it('stores a mention at once while Comprehend is away, with the embedded judgement, marked', async () => {
    const { processing } = worker({
      comprehend: async (asks) => new Map(asks.map(({ hash }) => [hash, { unavailable: new Error('busy') }])),
    })
    const one = post('I love every minute of this, even now')
    const other = post('ご飯が', { language: 'ja' })
    expect(await processBatch(processing, [message([one], 1), message([other], 1)])).toMatchObject({
      failed: [],
      provisional: 2,
    })
    const [item, unjudged] = await stored(one, other)
    expect(item).toMatchObject({ label: 'POSITIVE', engine: embedded().name, provisional: true })
    expect(item?.q).toMatch(/^REFINE#\d$/)
    expect(item?.qs).toBe(`2026-01-02T00:00:00.000Z#${one.id}`)
    expect(unjudged).toMatchObject({ label: 'NEUTRAL', engine: 'none', confidence: 0, provisional: true })
  })

  it('counts what is ignored, by source', async () => {
    const { processing } = worker({
      read: async () => ({
        ...{ source: 'forum', activities: [], ignored: 'event not mapped: push' },
        receivedAt: '2026-01-02T00:00:00.000Z',
      }),
    })
    expect((await processBatch(processing, [message([])])).sources).toEqual({ forum: { Ignored: 1 } })
  })

  it('keeps the order of what one author did, and of a thread', async () => {
    const { processing } = worker()
    const first = post('the first state of it')
    const second = {
      ...first,
      revision: '2',
      at: '2026-01-01T01:00:00.000Z',
      text: 'the second state of it',
    } as Activity
    const { counts } = await processBatch(processing, [message([second]), message([first])])
    expect(counts).toMatchObject({ new: 2, stale: 0 })
    expect((await stored(first))[0]).toMatchObject({ rev: '2', text: 'the second state of it' })
  })
})
