import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { PageDeps } from '../../../functions/nudge/pages-answer.ts'
import { redirect } from '../../../functions/nudge/pages-redirect.ts'
import { unsubscribe } from '../../../functions/nudge/pages-unsubscribe.ts'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { clickToken, readTokenKeys, unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { MINUTE, SECOND } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { query } from '../../../shared/store/table.ts'
import { ADDRESS, AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15'

const deps = (over: Partial<PageDeps> = {}): PageDeps => ({
  table: world.table,
  brand: world.deps.brand,
  settings: {
    topics: { answers: 'Answers to questions', advocates: 'Advocates <3' },
    contentHosts: ['community.example'],
    language: 'en',
    timeZone: 'Europe/London',
    quietHours: { start: '21:00', end: '08:00' },
  },
  enqueue: async () => {},
  keys: async () => world.tokenKeys,
  now: () => Date.parse(world.now()),
  ...over,
})

let requests = 0
const request = (
  method: string,
  token: string,
  {
    body,
    type,
    agent = SAFARI,
    base64 = false,
  }: { body?: string; type?: string; agent?: string | undefined; base64?: boolean } = {},
): APIGatewayProxyEventV2 =>
  ({
    rawPath: `/x/${token}`,
    pathParameters: { token },
    headers: { ...(agent ? { 'user-agent': agent } : {}), ...(type ? { 'content-type': type } : {}) },
    body: base64 ? Buffer.from(body ?? '').toString('base64') : body,
    isBase64Encoded: base64,
    requestContext: { http: { method }, requestId: `request-${++requests}` },
  }) as unknown as APIGatewayProxyEventV2

const unsubToken = (topic = 'answers') => unsubscribeToken(world.tokenKeys, { emailIid: EMAIL, topic })

describe('GET /u/{token}', () => {
  it('names the masked address, the topic and all topics, with one button to stop', async () => {
    const { statusCode, body = '', headers } = await unsubscribe(request('GET', unsubToken()), deps())
    expect(statusCode).toBe(200)
    expect(body).toContain('m***@example.com')
    expect(body).not.toContain(ADDRESS)
    expect(body).toContain('Answers to questions')
    expect(body).toContain('Advocates &lt;3')
    expect(body.match(/<button>Stop these emails<\/button>/g)).toHaveLength(1)
    expect(body).not.toMatch(/<script|<img|<link|https?:\/\/(?!www\.w3\.org)/)
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    })
    expect(headers).not.toHaveProperty('set-cookie')
  })

  it('changes nothing, however often it is asked', async () => {
    const before = await world.preferences()
    for (let time = 0; time < 3; time++) await unsubscribe(request('GET', unsubToken()), deps())
    await unsubscribe(request('HEAD', unsubToken()), deps())
    expect(await world.preferences()).toEqual(before)
  })

  it('names every topic there is', async () => {
    const { body } = await unsubscribe(request('GET', unsubToken('gone-topic')), deps())
    for (const words of ['Answers to questions', 'Advocates &lt;3', 'gone-topic']) expect(body).toContain(words)
  })

  it('says so when the address is not kept any more', async () => {
    const token = unsubscribeToken(world.tokenKeys, { emailIid: 'email:unknown', topic: 'answers' })
    const { statusCode, body } = await unsubscribe(request('GET', token), deps())
    expect(statusCode).toBe(200)
    expect(body).toContain('this address')
  })

  it.each(['', 'x', 'a token of another purpose', 'a token of another secret'])('knows nothing of %j', async (kind) => {
    const other = readTokenKeys('{"current":"another secret, long enough"}')
    const token =
      {
        'a token of another purpose': clickToken(world.tokenKeys, { iid: EMAIL, id: 'answers' }),
        'a token of another secret': unsubscribeToken(other, { emailIid: EMAIL, topic: 'answers' }),
      }[kind] ?? kind
    for (const method of ['GET', 'POST']) {
      const { statusCode, body } = await unsubscribe(request(method, token), deps())
      expect(statusCode).toBe(404)
      expect(body).toContain('This link does not work')
    }
    expect((await world.preferences())?.topics.answers?.granted).toBe(true)
  })
})

