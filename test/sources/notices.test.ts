import { describe, expect, it } from '@jest/globals'
import { busEvent, queuedNotice } from '../../local/payloads/inside.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { NOW, SOURCES } from '../support/door.ts'
import { AT, order, review } from './fixtures/shop.ts'

const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:shop-news'

const said = (source: string, body: string) =>
  normaliseDelivery(
    { v: 1, id: 'd', source, receivedAt: new Date(NOW).toISOString(), headers: {} },
    Buffer.from(body),
    SOURCES,
  )

describe('a message of a queue within the account', () => {
  it('is an activity, or several, under the source’s name and verified', () => {
    const [one] = said('backdoor', JSON.stringify(order({ at: AT }))).activities
    expect(one).toMatchObject({ kind: 'order', source: 'backdoor', platform: 'backdoor', at: AT })
    expect(one).not.toHaveProperty('unverified')
    expect(one?.author.email).toBe('jim@mail.example')
    expect(said('backdoor', JSON.stringify([order({ at: AT }), review({ at: AT })])).activities).toHaveLength(2)
    expect(said('backdoor', '[]')).toEqual({ activities: [], ignored: 'no activities' })
  })

  it('may be a notification of SNS, raw or wrapped, of a topic in the settings', () => {
    const wrapped = queuedNotice(TOPIC, 'm-1', AT, JSON.stringify(order()))
    const raw = JSON.stringify(order({ at: AT }))
    for (const body of [wrapped, raw])
      expect(said('backdoor', body).activities).toMatchObject([{ kind: 'order', id: 'order-1001', at: AT }])
    expect(() => said('backdoor', queuedNotice(`${TOPIC}2`, 'm-1', AT, JSON.stringify(order())))).toThrow(
      MalformedDeliveryError,
    )
  })

  it.each(['', 'hello', '7', '{}', JSON.stringify(order()), JSON.stringify(order({ at: AT, source: 'bus' }))])(
    'is put aside with the name of the field when it is none: %s',
    (body) => {
      expect(() => said('backdoor', body)).toThrow(MalformedDeliveryError)
    },
  )
})

describe('an event of EventBridge', () => {
  const event = { id: 'e-1', source: 'example.shop', type: 'order.placed', time: '2026-11-20T10:00:00Z' }

  it('says in its detail what happened, by its own time and type', () => {
    const { kind: _, ...detail } = order()
    const [one] = said('bus', busEvent({ ...event, detail })).activities
    expect(one).toMatchObject({ kind: 'order', platform: 'bus', at: AT })
    expect(one).not.toHaveProperty('unverified')
  })

  it('is ignored when its source or its type is not in the settings', () => {
    const stranger = busEvent({ ...event, source: 'example.other', detail: order() })
    expect(said('bus', stranger)).toEqual({ activities: [], ignored: 'source or detail type not in the settings' })
    const settings = { bus: { type: 'eventbridge' as const, bus: 'b', sources: ['example.shop'], detailTypes: ['a'] } }
    const delivery = { v: 1 as const, id: 'd', source: 'bus', receivedAt: AT, headers: {} }
    const typed = (type: string) =>
      normaliseDelivery(delivery, Buffer.from(busEvent({ ...event, type, detail: order() })), settings).activities
    expect([typed('a').length, typed('order.placed').length]).toEqual([1, 0])
  })

  it('is put aside when it is none', () => {
    for (const body of ['{}', '[]', JSON.stringify(order({ at: AT })), busEvent({ ...event, detail: 'words' })])
      expect(() => said('bus', body)).toThrow(MalformedDeliveryError)
  })
})
