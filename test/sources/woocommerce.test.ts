import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import * as build from '../../local/payloads/woocommerce.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { doorToken } from '../../shared/sources/door.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { sourceContract } from './contract.ts'
import { mei, oolong, tasted } from './fixtures/tea.ts'

const normalise = ({ headers, body }: Payload, receivedAt = new Date(NOW).toISOString()) =>
  normaliseDelivery({ v: 1, id: 'd', source: 'tea', receivedAt, headers }, Buffer.from(body), SOURCES)
const first = (payload: Payload, receivedAt?: string): Activity | undefined =>
  normalise(payload, receivedAt).activities[0]
const under = (topic: string, { headers, body }: Payload): Payload => ({
  headers: { ...headers, 'x-wc-webhook-topic': topic },
  body,
})
const SECRET = SECRETS.tea ?? ''

describe('WooCommerce', () => {
  sourceContract({
    type: 'woocommerce',
    source: 'tea',
    payload: build.wooOrder('order.created', oolong()),
    ofSize: (bytes) => {
      const { headers, body } = build.wooOrder('order.created', oolong())
      return {
        headers,
        body: body.replace('"customer_note":""', `"customer_note":"${'x'.repeat(bytes - body.length)}"`),
      }
    },
    histories: {
      'an order is placed, paid back in part, and cancelled': [
        build.wooOrder('order.created', oolong()),
        build.wooOrder('order.updated', oolong({ updatedAt: '2026-11-20T11:00:00', refunds: ['-2.90'] })),
        build.wooOrder('order.updated', oolong({ updatedAt: '2026-11-20T12:00:00', status: 'cancelled' })),
      ],
      'an order is placed and thrown away': [
        build.wooOrder('order.created', oolong()),
        build.wooOrder('order.updated', oolong({ updatedAt: '2026-11-20T11:00:00' })),
        build.wooDeleted('order.deleted', 4_750),
      ],
      'a customer is made, renamed and deleted': [
        build.wooCustomer('customer.created', { ...mei(), createdAt: '2026-11-20T10:00:00' }),
        build.wooCustomer('customer.updated', {
          ...mei({ last: 'Tan-Ho' }),
          createdAt: '2026-11-20T10:00:00',
          updatedAt: '2026-11-20T11:00:00',
        }),
        build.wooDeleted('customer.deleted', 6),
      ],
      'a review is written, changed and deleted': [
        build.wooReview('product_review.created', tasted()),
        build.wooReview('product_review.updated', tasted({ review: 'Smells of tea.', rating: 3 })),
        build.wooDeleted('product_review.deleted', 22),
      ],
    },
  })

  it('takes an order', () => {
    expect(normalise(build.wooOrder('order.created', oolong()))).toEqual({
      activities: [
        {
          kind: 'order',
          source: 'tea',
          platform: 'tea',
          id: 'order:4750',
          at: '2026-11-20T10:00:00.000Z',
          revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
          author: { id: '6', name: 'Mei Tan' },
          total: { amount: 1_290, currency: 'EUR' },
          items: [{ title: 'Oolong, 100 g', sku: 'T-1', quantity: 2 }],
        },
      ],
    })
  })

  it.each([
    ['1290', 'JPY', [], 1_290],
    ['12.9000', 'EUR', [], 1_290],
    ['0.30', 'EUR', ['-0.10', '-0.10'], 10],
    ['10.00', 'EUR', ['-12.00'], 0],
  ])('takes %s %s less %j for %d minor units', (total, currency, refunds, amount) => {
    expect(first(build.wooOrder('order.updated', oolong({ total, currency, refunds })))).toMatchObject({
      total: { amount, currency },
    })
  })

  it.each(['cancelled', 'refunded', 'failed', 'trash'])('counts an order that is %s as gone', (status) => {
    expect(first(build.wooOrder('order.updated', oolong({ status })))).toMatchObject({ deleted: true })
  })

  it('brings an order back that was restored after it was thrown away', () => {
    const thrown = first(build.wooDeleted('order.deleted', 4_750), '2026-11-20T12:00:00.000Z')
    const back = first(build.wooOrder('order.restored', oolong()), '2026-11-20T13:00:00.000Z')
    expect(thrown).toMatchObject({ id: 'order:4750', deleted: true })
    expect(back).not.toHaveProperty('deleted')
    expect((back?.revision ?? '') > (thrown?.revision ?? '~')).toBe(true)
  })

  it('takes a customer, and knows who works at the shop', () => {
    const made = { ...mei(), createdAt: '2026-11-20T10:00:00' }
    expect(first(build.wooCustomer('customer.created', made))).toMatchObject({
      kind: 'account',
      id: 'account:6',
      joinedAt: '2026-11-20T10:00:00.000Z',
      author: { id: '6', name: 'Mei Tan', handle: 'mei', avatar: 'https://secure.gravatar.com/avatar/1?s=96' },
    })
    expect(first(build.wooCustomer('customer.updated', { ...made, role: 'shop_manager' }))?.author.role).toBe('staff')
  })

  it('takes a review where a plugin sends them', () => {
    expect(first(build.wooReview('product_review.created', tasted()))).toMatchObject({
      kind: 'post',
      id: 'review:22',
      author: { id: 'reviewer:22', name: 'Mei Tan' },
      text: 'Smells of orchids.',
      url: 'https://tea.example/product/794/',
      thread: { id: 'review:22', title: 'Oolong, 100 g' },
      createdAt: '2026-11-20T12:00:00.000Z',
      tags: ['product-review', 'product-794', 'rating-5'],
    })
    for (const status of ['hold', 'spam', 'trash'])
      expect(first(build.wooReview('product_review.updated', tasted({ status })))).toMatchObject({ deleted: true })
  })

  it('keeps no address, which WordPress does not check, neither as a name', () => {
    const by = mei({ first: 'mei@mail.example', last: '', username: 'mei@mail.example' })
    for (const payload of [
      build.wooOrder('order.created', oolong({ by })),
      build.wooCustomer('customer.created', { ...by, createdAt: '2026-11-20T10:00:00' }),
      build.wooReview(
        'product_review.created',
        tasted({ by: { name: 'Mei@mail.example', email: 'mei@mail.example' } }),
      ),
    ])
      expect(JSON.stringify(normalise(payload)).toLowerCase()).not.toContain('mei@')
  })

  it('says what means nothing to it', () => {
    expect(normalise(build.wooOrder('order.created', oolong({ status: 'pending' }))).ignored).toBe(
      'order not placed yet: pending',
    )
    expect(normalise(build.wooOrder('order.created', oolong({ by: mei({ id: 0 }) }))).ignored).toBe('order of a guest')
    for (const topic of ['coupon.created', 'action.comment_post', 'constructor'])
      expect(normalise(build.wooEvent(topic, { id: 1 })).ignored).toBe(`event not mapped: ${topic}`)
  })

  it('does not let a signed body pass for the end of what it tells of', () => {
    const order = build.wooOrder('order.created', oolong())
    for (const topic of ['order.deleted', 'customer.deleted', 'product_review.deleted'])
      expect(normalise(under(topic, order))).toEqual({
        activities: [],
        ignored: 'deletion with the body of what is there',
      })
    expect(() => normalise(under('customer.updated', build.wooDeleted('order.deleted', 1)))).toThrow(
      /^date_created_gmt: /,
    )
  })

  it('names the field that is wrong', () => {
    expect(() => normalise(build.wooOrder('order.created', oolong({ createdAt: '2026-11-20 10:00' })))).toThrow(
      /^date_created_gmt: expected a time/,
    )
    expect(() => normalise(build.wooOrder('order.created', oolong({ refunds: ['--1'] })))).toThrow(
      /^refunds\.0\.total: /,
    )
  })

  it('answers the unsigned greeting with 200 at its own address, and takes nothing in', async () => {
    const door = openDoor()
    expect((await door.post('tea', build.wooPing(3))).status).toBe(200)
    const event = doorEvent('tea', `${doorToken(SECRET)}x`, build.wooPing(3))
    expect((await door.send(event)).status).toBe(404)
    const { headers } = build.wooPing(3)
    for (const body of [
      'webhook_id=',
      'webhook_id=3&x=1',
      'webhook_id=3\n',
      '{"webhook_id":3}',
      `webhook_id=${'3'.repeat(40)}`,
    ])
      expect((await door.post('tea', { headers, body })).status).toBe(401)
    const forged = { headers: { ...headers, 'x-wc-webhook-signature': 'x' }, body: 'webhook_id=3' }
    expect((await door.post('tea', forged)).status).toBe(401)
    expect((await door.post('store', build.wooPing(3))).status).toBe(401)
    expect(door.queue).toEqual([])
  })

  it('refuses another site, and a delivery that names none', async () => {
    const payload = build.wooOrder('order.created', oolong())
    const from = async (site: string) => {
      const { headers, body } = signed('woocommerce', SECRET, payload)
      return (await openDoor().post('tea', { headers: { ...headers, 'x-wc-webhook-source': site }, body })).status
    }
    expect([await from('https://TEA.example'), await from('https://other.example/'), await from('')]).toEqual([
      202, 403, 403,
    ])
  })
})
