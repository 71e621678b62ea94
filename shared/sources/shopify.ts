import type * as z from 'zod/mini'
import { type Activity, type ActivityOf, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, NOBODY, readFields, stateDigest } from './fields.ts'
import { moneyOf, NO_MONEY } from './money.ts'
import {
  type Customer,
  consentSchema,
  customerSchema,
  dataRequestSchema,
  goneSchema,
  type marketingSchema,
  type Order,
  orderSchema,
  redactSchema,
  shopSchema,
} from './shopify-shapes.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { isoText, languageTag, oneLine, webUrl } from './text.ts'

/**
 * Shopify: orders, customers and their word on email. Ids are those of one shop, so the platform is the source's name.
 * A retry brings the body of the first attempt, hours old; `updated_at` within the body keeps it from undoing anything.
 */

type Context = SourceContext<SettingsOf<'shopify'>>
type Marketing = z.infer<typeof marketingSchema>
type Reader = (body: object, context: Context) => Normalised

const told = (...activities: Activity[]): Normalised => ({ activities })
const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

const common = (context: Context, at: Iso, state: { deleted?: boolean; final?: boolean; digest?: string }) => ({
  source: context.source,
  platform: context.source,
  at,
  revision: revisionOf({ at, ...state }),
  ...(state.deleted ? { deleted: true } : {}),
})

/** The header is not signed, so it is a clock for nothing but how late something is shown to have happened. */
const triggeredAt = (context: Context): Iso => isoText(context.headers['x-shopify-triggered-at']) ?? context.receivedAt

const authorOf = (customer: Customer, locale?: string | null): Author => {
  const email = customer.email?.trim() || undefined
  return compact({
    id: customer.id,
    name: oneLine([customer.first_name, customer.last_name].filter(Boolean).join(' ')),
    email,
    emailVerified: email ? customer.verified_email === true : undefined,
    language: languageTag(locale),
  })
}

const itemsOf = (order: Order) =>
  (order.line_items ?? []).flatMap((line) => {
    const title = oneLine(line.title)
    const quantity = line.current_quantity ?? line.quantity
    return title
      ? [compact({ title, sku: oneLine(line.sku), quantity: quantity && quantity > 0 ? quantity : undefined })]
      : []
  })

const fromOrder = (body: object, context: Context): Normalised => {
  const order = readFields(orderSchema, body)
  if (order.test) return ignored('test order')
  if (!order.customer) return ignored('order without a customer')
  const at = order.updated_at ?? order.created_at
  const total = moneyOf(order.current_total_price ?? order.total_price, order.currency, 'total_price')
  const items = itemsOf(order)
  const deleted = Boolean(order.cancelled_at)
  return told({
    ...common(context, at, { deleted, digest: stateDigest(total, items) }),
    // The order's own moment; what orders its states is the revision.
    at: order.created_at,
    kind: 'order',
    id: `order:${order.id}`,
    author: authorOf(order.customer, order.customer_locale),
    total,
    ...compact({ items: items.length > 0 ? items : undefined, url: webUrl(order.order_status_url) }),
  })
}

/** The topic's header is not signed: what says that it still exists is no news of its end. */
const stillThere = (body: object): boolean => 'created_at' in body && Boolean(body.created_at)

/** What a body is of, in Shopify's own word: `gid://shopify/Customer/1` is of a Customer. */
const kindOf = (body: object): string | undefined => {
  const id = 'admin_graphql_api_id' in body ? body.admin_graphql_api_id : undefined
  return typeof id === 'string' ? /^gid:\/\/shopify\/(\w+)\//.exec(id)?.[1] : undefined
}

const orderDeleted = (body: object, context: Context): Normalised => {
  if (stillThere(body)) return ignored('deletion with the body of what is there')
  if (kindOf(body) === 'Customer') return ignored('deletion of something that is no order')
  const { id } = readFields(goneSchema, body)
  return told({
    ...common(context, triggeredAt(context), { deleted: true, final: true }),
    kind: 'order',
    id: `order:${id}`,
    author: NOBODY,
    total: NO_MONEY,
  })
}

/** What a state of the word on email means; others mean nothing yet (`pending`) or that nobody was asked. */
const GRANTED: Record<string, boolean> = { subscribed: true, unsubscribed: false, redacted: false, invalid: false }

/**
 * The customer's word on email. To agree counts for the topics of the settings only; to refuse counts for all. Without a
 * verified address an agreement reaches nobody.
 */
