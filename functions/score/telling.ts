import type { EventType } from '../../shared/domain/events.ts'
import { concerns } from '../../shared/domain/respond/alerts/concerns.ts'
import type { AlertsReader } from '../../shared/store/alerts.ts'
import type { Tell } from './happenings.ts'

/** What telling events works with. */
export type Telling = {
  alerts: AlertsReader
  /** Puts messages into the queue of alerts. */
  send: (bodies: readonly string[]) => Promise<void>
  /** The events that other systems are told. */
  publish: readonly EventType[]
  /** Tells them on the bus. */
  put: Tell
}

/**
 * Tells events where they are wanted: the queue of alerts those that an alert may be on, and the bus those that the deployer has other
 * systems told. What fails is told again as a whole; both know an event by its id.
 */
export const telling = ({ alerts, send, publish, put }: Telling): Tell => {
  const published: ReadonlySet<EventType> = new Set(publish)
  return async (events) => {
    if (events.length === 0) return
    const all = await alerts()
    const wanted = events.filter((event) => all.some((alert) => concerns(event, alert)))
    if (wanted.length > 0) await send(wanted.map((detail) => JSON.stringify({ source: 'earshot', detail })))
    const open = events.filter(({ type }) => published.has(type))
    if (open.length > 0) await put(open)
  }
}
