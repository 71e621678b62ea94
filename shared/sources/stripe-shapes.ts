import * as z from 'zod/mini'
import { idField, momentField, textField } from './fields.ts'

/** What Stripe sends, as far as it is read here: docs.stripe.com/api, "Event" and the objects within. */

const reference = z.nullish(idField)
const amount = z.int().check(z.nonnegative())

/** What every event has. `account` is there only when the event is of a connected account. */
export const eventSchema = z.object({
  type: z.string(),
  created: momentField,
  livemode: z.boolean(),
  account: reference,
  data: z.object({ object: z.record(z.string(), z.unknown()) }),
})
/** An event as it is read. */
export type Event = z.infer<typeof eventSchema>

/** A customer, as in `customer.*`. */
export const customerSchema = z.object({
  object: z.literal('customer'),
  id: idField,
  name: textField,
  email: textField,
  created: z.nullish(momentField),
  preferred_locales: z.nullish(z.array(z.string())),
})

/** A finished checkout. Its customer is null when somebody paid as a guest. */
export const sessionSchema = z.object({
  object: z.literal('checkout.session'),
  id: idField,
  mode: z.string(),
  payment_status: z.string(),
  amount_total: z.nullish(amount),
  currency: textField,
  customer: reference,
  customer_details: z.nullish(z.object({ name: textField, email: textField })),
  payment_intent: reference,
  locale: textField,
})

/** A paid invoice. */
export const invoiceSchema = z.object({
  object: z.literal('invoice'),
  id: idField,
  amount_paid: amount,
  currency: z.string(),
  customer: reference,
  customer_name: textField,
  customer_email: textField,
  hosted_invoice_url: textField,
  status_transitions: z.nullish(z.object({ paid_at: z.nullish(momentField) })),
  lines: z.nullish(z.object({ data: z.array(z.object({ description: textField, quantity: z.nullish(z.int()) })) })),
})

/** A charge of which something was paid back. `invoice` is null without one, and missing in versions from 2025-03-31 on. */
export const chargeSchema = z.object({
  object: z.literal('charge'),
  id: idField,
  amount,
  amount_refunded: amount,
  refunded: z.boolean(),
  currency: z.string(),
  customer: reference,
  created: momentField,
  payment_intent: reference,
  invoice: reference,
  billing_details: z.nullish(z.object({ name: textField, email: textField })),
})
