import { createHash } from 'node:crypto'
import type { Payload } from './payload.ts'

/** Events in the shape in which Stripe documents them; what Earshot does not read is left out where there is much of it. */

export type Buyer = { id: string | null; name?: string; email?: string; locale?: string; createdAt?: string }
type Sent = { at: string; livemode?: boolean; account?: string }

const unix = (at: string): number => Math.floor(Date.parse(at) / 1_000)

/** Any event. `at`: when it came about, to the second. */
export const stripeEvent = (type: string, { at, livemode = true, account }: Sent, object: unknown): Payload => {
  const content = { type, created: unix(at), data: { object } }
  const id = createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 24)
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0' },
    body: JSON.stringify({
      id: `evt_${id}`,
      object: 'event',
      ...(account ? { account } : {}),
      api_version: '2025-03-31.basil',
      ...content,
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
    }),
  }
}

/** `customer.created`, `customer.updated` or `customer.deleted`. */
export const stripeCustomer = (type: string, sent: Sent, buyer: Buyer): Payload =>
  stripeEvent(type, sent, {
    id: buyer.id,
    object: 'customer',
    address: null,
    balance: 0,
    created: unix(buyer.createdAt ?? sent.at),
    description: null,
    email: buyer.email ?? null,
    livemode: sent.livemode ?? true,
    metadata: {},
    name: buyer.name ?? null,
    preferred_locales: buyer.locale ? [buyer.locale] : [],
  })

type Checkout = {
  id: string
  intent?: string | null
  amount: number
  currency: string
  by: Buyer
  mode?: string
  status?: string
}

/** `checkout.session.completed` or `checkout.session.async_payment_succeeded`. */
export const stripeCheckout = (
  type: string,
  sent: Sent,
  { id, intent, amount, currency, by, mode, status }: Checkout,
): Payload =>
  stripeEvent(type, sent, {
    id,
    object: 'checkout.session',
    amount_subtotal: amount,
    amount_total: amount,
    created: unix(sent.at) - 300,
    currency,
    customer: by.id,
    customer_details: { address: null, email: by.email ?? null, name: by.name ?? null, phone: null },
    locale: by.locale ?? null,
    metadata: {},
    mode: mode ?? 'payment',
    payment_intent: intent ?? null,
    payment_status: status ?? 'paid',
    status: 'complete',
  })

type Invoice = {
  id: string
  amount: number
  currency: string
  by: Buyer
  lines?: { description: string; quantity: number }[]
}

/** `invoice.paid`. */
export const stripeInvoice = (sent: Sent, { id, amount, currency, by, lines = [] }: Invoice): Payload =>
  stripeEvent('invoice.paid', sent, {
    id,
    object: 'invoice',
    amount_due: amount,
    amount_paid: amount,
    amount_remaining: 0,
    created: unix(sent.at) - 60,
    currency,
    customer: by.id,
    customer_email: by.email ?? null,
    customer_name: by.name ?? null,
    hosted_invoice_url: `https://invoice.stripe.com/i/acct_1/${id}`,
    lines: { object: 'list', data: lines.map((line) => ({ object: 'line_item', amount, ...line })), has_more: false },
    status: 'paid',
    status_transitions: { finalized_at: unix(sent.at) - 30, paid_at: unix(sent.at) },
  })

type Charge = {
  id: string
  amount: number
  back: number
  currency: string
  by: Buyer
  intent?: string
  /** null: of no invoice; left out: a version that does not say. */
  invoice?: string | null
  createdAt: string
}

/** `charge.refunded`. */
export const stripeRefund = (
  sent: Sent,
  { id, amount, back, currency, by, intent, invoice, createdAt }: Charge,
): Payload =>
  stripeEvent('charge.refunded', sent, {
    id,
    object: 'charge',
    amount,
    amount_captured: amount,
    amount_refunded: back,
    billing_details: { address: null, email: by.email ?? null, name: by.name ?? null, phone: null },
    created: unix(createdAt),
    currency,
    customer: by.id,
    ...(invoice === undefined ? {} : { invoice }),
    paid: true,
    payment_intent: intent ?? null,
    refunded: back === amount,
    status: 'succeeded',
  })
