import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Local, startLocal } from '../../local/run.ts'
import { scratch } from './fixture/assembly.ts'
import { writeSmallApp } from './fixture/small-app.ts'

const { dir, remove } = scratch()
let local: Local

beforeAll(async () => {
  local = await startLocal({
    assemblyDir: writeSmallApp(`${dir}/assembly`),
    dataDir: `${dir}/data`,
    port: 0,
    quiet: true,
    write: () => {},
  })
})
afterAll(async () => {
  await local.close()
  remove()
})

const idle = async (): Promise<void> => {
  const response = await fetch(`${local.app}/_local/idle?timeoutMs=20000`)
  expect(response.status).toBe(200)
}
const post = (body: string) =>
  fetch(`${local.app}/jobs`, { method: 'POST', body, headers: { 'content-type': 'text/plain' } })
const item = (id: string, token = local.token) =>
  fetch(`${local.app}/items/${id}`, { headers: { authorization: `Bearer ${token}` } })
const get = async (path: string) => (await (await fetch(`${local.app}${path}`)).json()) as never

describe('an assembly run on this machine', () => {
  it('takes a request through route, function, queue, table and stream', async () => {
    expect((await post('one')).status).toBe(202)
    await idle()
    expect(await (await item('one')).json()).toEqual({ pk: { S: 'one' }, kind: { S: 'job' } })
    expect((await item('copy-one')).status).toBe(200)
  })

  it('gives the stream consumer only what its filter lets through', async () => {
    await idle()
    expect((await item('copy-copy-one')).status).toBe(404)
  })

  it('refuses a request without a token, with a bad one and with one of another issuer', async () => {
    const bare = await fetch(`${local.app}/items/one`)
    expect([bare.status, await bare.json()]).toEqual([401, { message: 'Unauthorized' }])
    expect((await item('one', 'nonsense')).status).toBe(401)
    const [head, claims, signature] = local.token.split('.')
    const forged = JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())
    const altered = Buffer.from(JSON.stringify({ ...forged, sub: 'somebody' })).toString('base64url')
    expect((await item('one', [head, altered, signature].join('.'))).status).toBe(401)
  })

  it('moves a poisonous message to the dead letters and keeps its neighbours', async () => {
    await Promise.all([post('poison'), post('two')])
    await idle()
    const { queues } = (await get('/_local/state')) as { queues: Record<string, { visible: number }> }
    expect(queues['jobs-dead']?.visible).toBe(1)
    expect(queues.jobs).toEqual({ visible: 0, inFlight: 0, delayed: 0, soon: 0 })
    expect((await item('two')).status).toBe(200)
  })

  it('denies a function what its role does not allow, and reports it and the grants never used', async () => {
    const denied = (await (await post('read')).json()) as { status: number; body: { __type: string } }
    expect(denied.status).toBe(400)
    expect(denied.body.__type).toContain('AccessDeniedException')
    const report = (await get('/_local/iam')) as Record<
      'used' | 'denied' | 'neverUsed',
      { function: string; action: string }[]
    >
    expect(report.denied.map(({ function: name, action }) => `${name} ${action}`)).toEqual(['door dynamodb:Scan'])
    expect(report.neverUsed.map(({ function: name, action }) => `${name} ${action}`)).toContain(
      'copier dynamodb:DeleteItem',
    )
    expect(report.neverUsed.map(({ action }) => action)).not.toContain('sqs:SendMessage')
  })

  it('answers 500 where no permission lets API Gateway invoke the function, and 404 without a route', async () => {
    expect((await fetch(`${local.app}/forgotten`)).status).toBe(500)
    expect((await fetch(`${local.app}/nowhere`)).status).toBe(404)
  })

  it('fires schedules once when the clock is moved, with the moved time in the function', async () => {
    const moved = await fetch(`${local.app}/_local/clock`, {
      method: 'POST',
      body: JSON.stringify({ at: '2030-05-06T07:08:09Z' }),
    })
    expect(moved.status).toBe(200)
    await idle()
    const tick = (await (await item('tick')).json()) as { at: { S: string } }
    expect(tick.at.S).toMatch(/^2030-05-06T07:08:/)
  })

  it('keeps pages of other sites from the runner itself', async () => {
    const ask = async (headers: Record<string, string>) => {
      const response = await fetch(`${local.app}/_local/tick`, { method: 'POST', headers })
      return response.status
    }
    expect(await ask({ origin: 'https://evil.example' })).toBe(403)
    expect(await ask({ origin: local.app })).toBe(200)
  })

  const askAs = (host: string, url: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
    new Promise((answer, fail) => {
      request(url, { headers: { host, ...headers } }, (response) => answer(response.resume().statusCode))
        .on('error', fail)
        .end()
    })

  it('keeps the doors from a page whose own name leads to this machine', async () => {
    const { host } = new URL(local.app)
    expect(await askAs('rebound.example:3000', `${local.app}/`)).toBe(403)
    expect([await askAs(host, `${local.app}/`), await askAs('localhost:3000', `${local.app}/`)]).toEqual([200, 200])
  })

  it.each([
    ['a name of its own', { host: 'rebound.example' }],
    ['a form', { origin: 'https://evil.example' }],
    ['a picture', { 'sec-fetch-site': 'cross-site' }],
  ])('keeps the local AWS from a page of another site that asks by %s', async (_, headers: Record<string, string>) => {
    const { host } = new URL(local.aws)
    const url = `${local.aws}/?Action=ListQueues&X-Amz-Credential=any/20261122/us-east-1/sqs/aws4_request`
    expect(await askAs(host, url)).not.toBe(403)
    expect(await askAs(host, url, headers)).toBe(403)
  })

  it('says what it did not understand', async () => {
    const response = await fetch(`${local.app}/_local/clock`, { method: 'POST', body: '{"at":"tomorrow"}' })
    expect([response.status, await response.json()]).toEqual([400, { error: expect.stringContaining('Expected') }])
    expect((await fetch(`${local.app}/_local/nothing`)).status).toBe(404)
  })

  it('works through everything although functions are killed between their calls', async () => {
    await fetch(`${local.app}/_local/chaos`, {
      method: 'POST',
      body: JSON.stringify({ kill: { before: 0.2, after: 0.2, seed: 7, services: ['dynamodb'] } }),
    })
    for (let at = 0; at < 6; at++) expect((await post(`chaos-${at}`)).status).toBe(202)
    await fetch(`${local.app}/_local/idle?timeoutMs=25000`)
    await fetch(`${local.app}/_local/chaos`, { method: 'POST', body: '{}' })
    await idle()
    const { chaos } = (await get('/_local/state')) as { chaos: { kills: number } }
    expect(chaos.kills).toBeGreaterThan(0)
  })
})
