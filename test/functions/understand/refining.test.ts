import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Asking } from '../../../functions/understand/judging.ts'
import { processBatch } from '../../../functions/understand/process.ts'
import { refineAll } from '../../../functions/understand/refining.ts'
import type { SentimentAnswer, SentimentAsk } from '../../../functions/understand/sentiment.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'
import { NO_SENTIMENT } from '../../../shared/domain/understand/understanding.ts'
import { correctMention } from '../../../shared/store/corrections.ts'
import type { ActivityItem, RollupItem } from '../../../shared/store/items.ts'
import { keys } from '../../../shared/store/keys.ts'
import { getAll, type Table } from '../../../shared/store/table.ts'
import { applyingWith, CrashError, crashing } from '../../store/ingest-bench.ts'
import { judgingWith } from '../../support/judging.ts'
import { createTable, type TestTable } from '../../support/table.ts'

const RECEIVED = '2026-01-02T00:00:00.000Z'
const LATER = '2026-01-02T02:30:00.000Z'

let test: TestTable
beforeEach(async () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  test = await createTable(() => Date.parse(LATER))
})
afterEach(async () => {
  await test.close()
  jest.restoreAllMocks()
})

const post = (id: string, text: string, over: Partial<Activity> = {}): Activity =>
  ({
    kind: 'post',
    source: 'forum',
    platform: 'forum',
    id,
    at: '2026-01-01T00:00:00.000Z',
    revision: '1',
    author: { id: 'ann' },
    text,
    thread: { id: 't' },
    createdAt: '2026-01-01T00:00:00.000Z',
    ...over,
  }) as Activity

const unavailable: Asking['comprehend'] = async (asks) =>
  new Map(asks.map(({ hash }) => [hash, { unavailable: new Error('away') }]))

const sad = (): SentimentAnswer => ({
  sentiment: {
    label: 'NEGATIVE',
    scores: { positive: 0, negative: 0.9, neutral: 0.1, mixed: 0 },
    confidence: 0.9,
    engine: 'comprehend',
  },
})

/** Comprehend, which finds everything bad, and what it was asked. */
const present = (answer: (ask: SentimentAsk) => SentimentAnswer = sad) => {
  const asked: SentimentAsk[][] = []
  const comprehend: Asking['comprehend'] = async (asks) => {
    asked.push([...asks])
    return new Map(asks.map((ask) => [ask.hash, answer(ask)]))
  }
  return { asked, comprehend }
}

/** Mentions that come while Comprehend is away. */
const store = async (...activities: Activity[]): Promise<void> => {
  const messages = activities.map((activity) => ({ id: activity.id, body: JSON.stringify([activity]), receives: 1 }))
  const read = async (body: string) => ({
    ...{ source: 'forum', activities: JSON.parse(body) as Activity[] },
    receivedAt: RECEIVED,
  })
  const processing = { ...applyingWith(test.table), ...judgingWith({ comprehend: unavailable }), read }
  expect((await processBatch(processing, messages)).failed).toEqual([])
}

const refine = (comprehend: Asking['comprehend'], table: Table = test.table) =>
  refineAll({ ...judgingWith(), table, comprehend }, { now: LATER, hasTime: () => true })

const item = async (id: string): Promise<ActivityItem> =>
  (await getAll(test.table, [keys.activity('forum', id)]))[0] as ActivityItem
const rollup = async (): Promise<RollupItem> =>
  (await getAll(test.table, [keys.rollup('forum:ann', '2026-01')]))[0] as RollupItem

const LOVE = 'I love this, it is wonderful'

