import { beforeAll, expect, it } from '@jest/globals'
import type { DynamoDBRecord } from 'aws-lambda'
import { plan } from '../../../functions/nudge/planning.ts'
import { replan } from '../../../functions/nudge/replanning.ts'
import { membershipsBy } from '../../../functions/score/memberships.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'
import { RECIPES } from '../../../shared/domain/nudge/recipes.ts'
import type { Intent } from '../../../shared/domain/understand/understanding.ts'
import { emailIdentity } from '../../../shared/store/addresses.ts'
import { applyActivity } from '../../../shared/store/apply.ts'
import { changeOf } from '../../../shared/store/changes.ts'
import { putContent } from '../../../shared/store/content.ts'
import { recordConsent } from '../../../shared/store/preferences.ts'
import { segmentsReader } from '../../../shared/store/segments.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { applyAll, applyingWith } from '../../store/ingest-bench.ts'
import { found } from '../../store/linking/world.ts'
import { readStream } from '../../support/stream.ts'
import { tableForAll } from '../../support/tables.ts'
import { decisionsOf, planning } from '../nudge/world.ts'
import { deliverAll, heard, reactionsWith, rescoringWith, storedScores } from '../score/world.ts'
import { openApiOn } from './ask.ts'

/** Jimbo's story: he complains on GitHub under one name, and is known to the shop and the forum under another. */

const NOW = new Date().toISOString()
const ago = (hours: number): string => new Date(Date.parse(NOW) - hours * 3_600_000).toISOString()
const JIM = 'forum:jim'
const JIMBO = 'github:jimbo'
const MAIL = emailIdentity('a pepper', 'jim.davies@mail.example')

const jim = { id: 'jim', name: 'Jim Davies', email: 'jim.davies@mail.example', emailVerified: true }
const jimbo = { id: 'jimbo', handle: 'JimboBrews' }
const post = (platform: string, author: object, id: string, text: string, hours: number): Activity =>
  ({
    ...{ kind: 'post', source: platform, platform, id, at: ago(hours), createdAt: ago(hours), revision: ago(hours) },
    ...{ author, text, title: 'The descaling light', thread: { id: `t-${id}` } },
  }) as Activity

const test = tableForAll()
let api: Awaited<ReturnType<typeof openApiOn>>
const NUDGES = settings({ topics: { advocates: 'Advocates' }, holdout: 0 })
const deps = () => planning(test.table, { recipes: RECIPES, settings: NUDGES })
/** What the worker stores, each mention with what was understood of it. */
const said = async (activity: Activity, label: 'POSITIVE' | 'NEGATIVE', intents: Intent[]): Promise<void> => {
  const mine = label === 'POSITIVE' ? 'positive' : 'negative'
  const scores = { positive: 0, negative: 0, neutral: 0.1, mixed: 0, [mine]: 0.9 }
  const sentiment = { label, scores, confidence: 0.9, engine: 'test' }
  const known = { understanding: { language: 'en', sentiment, intents }, receivedAt: NOW }
  await applyActivity(applyingWith(test.table), activity, known)
}

let read = 0
/** What the stream has told since the last look. */
const news = async (): Promise<DynamoDBRecord[]> => {
  const all = (await readStream({
    client: test.client,
    url: test.url,
    name: test.table.name,
  })) as unknown as DynamoDBRecord[]
  const fresh = all.slice(read)
  read = all.length
  return fresh
}
/** Both readers of the stream take what is new. */
const settle = async (): Promise<void> => {
  const records = await news()
  for (const record of records) {
    const change = changeOf(record)
    await plan(deps(), change, NOW)
    if (record.eventName === 'MODIFY') await replan(deps(), change, NOW)
  }
  const now = () => Date.parse(NOW)
  const memberships = membershipsBy(segmentsReader(test.table, now), 'EUR')
  await deliverAll(reactionsWith(rescoringWith(test.table, { now, memberships })), heard(records))
}
const timelineOf = async (iid: string): Promise<string[]> => {
  const id = (await found(test.table, [iid]))[iid]
  const { items } = await api.askAs('getTimeline', `/api/people/${id}/timeline`)
  return (items as { id: string }[]).map((item) => item.id)
}
/** All that is derived of people, without when and how often it was written. */
const scores = async () =>
  Object.fromEntries(
    [...(await storedScores(test.table))].map(([id, { values, level, made, segments = {} }]) => [
      id,
      { values, level, made, segments: Object.keys(segments).sort() },
    ]),
  )

