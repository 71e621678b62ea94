import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import { productReview, serviceReview, trustpilot } from '../../local/payloads/trustpilot.ts'
import { normalised } from '../support/normalised.ts'
import { tokenContract } from './contract-token.ts'
import { starred } from './fixtures/reviews.ts'

const normalise = (payload: Payload, receivedAt?: string) => normalised('reviews', payload, { receivedAt })
const first = (payload: Payload, receivedAt?: string) => normalise(payload, receivedAt).activities[0]
const edited = starred({ text: 'They answered twice.' })

describe('Trustpilot', () => {
  tokenContract({
    type: 'trustpilot',
    source: 'reviews',
    payload: trustpilot(serviceReview('created', starred())),
    ofSize: (bytes) => {
      const { headers, body } = trustpilot(serviceReview('created', starred({ text: '' })))
      return { headers, body: body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a service review is edited and deleted': [
        trustpilot(serviceReview('created', starred())),
        trustpilot(serviceReview('updated', edited)),
        trustpilot(serviceReview('deleted', edited)),
      ],
      'a service review is edited twice, with times': [
        trustpilot(serviceReview('created', starred())),
        trustpilot(serviceReview('updated', starred({ text: 'z', updatedAt: '2026-11-20T10:00:00.000Z' }))),
        trustpilot(serviceReview('updated', starred({ text: 'a', updatedAt: '2026-11-20T11:00:00.000Z' }))),
      ],
      'a product review is edited and taken down': [
        trustpilot(productReview('created', starred())),
        trustpilot(productReview('updated', edited)),
        trustpilot(productReview('updated', { ...edited, state: 'unpublished' })),
      ],
    },
  })

  it('makes a post of a review of the service', () => {
    expect(first(trustpilot(serviceReview('created', starred({ stars: 4, tags: ['Support'] }))))).toEqual({
      kind: 'post',
      source: 'reviews',
      platform: 'reviews',
      id: 'service-review:53bffd360000640002975387',
      at: '2026-11-20T09:34:44.000Z',
      revision: expect.stringMatching(/^2026-11-20T09:34:44\.000Z\|0\|/),
      unverified: true,
      author: {
        id: '53bffc3900006400017e5db8',
        name: 'Kim',
        url: 'https://api.trustpilot.com/v1/consumers/53bffc3900006400017e5db8',
      },
      title: 'Great service',
      text: 'They answered at once.',
      url: 'https://api.trustpilot.com/v1/reviews/53bffd360000640002975387',
      language: 'en',
      thread: {
        id: 'service-review:53bffd360000640002975387',
        title: 'Great service',
        url: 'https://api.trustpilot.com/v1/reviews/53bffd360000640002975387',
        author: { id: '53bffc3900006400017e5db8' },
      },
      createdAt: '2026-11-20T09:34:44.000Z',
      tags: ['stars-4', 'Support'],
    })
  })

  it('makes a post of a review of a product, without the address in it', () => {
    const review = first(trustpilot(productReview('created', starred({ product: 'Big kit' }))))
    expect(review).toMatchObject({
      kind: 'post',
      id: 'product-review:53bffd360000640002975387',
      title: 'Big kit',
      text: 'They answered at once.',
      author: { id: '53bffc3900006400017e5db8', name: 'Kim' },
    })
    expect(JSON.stringify(review)).not.toContain('mail.example')
  })

  it('reads each event of a delivery', () => {
    const events = [
      serviceReview('created', starred()),
      serviceReview('updated', starred({ id: '2' })),
      serviceReview('deleted', starred({ id: '3' })),
      productReview('created', starred({ id: '4' })),
      productReview('updated', starred({ id: '5' })),
      productReview('deleted', starred({ id: '6' })),
      { eventName: 'invitation-sent', version: '1', eventData: {} },
    ]
    const { activities } = normalise(trustpilot(...events))
    expect(activities.map(({ id, deleted }) => `${id}${deleted ? ' deleted' : ''}`)).toEqual([
      'service-review:53bffd360000640002975387',
      'service-review:2',
      'service-review:3 deleted',
      'product-review:4',
      'product-review:5',
      'product-review:6 deleted',
    ])
  })

  it('says when there is nothing in it', () => {
    const other = { eventName: 'constructor', version: '1', eventData: {} }
    expect(normalise(trustpilot(other)).ignored).toBe('nothing to read in: constructor')
    expect(normalise(trustpilot()).ignored).toBe('no events')
    const hidden = productReview('created', starred({ state: 'pending' }))
    expect(normalise(trustpilot(hidden)).ignored).toBe('nothing to read in: product-review-created')
  })

  it('orders edits that have no time of their own by their arrival, after the creation', () => {
    const [early, late] = ['2026-11-21T20:00:00.000Z', '2026-11-21T20:00:01.000Z']
    const created = first(trustpilot(serviceReview('created', starred())), late)?.revision ?? ''
    const one = first(trustpilot(serviceReview('updated', starred({ text: 'z' }))), early)?.revision ?? ''
    const two = first(trustpilot(serviceReview('updated', starred({ text: 'a' }))), late)?.revision ?? ''
    expect([two, one, created].sort()).toEqual([created, one, two])
  })

  it('names the field that is wrong', () => {
    const wrong = { eventName: 'service-review-created', version: '1', eventData: { id: 'x' } }
    expect(() => normalise(trustpilot(serviceReview('created', starred()), wrong))).toThrow(
      /^events\.1\.eventData\.createdAt: expected/,
    )
    expect(() => normalise({ headers: {}, body: '{"events":7}' })).toThrow(/^events: expected array/)
  })
})
