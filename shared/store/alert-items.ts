import type { Channel } from '../domain/respond/alerts/alert.ts'
import type { Notice } from '../domain/respond/alerts/notice.ts'
import type { Iso } from '../domain/time.ts'

/** The items of the table that have to do with alerts. */

/** An alert. `body`: what was said of it, as JSON. */
export type AlertItem = {
  pk: string
  sk: string
  type: 'alert'
  id: string
  rev: number
  body: string
  by: string
  at: Iso
  since: Iso
}

/**
 * How far a delivery is. `held`: told with others, when the hour is over. `sending`: under way, or whoever sent it has died.
 * `unknown`: an email that SES may have; it is not sent again by itself.
 */
type DeliveryState = 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'held'

/** One try. `status`: HTTP's, 0 where nobody answered. `code`: what was wrong, without anything of the answer's words. */
type DeliveryTry = { at: Iso; status: number; code?: string }

/** Something that an alert told, or is to tell. Deleted 30 days after it was made. */
export type AlertDeliveryItem = {
  pk: string
  sk: string
  type: 'alert-delivery'
  id: string
  alert: string
  channel: Channel
  /** Of an email: whom it goes to. */
  address?: string
  notice: Notice
  state: DeliveryState
  /** Not sooner than this. */
  notBefore: Iso
  /** Since it was last asked for: what is delivered again by hand begins anew. */
  tries: number
  /** The latest ten. */
  attempts: DeliveryTry[]
  createdAt: Iso
  updatedAt: Iso
  ver: number
  fd: string
  at: string
  q?: string
  qs?: Iso
  expires: number
}

/** A question that is looked at when its time is over. */
export type AlertClockItem = {
  pk: string
  sk: string
  type: 'alert-clock'
  alert: string
  cause: string
  notice: Notice
  q: string
  qs: Iso
  expires: number
}

/** How much an alert told in an hour, and how much more there was. */
export type AlertHourItem = {
  pk: string
  sk: string
  type: 'alert-hour'
  alert: string
  hour: string
  told?: number
  held?: number
  notice?: Notice
  q?: string
  qs?: Iso
  expires: number
}
