import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openSeries, type Series } from '../../local/cloudwatch/series.ts'
import { cloudwatchBackend } from '../../local/gateway/cloudwatch-backend.ts'
import { openStore, type Store } from '../../local/state/store.ts'
import { metricSums } from '../../shared/platform/aws.ts'

/** The signer's call against the runner's CloudWatch, and against one that answers in parts. */

const MINUTE = 60_000
const START = Date.parse('2026-11-21T20:00:00.000Z')

let server: Server
let store: Store
let series: Series
let answers: ((body: string) => { status: number; body: unknown } | undefined)[]
let asked: { headers: Record<string, unknown>; body: Record<string, unknown> }[]
let env: Record<string, string>

beforeEach(async () => {
  store = openStore()
  series = openSeries(store)
  answers = []
  asked = []
  server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    asked.push({ headers: request.headers, body: JSON.parse(body) as Record<string, unknown> })
    const own = answers.shift()?.(body)
    const call = { method: 'POST', url: '/', headers: request.headers, body: Buffer.from(body) }
    const answer = own ? { ...own, body: JSON.stringify(own.body) } : await cloudwatchBackend(series)(call)
    response.writeHead(answer.status).end(answer.body)
  }).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  env = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'eu-central-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
  }
})
afterEach(() => {
  server.close()
  store.close()
})

const write = (source: string, at: number, value: number): void =>
  series.take({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{ Namespace: 'Earshot', Dimensions: [['stage', 'source']], Metrics: [{ Name: 'Accepted' }] }],
    },
    ...{ stage: 'prod', source, Accepted: value },
  })

const accepted = (source: string) => ({ name: 'Accepted', dimensions: { stage: 'prod', source } })

describe('sums of metrics', () => {
  it('come by period, of each metric its own, and only where there is something', async () => {
    write('forum', START + 1_000, 2)
    write('forum', START + 59_000, 3)
    write('forum', START + 2 * MINUTE, 1)
    write('code', START - MINUTE, 9)
    const range = { from: START - MINUTE, to: START + 3 * MINUTE, period: 60 }
    const [forum, code, none] = await metricSums([accepted('forum'), accepted('code'), accepted('shop')], range, env)
    expect([...(forum ?? [])].sort()).toEqual([
      [START, 5],
      [START + 2 * MINUTE, 1],
    ])
    expect([...(code ?? [])]).toEqual([[START - MINUTE, 9]])
    expect([...(none ?? [])]).toEqual([])
    expect(asked[0]?.headers).toMatchObject({
      'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
      authorization: expect.stringContaining('/eu-central-1/monitoring/aws4_request'),
    })
    const [days] = await metricSums([accepted('forum')], { ...range, period: 86_400 }, env)
    expect([...(days ?? [])]).toEqual([[Date.parse('2026-11-21T00:00:00.000Z'), 6]])
  })

  it('are whole when CloudWatch answers in parts, and when there are more metrics than one call takes', async () => {
    const part = (NextToken: string | undefined, at: number) => () => ({
      status: 200,
      body: {
        NextToken,
        MetricDataResults: [{ Id: 'm0', Timestamps: [at / 1_000], Values: [1], StatusCode: 'PartialData' }],
      },
    })
    answers = [part('more', START), part(undefined, START + MINUTE)]
    const range = { from: START, to: START + 5 * MINUTE, period: 60 }
    const [sums] = await metricSums([accepted('forum')], range, env)
    expect([...(sums ?? []).keys()]).toEqual([START, START + MINUTE])
    expect(asked[1]?.body).toMatchObject({ NextToken: 'more' })
    asked = []
    write('forum', START, 7)
    const many = await metricSums(
      [...Array.from({ length: 500 }, () => accepted('code')), accepted('forum')],
      range,
      env,
    )
    expect(asked).toHaveLength(2)
    expect(many[500]?.get(START)).toBe(7)
  })

  it('are refused with the word of AWS', async () => {
    answers = [() => ({ status: 400, body: { __type: 'com.amazonaws#AccessDeniedException' } })]
    const range = { from: START, to: START + MINUTE, period: 60 }
    await expect(metricSums([accepted('forum')], range, env)).rejects.toThrow(
      /GetMetricData was refused by AWS with 400 AccessDeniedException/,
    )
    await expect(metricSums([accepted('forum')], { ...range, to: START }, env)).rejects.toThrow(/ValidationError/)
  })

  it('outlive the runner', () => {
    write('forum', START, 7)
    series.save()
    const again = openSeries(store)
    const metric = { namespace: 'Earshot', name: 'Accepted', dimensions: { source: 'forum', stage: 'prod' } }
    expect(again.sums(metric, { from: START, to: START + MINUTE, periodMs: MINUTE })).toEqual([[START, 7]])
  })
})
