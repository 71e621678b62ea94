import { describe, expect, it } from '@jest/globals'
import * as forum from '../../../local/payloads/discourse.ts'
import type { Payload } from '../../../local/payloads/payload.ts'
import { standardEvent } from '../../../local/payloads/standard.ts'
import { BODY_LIMIT } from '../../../shared/domain/listen/delivery.ts'
import { doorToken } from '../../../shared/sources/door.ts'
import { question } from '../../sources/fixtures/forum.ts'
import { AT, order, review } from '../../sources/fixtures/shop.ts'
import { doorEvent, openDoor, SECRETS, SOURCES, signed } from '../../support/door.ts'

const post = forum.forumPost('post_created', question())
const good = (payload: Payload = post) => signed('discourse', SECRETS.forum ?? '', payload)
const withBody = (body: string): Payload => ({ ...post, body })

describe('a door', () => {
  it('is unknown without its token, and looks like any other unknown door', async () => {
    const door = openDoor()
    const token = doorToken(SECRETS.forum ?? '')
    const asked = [
      doorEvent('forum', 'wrong', good()),
      doorEvent('forum', `${token}x`, good()),
      doorEvent('forum', token.toUpperCase(), good()),
      doorEvent('forum', '', good()),
      doorEvent('nobody', token, good()),
      doorEvent('constructor', token, good()),
      doorEvent('shop', token, good()),
      doorEvent('nobody', 'wrong', { ...good(), method: 'GET' }),
    ]
    const answers = await Promise.all(asked.map((event) => door.send(event)))
    for (const answer of answers) expect(answer).toEqual({ ...answers[0], status: 404 })
    expect(door.queue).toEqual([])
  })

  it('says to GET what it is for, and nothing to those without the token', async () => {
    const door = openDoor()
    const token = doorToken(SECRETS.forum ?? '')
    const answer = await door.send(doorEvent('forum', token, { headers: {}, method: 'GET' }))
    expect(answer).toMatchObject({ status: 405, headers: { allow: 'POST' } })
    expect(door.queue).toEqual([])
  })

  it('has an address that follows from the secret and does not tell it', () => {
    const token = doorToken('{"current":"a secret"}')
    expect(token).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(doorToken('{"current":"a secret"}')).toBe(token)
    expect(doorToken('{"current":"another one"}')).not.toBe(token)
    expect(doorToken('{"current":"a secret","token":"chosen"}')).toBe('chosen')
  })

  it('opens with a token of its own instead of the derived one', async () => {
    const secret = JSON.stringify({ current: 'forumforumforumforum', token: 'chosen-by-hand' })
    const door = openDoor(SOURCES, { ...SECRETS, forum: secret })
    const request = signed('discourse', secret, post)
    expect((await door.send(doorEvent('forum', 'chosen-by-hand', request))).status).toBe(202)
    const derived = doorToken(JSON.stringify({ current: 'forumforumforumforum' }))
    expect((await door.send(doorEvent('forum', derived, request))).status).toBe(404)
  })
})