const consentOf = (
  author: Author,
  { state, opt_in_level: level, consent_updated_at: at }: Marketing,
  context: Context,
): ActivityOf<'consent'> | undefined => {
  const word = (state ?? '').toLowerCase()
  const granted = Object.hasOwn(GRANTED, word) ? GRANTED[word] : word === 'not_subscribed' ? false : undefined
  const { marketing } = context.settings
  if (granted === undefined || !at || (granted && !marketing)) return undefined
  // Who answered the email that asks "was that you?" has shown that the address is theirs.
  const verified = author.emailVerified === true || (granted && level?.toLowerCase() === 'confirmed_opt_in')
  const address = author.email && verified ? { email: author.email, emailVerified: true } : {}
  // Of two deliveries of the same word the one with a verified address counts, in any order of arrival.
  const digest = `${granted ? 0 : 1}${verified ? 1 : 0}`
  return {
    ...common(context, at, { digest }),
    kind: 'consent',
    id: `consent:email:${author.id}`,
    author: { id: author.id, ...address },
    granted,
    topics: granted && marketing ? [...marketing.topics] : ['*'],
    basis: 'consent',
    wording: marketing?.wording ?? 'shopify',
  }
}

const fromConsent = (body: object, context: Context): Normalised => {
  const news = readFields(consentSchema, body)
  const email = news.email_address?.trim() || undefined
  const consent = consentOf(compact({ id: news.customer_id, email }), news.email_marketing_consent, context)
  return consent ? told(consent) : ignored('no word on email')
}

const account = (author: Author, context: Context, at: Iso, deleted: boolean, joinedAt?: Iso): Activity => ({
  ...common(context, at, { deleted, final: deleted, digest: stateDigest(author.name, author.emailVerified) }),
  kind: 'account',
  id: `account:${author.id}`,
  author,
  ...(joinedAt ? { joinedAt } : {}),
})

const fromCustomer = (body: object, context: Context): Normalised => {
  if ('total_price' in body) return ignored('customer with the body of an order')
  const customer = readFields(customerSchema, body)
  if (!customer.created_at) return ignored('customer without a beginning')
  const author = authorOf(customer)
  const news = account(author, context, customer.updated_at ?? customer.created_at, false, customer.created_at)
  const { email_marketing_consent: marketing } = customer
  const consent = marketing ? consentOf(author, marketing, context) : undefined
  return consent ? told(news, consent) : told(news)
}

const customerDeleted = (body: object, context: Context): Normalised => {
  if (stillThere(body)) return ignored('deletion with the body of what is there')
  if (kindOf(body) !== 'Customer') return ignored('deletion of something that is no customer')
  return told(account({ id: readFields(goneSchema, body).id }, context, triggeredAt(context), true))
}

/**
 * Privacy requests are for people to answer: each is handed on to be noted. The account that is to be forgotten counts as gone
 * from here on. The body has to name the shop as well as the header, which is not signed.
 */
const privacyRequest =
  (topic: string, read: (body: object, context: Context) => Normalised): Reader =>
  (body, context) => {
    const ofOurs = readFields(shopSchema, body).shop_domain?.toLowerCase() === context.settings.shop
    return ofOurs
      ? { ...read(body, context), ignored: `privacy request: ${topic}` }
      : ignored('privacy request for another shop')
  }

const redacted = (body: object, context: Context): Normalised => {
  const { id } = readFields(redactSchema, body).customer
  return { ...told(account({ id }, context, triggeredAt(context), true)), privacy: { wants: 'erasure', account: id } }
}

const asked = (body: object): Normalised => ({
  activities: [],
  privacy: { wants: 'access', account: readFields(dataRequestSchema, body).customer.id },
})

const TOPICS: Record<string, Reader> = {
  'orders/create': fromOrder,
  'orders/updated': fromOrder,
  'orders/paid': fromOrder,
  'orders/cancelled': fromOrder,
  'orders/delete': orderDeleted,
  'customers/create': fromCustomer,
  'customers/update': fromCustomer,
  'customers/enable': fromCustomer,
  'customers/disable': fromCustomer,
  'customers/delete': customerDeleted,
  'customers_email_marketing_consent/update': fromConsent,
  'customers/redact': privacyRequest('customers/redact', redacted),
  'customers/data_request': privacyRequest('customers/data_request', asked),
  'shop/redact': privacyRequest('shop/redact', () => ({ activities: [], privacy: { wants: 'erasure' } })),
}

/** Deliveries of a Shopify shop as activities. */
export const normaliseShopify: Normalise<'shopify'> = (body, context) => {
  const topic = oneLine(context.headers['x-shopify-topic'], 60) ?? 'none'
  const reader = Object.hasOwn(TOPICS, topic) ? TOPICS[topic] : undefined
  return reader ? reader(body, context) : ignored(`event not mapped: ${topic}`)
}