describe('a sweep of provisional judgements', () => {
  it('replaces them by what Comprehend says, with all that was counted, and keeps the answers', async () => {
    await store(post('a', LOVE), post('b', `${LOVE}!`), post('c', LOVE))
    expect(await rollup()).toMatchObject({ n: 3, pos: 3 })
    const { comprehend, asked } = present()
    expect(await refine(comprehend)).toEqual({ refined: 3, left: 0, failed: 0, minutes: 0 })
    expect(asked.flat()).toHaveLength(2)
    expect(await item('a')).toMatchObject({ label: 'NEGATIVE', engine: 'comprehend', refinedAt: LATER, rev: '1' })
    expect(await item('a')).not.toHaveProperty('provisional')
    expect(await item('a')).not.toHaveProperty('q')
    expect(await rollup()).toMatchObject({ n: 3, pos: 0, neg: 3 })
    await refine(comprehend)
    expect(asked).toHaveLength(1)
    expect(await rollup()).toMatchObject({ n: 3, pos: 0, neg: 3 })
  })

  it('asks nobody when nothing waits, and reads four small pages', async () => {
    const { comprehend, asked } = present()
    const send = jest.spyOn(test.table.client, 'send')
    expect(await refine(comprehend)).toEqual({ refined: 0, left: 0, failed: 0, minutes: 0 })
    expect(asked).toEqual([])
    expect(send).toHaveBeenCalledTimes(4)
  })

  it('leaves everything as it is while Comprehend is still away, and says for how long', async () => {
    await store(post('a', LOVE))
    expect(await refine(unavailable)).toEqual({ refined: 0, left: 1, failed: 0, minutes: 150 })
    expect(await item('a')).toMatchObject({ label: 'POSITIVE', provisional: true })
  })

  it('lets stand what Comprehend does not want to judge', async () => {
    await store(post('a', LOVE))
    await refine(present(() => ({ sentiment: NO_SENTIMENT })).comprehend)
    expect(await item('a')).toMatchObject({ label: 'POSITIVE', refinedAt: LATER })
    expect(await item('a')).not.toHaveProperty('provisional')
    expect(await rollup()).toMatchObject({ pos: 1 })
  })

  it('lets one text that Comprehend stumbles over hold up no other', async () => {
    await store(post('a', LOVE), post('b', 'This breaks it'))
    const { comprehend } = present(({ text }) => (text === LOVE ? sad() : { unavailable: new Error('stumbled') }))
    expect(await refine(comprehend)).toMatchObject({ refined: 1, left: 1 })
    expect(await item('b')).toMatchObject({ provisional: true })
  })

  it('does not say of new words what was found in the old ones', async () => {
    await store(post('a', LOVE))
    const { comprehend } = present()
    const slow: Asking['comprehend'] = async (asks) => {
      await store(post('a', 'It arrived on Monday', { revision: '2' }))
      return comprehend(asks)
    }
    expect(await refine(slow)).toMatchObject({ refined: 0 })
    expect(await item('a')).toMatchObject({ text: 'It arrived on Monday', rev: '2', provisional: true })
    await refine(comprehend)
    expect(await item('a')).toMatchObject({ rev: '2', label: 'NEGATIVE', engine: 'comprehend' })
  })

  it('leaves the last word to a person', async () => {
    await store(post('a', LOVE))
    const ada = { by: 'ada', at: LATER }
    await correctMention(test.table, { platform: 'forum', id: 'a' }, { label: 'MIXED' }, ada)
    expect(await refine(present().comprehend)).toMatchObject({ refined: 1, left: 0 })
    expect(await item('a')).toMatchObject({ label: 'MIXED', engine: 'person', corrections: 1 })
    expect(await rollup()).toMatchObject({ n: 1, pos: 0 })
  })

  it('pays once for an answer, even if it is killed before anything of it is written', async () => {
    await store(...Array.from({ length: 30 }, (_, at) => post(`m${at}`, `${LOVE} ${'!'.repeat(at)} indeed`)))
    const { comprehend, asked } = present()
    let calls = 0
    const dying = crashing(test.table, () => {
      calls += asked.length
      return calls > 6
    })
    await refine(comprehend, dying).catch((error: unknown) => expect(error).toBeInstanceOf(CrashError))
    for (let sweep = 0; sweep < 3; sweep++) await refine(comprehend)
    expect(asked.flat()).toHaveLength(new Set(asked.flat().map(({ hash }) => hash)).size)
    expect(await rollup()).toMatchObject({ n: 30, pos: 0, neg: 30 })
  })

  it('works through more than one page, and stops when its time is up', async () => {
    await store(...Array.from({ length: 120 }, (_, at) => post(`m${at}`, LOVE)))
    const { comprehend } = present()
    const first = await refineAll(
      { ...judgingWith(), table: test.table, comprehend },
      { now: LATER, hasTime: () => false },
    )
    expect(first.refined).toBeGreaterThan(0)
    expect(first.refined).toBeLessThan(120)
    expect((await refine(comprehend)).refined).toBe(120 - first.refined)
    expect(await rollup()).toMatchObject({ n: 120, pos: 0, neg: 120 })
  })
})