describe('the size of a body', () => {
  it('may be five million bytes and no more', async () => {
    const door = openDoor()
    const ofSize = (bytes: number) => {
      const { body } = standardEvent('post', AT, review({ text: '' }))
      const padded = body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`)
      return signed('standard', SECRETS.shop ?? '', { headers: {}, body: padded })
    }
    for (const asBase64 of [false, true]) {
      const send = (bytes: number) => {
        const request = ofSize(bytes)
        return door.post('shop', asBase64 ? { ...request, body: Buffer.from(request.body) } : request)
      }
      expect((await send(BODY_LIMIT)).status).toBe(202)
      expect(await send(BODY_LIMIT + 1)).toMatchObject({
        status: 413,
        body: { error: expect.stringContaining('5000000') },
      })
    }
    expect(door.queue).toHaveLength(2)
  })

  it('is counted in bytes, not in characters', async () => {
    const door = openDoor()
    const body = JSON.stringify({ text: 'ü'.repeat(BODY_LIMIT / 2) })
    expect((await door.post('shop', signed('standard', SECRETS.shop ?? '', { headers: {}, body }))).status).toBe(413)
  })
})

describe('a body that is signed and cannot be read', () => {
  it.each([
    ['', /empty/],
    ['{', /not JSON/],
    ['payload=%7B%7D', /not JSON/],
    ['[]', /not an object/],
    ['"text"', /not an object/],
    [`{"post":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, /nested deeper/],
  ])('is refused with the reason, and nothing is queued: %#', async (body, reason) => {
    const door = openDoor()
    const answer = await door.post('forum', good(withBody(body)))
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringMatching(reason) } })
    expect(door.queue).toEqual([])
  })

  it('is refused when it is no UTF-8', async () => {
    const door = openDoor()
    const body = Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d])
    const headers = signed('discourse', SECRETS.forum ?? '', { ...post, body: body.toString('latin1') }).headers
    expect((await door.post('forum', { headers, body })).status).toBe(401)
    const { sign } = await import('../../../local/sign.ts')
    const own = sign('discourse', JSON.parse(SECRETS.forum ?? '').current, body, Date.now())
    expect(await door.post('forum', { headers: { ...post.headers, ...own }, body })).toMatchObject({
      status: 400,
      body: { error: 'The body is not UTF-8.' },
    })
  })

  it('is told to come as JSON when it came as a form', async () => {
    const form = {
      headers: { ...post.headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'payload=x',
    }
    const { body } = await openDoor().post('forum', good(form))
    expect(body.error).toContain('Set the webhook to send application/json.')
  })

  it('is refused when it is marked as base64 and is none', async () => {
    const token = doorToken(SECRETS.forum ?? '')
    for (const body of ['{"post":1}', 'abc', 'ab=c', '====', 'ab c']) {
      const event = { ...doorEvent('forum', token, good()), body, isBase64Encoded: true }
      expect(await openDoor().send(event)).toMatchObject({
        status: 400,
        body: { error: expect.stringContaining('base64') },
      })
    }
  })
})

describe('when something behind the door fails', () => {
  it('the sender is told to try again, and nothing counts as taken', async () => {
    for (const broken of ['queueFails', 'secretsFail'] as const) {
      const door = openDoor()
      door.state[broken] = true
      expect(await door.post('forum', good())).toMatchObject({ status: 503, headers: { 'retry-after': '30' } })
      expect(door.queue).toEqual([])
      door.state[broken] = false
      expect((await door.post('forum', good())).status).toBe(202)
      expect(door.queue).toHaveLength(1)
    }
  })

  it('a large body that cannot be stored is not announced in the queue', async () => {
    const door = openDoor()
    door.state.archiveFails = true
    const large = forum.forumPost('post_created', question({ cooked: 'x'.repeat(300_000) }))
    expect((await door.post('forum', good(large))).status).toBe(503)
    expect(door.queue).toEqual([])
  })
})

