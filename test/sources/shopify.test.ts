import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import * as build from '../../local/payloads/shopify.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { CLEO, cleo, mugs, ORDER } from './fixtures/store.ts'

const normalise = (payload: Payload, sources?: Sources) => normalised('store', payload, { sources })
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]
const under = (topic: string, { headers, body }: Payload): Payload => ({
  headers: { ...headers, 'x-shopify-topic': topic },
  body,
})

const at = (hour: number): string => `2026-11-20T${hour}:00:00Z`
const said = (state: string, hour: number, level?: string) => ({ state, at: at(hour), ...(level ? { level } : {}) })

describe('Shopify', () => {
  sourceContract({
    type: 'shopify',
    source: 'store',
    payload: build.shopifyOrder('orders/create', mugs()),
    ofSize: (bytes) => {
      const { headers, body } = build.shopifyOrder('orders/create', mugs())
      return { headers, body: body.replace('"note":null', `"note":"${'x'.repeat(bytes - body.length + 2)}"`) }
    },
    histories: {
      'an order is placed, paid, changed and cancelled; a retry brings the first body again': [
        build.shopifyOrder('orders/create', mugs()),
        build.shopifyOrder('orders/paid', mugs({ updatedAt: at(11) })),
        build.shopifyOrder('orders/updated', mugs({ updatedAt: at(12), currentTotal: '6.45' })),
        build.shopifyOrder('orders/cancelled', mugs({ updatedAt: at(13), cancelledAt: at(13), currentTotal: '0.00' })),
      ],
      'an order is placed and deleted': [
        build.shopifyOrder('orders/create', mugs()),
        build.shopifyOrder('orders/updated', mugs({ updatedAt: at(18) })),
        build.shopifyOrderDeleted(ORDER, at(12)),
      ],
      'a customer is made, changed and deleted': [
        build.shopifyCustomer('customers/create', cleo()),
        build.shopifyCustomer('customers/update', cleo({ last: 'Parker', updatedAt: at(18) })),
        build.shopifyCustomerDeleted(CLEO, at(12)),
      ],
      'a customer agrees to email and takes it back, told by two topics': [
        build.shopifyCustomer('customers/update', cleo({ marketing: said('subscribed', 10), updatedAt: at(10) })),
        build.shopifyConsent(cleo(), said('subscribed', 10)),
        build.shopifyConsent(cleo(), said('unsubscribed', 12)),
        build.shopifyCustomer('customers/update', cleo({ marketing: said('unsubscribed', 12), updatedAt: at(12) })),
      ],
    },
  })

  it('takes an order, its id digit by digit and its money in cents', () => {
    expect(normalise(build.shopifyOrder('orders/create', mugs()))).toEqual({
      activities: [
        {
          kind: 'order',
          source: 'store',
          platform: 'store',
          id: `order:${ORDER}`,
          at: '2026-11-20T10:00:00.000Z',
          revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
          author: { id: CLEO, name: 'Cleo Park', email: 'cleo@mail.example', emailVerified: true, language: 'en' },
          total: { amount: 1_290, currency: 'EUR' },
          items: [{ title: 'Blue mug', sku: 'MUG-1', quantity: 2 }],
          url: 'https://acme-mugs.myshopify.com/1/orders/abc/authenticate?key=def',
        },
      ],
    })
  })

  it.each([
    ['1290', 'JPY', 1_290],
    ['12.900', 'KWD', 12_900],
    ['12.9', 'USD', 1_290],
  ])('takes %s %s for %d minor units', (total, currency, amount) => {
    expect(first(build.shopifyOrder('orders/paid', mugs({ total, currency })))).toMatchObject({
      total: { amount, currency },
    })
  })

  it('counts what is left of an order after a refund, and a cancelled one as gone, at the moment it was placed', () => {
    const changed = mugs({ currentTotal: '6.45', updatedAt: at(12) })
    expect(first(build.shopifyOrder('orders/updated', changed))).toMatchObject({
      at: at(10).replace('Z', '.000Z'),
      total: { amount: 645, currency: 'EUR' },
    })
    expect(first(build.shopifyOrder('orders/cancelled', mugs({ cancelledAt: at(12) })))).toMatchObject({
      deleted: true,
    })
  })

  it('knows of a deleted order only its id', () => {
    expect(first(build.shopifyOrderDeleted(ORDER, at(12)))).toMatchObject({
      id: `order:${ORDER}`,
      deleted: true,
      author: { id: 'unknown' },
    })
  })

  it('drops an address that Shopify has not verified', () => {
    const by = cleo({ verified: false })
    expect(first(build.shopifyOrder('orders/create', mugs({ by })))?.author).not.toHaveProperty('email')
    expect(first(build.shopifyCustomer('customers/create', by))?.author).not.toHaveProperty('email')
  })

  it('takes a customer', () => {
    expect(normalise(build.shopifyCustomer('customers/create', cleo())).activities).toMatchObject([
      { kind: 'account', id: `account:${CLEO}`, joinedAt: '2026-11-19T15:00:00.000Z', author: { name: 'Cleo Park' } },
    ])
  })

  it('takes an agreement to email for the topics of the settings, and only with a verified address', () => {
    const consents = (payload: Payload, sources?: Sources) =>
      normalise(payload, sources).activities.filter(({ kind }) => kind === 'consent')
    const update = build.shopifyCustomer('customers/update', cleo({ marketing: said('subscribed', 10) }))
    const yes = { granted: true, topics: ['offers'], wording: 'checkout-box-2026', at: '2026-11-20T10:00:00.000Z' }
    expect(consents(update)).toMatchObject([{ ...yes, author: { id: CLEO, email: 'cleo@mail.example' } }])
    const [single] = consents(build.shopifyConsent(cleo(), said('subscribed', 10)))
    expect(single).toMatchObject(yes)
    expect(single?.author).toEqual({ id: CLEO })
    expect(consents(build.shopifyConsent(cleo(), said('subscribed', 10, 'confirmed_opt_in')))).toMatchObject([
      { ...yes, author: { email: 'cleo@mail.example', emailVerified: true } },
    ])
    const plain: Sources = { store: { type: 'shopify', shop: 'acme-mugs.myshopify.com' } }
    expect(consents(update, plain)).toEqual([])
  })

  it.each(['unsubscribed', 'not_subscribed', 'redacted', 'invalid'])('takes %s for a no to everything', (state) => {
    expect(first(build.shopifyConsent(cleo(), said(state, 12)))).toMatchObject({ granted: false, topics: ['*'] })
  })

  it('takes no word for none', () => {
    for (const marketing of [said('pending', 10), { state: 'not_subscribed' }, said('constructor', 10)])
      expect(normalise(build.shopifyConsent(cleo(), marketing))).toEqual({
        activities: [],
        ignored: 'no word on email',
      })
  })

  it('hands privacy requests on, and counts a redacted customer as gone', async () => {
    const redact = build.shopifyPrivacy('customers/redact', cleo(), at(12))
    const access = build.shopifyPrivacy('customers/data_request', cleo(), at(12))
    const all = build.shopifyEvent('shop/redact', at(12), { shop_id: 1, shop_domain: 'Acme-Mugs.myshopify.com' })
    expect(normalise(redact)).toMatchObject({
      activities: [{ kind: 'account', deleted: true, author: { id: CLEO } }],
      ignored: 'privacy request: customers/redact',
      privacy: { wants: 'erasure', account: CLEO },
    })
    expect(normalise(access)).toEqual({
      activities: [],
      ignored: 'privacy request: customers/data_request',
      privacy: { wants: 'access', account: CLEO },
    })
    expect(normalise(all)).toEqual({
      activities: [],
      ignored: 'privacy request: shop/redact',
      privacy: { wants: 'erasure' },
    })
    for (const payload of [redact, access, all]) {
      expect((await openDoor().post('store', signed('shopify', SECRETS.store ?? '', payload))).status).toBe(200)
      const others = { ...payload, body: payload.body.replace(/acme-mugs/i, 'other-mugs') }
      expect(normalise(others)).toEqual({ activities: [], ignored: 'privacy request for another shop' })
    }
    expect(() => normalise({ ...access, body: access.body.replace('"customer"', '"buyer"') })).toThrow(/^customer: /)
  })

  it('does not let a signed body pass for something else under another topic, which nobody signs', () => {
    const order = build.shopifyOrder('orders/create', mugs())
    const customer = build.shopifyCustomer('customers/update', cleo())
    const swapped = [
      under('orders/delete', order),
      under('orders/delete', build.shopifyCustomerDeleted(CLEO, at(12))),
      under('customers/delete', customer),
      under('customers/delete', build.shopifyOrderDeleted(ORDER, at(12))),
      under('customers/update', order),
    ]
    for (const payload of swapped)
      expect(normalise(payload)).toMatchObject({ activities: [], ignored: expect.any(String) })
    expect(() =>
      normalise(under('customers/redact', build.shopifyPrivacy('customers/data_request', cleo(), at(1)))),
    ).toThrow(/^orders_to_redact: /)
    expect(() => normalise(under('orders/create', customer))).toThrow(/^total_price: /)
  })

  it('says what means nothing to it', () => {
    expect(normalise(build.shopifyOrder('orders/create', mugs({ test: true }))).ignored).toBe('test order')
    const { by: _, ...guest } = mugs()
    expect(normalise(build.shopifyOrder('orders/create', guest)).ignored).toBe('order without a customer')
    expect(normalise(build.shopifyEvent('products/update', at(1), { id: 1 })).ignored).toBe(
      'event not mapped: products/update',
    )
    expect(normalise(build.shopifyEvent('constructor', at(1), { id: 1 })).ignored).toBe('event not mapped: constructor')
  })

  it('names the field that is wrong', () => {
    const wrong = mugs({ total: '12,90' })
    expect(() => normalise(build.shopifyOrder('orders/create', wrong))).toThrow(/^total_price: expected an amount/)
  })

  it('takes deliveries with the headers of the newer family, and none that has both', async () => {
    const good = signed('shopify', SECRETS.store ?? '', build.shopifyOrder('orders/create', mugs()))
    const renamed = Object.fromEntries(
      Object.entries(good.headers).map(([name, value]) => [name.replace(/^x-shopify/, 'shopify'), value]),
    )
    const door = openDoor()
    expect((await door.post('store', { ...good, headers: renamed })).status).toBe(200)
    expect(door.queue[0]?.headers).toMatchObject({ 'x-shopify-topic': 'orders/create' })
    expect(door.queue[0]?.id).toBe(good.headers['x-shopify-webhook-id'])
    expect((await door.post('store', { ...good, headers: { ...renamed, ...good.headers } })).status).toBe(401)
  })

  it('refuses another shop, and a delivery that names none', async () => {
    const payload = build.shopifyOrder('orders/create', mugs())
    const from = async (shop: string) => {
      const { headers, body } = signed('shopify', SECRETS.store ?? '', payload)
      return (await openDoor().post('store', { headers: { ...headers, 'x-shopify-shop-domain': shop }, body })).status
    }
    expect([await from('ACME-mugs.myshopify.com'), await from('other.myshopify.com'), await from('')]).toEqual([
      200, 403, 403,
    ])
  })
})
