import { describe, expect, it } from '@jest/globals'
import { binaryEvent, type EventToSend, eventBatch, structuredEvent } from '../../local/payloads/cloudevents.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { AwsCallError } from '../../shared/platform/aws-call.ts'
import { eventName } from '../../shared/sources/cloudevents-read.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { doorEvent, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { AT, order } from './fixtures/shop.ts'

const event = (over: Partial<EventToSend> = {}): EventToSend => ({
  id: 'e-1',
  source: 'https://shop.example/orders',
  type: 'order.placed',
  time: AT,
  data: order(),
  ...over,
})

describe('the door of CloudEvents', () => {
  const good = structuredEvent(event())
  const post = (source: string, payload: Payload, headers: Record<string, string> = {}) => {
    const door = openDoor()
    return door
      .post(source, { ...payload, headers: { ...payload.headers, ...headers } })
      .then((sent) => ({ door, ...sent }))
  }

  it('answers 202, and names the delivery by the event’s source and id', async () => {
    const { door, status, body } = await post('events', good)
    expect(status).toBe(202)
    expect(body).toEqual({ id: eventName(event()) })
    expect(door.queue[0]?.headers).toEqual(good.headers)
    const binary = await post('events', binaryEvent(event()))
    expect(binary.body).toEqual(body)
    expect(Object.keys(binary.door.queue[0]?.headers ?? {}).sort()).toEqual(
      ['ce-id', 'ce-source', 'ce-specversion', 'ce-time', 'ce-type', 'content-type'].sort(),
    )
  })

  it.each([
    ['XML', { 'content-type': 'application/cloudevents+xml' }],
    ['neither of the modes', { 'content-type': 'application/json' }],
    ['another charset', { 'content-type': 'application/cloudevents+json; charset=latin1' }],
    ['no type', { 'content-type': '' }],
  ])('answers 415 to %s', async (_, headers) => {
    const { door, status } = await post('events', good, headers)
    expect(status).toBe(415)
    expect(door.queue).toEqual([])
  })

  it('answers 400 to what is no event, 403 to events of others only', async () => {
    expect((await post('events', { ...good, body: '[]' })).status).toBe(400)
    expect((await post('events', { ...good, body: '{' })).status).toBe(400)
    expect((await post('events', structuredEvent(event({ source: '/tills/2' })))).status).toBe(403)
    expect((await post('events', eventBatch(event({ source: '/tills/2' }), event()))).status).toBe(202)
    expect((await post('events', good, { 'webhook-request-origin': 'evil.example' })).status).toBe(403)
    expect((await post('events', good, { 'webhook-request-origin': 'SHOP.example' })).status).toBe(202)
  })

  it('takes the secret as a Bearer token where the settings ask for it, and nothing else', async () => {
    const secret = JSON.parse(SECRETS.secured ?? '{}').current as string
    expect(signed('cloudevents', SECRETS.secured ?? '', good).headers.authorization).toBe(`Bearer ${secret}`)
    for (const value of [`Bearer ${secret}`, `bearer ${secret}`])
      expect((await post('secured', good, { authorization: value })).status).toBe(202)
    for (const value of [
      '',
      'Bearer ',
      secret,
      `Basic ${secret}`,
      `Bearer ${secret}x`,
      `Bearer ${secret.slice(1)}`,
      `Bearer  ${secret}`,
      `Bearer ${secret},Bearer ${secret}`,
      `Bearer ${secret.toUpperCase()}`,
    ]) {
      const { door, status } = await post('secured', good, { authorization: value })
      expect(status).toBe(401)
      expect(door.queue).toEqual([])
    }
    expect((await post('secured', good)).status).toBe(401)
  })

  it('takes the current and the previous token while a rotation is under way, reads it again, and fails closed', async () => {
    const [current, previous] = ['n'.repeat(32), 'o'.repeat(32)]
    const secured = JSON.stringify({ current, previous })
    const door = openDoor(SOURCES, { ...SECRETS, secured })
    const send = (token: string) =>
      door.send(
        doorEvent('secured', doorToken(secured), {
          ...good,
          headers: { ...good.headers, authorization: `Bearer ${token}` },
        }),
      )
    for (const token of [current, previous]) expect((await send(token)).status).toBe(202)
    expect((await send('x'.repeat(32))).status).toBe(401)
    const late = openDoor(SOURCES, { ...SECRETS, secured: JSON.stringify({ current: previous }) })
    late.state.fresh = secured
    const request = { ...good, headers: { ...good.headers, authorization: `Bearer ${current}` } }
    expect(
      (await late.send(doorEvent('secured', doorToken(JSON.stringify({ current: previous })), request))).status,
    ).toBe(202)
    const broken = openDoor(SOURCES, { ...SECRETS, secured: '{"current":""}' })
    expect((await broken.send(doorEvent('secured', 'x', request))).status).toBe(503)
  })

  it('asks to be left alone for a while, with 429, when AWS throttles it', async () => {
    const door = openDoor()
    door.state.queueError = new AwsCallError('sqs:SendMessage', 400, 'ThrottlingException')
    expect(await door.post('events', good)).toMatchObject({ status: 429, headers: { 'retry-after': '30' } })
    expect(
      await door.post(
        'code',
        signed('github', SECRETS.code ?? '', { headers: { 'x-github-event': 'star' }, body: '{}' }),
      ),
    ).toMatchObject({
      status: 503,
    })
  })
})

describe('the handshake of CloudEvents', () => {
  const ask = (source: string, headers: Record<string, string>, token = doorToken(SECRETS[source] ?? '')) =>
    openDoor().send(doorEvent(source, token, { method: 'OPTIONS', headers }))

  it('lets an origin of the settings send, at the rate that it asks for or less', async () => {
    const answer = await ask('events', {
      'WebHook-Request-Origin': 'shop.example',
      'WebHook-Request-Rate': '120',
      'WebHook-Request-Callback': 'http://169.254.169.254/',
    })
    expect(answer).toMatchObject({ status: 200, text: '' })
    expect(answer.headers).toEqual({
      allow: 'POST',
      'webhook-allowed-origin': 'shop.example',
      'webhook-allowed-rate': '120',
    })
  })

  it.each([
    [undefined, '600'],
    ['120', '120'],
    ['1000', '600'],
    ['-1', '600'],
    ['many', '600'],
  ])('grants %s at a door for 600 a minute: %s', async (asked, granted) => {
    const { headers } = await ask('secured', {
      'webhook-request-origin': 'any.example',
      ...(asked ? { 'webhook-request-rate': asked } : {}),
    })
    expect(headers).toMatchObject({ 'webhook-allowed-origin': 'any.example', 'webhook-allowed-rate': granted })
  })

  it('names no limit where there is none', async () => {
    const { headers } = await ask('events', { 'webhook-request-origin': 'shop.example' })
    expect(headers).toMatchObject({ 'webhook-allowed-rate': '*' })
  })

  it('permits nothing to others, at other doors, or without the address', async () => {
    const refused = await ask('events', { 'webhook-request-origin': 'evil.example' })
    expect(refused.status).toBe(403)
    expect(refused.headers).not.toHaveProperty('webhook-allowed-origin')
    for (const strange of ['shop.example,evil.example', 'shop.example evil', '<b>', 'x'.repeat(300)])
      expect((await ask('secured', { 'webhook-request-origin': strange })).status).toBe(403)
    expect((await ask('events', {})).status).toBe(405)
    expect((await ask('code', { 'webhook-request-origin': 'shop.example' })).status).toBe(405)
    expect((await ask('events', { 'webhook-request-origin': 'shop.example' }, 'wrong')).status).toBe(404)
  })
})
