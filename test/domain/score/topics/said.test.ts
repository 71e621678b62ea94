import { describe, expect, it } from '@jest/globals'
import { EVENT_TYPES, eventSchema } from '../../../../shared/domain/events.ts'
import type { Before } from '../../../../shared/domain/score/topics/hour.ts'
import {
  judgeHour,
  REMEMBERED_TOPICS,
  rememberedOf,
  spreadOfHour,
  turnOf,
  voicesOfHour,
  withoutAuthors,
} from '../../../../shared/domain/score/topics/hour.ts'
import { merged, type Total } from '../../../../shared/domain/score/topics/merge.ts'
import { phraseId } from '../../../../shared/domain/score/topics/phrase.ts'
import { topicsSettingsSchema } from '../../../../shared/domain/score/topics/settings.ts'
import { authorHash, isLive, type Said, sightingsOf } from '../../../../shared/domain/score/topics/sightings.ts'
import { counted, emptySketch } from '../../../../shared/domain/score/topics/sketch.ts'
import { addVoices, EVERYTHING, voicesIn, voicesOf } from '../../../../shared/domain/score/topics/voice.ts'

const settings = topicsSettingsSchema.parse({
  brands: { 'Cloud Nine': ['Cloud Nine', 'c9 coffee'] },
  competitors: { Bean: ['Bean & Co', 'BeanCo'], 豆: ['豆屋'], Nothing: ['!!'] },
})

const said = (over: Partial<Said> = {}): Said => ({
  platform: 'forum',
  id: '1',
  iid: 'forum:ada',
  createdAt: '2026-11-20T10:00:00.000Z',
  receivedAt: '2026-11-20T10:00:05.000Z',
  language: 'en',
  label: 'NEGATIVE',
  phrases: ['Cold brews', 'cold brew'],
  text: 'The cold brew of Cloud Nine',
  ...over,
})

const total = (over: Partial<Total> = {}): Total => ({
  ...{ id: 'a', label: 'A', language: 'en', count: 30, most: 30, positive: 1, negative: 2 },
  authors: new Map([
    ['00000004', 3],
    ['00000008', 2],
    ['0000000c', 1],
  ]),
  mentions: [],
  ...over,
})

const before: Before = { since: 0, floors: new Map(), spreads: new Map() }

describe('names', () => {
  it('share their ids with topics, the one for everything as well', () => {
    expect(EVERYTHING).toBe(phraseId('*', 'everything'))
    expect(voicesOf(settings)[0]?.id).toBe(phraseId('*', 'brand|Cloud Nine'))
  })

  const names = (text: string) => voicesIn(text, settings).map(({ name }) => name)

  it('are found as whole words, whatever their case and what stands between', () => {
    expect(names('I love CLOUD  nine!')).toEqual(['Cloud Nine'])
    expect(names('c9-coffee or bean & co?')).toEqual(['Cloud Nine', 'Bean'])
    expect(names('clouds nine, beancounter')).toEqual([])
    expect(names('!!')).toEqual([])
  })

  it('are found anywhere in scripts without blanks', () => {
    expect(names('私は豆屋が好き')).toEqual(['豆'])
  })

  it('cost nothing where there are none', () => {
    expect(voicesIn('Cloud Nine', topicsSettingsSchema.parse({}))).toEqual([])
    expect(voicesOf(settings)).toBe(voicesOf(settings))
  })

  it('are at most twenty a side', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, ['x']]))
    expect(topicsSettingsSchema.safeParse({ brands: many(20) }).success).toBe(true)
    expect(topicsSettingsSchema.safeParse({ brands: many(21) }).error?.issues[0]?.message).toBe(
      'expected at most 20 names',
    )
  })

  it('add up over hours', () => {
    const hour = { mentions: 10, names: { a: { count: 2, positive: 1, negative: 0 } } }
    expect(addVoices([hour, { mentions: 1, names: {} }, hour])).toEqual({
      mentions: 21,
      names: { a: { count: 4, positive: 2, negative: 0 } },
    })
  })
})

