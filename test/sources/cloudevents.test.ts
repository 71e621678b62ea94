import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { binaryEvent, type EventToSend, eventBatch, structuredEvent } from '../../local/payloads/cloudevents.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { eventName, headerText, isAllowedSource, readCloudEvents } from '../../shared/sources/cloudevents-read.ts'
import { MalformedDeliveryError, UnsupportedFormatError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { SOURCES } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { bodies, meaning } from './contract.ts'
import type { Subject } from './contract-subject.ts'
import { AT, order, review } from './fixtures/shop.ts'

const event = (over: Partial<EventToSend> = {}): EventToSend => ({
  id: 'e-1',
  source: 'https://shop.example/orders',
  type: 'order.placed',
  time: AT,
  data: order(),
  ...over,
})

const normalise = (payload: Payload, source = 'events') => normalised(source, payload)

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
