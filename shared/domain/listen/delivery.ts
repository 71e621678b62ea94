import * as z from 'zod/mini'
import type { Activity } from './activity.ts'
import { leaseNewsSchema } from './lease.ts'

/** Bodies larger than this (bytes) travel through the archive bucket; the queue carries a pointer. */
export const INLINE_BODY_LIMIT = 200_000
/** Bodies larger than this (bytes) are refused with 413. */
export const BODY_LIMIT = 5_000_000

/**
 * One verified webhook delivery as the door puts it into the queue. `headers` holds only what the source declares it
 * needs later, lower-case. `body` is the raw bytes in base64; instead of it, `archiveKey` names an object in the
 * archive bucket that holds the raw bytes.
 */
export const deliverySchema = z.object({
  v: z.literal(1),
  id: z.string(),
  source: z.string(),
  receivedAt: z.iso.datetime(),
  headers: z.record(z.string(), z.string()),
  body: z.optional(z.string()),
  archiveKey: z.optional(z.string()),
  /** Instead of a body: what a hub told the door of a subscription. */
  lease: z.optional(leaseNewsSchema),
  /** It tells of the past (an import): what it says is connected and counted, and starts no nudge. */
  history: z.optional(z.literal(true)),
  /** Nobody may be written to on its word: what it says of consent counts only where it takes back. */
  grantsNothing: z.optional(z.literal(true)),
  /** It comes out of the archive, where it need not go again. */
  replayed: z.optional(z.literal(true)),
  /** It is taken as it was the first time, and starts no nudge. */
  quiet: z.optional(z.literal(true)),
})
/** A delivery as it travels through the queue. */
export type Delivery = z.infer<typeof deliverySchema>
/** How a delivery wants what it says to be taken. */
export type DeliveryMarks = Pick<Delivery, 'receivedAt' | 'history' | 'grantsNothing' | 'replayed' | 'quiet'>

/**
 * What a platform asks for in a person's name: to be told what is stored, or that it be erased. `account`: the person's id on the
 * platform; without one it is about everybody who came from there.
 */
export type PrivacyRequest = { wants: 'access' | 'erasure'; account?: string }

/** What a source makes of a delivery's body. A delivery that means nothing to us says why: `ignored`. */
export type Normalised = { activities: Activity[]; ignored?: string; privacy?: PrivacyRequest }
