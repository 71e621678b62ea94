import type { Payload } from './payload.ts'

/**
 * A delivery for the generic door: docs/activity.md has the fields of `data`.
 * @param type such as `order.placed`; when `data` has no `kind`, its first part is the kind
 * @param timestamp when it happened, ISO 8601
 */
export const standardEvent = (type: string, timestamp: string, data: unknown): Payload => ({
  headers: { 'content-type': 'application/json', 'user-agent': 'shop/1.0' },
  body: JSON.stringify({ type, timestamp, data }),
})
