import { createHash } from 'node:crypto'
import type { Payload } from './payload.ts'

/** Deliveries in the shape in which Shopify documents them (2026-07); what Earshot does not read is left out where there is much of it. */

export type ShopCustomer = {
  /** As text: ids of Shopify are greater than a number can hold. */
  id: string
  first?: string
  last?: string
  email?: string
  verified?: boolean
  createdAt: string
  updatedAt?: string
  marketing?: { state: string; level?: string; at?: string }
}
export type ShopOrder = {
  id: string
  by?: ShopCustomer
  total: string
  currentTotal?: string
  currency: string
  createdAt: string
  updatedAt?: string
  cancelledAt?: string
  locale?: string
  test?: boolean
  items?: { title: string; sku?: string; quantity: number }[]
}

const SHOP = 'acme-mugs.myshopify.com'

/** Ids stand in the body digit by digit, as numbers. */
const withIds = (value: unknown): string => JSON.stringify(value).replace(/"id:(\d+)"/g, '$1')
const idOf = (id: string): string => `id:${id}`

/** Any topic with any body. `at`: when it came about, by Shopify's clock. */
export const shopifyEvent = (topic: string, at: string, body: unknown, shop = SHOP): Payload => {
  const text = withIds(body)
  const hash = createHash('sha256').update(`${topic}\n${text}`).digest('hex')
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Shopify-Captain-Hook',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': shop,
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': `${hash.slice(0, 8)}-${hash.slice(8, 12)}-${hash.slice(12, 24)}`,
      'x-shopify-event-id': hash.slice(24, 56),
      'x-shopify-triggered-at': at,
    },
    body: text,
  }
}

const marketingOf = ({ state, level, at }: NonNullable<ShopCustomer['marketing']>) => ({
  state,
  opt_in_level: level ?? 'single_opt_in',
  consent_updated_at: at ?? null,
})

const customerOf = (customer: ShopCustomer) => ({
  id: idOf(customer.id),
  created_at: customer.createdAt,
  updated_at: customer.updatedAt ?? customer.createdAt,
  first_name: customer.first ?? null,
  last_name: customer.last ?? null,
  state: 'enabled',
  note: null,
  verified_email: customer.verified ?? true,
  multipass_identifier: null,
  tax_exempt: false,
  email: customer.email ?? null,
  phone: null,
  currency: 'EUR',
  addresses: [],
  tax_exemptions: [],
  ...(customer.marketing ? { email_marketing_consent: marketingOf(customer.marketing) } : {}),
  admin_graphql_api_id: `gid://shopify/Customer/${customer.id}`,
})

/** `orders/create`, `orders/updated`, `orders/paid` or `orders/cancelled`. */
export const shopifyOrder = (topic: string, order: ShopOrder): Payload => {
  const updated = order.updatedAt ?? order.createdAt
  return shopifyEvent(topic, updated, {
    id: idOf(order.id),
    admin_graphql_api_id: `gid://shopify/Order/${order.id}`,
    browser_ip: null,
    cancel_reason: order.cancelledAt ? 'customer' : null,
    cancelled_at: order.cancelledAt ?? null,
    created_at: order.createdAt,
    currency: order.currency,
    current_total_price: order.currentTotal ?? order.total,
    customer_locale: order.locale ?? 'en',
    email: order.by?.email ?? null,
    financial_status: 'paid',
    name: '#1001',
    note: null,
    order_status_url: `https://${SHOP}/1/orders/abc/authenticate?key=def`,
    test: order.test ?? false,
    total_price: order.total,
    updated_at: updated,
    customer: order.by ? customerOf(order.by) : null,
    line_items: (order.items ?? []).map(({ title, sku, quantity }) => ({
      title,
      sku: sku ?? null,
      quantity,
      current_quantity: quantity,
      price: '1.00',
    })),
  })
}

/** `orders/delete`: the id is all there is. */
export const shopifyOrderDeleted = (id: string, at: string): Payload =>
  shopifyEvent('orders/delete', at, { id: idOf(id) })

/** `customers/create`, `customers/update`, `customers/enable` or `customers/disable`. */
export const shopifyCustomer = (topic: string, customer: ShopCustomer): Payload =>
  shopifyEvent(topic, customer.updatedAt ?? customer.createdAt, customerOf(customer))

/** `customers/delete`. */
export const shopifyCustomerDeleted = (id: string, at: string): Payload =>
  shopifyEvent('customers/delete', at, {
    id: idOf(id),
    tax_exemptions: [],
    admin_graphql_api_id: `gid://shopify/Customer/${id}`,
  })

/** `customers_email_marketing_consent/update`. */
export const shopifyConsent = (
  { id, email }: Pick<ShopCustomer, 'id' | 'email'>,
  marketing: NonNullable<ShopCustomer['marketing']>,
): Payload =>
  shopifyEvent('customers_email_marketing_consent/update', marketing.at ?? '2026-11-20T10:00:00Z', {
    customer_id: idOf(id),
    email_address: email ?? null,
    email_marketing_consent: marketingOf(marketing),
  })

/** `customers/redact` or `customers/data_request`. */
export const shopifyPrivacy = (topic: string, { id, email }: Pick<ShopCustomer, 'id' | 'email'>, at: string): Payload =>
  shopifyEvent(topic, at, {
    shop_id: 954889,
    shop_domain: SHOP,
    customer: { id: idOf(id), email: email ?? null, phone: null },
    ...(topic === 'customers/redact' ? { orders_to_redact: [299938] } : { orders_requested: [299938] }),
  })
