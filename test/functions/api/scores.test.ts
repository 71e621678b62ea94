import { beforeAll, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import * as z from 'zod/mini'
import { descriptions } from '../../../shared/domain/respond/descriptions.ts'
import type { RouteId } from '../../../shared/domain/respond/routes.ts'
import type { PersonScoresAnswer } from '../../../shared/domain/respond/score-answers.ts'
import { isoOf, monthOf } from '../../../shared/domain/time.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { type ApiHandler, LEFT_OUT, loadApi } from '../../support/api.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { readStream } from '../../support/stream.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'
import { tableForAll } from '../../support/tables.ts'
import { deliverAll, heard, reactionsWith, rescoringWith } from '../score/world.ts'

const test = tableForAll()
let handler: ApiHandler
const NOW = Date.now()
const MONTH = monthOf(isoOf(NOW))
const PEOPLE = 60

const answerOf = async <T>(path: string, query: Record<string, string> = {}): Promise<{ status: number; body: T }> => {
  const event = {
    rawPath: path,
    queryStringParameters: query,
    requestContext: { http: { method: 'GET' }, authorizer: { jwt: { claims: {} } } },
  }
  const { statusCode, body } = (await handler(event as never, {} as Context)) as APIGatewayProxyStructuredResultV2
  return { status: statusCode ?? 0, body: JSON.parse(body ?? '') as T }
}

/** What the route promises. */
const promised = (route: RouteId, body: unknown) =>
  expect(z.safeParse(descriptions[route].answer, body).error).toBeUndefined()

beforeAll(async () => {
  Object.assign(process.env, {
    TABLE_NAME: test.table.name,
    NUDGES: JSON.stringify({
      ...{ topics: {}, timeZone: 'UTC', quietHours: { start: '21:00', end: '08:00' }, language: 'en' },
      ...{ caps: { minGapHours: 20, per7Days: 2, per30Days: 5 }, contentHosts: ['c.example'] },
    }),
    ...{ SOURCES: '{}', ...LEFT_OUT },
    AWS_ENDPOINT_URL_DYNAMODB: test.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
  })
  handler = await loadApi()
  const rollups = Array.from({ length: PEOPLE }, (_, n) => ({
    ...keys.rollup(`forum:u${n}`, MONTH),
    type: 'rollup',
    ...{
      n: n + 1,
      wf: 1_000 * (n + 1),
      fv: 1_000 * (n + 1),
      fv2: 1_000 * (n + 1),
      fs: 500 * (n + 1),
      fs2: 300 * (n + 1),
    },
    ...{ d01: n + 1, orders: 1, o01: 1, spend_EUR: 1_000 },
  }))
  const people = Array.from({ length: PEOPLE }, (_, n) =>
    personItems([{ iid: `forum:u${n}`, profile: { name: { v: `Person ${n}`, at: isoOf(NOW) } } }]),
  ).flat()
  await putItems(test.table, [...people, ...rollups])
  const records = (await readStream({ ...test, name: test.table.name })) as Parameters<typeof heard>[0]
  await deliverAll(reactionsWith(rescoringWith(test.table, { now: () => NOW })), heard(records))
}, 60_000)

describe('the scores of a person', () => {
  it('come with the lines that they are made of, which add up', async () => {
    const { body } = await answerOf<PersonScoresAnswer>(`/api/people/${birthId('forum:u9')}/scores`)
    promised('getScores', body)
    const score = (name: string) => body.scores.find((one) => one.name === name)
    expect(score('love')).toMatchObject({
      value: 11,
      lines: [{ what: `done in ${MONTH}`, input: 11, weight: 1, gives: 11 }],
    })
    const participation = score('participation')
    expect(participation?.lines.reduce((sum, { gives }) => sum + gives, 0)).toBeCloseTo(participation?.value ?? 0, 3)
    expect(score('satisfaction')?.interval?.[0]).toBeLessThan(score('satisfaction')?.value ?? 0)
    expect(score('value')).toMatchObject({ value: 600, unit: 'EUR, in its smallest unit' })
    expect(body.level).toMatchObject({ name: 'contributing', mayChangeAt: expect.any(String) })
    expect(body.stored?.at).toBe(isoOf(NOW))
  })

  it('are those of nobody for an id that was never given', async () => {
    expect((await answerOf(`/api/people/${'0'.repeat(26)}/scores`)).status).toBe(404)
  })
})

describe('a board', () => {
  type Page = { items: { personId: string; name: string; value: number }[]; next: string | null }

  it('lists everybody on it once, the first first, page by page', async () => {
    const all: Page['items'] = []
    let next: string | null | undefined
    do {
      const { body } = await answerOf<Page>('/api/boards/participation', { limit: '7', ...(next ? { next } : {}) })
      promised('listBoard', body)
      all.push(...body.items)
      next = body.next
    } while (next)
    expect(new Set(all.map(({ personId }) => personId)).size).toBe(PEOPLE)
    expect(all).toHaveLength(PEOPLE)
    expect(all.map(({ value }) => value)).toEqual(all.map(({ value }) => value).sort((a, b) => b - a))
    expect(Number(all[0]?.name.slice(7))).toBeGreaterThan(50)
    expect(Number(all.at(-1)?.name.slice(7))).toBeLessThan(4)
  })

  it('is not there under another name', async () => {
    expect(await answerOf('/api/boards/height')).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('participation, influence') },
    })
  })
})

describe('the summary of scores', () => {
  it('says that it has nothing to say before the first night, and calls the estimate an estimate after', async () => {
    const before = await answerOf('/api/scores/summary')
    promised('getScoreSummary', before.body)
    expect(before.body).toEqual({ people: 0, lifetimeModel: 'simple' })
    const nps = { points: 20, promoters: 3, detractors: 1, of: 10 }
    await putItems(test.table, [
      { ...keys.nightly(), type: 'nightly', day: '2026-11-21', computedAt: isoOf(NOW), people: 60, nps },
    ])
    const { body } = await answerOf<{ estimatedNps: object }>('/api/scores/summary')
    promised('getScoreSummary', body)
    expect(body.estimatedNps).toMatchObject({ ...nps, method: expect.stringMatching(/^Estimated .* nobody was asked/) })
  })
})