beforeAll(async () => {
  api = await openApiOn(test, { nudges: NUDGES, sources: { forum: { type: 'standard' } } })
  const space = {
    id: 'space',
    kind: 'space',
    title: 'Advocates',
    url: 'https://community.example/a',
    language: 'en',
  } as const
  await putContent(test.table, { ...space, stage: 'advocacy', topics: [], exclusive: true, publishedAt: ago(900) }, NOW)
  await applyAll(test.table, [
    {
      ...post('forum', jim, 'o', '', 500),
      kind: 'order',
      id: 'o1',
      total: { amount: 4_900, currency: 'EUR' },
    } as Activity,
  ])
  const word = { granted: true, topics: ['advocates'], basis: 'consent', wording: 'w', source: 'forum' } as const
  await recordConsent(test.table, { emailIid: MAIL, id: '1', at: ago(400), ...word })
  await said(post('forum', jim, 'p1', 'What a lovely machine', 30), 'POSITIVE', ['praise'])
  await said(post('github', jimbo, 'c1', 'It leaks', 40), 'NEGATIVE', ['complaint'])
  await said(post('github', jimbo, 'c2', 'It still leaks', 35), 'NEGATIVE', ['complaint'])
  await settle()
})

it('Jimbo and Jim Davies: linked, the complaint is on the timeline, scores and segments change, a nudge is recalled; unlinked, all is as before', async () => {
  const iids = [JIM, JIMBO, MAIL]
  const before = { people: await found(test.table, iids), scores: await scores(), timeline: await timelineOf(JIM) }
  const [planned] = (await decisionsOf(test.table, JIM)).filter(({ recipe }) => recipe === 'praise-to-advocate')
  // By the hour of the day at which this runs.
  expect(['queued', 'waiting_quiet_hours']).toContain(planned?.reason)
  expect(before.timeline).toEqual(['forum:p1', 'forum:o1'])

  const preview = await api.askAs('previewLink', `/api/links/preview?a=${JIM}&b=${JIMBO}`)
  expect(preview).toMatchObject({
    outcome: 'link',
    after: [{ name: 'Jim Davies', customer: true, timeline: { mentions: 3, orders: 1 } }],
    nudges: [
      {
        identity: JIM,
        now: { state: planned?.state },
        becomes: { state: 'held', reason: 'resolved', detail: 'person.unhappy' },
        recalled: true,
      },
    ],
  })
  expect({ people: await found(test.table, iids), scores: await scores() }).toEqual({
    people: before.people,
    scores: before.scores,
  })

  const { link } = await api.askAs('createLink', '/api/links', { a: JIM, b: JIMBO, why: 'he said so on the phone' })
  await settle()
  expect(await timelineOf(JIM)).toEqual(['forum:p1', 'github:c2', 'github:c1', 'forum:o1'])
  expect(await timelineOf(JIMBO)).toEqual(await timelineOf(JIM))
  expect((await decisionsOf(test.table, JIM)).filter(({ id }) => id === planned?.id)).toMatchObject([
    { state: 'held', reason: 'resolved', detail: 'person.unhappy' },
  ])
  const joined = await scores()
  const person = (await found(test.table, [JIM]))[JIM] ?? ''
  expect(Object.keys(joined)).toEqual([person])
  const after = (preview.after as { id: string; scores: Record<string, number>; segments: string[] }[])[0]
  expect(after?.id).toBe(person)
  expect(joined[person]?.values).not.toEqual(before.scores[person]?.values)
  expect(before.scores[person]?.segments).not.toContain('unhappy-customers')
  expect(joined[person]?.segments).toContain('unhappy-customers')
  expect(after?.segments.toSorted()).toEqual(joined[person]?.segments)
  expect(after?.scores.participation).toBeCloseTo(joined[person]?.values.participation ?? Number.NaN, 2)

  await api.askAs('deleteLink', `/api/links/${link}?why=another+Jim`)
  await settle()
  expect(await found(test.table, iids)).toEqual(before.people)
  expect(await timelineOf(JIM)).toEqual(before.timeline)
  expect(await scores()).toEqual(before.scores)
  const links = await api.askAs('getLinks', `/api/people/${before.people[JIM]}/links`)
  expect((links.history as { what: string; by: string }[]).slice(0, 2)).toMatchObject([
    { what: 'split', by: 'user:ada@brand.example', why: 'another Jim' },
    { what: 'link', by: 'user:ada@brand.example', why: 'he said so on the phone' },
  ])
})