describe('what is counted of a mention', () => {
  it('is each topic and name once, and everything', () => {
    const sightings = sightingsOf(said(), settings)
    expect(sightings.map(({ label, pinned = false }) => [label, pinned])).toEqual([
      ['Cold brews', false],
      ['', true],
      ['', true],
    ])
    expect(sightings[0]).toMatchObject({ mood: 'negative', mention: 'forum#1', author: authorHash('forum:ada') })
    expect(sightings[1]).toMatchObject({ id: EVERYTHING })
    expect(sightingsOf(said({ label: 'POSITIVE' }), settings)[0]?.mood).toBe('positive')
    expect(sightingsOf(said({ label: 'MIXED' }), settings)[0]?.mood).toBe('other')
  })

  it('is nothing of the past', () => {
    expect(isLive(said())).toBe(true)
    expect(sightingsOf(said({ history: 'born' }), settings)).toEqual([])
    expect(sightingsOf(said({ receivedAt: '2026-11-22T10:00:00.000Z' }), settings)).toEqual([])
    expect(isLive(said({ history: 'told' }))).toBe(true)
  })

  it('is nothing of a post that is the code of a claim', () => {
    const code = said({ text: 'earshot-claim-7k2m-9qxd-c4tz' })
    expect(isLive(code)).toBe(false)
    expect(sightingsOf(code, settings)).toEqual([])
    expect(isLive(said({ text: 'What is earshot-claim-7k2m-9qxd-c4tz?' }))).toBe(true)
  })

  it('needs little', () => {
    const { language: _, phrases: __, text: ___, ...bare } = said()
    expect(sightingsOf(bare, settings)).toHaveLength(1)
  })

  it('has authors with two bits to spare', () => {
    expect(authorHash('forum:ada')).toMatch(/^[0-9a-f]{7}[048c]$/)
  })
})

describe('an hour', () => {
  it('remembers the topics that were mentioned most, and how often the others were at most', () => {
    const many = Array.from({ length: REMEMBERED_TOPICS + 5 }, (_, at) => {
      const id = `t${String(at).padStart(5, '0')}`
      return [id, total({ id, count: 1 + (at % 3) })] as const
    })
    const { totals, floor } = rememberedOf({ mentions: 1, totals: new Map(many) }, new Set(['t00002']))
    expect(totals).toHaveLength(REMEMBERED_TOPICS)
    expect(totals[0]).toMatchObject({ id: 't00005', count: 3 })
    expect(floor).toBe(1)
    const tied = new Map(['b', 'a', 'c'].map((id) => [id, total({ id })]))
    expect(rememberedOf({ mentions: 1, totals: tied }, new Set()).totals.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    const nothing = new Map([
      ['a', total({ count: 0 })],
      ['b', total({ label: '' })],
    ])
    expect(rememberedOf({ mentions: 0, totals: nothing }, new Set())).toEqual({ totals: [], floor: 0 })
  })

  it('finds nothing hot before every time of day has been seen', () => {
    const counts = new Map([[0, 1]])
    expect(judgeHour({ count: 50, authors: 30 }, counts, 23, before).hot).toBe(false)
    expect(judgeHour({ count: 50, authors: 30 }, counts, 24, before).hot).toBe(true)
  })

  it('takes unevenness from the week before it', () => {
    const spreads = new Map([
      [10, { square: 1_000, over: 20 }],
      [300, { square: 1_000, over: 1_000 }],
      [400, { square: 1_000, over: 1_000 }],
    ])
    const size = (hour: number) => judgeHour({ count: 1, authors: 1 }, new Map(), hour, { ...before, spreads }).size
    expect(size(301)).toBeLessThan(size(150))
    const quiet = judgeHour({ count: 4, authors: 1 }, new Map(), 500, before)
    expect(spreadOfHour([quiet, { ...quiet, hot: true }])).toEqual(spreadOfHour([quiet]))
  })

  it('leaves out the mentions of some authors', () => {
    const left = withoutAuthors(total(), new Set(['00000004', 'ffffffff']))
    expect(left.count).toBe(27)
    expect([...left.authors.keys()]).toEqual(['00000008', '0000000c'])
  })

  it('counts names', () => {
    const sketch = counted(emptySketch(), [sightingsOf(said(), settings)])
    const { mentions, names } = voicesOfHour(merged([sketch]), voicesOf(settings))
    const [brand] = voicesOf(settings)
    expect(mentions).toBe(1)
    expect(names).toEqual({
      [EVERYTHING]: { count: 1, positive: 0, negative: 1 },
      [brand?.id ?? '']: { count: 1, positive: 0, negative: 1 },
    })
  })
})

describe('a topic that opens and closes', () => {
  const topic = { id: 'a1b2c3d4e5f6', label: 'Cold brew', language: 'en' }
  const judged = (count: number) => judgeHour({ count, authors: 9 }, new Map(), 500, before)

  it('is told once, with an id that is the same every time, in the schema of events', () => {
    const open = turnOf(topic, 500, judged(40))
    expect(open.event).toEqual(turnOf(topic, 500, judged(40)).event)
    expect(turnOf({ ...topic, heat: { since: 500, last: 500 } }, 501, judged(40)).event).toBeUndefined()
    const closed = turnOf({ ...topic, heat: { since: 500, last: 502 } }, 504, judged(0))
    expect(closed).toMatchObject({ was: { since: 500, last: 502 }, event: { type: 'topic.cold', data: { hours: 3 } } })
    expect(closed.heat).toBeUndefined()
    expect(turnOf(topic, 505, judged(0))).toEqual({ heat: undefined, was: undefined })
    for (const { event } of [open, closed])
      expect(eventSchema(event?.type ?? EVENT_TYPES[0] ?? 'topic.hot').parse(event)).toEqual(event)
  })
})