describe('POST /u/{token}', () => {
  const oneClick = { body: 'List-Unsubscribe=One-Click', type: 'application/x-www-form-urlencoded' }
  const multipart = {
    body: '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    type: 'multipart/form-data; boundary=b',
  }

  it.each([
    ['a form', oneClick],
    ['a form in base64', { ...oneClick, base64: true }],
    ['several parts', multipart],
    ['nothing', {}],
    ['something else', { body: '{"scope":"all"}', type: 'application/json' }],
    ['far too much', { ...oneClick, body: 'x'.repeat(100_000) }],
  ])('turns the topic off at once, with %s', async (_, form) => {
    const { statusCode, body, headers } = await unsubscribe(request('POST', unsubToken(), form), deps())
    expect(statusCode).toBe(200)
    expect(headers).not.toHaveProperty('location')
    expect(body).toContain('These emails have stopped')
    const preferences = await world.preferences()
    expect(preferences?.topics.answers).toMatchObject({ granted: false, source: 'unsubscribe' })
    expect(preferences?.topics['*']).toBeUndefined()
  })

  it('does the same again, and writes nothing the second time', async () => {
    await unsubscribe(request('POST', unsubToken(), oneClick), deps())
    const before = await world.preferences()
    world.pass(MINUTE)
    const { statusCode } = await unsubscribe(request('POST', unsubToken(), oneClick), deps())
    expect(statusCode).toBe(200)
    expect(await world.preferences()).toEqual(before)
  })

  it('offers to stop everything, and does', async () => {
    await world.consent({ topics: ['advocates'], id: 'more' })
    const form = { body: 'scope=all', type: 'application/x-www-form-urlencoded' }
    const one = await unsubscribe(request('POST', unsubToken(), oneClick), deps())
    expect(one.body).toContain('Stop all emails')
    const all = await unsubscribe(request('POST', unsubToken(), form), deps())
    expect(all.body).not.toContain('Stop all emails')
    expect(all.body).toContain('no more emails from us')
    expect((await world.preferences())?.topics['*']).toMatchObject({ granted: false })
  })

  it('stops everything also after something was turned on again', async () => {
    await world.consent({ topics: ['*'], granted: false, at: '2026-02-01T00:00:00.000Z', id: 'all off' })
    await world.consent({ topics: ['advocates'], at: '2026-03-01T00:00:00.000Z', id: 'on again' })
    const form = { body: 'scope=all', type: 'application/x-www-form-urlencoded' }
    const { body } = await unsubscribe(request('POST', unsubToken(), form), deps())
    expect(body).not.toContain('>On<')
  })

  it('wins over a word from a clock that is ahead of ours', async () => {
    await world.consent({ at: '2027-01-01T00:00:00.000Z', id: 'ahead' })
    await unsubscribe(request('POST', unsubToken(), oneClick), deps())
    expect((await world.preferences())?.topics.answers?.granted).toBe(false)
  })

  it('stops what is queued already', async () => {
    const { id } = await world.queue()
    await unsubscribe(request('POST', unsubToken(), oneClick), deps())
    await sendOnce(world.deps, { iid: AUTHOR, id })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'topic_off' })
  })

  it('can turn nothing on, whatever is posted: a forwarded email subscribes nobody', async () => {
    await unsubscribe(request('POST', unsubToken(), oneClick), deps())
    for (const body of [
      'scope=on',
      'granted=true',
      'topic=advocates&granted=true',
      'scope=none',
      'scope=all&granted=true',
    ]) {
      await unsubscribe(request('POST', unsubToken(), { body, type: 'application/x-www-form-urlencoded' }), deps())
      const words = Object.values((await world.preferences())?.topics ?? {})
      expect(words.some(({ granted }) => granted)).toBe(false)
    }
  })

  it('works for an address that nothing is known of', async () => {
    const token = unsubscribeToken(world.tokenKeys, { emailIid: 'email:unknown', topic: 'answers' })
    const { statusCode } = await unsubscribe(request('POST', token, oneClick), deps())
    expect(statusCode).toBe(200)
  })

  it('says sorry when something is wrong here, and that nothing has changed', async () => {
    const broken = deps({ table: { ...world.table, name: 'no-such-table' } })
    const { statusCode, body } = await unsubscribe(request('POST', unsubToken(), oneClick), broken)
    expect(statusCode).toBe(500)
    expect(body).toContain('Nothing has changed')
  })
})

