import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { type Judging, judgeBatch } from '../../../functions/understand/judging.ts'
import type { SentimentAnswer } from '../../../functions/understand/sentiment.ts'
import { wordsOf } from '../../../functions/understand/understand.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'
import { openView } from '../../../shared/store/ingest-view.ts'
import { keys } from '../../../shared/store/keys.ts'
import { type Table, transact } from '../../../shared/store/table.ts'
import { embedded, judgingWith } from '../../support/judging.ts'
import { tableForAll } from '../../support/tables.ts'

const test = tableForAll()
beforeAll(async () => {
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  const customer = { ...keys.identity('forum:customer'), type: 'identity', iid: 'forum:customer', known: true }
  await transact(test.table, [{ Put: { Item: customer } }])
})
afterAll(() => {
  jest.restoreAllMocks()
})

const LOVE = 'I love this, it is wonderful'
const UNSURE = 'well it came'

const said = (text: string, over: object = {}) => {
  const id = `${text} ${JSON.stringify(over)}`.slice(0, 60)
  const activity = {
    ...{ kind: 'post', source: 'forum', platform: 'forum', id, at: '2026-01-01T00:00:00.000Z', revision: '1' },
    ...{ author: { id: 'ann' }, thread: { id: 't' }, createdAt: '2026-01-01T00:00:00.000Z', language: 'en', text },
    ...over,
  } as Activity
  return { activity, words: wordsOf(activity) }
}

const mixed: SentimentAnswer = {
  sentiment: {
    label: 'MIXED',
    scores: { positive: 0.1, negative: 0.1, neutral: 0.1, mixed: 0.7 },
    confidence: 0.7,
    engine: 'comprehend',
  },
}

const judging = (table: Table, over: Partial<Judging>) => {
  const asked: string[] = []
  const comprehend: Judging['comprehend'] = async (asks) => {
    asked.push(...asks.map(({ text }) => text))
    return new Map(asks.map(({ hash }) => [hash, mixed]))
  }
  return { asked, judging: { ...judgingWith(), table, comprehend, ...over } }
}

const engineOf = async (over: Partial<Judging>, ...all: ReturnType<typeof said>[]) => {
  const { asked, judging: how } = judging(test.table, over)
  const judged = await judgeBatch(how, openView(test.table), all)
  return { asked, engines: all.map((one) => judged(one).engine), judged: all.map(judged) }
}

describe('judging a batch', () => {
  it('asks nobody in the embedded mode, and reads and keeps no answers', async () => {
    const { asked, engines } = await engineOf(
      { mode: 'embedded' },
      said(LOVE),
      said(UNSURE),
      said('とてもいい', { language: 'ja' }),
      said(' '),
    )
    expect(asked).toEqual([])
    expect(engines).toEqual([embedded().name, embedded().name, 'none', 'none'])
  })

  it('keeps four decimals of what the embedded engine says', async () => {
    const { judged } = await engineOf({ mode: 'embedded' }, said(LOVE))
    const { scores, confidence } = judged[0] ?? { scores: {}, confidence: 0 }
    for (const share of [confidence, ...Object.values(scores)]) expect(share).toBe(Math.round(share * 1e4) / 1e4)
  })

  it('asks Comprehend in a cascade for what is unsure, who matters, and languages that only it knows', async () => {
    const { asked, engines } = await engineOf(
      { mode: 'cascade' },
      said(LOVE),
      said(UNSURE),
      said(`${LOVE}, says a star`, { author: { id: 'star', followers: 50_000 } }),
      said(`${LOVE}, says a customer`, { author: { id: 'customer' } }),
      said('とてもいい', { language: 'ja' }),
    )
    expect(engines).toEqual([embedded().name, 'comprehend', 'comprehend', 'comprehend', 'comprehend'])
    expect(asked).toHaveLength(4)
  })

  it('does not let a quick answer hide a better one: the same words count by who says them', async () => {
    const words = 'I love the new grinder, it is wonderful'
    const star = { author: { id: 'star', followers: 50_000 } }
    const before = await engineOf({ mode: 'cascade' }, said(words))
    const both = await engineOf({ mode: 'cascade' }, said(words, star), said(words))
    const after = await engineOf({ mode: 'comprehend' }, said(words))
    expect([before.engines, both.engines, after.engines]).toEqual([
      [embedded().name],
      ['comprehend', embedded().name],
      ['comprehend'],
    ])
    expect(after.asked).toEqual([])
  })

  it('marks what Comprehend was to be asked about while it is away, and nothing else', async () => {
    const away: Judging['comprehend'] = async (asks) =>
      new Map(asks.map(({ hash }) => [hash, { unavailable: new Error('away') }]))
    const { judged } = await engineOf(
      { mode: 'cascade', comprehend: away },
      said(`${LOVE} today`),
      said(`${UNSURE} today`),
    )
    expect(judged.map(({ provisional = false }) => provisional)).toEqual([false, true])
  })
})
