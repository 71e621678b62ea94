import type { Customer } from './cast.ts'
import type { Happening, Moment } from './happening.ts'

/** The shop speaks Standard Webhooks, and its `data` is an activity in Earshot's own schema (docs/activity.md). */

const SHOP = 'https://shop.example'

const authorOf = ({ id, name, email, timeZone }: Customer) => ({
  id,
  name,
  email,
  emailVerified: true,
  ...(timeZone ? { timeZone } : {}),
})

type Activity = { id: string; kind: string; [field: string]: unknown }

const delivery =
  (type: string, customer: Customer, moment: Moment, activity: (time: string) => Activity): Happening['payload'] =>
  (at) => {
    const time = at(moment)
    return {
      event: type,
      body: { type, timestamp: time, data: { ...activity(time), at: time, author: authorOf(customer) } },
    }
  }

const from = (payload: Happening['payload']): Happening => ({ source: 'standard', payload })

type Item = { title: string; sku?: string; quantity?: number }

export const shop = {
  /** @param amount in cents */
  order: (id: string, customer: Customer, moment: Moment, amount: number, items: readonly Item[]): Happening =>
    from(
      delivery('order.placed', customer, moment, () => ({
        kind: 'order',
        id,
        total: { amount, currency: 'GBP' },
        items,
        url: `${SHOP}/orders/${id}`,
      })),
    ),

  /** A review under a product. */
  review: (id: string, customer: Customer, moment: Moment, product: string, words: readonly string[]): Happening =>
    from(
      delivery('review.created', customer, moment, (time) => ({
        kind: 'post',
        id,
        title: `A review of the ${product}`,
        text: words.join('\n'),
        url: `${SHOP}/reviews/${id}`,
        thread: { id: `reviews-${product.toLowerCase().replaceAll(' ', '-')}`, title: `Reviews of the ${product}` },
        createdAt: time,
      })),
    ),

  /** The customer's own word on what they want by email. */
  consent: (id: string, customer: Customer, moment: Moment, granted: boolean, topics: readonly string[]): Happening =>
    from(
      delivery(granted ? 'consent.granted' : 'consent.withdrawn', customer, moment, () => ({
        kind: 'consent',
        id,
        granted,
        topics,
        basis: 'consent',
        wording: 'shop-preferences-2026-01',
      })),
    ),
}
