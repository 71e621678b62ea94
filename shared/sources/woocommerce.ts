import { type Activity, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, NOBODY, readFields, stateDigest } from './fields.ts'
import { htmlToText } from './html.ts'
import { type Money, moneyOf, NO_MONEY } from './money.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { oneLine, webUrl } from './text.ts'
import { customerSchema, goneSchema, type Order, orderSchema, reviewSchema } from './woocommerce-shapes.ts'

/**
 * WooCommerce: orders, customers and, where a plugin sends them, reviews. Ids are those of one shop, so the platform is the
 * source's name. WordPress does not check addresses, so none is kept.
 */

type Context = SourceContext<SettingsOf<'woocommerce'>>
type Reader = (body: object, context: Context) => Normalised

const NOT_YET = new Set(['pending', 'checkout-draft', 'auto-draft'])
const GONE = new Set(['cancelled', 'refunded', 'failed', 'trash'])
const STAFF = new Set(['administrator', 'shop_manager', 'editor'])
const SHOWN = new Set(['approved', 'unspam'])

const told = (...activities: Activity[]): Normalised => ({ activities })
const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

const common = ({ source }: Context, at: Iso, state: Omit<Parameters<typeof revisionOf>[0], 'at'>) => ({
  source,
  platform: source,
  at,
  revision: revisionOf({ at, ...state }),
  ...(state.deleted ? { deleted: true } : {}),
})

type Named = {
  first_name?: string | null | undefined
  last_name?: string | null | undefined
  email?: string | null | undefined
}

/** The address goes along unverified: that drops it, and it out of the name too, where it often stands. */
const named = (who: Named | null | undefined) => ({
  name: oneLine([who?.first_name, who?.last_name].filter(Boolean).join(' ')),
  email: who?.email?.trim().slice(0, 320) || undefined,
})

const totalOf = (order: Order): Money => {
  const { amount, currency } = moneyOf(order.total, order.currency, 'total')
  const back = (order.refunds ?? []).map(({ total }, at) =>
    moneyOf(total.replace(/^-/, ''), order.currency, `refunds.${at}.total`),
  )
  return {
    amount: Math.max(
      0,
      back.reduce((left, refund) => left - refund.amount, amount),
    ),
    currency,
  }
}

const itemsOf = (order: Order) =>
  (order.line_items ?? []).flatMap(({ name, sku, quantity }) => {
    const title = oneLine(name)
    const whole = quantity && Number.isSafeInteger(quantity) && quantity > 0 ? quantity : undefined
    return title ? [compact({ title, sku: oneLine(sku), quantity: whole })] : []
  })

const fromOrder =
  (restored: boolean): Reader =>
  (body, context) => {
    const order = readFields(orderSchema, body)
    if (NOT_YET.has(order.status)) return ignored(`order not placed yet: ${order.status}`)
    if (order.customer_id === '0') return ignored('order of a guest')
    const clock = order.date_modified_gmt ?? order.date_created_gmt
    const total = totalOf(order)
    const items = itemsOf(order)
    const state = { deleted: GONE.has(order.status), digest: stateDigest(order.status, total, items) }
    return told({
      // That it came back out of the trash is told by no clock but the door's, as was that it went there.
      ...common(context, restored ? context.receivedAt : clock, state),
      at: order.date_created_gmt,
      kind: 'order',
      id: `order:${order.id}`,
      author: compact({ id: order.customer_id, ...named(order.billing) }),
      total,
      ...compact({ items: items.length > 0 ? items : undefined }),
    })
  }

/** The topic's header is not signed: a body that says more than an id is no news of an end. */
const stillThere = (body: object): boolean => Object.keys(body).some((key) => key !== 'id')

const orderDeleted: Reader = (body, context) => {
  if (stillThere(body)) return ignored('deletion with the body of what is there')
  return told({
    ...common(context, context.receivedAt, { deleted: true }),
    kind: 'order',
    id: `order:${readFields(goneSchema, body).id}`,
    author: NOBODY,
    total: NO_MONEY,
  })
}

const fromCustomer: Reader = (body, context) => {
  const customer = readFields(customerSchema, body)
  const author = compact({
    id: customer.id,
    ...named(customer),
    handle: oneLine(customer.username),
    avatar: webUrl(customer.avatar_url),
    role: STAFF.has(customer.role ?? '') ? ('staff' as const) : undefined,
  })
  const { email: _, ...seen } = author
  return told({
    ...common(context, customer.date_modified_gmt ?? customer.date_created_gmt, { digest: stateDigest(seen) }),
    kind: 'account',
    id: `account:${customer.id}`,
    author,
    joinedAt: customer.date_created_gmt,
  })
}

const customerDeleted: Reader = (body, context) => {
  if (stillThere(body)) return ignored('deletion with the body of what is there')
  const { id } = readFields(goneSchema, body)
  return told({
    ...common(context, context.receivedAt, { deleted: true, final: true }),
    kind: 'account',
    id: `account:${id}`,
    author: { id },
  })
}

const words = (id: string, createdAt: Iso, text: string) => ({
  kind: 'post' as const,
  id: `review:${id}`,
  text,
  thread: { id: `review:${id}` },
  createdAt,
})

/** Who reviews has no id, so every review's writer is an account of its own. */
const fromReview =
  (changed: boolean): Reader =>
  (body, context) => {
    const review = readFields(reviewSchema, body)
    const deleted = !SHOWN.has(review.status)
    const text = htmlToText(review.review)
    const since = changed ? context.receivedAt : undefined
    const url = webUrl(review.product_permalink)
    const title = oneLine(review.product_name)
    return told({
      ...common(context, review.date_created_gmt, { since, deleted, digest: stateDigest(text, review.rating) }),
      ...words(review.id, review.date_created_gmt, text),
      author: compact({
        id: `reviewer:${review.id}`,
        name: oneLine(review.reviewer),
        email: review.reviewer_email?.trim().slice(0, 320) || undefined,
      }),
      ...compact({ url, editedAt: changed ? context.receivedAt : undefined }),
      thread: compact({ id: `review:${review.id}`, title, url }),
      tags: ['product-review', `product-${review.product_id}`, ...(review.rating ? [`rating-${review.rating}`] : [])],
    })
  }

const reviewDeleted: Reader = (body, context) => {
  if (stillThere(body)) return ignored('deletion with the body of what is there')
  const { id } = readFields(goneSchema, body)
  return told({
    ...common(context, context.receivedAt, { deleted: true, final: true }),
    ...words(id, context.receivedAt, ''),
    author: { id: `reviewer:${id}` },
  })
}

const TOPICS: Record<string, Reader> = {
  'order.created': fromOrder(false),
  'order.updated': fromOrder(false),
  'order.restored': fromOrder(true),
  'order.deleted': orderDeleted,
  'customer.created': fromCustomer,
  'customer.updated': fromCustomer,
  'customer.deleted': customerDeleted,
  'product_review.created': fromReview(false),
  'product_review.updated': fromReview(true),
  'product_review.deleted': reviewDeleted,
}

/** Deliveries of a WooCommerce shop as activities. */
export const normaliseWoocommerce: Normalise<'woocommerce'> = (body, context) => {
  const topic = oneLine(context.headers['x-wc-webhook-topic'], 60) ?? 'none'
  const reader = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined
  return reader ? reader(body, context) : ignored(`event not mapped: ${topic}`)
}
