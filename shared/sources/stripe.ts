import { type Activity, type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import { type Money, rescaled } from './money.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { chargeSchema, customerSchema, type Event, eventSchema, invoiceSchema, sessionSchema } from './stripe-shapes.ts'
import { languageTag, oneLine, webUrl } from './text.ts'

/**
 * Stripe: what was paid, and paid back. Ids are those of one account, so the platform is the source's name. Stripe does not
 * check addresses, so none is kept. An order is named by what a refund can name too: the payment intent or the invoice.
 */

type Context = SourceContext<SettingsOf<'stripe'>>
type Story = { event: Event; context: Context }

/** Digits after the point of Stripe's own amounts where they are not two: docs.stripe.com/currencies. */
const DIGITS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD JOD KWD OMR TND'.split(' ').map((code) => [code, 3])),
}

const money = (amount: number, code: string, field: string): Money => {
  const currency = code.toUpperCase()
  return rescaled(amount, (Object.hasOwn(DIGITS, currency) ? DIGITS[currency] : undefined) ?? 2, currency, field)
}

const told = (...activities: Activity[]): Normalised => ({ activities })
const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

type Named = { name?: string | null | undefined; email?: string | null | undefined }

/** The address goes along unverified: that drops it, and it out of the name too, where it often stands. */
const authorOf = (id: string, who: Named | null | undefined, locale?: string | null): Author =>
  compact({
    id,
    name: oneLine(who?.name),
    email: who?.email?.trim().slice(0, 320) || undefined,
    language: languageTag(locale),
  })

/** The clock of all states is that of the events. */
const common = (
  { event, context }: Story,
  at: Iso,
  state: { deleted?: boolean; final?: boolean; digest?: string },
) => ({
  source: context.source,
  platform: context.source,
  at,
  revision: revisionOf({ at: event.created, ...state }),
  ...(state.deleted ? { deleted: true } : {}),
})

/** Of two states of the same second the one of which more was paid back is the later one. */
const paidBack = (amount: number, total: Money): string => `${String(amount).padStart(16, '0')}.${stateDigest(total)}`

const fromCustomer = (story: Story): Normalised => {
  const customer = readFields(customerSchema, story.event.data.object, 'data.object')
  const deleted = story.event.type === 'customer.deleted'
  const author = authorOf(customer.id, customer, customer.preferred_locales?.[0])
  return told({
    ...common(story, story.event.created, {
      deleted,
      final: deleted,
      digest: stateDigest(author.name, author.language),
    }),
    kind: 'account',
    id: `account:${customer.id}`,
    author,
    ...compact({ joinedAt: customer.created ?? undefined }),
  })
}

const fromSession = (story: Story): Normalised => {
  const session = readFields(sessionSchema, story.event.data.object, 'data.object')
  // A subscription's first payment is its first invoice, which has an event of its own.
  if (session.mode !== 'payment') return ignored(`checkout mode not mapped: ${oneLine(session.mode, 60) ?? 'none'}`)
  if (session.payment_status === 'unpaid') return ignored('not paid yet')
  if (!session.customer) return ignored('payment without a customer')
  const total = money(session.amount_total ?? 0, session.currency ?? '', 'data.object.currency')
  return told({
    ...common(story, story.event.created, { digest: paidBack(0, total) }),
    kind: 'order',
    id: `order:${session.payment_intent ?? session.id}`,
    author: authorOf(session.customer, session.customer_details, session.locale),
    total,
  })
}

const fromInvoice = (story: Story): Normalised => {
  const invoice = readFields(invoiceSchema, story.event.data.object, 'data.object')
  if (!invoice.customer) return ignored('payment without a customer')
  if (invoice.amount_paid === 0) return ignored('nothing was paid')
  const total = money(invoice.amount_paid, invoice.currency, 'data.object.amount_paid')
  const items = (invoice.lines?.data ?? []).flatMap(({ description, quantity }) => {
    const title = oneLine(description)
    return title ? [compact({ title, quantity: quantity && quantity > 0 ? quantity : undefined })] : []
  })
  return told({
    ...common(story, invoice.status_transitions?.paid_at ?? story.event.created, { digest: paidBack(0, total) }),
    kind: 'order',
    id: `order:${invoice.id}`,
    author: authorOf(invoice.customer, { name: invoice.customer_name, email: invoice.customer_email }),
    total,
    ...compact({ items: items.length > 0 ? items : undefined, url: webUrl(invoice.hosted_invoice_url) }),
  })
}

const fromCharge = (story: Story): Normalised => {
  const charge = readFields(chargeSchema, story.event.data.object, 'data.object')
  if (!charge.customer) return ignored('payment without a customer')
  const left = charge.amount - charge.amount_refunded
  const deleted = charge.refunded || left <= 0
  // Which invoice it paid is not told by newer versions: what is left of it must not become an order beside the invoice's.
  if (!deleted && charge.invoice === undefined) return ignored('part of a payment of which nothing more is told')
  const total = money(Math.max(0, left), charge.currency, 'data.object.amount')
  return told({
    ...common(story, charge.created, { deleted, digest: paidBack(charge.amount_refunded, total) }),
    kind: 'order',
    id: `order:${charge.invoice ?? charge.payment_intent ?? charge.id}`,
    author: authorOf(charge.customer, charge.billing_details),
    total,
  })
}

const TYPES: Record<string, (story: Story) => Normalised> = {
  'checkout.session.completed': fromSession,
  'checkout.session.async_payment_succeeded': fromSession,
  'invoice.paid': fromInvoice,
  'charge.refunded': fromCharge,
  'customer.created': fromCustomer,
  'customer.updated': fromCustomer,
  'customer.deleted': fromCustomer,
}

/** Events of a Stripe account as activities. */
export const normaliseStripe: Normalise<'stripe'> = (body, context) => {
  const type = 'type' in body && typeof body.type === 'string' ? body.type : 'none'
  const reader = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined
  // Thin events (v2) have no object in them; none of the types above is one.
  if (!reader) return ignored(`event not mapped: ${oneLine(type, 60) ?? 'none'}`)
  const event = readFields(eventSchema, body)
  if (event.livemode !== context.settings.livemode) return ignored('of the other mode, live or test')
  if ((event.account ?? undefined) !== context.settings.account) return ignored('account not in the settings')
  return reader({ event, context })
}
