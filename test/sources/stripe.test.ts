import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import * as build from '../../local/payloads/stripe.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { NOW, openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { bill, gil, purchase, refund } from './fixtures/till.ts'

const normalise = (payload: Payload, sources?: Sources) => normalised('till', payload, { sources })
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]

const sent = (hour: number) => ({ at: `2026-11-20T${hour}:00:00Z` })
const COMPLETED = 'checkout.session.completed'
const SECRET = SECRETS.till ?? ''
const key: string = JSON.parse(SECRET).current

describe('Stripe', () => {
  sourceContract({
    type: 'stripe',
    source: 'till',
    payload: build.stripeCheckout(COMPLETED, sent(10), purchase()),
    ofSize: (bytes) => {
      const { headers, body } = build.stripeCheckout(COMPLETED, sent(10), purchase())
      return { headers, body: body.replace('"metadata":{}', `"metadata":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a purchase is paid back in part, then in whole': [
        build.stripeCheckout(COMPLETED, sent(10), purchase()),
        build.stripeRefund(sent(11), refund(290)),
        build.stripeRefund(sent(12), refund(1_290)),
      ],
      'it is paid back twice within a second': [
        build.stripeCheckout(COMPLETED, sent(10), purchase()),
        build.stripeRefund(sent(11), refund(290)),
        build.stripeRefund(sent(11), refund(900)),
      ],
      'an invoice is paid, and paid back': [
        build.stripeInvoice(sent(10), bill()),
        build.stripeRefund(sent(12), refund(4_900, { amount: 4_900, invoice: 'in_1' })),
      ],
      'a customer is made, renamed and deleted': [
        build.stripeCustomer('customer.created', sent(10), gil()),
        build.stripeCustomer('customer.updated', sent(14), gil({ name: 'Gil O.' })),
        build.stripeCustomer('customer.deleted', sent(12), gil()),
      ],
    },
  })

  it('takes a finished checkout', () => {
    expect(normalise(build.stripeCheckout(COMPLETED, sent(10), purchase()))).toEqual({
      activities: [
        {
          kind: 'order',
          source: 'till',
          platform: 'till',
          id: 'order:pi_1',
          at: '2026-11-20T10:00:00.000Z',
          revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
          author: { id: 'cus_Gil1', name: 'Gil Ortega', language: 'pt-BR' },
          total: { amount: 1_290, currency: 'EUR' },
        },
      ],
    })
  })

  it('takes a paid invoice with its lines', () => {
    expect(first(build.stripeInvoice(sent(10), bill()))).toMatchObject({
      id: 'order:in_1',
      total: { amount: 4_900, currency: 'EUR' },
      items: [{ title: '1 × Plan', quantity: 1 }],
      url: 'https://invoice.stripe.com/i/acct_1/in_1',
    })
  })

  it.each([
    ['jpy', 500, 500],
    ['mga', 500, 50_000],
    ['isk', 50_000, 500],
    ['ugx', 50_000, 500],
    ['kwd', 1_500, 1_500],
    ['huf', 45_000, 45_000],
  ])('takes its amounts of %s for minor units of ISO 4217', (currency, amount, units) => {
    expect(first(build.stripeCheckout(COMPLETED, sent(10), purchase({ currency, amount })))).toMatchObject({
      total: { amount: units, currency: currency.toUpperCase() },
    })
  })

  it('keeps no address, which Stripe does not check, neither as a name', () => {
    const by = gil({ name: 'gil@mail.example' })
    for (const payload of [
      build.stripeCheckout(COMPLETED, sent(10), purchase({ by })),
      build.stripeInvoice(sent(10), bill({ by })),
      build.stripeRefund(sent(10), refund(290, { by })),
      build.stripeCustomer('customer.updated', sent(10), by),
    ])
      expect(JSON.stringify(normalise(payload))).not.toContain('gil@')
  })

  it('takes what is left after a refund, under the name of the purchase or of its invoice', () => {
    expect(first(build.stripeRefund(sent(11), refund(290)))).toMatchObject({
      id: 'order:pi_1',
      at: '2026-11-20T10:00:00.000Z',
      total: { amount: 1_000 },
    })
    expect(first(build.stripeRefund(sent(11), refund(290, { invoice: 'in_1' })))).toMatchObject({ id: 'order:in_1' })
    expect(first(build.stripeRefund(sent(11), refund(1_290)))).toMatchObject({ deleted: true, total: { amount: 0 } })
  })

  it('makes no second order of an invoice that newer versions do not name in a refund', () => {
    const { invoice: _, ...unnamed } = refund(290)
    expect(normalise(build.stripeRefund(sent(11), unnamed)).ignored).toMatch(/^part of a payment/)
    const { invoice: __, ...whole } = refund(1_290)
    expect(first(build.stripeRefund(sent(11), whole))).toMatchObject({ id: 'order:pi_1', deleted: true })
  })

  it('takes a customer', () => {
    const made = build.stripeCustomer('customer.created', sent(10), gil({ createdAt: '2026-11-01T00:00:00Z' }))
    expect(first(made)).toMatchObject({
      kind: 'account',
      id: 'account:cus_Gil1',
      joinedAt: '2026-11-01T00:00:00.000Z',
      author: { id: 'cus_Gil1', name: 'Gil Ortega', language: 'pt-BR' },
    })
  })

  it('takes the mode and the account of its settings only', () => {
    const from = (over: object, settings: object = {}) =>
      normalise(build.stripeCheckout(COMPLETED, { ...sent(10), ...over }, purchase()), {
        till: { type: 'stripe', livemode: true, ...settings },
      }).ignored
    expect(from({})).toBeUndefined()
    expect(from({ livemode: false })).toBe('of the other mode, live or test')
    expect(from({ livemode: false }, { livemode: false })).toBeUndefined()
    expect(from({ account: 'acct_2' })).toBe('account not in the settings')
    expect(from({}, { account: 'acct_2' })).toBe('account not in the settings')
    expect(from({ account: 'acct_2' }, { account: 'acct_2' })).toBeUndefined()
  })

  it('says what means nothing to it', () => {
    const why = (over: object) => normalise(build.stripeCheckout(COMPLETED, sent(10), purchase(over))).ignored
    expect(why({ mode: 'subscription' })).toBe('checkout mode not mapped: subscription')
    expect(why({ status: 'unpaid' })).toBe('not paid yet')
    expect(why({ by: gil({ id: null }) })).toBe('payment without a customer')
    expect(normalise(build.stripeInvoice(sent(10), bill({ amount: 0 }))).ignored).toBe('nothing was paid')
    for (const type of ['customer.subscription.updated', 'v2.core.account.updated', 'constructor'])
      expect(normalise(build.stripeEvent(type, sent(10), {})).ignored).toBe(`event not mapped: ${type}`)
  })

  it('names the field that is wrong', () => {
    const wrong = build.stripeEvent('invoice.paid', sent(10), { object: 'charge', id: 'ch_1' })
    expect(() => normalise(wrong)).toThrow(/^data\.object\.object: /)
    expect(() => normalise(build.stripeInvoice(sent(10), bill({ amount: 0.5 })))).toThrow(
      /^data\.object\.amount_paid: /,
    )
  })

  const payload = build.stripeCheckout(COMPLETED, sent(10), purchase())
  const ts = NOW / 1_000
  const hmac = (secret: string) => createHmac('sha256', secret).update(`${ts}.${payload.body}`).digest('hex')
  const withHeader = async (value: string) =>
    (await openDoor().post('till', { headers: { 'stripe-signature': value }, body: payload.body })).status

  it('signs a time: five minutes each way, and not a second more', async () => {
    const off = async (seconds: number) => {
      const door = openDoor()
      return (await door.post('till', signed('stripe', SECRET, payload, NOW + seconds * 1_000))).status
    }
    expect([await off(-301), await off(-300), await off(300), await off(301)]).toEqual([401, 202, 202, 401])
  })

  it('takes the right one of several signatures, in any place, as while a secret is rolled', async () => {
    const wrong = hmac('another')
    expect(await withHeader(`t=${ts},v1=${hmac(key)},v1=${wrong},v0=${wrong}`)).toBe(202)
    expect(await withHeader(`t=${ts},v0=6ffbb59b,v1=${wrong},v1=${hmac(key)}`)).toBe(202)
    expect(await withHeader(`v1=${hmac(key)},t=${ts}`)).toBe(202)
  })

  it('refuses a list with two times, no time, no v1, or another time than the signed one', async () => {
    const good = hmac(key)
    for (const value of [
      `t=${ts},t=${ts},v1=${good}`,
      `v1=${good}`,
      `t=${ts}`,
      `t=${ts},v0=${good}`,
      `t=${ts + 1},v1=${good}`,
      `t=${ts},v1=${good}=`,
      `t=${ts},v1`,
      `t=${ts}, v1=${good}`,
    ])
      expect(await withHeader(value)).toBe(401)
  })
})
