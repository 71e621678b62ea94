import { describe, expect, it } from '@jest/globals'
import { standardEvent } from '../../local/payloads/standard.ts'
import { sign } from '../../local/sign.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { senderSecret } from '../../shared/sources/door.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { sourceContract } from './contract.ts'
import { AT, order, review } from './fixtures/shop.ts'

const normalise = (body: unknown) =>
  normaliseDelivery(
    { v: 1, id: 'd', source: 'shop', receivedAt: new Date(NOW).toISOString(), headers: {} },
    Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    SOURCES,
  )
const one = (data: unknown, type = 'activity'): Activity | undefined =>
  normalise({ type, timestamp: AT, data }).activities[0]
const problem = (data: unknown, type = 'activity'): string => {
  try {
    normalise({ type, timestamp: AT, data })
    return 'no problem'
  } catch (error) {
    return error instanceof Error ? `${error.name} ${error.message}` : 'no error'
  }
}

describe('the generic door', () => {
  sourceContract({
    type: 'standard',
    source: 'shop',
    payload: standardEvent('order.placed', AT, order()),
    ofSize: (bytes) => {
      const { headers, body } = standardEvent('post.created', AT, review({ text: '' }))
      return { headers, body: body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a review is edited and deleted': [
        standardEvent('post', AT, review()),
        standardEvent('post', '2026-11-20T11:00:00Z', review({ text: 'I like it.' })),
        standardEvent('post', '2026-11-20T11:00:00Z', review({ text: '', deleted: true })),
      ],
      'a version breaks the tie of two states of one moment': [
        standardEvent('post', AT, review({ text: 'b', version: 9 })),
        standardEvent('post', AT, review({ text: 'a', version: 10 })),
      ],
      'a final delete stays': [
        standardEvent('post', '2027-01-01T00:00:00Z', review()),
        standardEvent('post', AT, review({ deleted: true, final: true })),
      ],
    },
  })

  it('takes an order', () => {
    expect(one(order())).toEqual({
      kind: 'order',
      source: 'shop',
      platform: 'shop',
      id: 'order-1001',
      at: AT,
      revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
      author: { id: 'c-7', name: 'Jim Davies', email: 'jim@mail.example', emailVerified: true },
      total: { amount: 4_900, currency: 'EUR' },
      items: [{ title: 'Starter kit', sku: 'SK-1', quantity: 1 }],
      url: 'https://shop.example/orders/1001',
    })
  })

  it('takes every kind of activity', () => {
    const author = { id: 'c-7' }
    const each = [
      review(),
      {
        kind: 'reply',
        id: 'r',
        author,
        text: 'Thanks!',
        thread: { id: 'review-5' },
        parent: { id: 'review-5', author },
      },
      { kind: 'reaction', id: 'l', author, reaction: 'like', target: { id: 'review-5' } },
      { kind: 'follow', id: 'f', author },
      order(),
      { kind: 'account', id: 'account:c-7', author, joinedAt: AT },
      {
        kind: 'consent',
        id: 'consent:c-7',
        author,
        granted: true,
        topics: ['*'],
        basis: 'consent',
        wording: 'checkout-1',
      },
      { kind: 'solved', id: 's', author, thread: { id: 't' }, answer: { id: 'a' } },
      { kind: 'thread', id: 'th', author, thread: { id: 't', title: 'T' }, closed: true },
    ]
    const { activities } = normalise({ type: 'batch', timestamp: AT, data: { activities: each } })
    expect(activities.map(({ kind }) => kind)).toEqual(each.map(({ kind }) => kind))
    expect(normalise({ type: 'batch', timestamp: AT, data: each }).activities).toEqual(activities)
  })

  it('fills in what a post may leave out', () => {
    expect(one(review())).toMatchObject({
      createdAt: AT,
      thread: { id: 'review-5', title: 'Lovely', url: 'https://shop.example/reviews/5', author: { id: 'c-7' } },
    })
    expect(one({ ...order(), kind: undefined }, 'order.placed')?.kind).toBe('order')
    expect(one({ ...order(), id: 12 })).toMatchObject({ id: '12' })
    expect(one({ ...order(), at: '2026-11-20T12:00:00+02:00' })).toMatchObject({ at: AT })
    expect(one({ ...order(), url: null })).not.toHaveProperty('url')
  })

  it('lets nobody try addresses against what is stored of a state', () => {
    const by = (email: string) => ({ author: { id: 'c-7', email, emailVerified: true } })
    const revisions = ['jim@mail.example', 'ann@mail.example'].map((email) => [
      one(order(by(email)))?.revision,
      one(review(by(email)))?.revision,
    ])
    expect(revisions[0]).toEqual(revisions[1])
  })

  it('keeps an address out of the names of who has it, and refuses it as an id', () => {
    const address = { email: 'jim@mail.example', emailVerified: true }
    const named = { id: 'c-7', name: 'Jim@mail.example', handle: ' jim@mail.example', ...address }
    expect(one(order({ author: named }))?.author).toEqual({ id: 'c-7', ...address })
    expect(one(order({ author: { ...named, name: 'Jim' } }))?.author).toEqual({ id: 'c-7', name: 'Jim', ...address })
    expect(problem(order({ author: { id: 'JIM@mail.example', ...address } }))).toMatch(
      /activities\.0\.author\.id: is the account's email address/,
    )
  })

  it('drops an address that nobody has verified', () => {
    expect(one(order({ author: { id: 'c-7', email: 'jim@mail.example' } }))?.author).toEqual({ id: 'c-7' })
  })

  it('takes no activity of another platform', () => {
    expect(problem(review({ platform: 'github' }))).toMatch(/data\.platform: this door is for "shop" only/)
    expect(problem(review({ source: 'forum' }))).toMatch(/data\.source: /)
    expect(one(review({ platform: 'shop', source: 'shop' }))).toMatchObject({ platform: 'shop', source: 'shop' })
    expect(one(review({ revision: '~|1|' }))?.revision).toMatch(/^2026/)
  })

  it.each([
    [{ kind: 'post' }, 'data.id: expected string'],
    [review({ kind: 'sale' }), 'data.kind: expected one of post, reply'],
    [review({ author: undefined }), 'data.author: expected object'],
    [review({ at: 'soon' }), 'data.at: expected a time'],
    [review({ version: '2' }), 'data.version: expected a whole number'],
    [review({ format: 'rtf' }), 'data.format: expected text, html or markdown'],
    [order({ total: { amount: 1.5, currency: 'EUR' } }), 'data.total.amount: expected int'],
    [order({ total: { amount: 1, currency: 'euro' } }), 'data.total.currency: is not of the expected form'],
    [order({ items: [{ title: 'x', quantity: -1 }] }), 'data.items.0.quantity: is too short or too small'],
    [[order(), 7], 'data.1: expected an activity'],
    [{ activities: [order(), review({ text: 7 })] }, 'data.activities.1.text: expected string'],
    ['hello', 'data: expected an activity'],
    [undefined, 'data: expected an activity'],
    [Array.from({ length: 101 }, () => order()), 'data: holds 101 activities'],
  ])('names the field that is wrong: %j', (data, message) => {
    expect(problem(data)).toContain(`MalformedDeliveryError ${message}`)
  })

  it('says so when there is nothing in it', () => {
    expect(normalise({ type: 'batch', timestamp: AT, data: [] })).toEqual({ activities: [], ignored: 'no activities' })
  })

  it('takes the markup out of texts whose format it is told', () => {
    const text = (over: object) => {
      const activity = one(review(over))
      return activity?.kind === 'post' ? activity.text : undefined
    }
    expect(text({ text: '<p>a <b>b</b></p>', format: 'html' })).toBe('a b')
    expect(text({ text: '**a** [b](https://x.example)', format: 'markdown' })).toBe('a b')
    expect(text({ text: 'a <b> c' })).toBe('a <b> c')
  })

  it('cleans names, titles and links', () => {
    const hostile = review({
      title: 'A\r\nBcc: all@mail.example \u001b[31mred\u001b[0m\u0000',
      url: 'javascript:alert(1)',
      author: { id: 'c-7', name: '\u202eevil\u0007', url: 'data:text/html,x', avatar: 'ftp://x.example/a.png' },
    })
    expect(one(hostile)).toMatchObject({
      title: 'A Bcc: all@mail.example red',
      author: { id: 'c-7', name: 'evil' },
    })
    expect(JSON.stringify(one(hostile))).not.toMatch(/javascript|data:text|ftp/)
  })

  it('keeps ids over 2^53 digit by digit', () => {
    const body = JSON.stringify({ type: 'order', timestamp: AT, data: order() })
    const big = body.replace('"order-1001"', '820982911946154508').replace('"c-7"', '9007199254740993')
    expect(normalise(big).activities[0]).toMatchObject({ id: '820982911946154508', author: { id: '9007199254740993' } })
  })

  it('is not moved by __proto__ and constructor', () => {
    const body = `{"type":"post","timestamp":"${AT}","__proto__":{"polluted":1},"data":{"__proto__":{"kind":"order"},"constructor":{"prototype":{"polluted":1}},"id":"x","author":{"id":"y","__proto__":{"role":"staff"}},"text":"hi"}}`
    expect(normalise(body).activities[0]).toMatchObject({ kind: 'post', author: { id: 'y' } })
    expect(normalise(body).activities[0]?.author.role).toBeUndefined()
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('takes a delivery up to five minutes old or early, to the second', async () => {
    const door = openDoor()
    const secret = SECRETS.shop ?? ''
    const payload = standardEvent('order.placed', AT, order())
    const at = async (seconds: number) =>
      (await door.post('shop', signed('standard', secret, payload, NOW + seconds * 1_000))).status
    expect([await at(-300), await at(-301), await at(300), await at(301)]).toEqual([202, 401, 202, 401])
  })

  it('refuses times and ids that are none, or that came twice', async () => {
    const door = openDoor()
    const payload = standardEvent('order.placed', AT, order())
    const { headers, body } = signed('standard', SECRETS.shop ?? '', payload)
    const ts = headers['webhook-timestamp'] ?? ''
    const id = headers['webhook-id'] ?? ''
    const change = async (over: Record<string, string>) =>
      (await door.post('shop', { headers: { ...headers, ...over }, body })).status
    for (const time of ['', 'now', '-1', `${ts}.5`, `0x${ts}`, ` ${ts}`, `${ts},${ts}`, '99999999999999'])
      expect(await change({ 'webhook-timestamp': time })).toBe(401)
    for (const other of ['', `${id},${id}`, 'a.b', 'x'.repeat(300), 'é', ' '])
      expect(await change({ 'webhook-id': other })).toBe(401)
    expect(door.queue).toEqual([])
  })

  it('refuses an id with a dot even if it is signed: where the id ends would be anybody’s guess', async () => {
    const payload = standardEvent('order.placed', AT, order())
    const headers = {
      ...payload.headers,
      ...sign('standard', senderSecret('standard', SECRETS.shop ?? ''), payload.body, NOW, 'a.b'),
    }
    expect(await openDoor().post('shop', { headers, body: payload.body })).toMatchObject({ status: 401 })
  })

  it('takes one good signature among those of other versions and secrets', async () => {
    const payload = standardEvent('order.placed', AT, order())
    const { headers, body } = signed('standard', SECRETS.shop ?? '', payload)
    const good = headers['webhook-signature'] ?? ''
    const list = `v1a,${'A'.repeat(86)}== v1,${'A'.repeat(43)}= ${good}`
    const door = openDoor()
    expect(await door.post('shop', { headers: { ...headers, 'webhook-signature': list }, body })).toMatchObject({
      status: 202,
    })
    const flood = Array.from({ length: 9 }, () => good).join(' ')
    expect(await door.post('shop', { headers: { ...headers, 'webhook-signature': flood }, body })).toMatchObject({
      status: 401,
    })
  })

  it('wants a secret of at least 24 bytes', async () => {
    for (const current of ['short', 'not*base64*not*base64*not*base64', 'a'.repeat(120)]) {
      const door = openDoor(SOURCES, { ...SECRETS, shop: JSON.stringify({ current }) })
      const request = signed('standard', SECRETS.shop ?? '', standardEvent('order.placed', AT, order()))
      expect(await door.post('shop', request)).toMatchObject({ status: 503 })
    }
  })
})
