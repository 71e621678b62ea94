import * as z from 'zod/mini'
import { idField, textField, timeField } from './fields.ts'

/** What Shopify sends, as far as it is read here: shopify.dev, webhook topics of the REST shapes, version 2026-07. */

const time = z.nullish(timeField)

/** The word on email: null where the customer was never asked. */
export const marketingSchema = z.object({
  state: textField,
  opt_in_level: textField,
  consent_updated_at: time,
})

/** A customer, as in `customers/*` and within an order. `created_at` is missing where the customer is gone. */
export const customerSchema = z.object({
  id: idField,
  created_at: time,
  updated_at: time,
  first_name: textField,
  last_name: textField,
  verified_email: z.nullish(z.boolean()),
  email: textField,
  email_marketing_consent: z.nullish(marketingSchema),
})
/** A customer as it is read. */
export type Customer = z.infer<typeof customerSchema>

/** An order, as in `orders/*`. Amounts are decimal text in the shop's currency. */
export const orderSchema = z.object({
  id: idField,
  created_at: timeField,
  updated_at: time,
  cancelled_at: time,
  test: z.nullish(z.boolean()),
  currency: z.string(),
  total_price: z.string(),
  current_total_price: textField,
  customer_locale: textField,
  order_status_url: textField,
  customer: z.nullish(customerSchema),
  line_items: z.nullish(
    z.array(
      z.object({
        title: z.string(),
        sku: textField,
        quantity: z.nullish(z.int()),
        current_quantity: z.nullish(z.int()),
      }),
    ),
  ),
})
/** An order as it is read. */
export type Order = z.infer<typeof orderSchema>

/** What is left of something that was deleted. */
export const goneSchema = z.object({ id: idField })

/** `customers_email_marketing_consent/update`. */
export const consentSchema = z.object({
  customer_id: idField,
  email_address: textField,
  email_marketing_consent: marketingSchema,
})

/** A privacy topic: `shop/redact`, and of the others what tells whose shop it is. */
export const shopSchema = z.object({ shop_domain: textField })

/** `customers/data_request`. */
export const dataRequestSchema = z.object({ customer: z.object({ id: idField }) })

/** `customers/redact`; the list of orders is what tells it from `customers/data_request`. */
export const redactSchema = z.object({
  shop_domain: textField,
  customer: z.object({ id: idField }),
  orders_to_redact: z.array(z.unknown()),
})
