import type { DomainEvent } from '../../shared/domain/events.ts'
import type { Alert } from '../../shared/domain/respond/alerts/alert.ts'
import { asks } from '../../shared/domain/respond/alerts/concerns.ts'
import { type About, matched } from '../../shared/domain/respond/alerts/match.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { followersOf, noteForDigest, segmentsOfWho, setClock } from '../../shared/store/alert-clocks.ts'
import { raise } from '../../shared/store/alert-deliveries.ts'
import type { AlertsReader } from '../../shared/store/alerts.ts'
import type { Table } from '../../shared/store/table.ts'

/** What hearing of events works with. */
export type Alerting = {
  table: Table
  alerts: AlertsReader
  deliver: (alert: string, delivery: string) => Promise<void>
  /** Milliseconds since the epoch. */
  now: () => number
}

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let known: Promise<T> | undefined
  return () => {
    known ??= read()
    return known
  }
}

/** Read once for all alerts, and only when one of them asks. */
const aboutOf = (table: Table, { data }: DomainEvent): About => ({
  followers: once(async () => ('identity' in data && data.identity ? await followersOf(table, data.identity) : 0)),
  segments: once(async () => {
    if ('person' in data && data.person) return await segmentsOfWho(table, { person: data.person })
    return 'identity' in data && data.identity ? await segmentsOfWho(table, { identity: data.identity }) : []
  }),
})

/** What the weekly digest counts. */
const noteOf = (event: DomainEvent): { what: string; id: string } | undefined => {
  if (event.type === 'mention.created' && asks(event)) return { what: 'question', id: event.data.mention }
  if (event.type === 'advocate.emerged') return { what: 'advocate', id: event.data.person }
  if (event.type === 'topic.hot') return { what: 'topic', id: event.data.label }
  if (event.type === 'recipe.paused' && event.data.by === 'earshot') return { what: 'recipe', id: event.data.recipe }
  return undefined
}

/** @returns the ids of what is to be delivered */
const noteOne = async ({ table, now }: Alerting, event: DomainEvent, alert: Alert, about: About): Promise<string[]> => {
  const found = await matched(event, alert, about)
  if (!found) return []
  const { notice, look } = found
  if (look !== undefined) {
    await setClock(table, { alert: alert.id, cause: event.id, notice, due: look })
    return []
  }
  return await raise(table, alert, { cause: event.id, notice }, { now: isoOf(now()) })
}

/** Hears of an event: tells what alerts want told, and notes what they look at later. Twice does the same as once. */
export const hear = async (alerting: Alerting, event: DomainEvent): Promise<void> => {
  const alerts = (await alerting.alerts()).filter(({ paused }) => !paused)
  if (alerts.length === 0) return
  const note = alerts.some(({ on }) => on.type === 'digest.weekly') ? noteOf(event) : undefined
  if (note) await noteForDigest(alerting.table, { ...note, at: event.at })
  const about = aboutOf(alerting.table, event)
  // All are noted before any is told: whoever is slow to take one keeps no other from being noted.
  const noted: { alert: string; id: string }[] = []
  for (const alert of alerts)
    for (const id of await noteOne(alerting, event, alert, about)) noted.push({ alert: alert.id, id })
  for (const { alert, id } of noted) await alerting.deliver(alert, id)
}
