import * as z from 'zod/mini'
import { idField, textField } from './fields.ts'

/** What WooCommerce sends, as far as it is read here: its REST API, version 3, whose bodies its webhooks have. */

/** A time in GMT as WordPress writes it, without a zone: ISO 8601 in UTC out. */
const gmtField = z.pipe(
  z.string().check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/, 'expected a time such as 2026-11-21T20:47:57'),
    z.refine((text) => !Number.isNaN(Date.parse(`${text}Z`)), 'expected a time such as 2026-11-21T20:47:57'),
  ),
  z.transform((text): string => new Date(`${text}Z`).toISOString()),
)
const time = z.nullish(gmtField)

/** An order, as in `order.*`. `customer_id` is 0 for guests. Amounts are decimal text, those of refunds below zero. */
export const orderSchema = z.object({
  id: idField,
  status: z.string(),
  currency: z.string(),
  total: z.string(),
  customer_id: idField,
  date_created_gmt: gmtField,
  date_modified_gmt: time,
  billing: z.nullish(z.object({ first_name: textField, last_name: textField, email: textField })),
  line_items: z.nullish(z.array(z.object({ name: textField, sku: textField, quantity: z.nullish(z.number()) }))),
  refunds: z.nullish(z.array(z.object({ total: z.string() }))),
})
/** An order as it is read. */
export type Order = z.infer<typeof orderSchema>

/** A customer, as in `customer.*`. */
export const customerSchema = z.object({
  id: idField,
  date_created_gmt: gmtField,
  date_modified_gmt: time,
  email: textField,
  first_name: textField,
  last_name: textField,
  username: textField,
  role: textField,
  avatar_url: textField,
})

/** A review of a product. Who wrote it has a name and an address, but no id. */
export const reviewSchema = z.object({
  id: idField,
  date_created_gmt: gmtField,
  product_id: idField,
  product_name: textField,
  product_permalink: textField,
  status: z.string(),
  reviewer: textField,
  reviewer_email: textField,
  review: z.string(),
  rating: z.nullish(z.int()),
})

/** What is left of something that was deleted. */
export const goneSchema = z.object({ id: idField })