describe('what the queue gets', () => {
  it('is small enough for SQS, whatever the body', async () => {
    const door = openDoor()
    const { body } = standardEvent('post', AT, review({ text: '' }))
    const padded = body.replace('"text":""', `"text":"${'x'.repeat(200_000 - body.length)}"`)
    await door.post('shop', signed('standard', SECRETS.shop ?? '', { headers: {}, body: padded }))
    expect(JSON.stringify(door.queue[0]).length).toBeLessThan(300_000)
  })

  it('has only the headers that the source asks for', async () => {
    const door = openDoor()
    const request = good()
    await door.post('forum', { ...request, headers: { ...request.headers, authorization: 'Bearer x', cookie: 'a=b' } })
    expect(door.queue[0]?.headers).toEqual({
      'x-discourse-instance': 'https://community.example',
      'x-discourse-event-type': 'post',
      'x-discourse-event': 'post_created',
    })
  })

  it('has an id that follows from the body where the platform gives none that can be trusted', async () => {
    const door = openDoor()
    await door.post('forum', good())
    await door.post('forum', { ...good(), headers: { ...good().headers, 'x-discourse-event-id': '2' } })
    await door.post('forum', good(withBody(`${post.body} `)))
    const [a, b, c] = door.queue.map(({ id }) => id)
    expect(a).toBe(b)
    expect(a).not.toBe(c)
  })

  it('keeps large bodies apart even if their senders call them the same', async () => {
    const secret = SECRETS.code ?? ''
    const door = openDoor()
    for (const letter of ['a', 'b']) {
      const body = JSON.stringify({ x: letter.repeat(300_000) })
      const headers = { 'x-github-event': 'push', 'x-github-delivery': 'the-same' }
      await door.post('code', signed('github', secret, { headers, body }))
    }
    expect(door.archive.size).toBe(2)
    expect(new Set(door.queue.map(({ id }) => id)).size).toBe(1)
  })

  it('never takes a path or anything else that was made up for an id', async () => {
    const door = openDoor()
    for (const id of ['../../etc', 'a/b', 'x'.repeat(101), 'ü', 'a b', '']) {
      const payload = {
        headers: { 'x-github-event': 'push', 'x-github-delivery': id },
        body: `{"x":"${'y'.repeat(250_000)}"}`,
      }
      await door.post('code', signed('github', SECRETS.code ?? '', payload))
    }
    for (const { id } of door.queue) expect(id).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('what is logged and counted', () => {
  it('is one line and one count per delivery, without words, names or addresses', async () => {
    const door = openDoor()
    const payload = standardEvent('order.placed', AT, order({ note: 'secret words' }))
    await door.post('shop', signed('standard', SECRETS.shop ?? '', payload))
    await door.post('shop', { headers: payload.headers, body: payload.body })
    await door.send(doorEvent('made-up-by-a-stranger', 'x', good()))
    const lines = door.state.log.map((line) => JSON.parse(line))
    expect(lines.filter(({ message }) => message)).toMatchObject([
      { message: 'delivery accepted', source: 'shop' },
      { message: 'delivery refused', source: 'shop', reason: 'signature_missing' },
      { message: 'delivery refused', source: 'unknown', reason: 'unknown_door' },
    ])
    expect(lines.filter(({ _aws }) => _aws)).toMatchObject([
      { source: 'shop', Accepted: 1 },
      { source: 'shop', reason: 'signature_missing', Rejected: 1 },
      { source: 'shop', BadSignatures: 1 },
      { source: 'unknown', reason: 'unknown_door', Rejected: 1 },
    ])
    expect(door.state.log.join('')).not.toMatch(/secret words|Jim|mail\.example|made-up|shopshop/)
  })

  it('is enough to find out why a delivery was refused, and has nothing of a stranger', async () => {
    const door = openDoor()
    const payload = standardEvent('order.placed', AT, order({ note: 'secret words' }))
    const headers = {
      ...payload.headers,
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-hub-signature': 'sha1=00',
      Host: 'h',
    }
    await door.post('shop', { headers, body: payload.body })
    await door.send(
      doorEvent('shop', 'wrong', { ...good(), headers: { 'x-jim-davies': '1', 'user-agent': 'jim@mail.example' } }),
    )
    const [signature, address] = door.state.log
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === 'delivery refused')
    expect(signature).toEqual({
      level: 'warn',
      message: 'delivery refused',
      source: 'shop',
      reason: 'signature_missing',
      method: 'POST',
      size: Buffer.byteLength(payload.body),
      agent: 'github',
      request: 'request',
      headers: expect.arrayContaining(['content-type', 'user-agent', 'x-hub-signature']),
    })
    expect(signature.headers).not.toContain('host')
    expect(address).toMatchObject({ source: 'shop', reason: 'unknown_door', agent: 'other' })
    expect(address).not.toHaveProperty('headers')
    expect(door.state.log.join('')).not.toMatch(/secret words|jim|hookshot|sha1|wrong/i)
  })
})
