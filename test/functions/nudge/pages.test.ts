import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { PageDeps } from '../../../functions/nudge/pages-answer.ts'
import { unsubscribe } from '../../../functions/nudge/pages-unsubscribe.ts'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { clickToken, readTokenKeys, unsubscribeToken } from '../../../shared/domain/nudge/tokens.ts'
import { MINUTE } from '../../../shared/domain/time.ts'
import { pageDeps, request, unsubTokenIn } from './pages-request.ts'
import { ADDRESS, AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const deps = (over: Partial<PageDeps> = {}) => pageDeps(world, over)
const unsubToken = (topic = 'answers') => unsubTokenIn(world, topic)

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
