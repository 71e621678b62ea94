import type { Delivery } from '../../shared/domain/listen/delivery.ts'
import { activitiesBody, deliveryOf, type Rules, type Verdict } from './judge.ts'

/** Activities in one delivery: as many as an engine judges in one call. Bytes of them together. */
const MOST_ACTIVITIES = 25
const MOST_BYTES = 100_000
/** What one call takes: ten messages, 1 MiB in all, of which some is left for what is around them. */
const MOST_MESSAGES = 10
const MOST_TOTAL = 900_000

/** Collects what is to be sent into messages, until they are a call's worth. */
export type Parcels = {
  add(verdict: Extract<Verdict, { send: string }>): void
  /** Whether it is time to send. */
  full(): boolean
  /** Hands over what was collected; empty again afterwards. */
  take(): string[]
}

/** An empty collection. */
export const parcelsFor = (rules: Pick<Rules, 'source' | 'consent' | 'now'>): Parcels => {
  let messages: string[] = []
  let total = 0
  let waiting: string[] = []
  let bytes = 0
  const put = (delivery: Delivery): void => {
    const message = JSON.stringify(delivery)
    messages.push(message)
    total += message.length
  }
  const close = (): void => {
    if (waiting.length > 0)
      put(deliveryOf(rules, { body: activitiesBody(waiting), headers: {}, receivedAt: rules.now }))
    waiting = []
    bytes = 0
  }
  return {
    add: (verdict) => {
      if (verdict.send === 'body') return put(deliveryOf(rules, verdict))
      const length = Buffer.byteLength(verdict.json) + 1
      if (waiting.length >= MOST_ACTIVITIES || bytes + length > MOST_BYTES) close()
      waiting.push(verdict.json)
      bytes += length
    },
    // One message more may come: as large as the largest delivery is in base64, with its frame.
    full: () =>
      messages.length + (waiting.length > 0 ? 1 : 0) >= MOST_MESSAGES || total + bytes * 1.4 > MOST_TOTAL - 300_000,
    take: () => {
      close()
      const taken = messages
      messages = []
      total = 0
      return taken
    },
  }
}