describe('GET /r/{token}', () => {
  const clicksOf = async (id: string) =>
    (
      await query(world.table, {
        pk: keys.identity(AUTHOR).pk,
        where: 'begins_with(#sk, :c)',
        values: { ':c': `NC#${id}` },
      })
    ).items
  const sent = async () => {
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    await world.feedback()
    world.pass(MINUTE)
    return { id, token: clickToken(world.tokenKeys, { iid: AUTHOR, id }) }
  }

  it('leads to the content and keeps the click', async () => {
    const { id, token } = await sent()
    const { statusCode, headers } = await redirect(request('GET', token), deps())
    expect(statusCode).toBe(302)
    expect(headers).toMatchObject({
      location: 'https://community.example/t/9',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
    expect(await clicksOf(id)).toMatchObject([{ type: 'click', label: 'human', why: 'person', at: world.now() }])
    expect(await world.decision(id)).toMatchObject({ clickedAt: world.now() })
    expect(await world.content()).toMatchObject({ clickers: 1 })
  })

  it('counts a person once and keeps every click', async () => {
    const { id, token } = await sent()
    for (let time = 0; time < 3; time++) await redirect(request('GET', token), deps())
    expect(await clicksOf(id)).toHaveLength(3)
    expect(await world.content()).toMatchObject({ clickers: 1 })
  })

  it('does not count a machine', async () => {
    const { id, token } = await sent()
    await redirect(request('GET', token, { agent: 'curl/8' }), deps())
    await redirect(request('GET', token, { agent: '' }), deps())
    expect((await clicksOf(id)).map(({ label }) => label)).toEqual(['machine', 'machine'])
    expect(await world.content()).toMatchObject({ clickers: 0 })
    expect((await world.decision(id))?.clickedAt).toBeUndefined()
  })

  it('takes a click right after the delivery for a machine’s', async () => {
    const { id, token } = await sent()
    world.pass(9 * SECOND - MINUTE)
    await redirect(request('GET', token), deps())
    expect(await clicksOf(id)).toMatchObject([{ label: 'likely_machine', why: 'too_soon' }])
  })

  it('takes a click for a machine’s when the page to stop emails was opened just before, or is opened just after', async () => {
    const { id, token } = await sent()
    const click = () => redirect(request('GET', token), deps())
    const choices = () => unsubscribe(request('GET', unsubToken()), deps())
    await choices()
    world.pass(SECOND)
    await click()
    expect(await clicksOf(id)).toMatchObject([{ label: 'likely_machine', why: 'burst' }])
    world.pass(MINUTE)
    await click()
    expect(await world.content()).toMatchObject({ clickers: 1 })
    world.pass(SECOND)
    await choices()
    expect((await clicksOf(id)).map(({ why }) => why)).toEqual(['burst', 'burst'])
    expect(await world.content()).toMatchObject({ clickers: 0 })
    expect((await world.decision(id))?.clickedAt).toBeUndefined()
    world.pass(MINUTE)
    await click()
    world.pass(MINUTE)
    await choices()
    expect(await world.content()).toMatchObject({ clickers: 1 })
  })

  it('takes a click for a machine’s when both links are opened at once', async () => {
    for (let round = 0; round < 5; round++) {
      world.pass(30 * MINUTE)
      const { id, token } = await sent()
      await Promise.all([redirect(request('GET', token), deps()), unsubscribe(request('GET', unsubToken()), deps())])
      expect(await clicksOf(id)).toMatchObject(Array(round + 1).fill({ label: 'likely_machine', why: 'burst' }))
      expect((await world.decision(id))?.clickedAt).toBeUndefined()
    }
  })

  it('answers HEAD without counting', async () => {
    const { id, token } = await sent()
    const { statusCode } = await redirect(request('HEAD', token), deps())
    expect(statusCode).toBe(302)
    expect(await clicksOf(id)).toEqual([])
  })

  it('changes nothing that a person receives', async () => {
    const { token } = await sent()
    const before = await world.preferences()
    await redirect(request('GET', token), deps())
    expect(await world.preferences()).toEqual(before)
  })

  it.each(['', 'x', 'https://evil.example', '//evil.example'])('leads %j to the community', async (token) => {
    const { statusCode, headers } = await redirect(request('GET', token), deps())
    expect(statusCode).toBe(302)
    expect(headers?.location).toBe('https://community.example')
  })

  it('leads a token of another purpose, or of a decision that is gone, to the community', async () => {
    for (const token of [unsubToken(), clickToken(world.tokenKeys, { iid: AUTHOR, id: 'gone' })]) {
      expect((await redirect(request('GET', token), deps())).headers?.location).toBe('https://community.example')
    }
  })

  it('leads to an address that is not plain ASCII in a way that a header can say', async () => {
    const { id, token } = await sent()
    const decision = await world.decision(id)
    const content = { ...decision?.content, url: 'https://community.example/t/größe\u2028/9?ö' }
    await world.put({ ...decision, content })
    const { statusCode, headers } = await redirect(request('GET', token), deps())
    expect(statusCode).toBe(302)
    expect(headers?.location).toBe('https://community.example/t/gr%C3%B6%C3%9Fe%E2%80%A8/9?%C3%B6')
  })

  it('leads nowhere that is not allowed any more', async () => {
    const { token } = await sent()
    const settings = { ...deps().settings, contentHosts: ['elsewhere.example'] }
    expect((await redirect(request('GET', token), deps({ settings }))).headers?.location).toBe(
      'https://community.example',
    )
  })

  it('leads to the community when something is wrong here', async () => {
    const { token } = await sent()
    const broken = deps({ table: { ...world.table, name: 'no-such-table' } })
    expect((await redirect(request('GET', token), broken)).headers?.location).toBe('https://community.example')
  })

  it('leads to the content also when the click cannot be kept', async () => {
    const { token } = await sent()
    const client = new Proxy(world.table.client, {
      get: (target, name) =>
        name !== 'send'
          ? Reflect.get(target, name)
          : async (command: { constructor: { name: string } }) => {
              if (command.constructor.name === 'PutCommand') throw new Error('no room')
              return target.send(command as never)
            },
    })
    const { headers } = await redirect(request('GET', token), deps({ table: { ...world.table, client } }))
    expect(headers?.location).toBe('https://community.example/t/9')
  })
})
