import type { Payload } from './payload.ts'

/**
 * Deliveries of Trustpilot: service reviews in the shape that it documents; product reviews in the shape that others have
 * read them in, for no document shows them.
 */

export type TrustpilotReview = {
  id: string
  by: { id: string; name?: string }
  text: string
  title?: string
  stars?: number
  createdAt: string
  updatedAt?: string
  language?: string
  tags?: string[]
  /** Product reviews only. */
  product?: string
  state?: string
}
export type TrustpilotEvent = { eventName: string; version: string; eventData: object }

const API = 'https://api.trustpilot.com/v1'

const common = (review: TrustpilotReview) => ({
  id: review.id,
  language: review.language ?? 'en',
  referenceId: 'ABC-123-xyz',
  stars: review.stars ?? 5,
  createdAt: review.createdAt,
  ...(review.updatedAt ? { updatedAt: review.updatedAt } : {}),
  link: `${API}/reviews/${review.id}`,
  tags: (review.tags ?? []).map((value) => ({ group: 'Generic', value })),
})

/** One event: `service-review-created`, `-updated` or `-deleted`. */
export const serviceReview = (happened: string, review: TrustpilotReview): TrustpilotEvent => ({
  eventName: `service-review-${happened}`,
  version: '1',
  eventData: {
    ...common(review),
    title: review.title ?? '',
    text: review.text,
    isVerified: true,
    locationId: '43f51215-a1fc-4c60-b6dd-e4afb6d7b831',
    consumer: { id: review.by.id, name: review.by.name ?? '', link: `${API}/consumers/${review.by.id}` },
  },
})

/** One event: `product-review-created`, `-updated` or `-deleted`. */
export const productReview = (happened: string, review: TrustpilotReview): TrustpilotEvent => ({
  eventName: `product-review-${happened}`,
  version: '1',
  eventData: {
    ...common(review),
    content: review.text,
    product: { id: 'p-1', name: review.product ?? 'Starter kit', sku: 'SK-1' },
    consumer: { id: review.by.id, name: review.by.name ?? '', email: 'kim@mail.example' },
    state: review.state ?? 'published',
  },
})

/** A delivery of one or several events. */
export const trustpilot = (...events: TrustpilotEvent[]): Payload => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ events }),
})
