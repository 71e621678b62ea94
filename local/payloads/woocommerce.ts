import { createHash } from 'node:crypto'
import type { Payload } from './payload.ts'

/** Deliveries in the shape in which WooCommerce sends them; what Earshot does not read is left out where there is much of it. */

export type WooCustomer = {
  id: number
  first?: string
  last?: string
  email?: string
  username?: string
  role?: string
}
export type WooOrder = {
  id: number
  by: WooCustomer
  status?: string
  total: string
  currency: string
  /** In GMT, without a zone, as WordPress writes it. */
  createdAt: string
  updatedAt?: string
  refunds?: string[]
  items?: { name: string; sku?: string; quantity: number }[]
}
export type WooReview = {
  id: number
  product: { id: number; name: string }
  by: { name: string; email: string }
  review: string
  rating: number
  status?: string
  createdAt: string
}

const SITE = 'https://tea.example'

/** Any topic with any body. */
export const wooEvent = (topic: string, body: unknown, site = `${SITE}/`): Payload => {
  const [resource = '', event = ''] = topic.split('.')
  const text = JSON.stringify(body)
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'WooCommerce/10.3.0 Hookshot (WordPress/6.9)',
      'x-wc-webhook-source': site,
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-resource': resource,
      'x-wc-webhook-event': event,
      'x-wc-webhook-id': '3',
      'x-wc-webhook-delivery-id': createHash('md5').update(`${topic}\n${text}`).digest('hex'),
    },
    body: text,
  }
}

/** `order.created`, `order.updated` or `order.restored`. */
export const wooOrder = (topic: string, order: WooOrder): Payload =>
  wooEvent(topic, {
    id: order.id,
    parent_id: 0,
    status: order.status ?? 'processing',
    currency: order.currency,
    prices_include_tax: false,
    date_created: order.createdAt,
    date_created_gmt: order.createdAt,
    date_modified_gmt: order.updatedAt ?? order.createdAt,
    total: order.total,
    customer_id: order.by.id,
    order_key: 'wc_order_abc',
    billing: {
      first_name: order.by.first ?? '',
      last_name: order.by.last ?? '',
      email: order.by.email ?? '',
      country: 'DE',
    },
    customer_note: '',
    line_items: (order.items ?? []).map(({ name, sku, quantity }) => ({
      id: 1,
      name,
      sku: sku ?? '',
      quantity,
      total: '1',
    })),
    refunds: (order.refunds ?? []).map((total, at) => ({ id: at + 1, reason: '', total })),
  })

/** `customer.created` or `customer.updated`. */
export const wooCustomer = (
  topic: string,
  customer: WooCustomer & { createdAt: string; updatedAt?: string },
): Payload =>
  wooEvent(topic, {
    id: customer.id,
    date_created_gmt: customer.createdAt,
    date_modified_gmt: customer.updatedAt ?? customer.createdAt,
    email: customer.email ?? '',
    first_name: customer.first ?? '',
    last_name: customer.last ?? '',
    role: customer.role ?? 'customer',
    username: customer.username ?? '',
    is_paying_customer: false,
    avatar_url: 'https://secure.gravatar.com/avatar/1?s=96',
    meta_data: [],
  })

/** `product_review.created` or `product_review.updated`: a topic that a plugin adds, with the body of the REST API. */
export const wooReview = (topic: string, review: WooReview): Payload =>
  wooEvent(topic, {
    id: review.id,
    date_created_gmt: review.createdAt,
    product_id: review.product.id,
    product_name: review.product.name,
    product_permalink: `${SITE}/product/${review.product.id}/`,
    status: review.status ?? 'approved',
    reviewer: review.by.name,
    reviewer_email: review.by.email,
    review: review.review,
    rating: review.rating,
    verified: false,
  })

/** `order.deleted`, `customer.deleted` or `product_review.deleted`: the id is all there is. */
export const wooDeleted = (topic: string, id: number): Payload => wooEvent(topic, { id })

/** What WooCommerce sends when a webhook is made: a form, without a signature. */
export const wooPing = (id: number): Payload => ({
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'WooCommerce/10.3.0 Hookshot (WordPress/6.9)',
  },
  body: `webhook_id=${id}`,
})
