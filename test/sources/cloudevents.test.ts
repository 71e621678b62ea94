import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { binaryEvent, type EventToSend, eventBatch, structuredEvent } from '../../local/payloads/cloudevents.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { AwsCallError } from '../../shared/platform/aws-call.ts'
import { eventName, headerText, isAllowedSource, readCloudEvents } from '../../shared/sources/cloudevents-read.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { MalformedDeliveryError, UnsupportedFormatError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { bodies, meaning, type Subject } from './contract.ts'
import { AT, order, review } from './fixtures/shop.ts'

const event = (over: Partial<EventToSend> = {}): EventToSend => ({
  id: 'e-1',
  source: 'https://shop.example/orders',
  type: 'order.placed',
  time: AT,
  data: order(),
  ...over,
})

const normalise = (payload: Payload, source = 'events') =>
  normaliseDelivery(
    { v: 1, id: 'd', source, receivedAt: new Date(NOW).toISOString(), headers: payload.headers },
    Buffer.from(payload.body),
    SOURCES,
  )

const subject = (source: string): Subject => ({
  type: 'cloudevents',
  source,
  payload: structuredEvent(event()),
  ofSize: (bytes) => {
    const { headers, body } = structuredEvent(event({ data: review({ text: '' }) }))
    return { headers, body: body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`) }
  },
  histories: {
    'a review is edited and deleted, each time in another mode': [
      structuredEvent(event({ type: 'post.new', data: review() })),
      binaryEvent(event({ type: 'post.edited', time: '2026-11-20T11:00:00Z', data: review({ text: 'z' }) })),
      eventBatch(event({ type: 'post.gone', time: '2026-11-20T12:00:00Z', data: review({ deleted: true }) })),
    ],
  },
})

describe.each(['events', 'secured'])('CloudEvents: %s', (source) => {
  describe('bodies', () => bodies(subject(source)))
  describe('meaning', () => meaning(subject(source)))
})

describe('CloudEvents in each mode', () => {
  it.each([
    ['binary', binaryEvent(event())],
    ['structured', structuredEvent(event())],
    ['batch', eventBatch(event())],
  ])('say the same: %s', (_, payload) => {
    expect(readCloudEvents(Buffer.from(payload.body), payload.headers).events).toEqual([event()])
    expect(normalise(payload).activities).toEqual(normalise(structuredEvent(event())).activities)
  })

  it('are marked as unverified unless the settings ask for the token', () => {
    const payload = structuredEvent(event())
    expect(normalise(payload, 'events').activities[0]).toMatchObject({ unverified: true })
    expect(normalise(payload, 'events').activities[0]?.author).not.toHaveProperty('email')
    expect(normalise(payload, 'secured').activities[0]).not.toHaveProperty('unverified')
    expect(normalise(payload, 'secured').activities[0]?.author.email).toBe('jim@mail.example')
  })

  it('carry data as base64 too, and ids over 2^53 to the digit', () => {
    const { data, ...attributes } = event({ id: 'e-2' })
    const encoded = Buffer.from(JSON.stringify(data).replace('"order-1001"', '12345678901234567890')).toString('base64')
    const body = JSON.stringify({ specversion: '1.0', ...attributes, data_base64: encoded })
    const payload = { headers: { 'content-type': 'application/cloudevents+json' }, body }
    expect(normalise(payload).activities[0]?.id).toBe('12345678901234567890')
  })

  it('take their attributes from headers that are decoded once', () => {
    const sent = event({ id: 'Größe 100 % "a" %41', subject: '€😀' })
    const payload = binaryEvent(sent)
    expect(payload.headers['ce-id']).toMatch(/^[!-~]+$/)
    expect(readCloudEvents(Buffer.from(payload.body), payload.headers).events).toEqual([sent])
    expect(headerText('ce-id', '"a \\"b\\" %2541"')).toBe('a "b" %41')
    expect(headerText('ce-id', '100%')).toBe('100%')
    expect(() => headerText('ce-id', '%ff')).toThrow(MalformedDeliveryError)
  })

  it('give an activity without an id that of the event, by its source and its id', () => {
    const { id: _, ...nameless } = order()
    const [one] = normalise(structuredEvent(event({ data: nameless }))).activities
    const [again] = normalise(binaryEvent(event({ data: nameless }))).activities
    const [other] = normalise(structuredEvent(event({ source: '/tills/1', data: nameless }))).activities
    expect(one?.id).toBe(eventName(event()))
    expect(again?.id).toBe(one?.id)
    expect(other?.id).not.toBe(one?.id)
  })

  it('pass over other sources, other types, and what has no data', () => {
    const stranger = event({ source: 'https://shop.example.evil/orders' })
    expect(normalise(structuredEvent(stranger))).toEqual({
      activities: [],
      ignored: 'source or type not in the settings',
    })
    expect(normalise(eventBatch(stranger, event())).activities).toHaveLength(1)
    expect(normalise(eventBatch())).toEqual({ activities: [], ignored: 'no events' })
    expect(normalise(binaryEvent(event({ data: undefined })))).toEqual({
      activities: [],
      ignored: 'event without data',
    })
    const typed = { ...SOURCES, events: { type: 'cloudevents' as const, sources: ['/tills/1'], types: ['a.b'] } }
    const delivery = {
      v: 1 as const,
      id: 'd',
      source: 'events',
      receivedAt: AT,
      headers: structuredEvent(event()).headers,
    }
    const said = (type: string) =>
      normaliseDelivery(delivery, Buffer.from(structuredEvent(event({ source: '/tills/1', type })).body), typed)
    expect(said('a.b').activities).toHaveLength(1)
    expect(said('a.c').activities).toHaveLength(0)
  })

  it('hold a hundred events at most, and a thousand activities', () => {
    const many = (count: number) => eventBatch(...Array.from({ length: count }, (_, at) => event({ id: `e-${at}` })))
    expect(normalise(many(100)).activities).toHaveLength(100)
    expect(() => normalise(many(101))).toThrow(/101 events/)
    const full = eventBatch(
      ...Array.from({ length: 11 }, (_, at) =>
        event({ id: `e-${at}`, data: Array.from({ length: 100 }, () => order()) }),
      ),
    )
    expect(() => normalise(full)).toThrow(/1100 activities/)
  })

  it.each([
    ['another version', { specversion: '0.3' }, UnsupportedFormatError],
    ['data of another type', { datacontenttype: 'text/xml' }, UnsupportedFormatError],
    ['no id', { id: '' }, MalformedDeliveryError],
    ['an id that is no text', { id: 7 }, MalformedDeliveryError],
    ['a source with a line break', { source: 'a\nb' }, MalformedDeliveryError],
    ['base64 that is none', { data: undefined, data_base64: '%' }, MalformedDeliveryError],
  ])('are refused with %s', (_, over, error) => {
    const payload = structuredEvent(event())
    const body = Buffer.from(JSON.stringify({ ...JSON.parse(payload.body), ...over }))
    expect(() => readCloudEvents(body, payload.headers)).toThrow(error)
  })

  it('are read only from the sources in the settings: whole, or under a path', () => {
    expect(isAllowedSource('https://a.example/b', ['https://a.example/*'])).toBe(true)
    expect(isAllowedSource('https://a.example', ['https://a.example/*'])).toBe(false)
    expect(isAllowedSource('https://a.example.evil/b', ['https://a.example/*', 'https://a.example'])).toBe(false)
  })
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

describe('a request with anything in it', () => {
  it('is events or refused, and is read in a time that grows with its size', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('%', '%'.repeat(50_000), '"\\'))
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(binaryEvent(event({ subject: 's' })).headers)), text),
        text,
        (headers, body) => {
          const started = performance.now()
          try {
            for (const { id, source, type } of readCloudEvents(Buffer.from(body), headers).events)
              for (const attribute of [id, source, type]) expect(attribute).not.toBe('')
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedDeliveryError)
          }
          expect(performance.now() - started).toBeLessThan(1_000)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
