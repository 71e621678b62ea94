import type { Alert } from '../../shared/domain/respond/alerts/alert.ts'
import type { Digest } from '../../shared/domain/respond/alerts/notice.ts'
import { weekDue } from '../../shared/domain/respond/alerts/week.ts'
import { type Iso, isoOf, MINUTE, msOf } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import { type AlertDue, dueAlerts, endClock, waitsForAnswer } from '../../shared/store/alert-clocks.ts'
import { isRaised, raise, raiseSummary, writeDelivery } from '../../shared/store/alert-deliveries.ts'
import type { AlertClockItem, AlertDeliveryItem, AlertHourItem } from '../../shared/store/alert-items.ts'
import { readAlerts } from '../../shared/store/alerts.ts'
import type { Table } from '../../shared/store/table.ts'
import { countDelivery } from './counting.ts'

/** What looking at what is due works with. */
export type Clocking = {
  table: Table
  /** Hands deliveries over to whoever tries them. */
  send: (deliveries: readonly { alert: string; delivery: string }[]) => Promise<void>
  digest: (span: { from: Iso; to: Iso }) => Promise<Digest>
  /** Milliseconds since the epoch. */
  now: () => number
  hasTime: () => boolean
}

/** So many of each shard at a time. */
const MOST = 50
/** After so long a delivery that was handed over and not tried is handed over again. */
const AGAIN = 10 * MINUTE

type Alerts = ReadonlyMap<string, Alert>

const sendAll = (deps: Clocking, alert: string, ids: readonly string[]): Promise<void> =>
  deps.send(ids.map((delivery) => ({ alert, delivery })))

const delivery = async (deps: Clocking, item: AlertDeliveryItem): Promise<void> => {
  const now = deps.now()
  const at = isoOf(now)
  // Whoever was sending has died. SES may have the email; other receivers know a message again by its id.
  if (item.state === 'sending' && item.channel === 'email') {
    if (await writeDelivery(deps.table, item, { state: 'unknown' }, { now: at })) countDelivery(item.channel, 'unknown')
    return
  }
  const waiting = { state: 'waiting' as const, notBefore: item.state === 'waiting' ? item.notBefore : at }
  if (await writeDelivery(deps.table, item, waiting, { now: at, due: isoOf(now + AGAIN) }))
    await sendAll(deps, item.alert, [item.id])
}

const question = async (deps: Clocking, item: AlertClockItem, alerts: Alerts): Promise<void> => {
  const alert = alerts.get(item.alert)
  const wanted = alert && !alert.paused && alert.on.type === item.notice.on
  if (wanted && item.notice.mention && (await waitsForAnswer(deps.table, item.notice.mention))) {
    const now = isoOf(deps.now())
    const ids = await raise(deps.table, alert, { cause: item.cause, notice: item.notice }, { now })
    await sendAll(deps, alert.id, ids)
  }
  await endClock(deps.table, item)
}

const hour = async (deps: Clocking, item: AlertHourItem, alerts: Alerts): Promise<void> => {
  const alert = alerts.get(item.alert)
  const told = alert?.paused ? undefined : alert
  await sendAll(deps, item.alert, await raiseSummary(deps.table, told, item, isoOf(deps.now())))
}

const LOOK: {
  [T in AlertDue['type']]: (deps: Clocking, item: Extract<AlertDue, { type: T }>, alerts: Alerts) => Promise<void>
} = {
  'alert-delivery': delivery,
  'alert-clock': question,
  'alert-hour': hour,
}

const lookAtOne = async (deps: Clocking, item: AlertDue, alerts: Alerts): Promise<boolean> => {
  const look = LOOK[item.type] as (deps: Clocking, item: AlertDue, alerts: Alerts) => Promise<void>
  try {
    await look(deps, item, alerts)
    return true
  } catch (error) {
    // It stays due: the next time comes in minutes.
    log.error('alert not looked at', error, { alert: item.alert, type: item.type })
    return false
  }
}

const digestFor = async (deps: Clocking, alert: Alert): Promise<void> => {
  if (alert.on.type !== 'digest.weekly' || alert.paused) return
  const now = deps.now()
  const due = weekDue(now, alert.on, msOf(alert.since))
  if (!due) return
  const cause = `week ${due.week}`
  if (await isRaised(deps.table, alert, cause)) return
  const at = isoOf(now)
  const digest = await deps.digest({ from: isoOf(due.from), to: isoOf(due.to) })
  const notice = { on: alert.on.type, at, cause, digest }
  const ids = await raise(deps.table, alert, { cause, notice }, { now: at, counted: false })
  await sendAll(deps, alert.id, ids)
}

/** @returns how many could not be made: the next time comes in minutes */
const digests = async (deps: Clocking, alerts: Alerts): Promise<number> => {
  let failed = 0
  for (const alert of alerts.values()) {
    try {
      await digestFor(deps, alert)
    } catch (error) {
      log.error('digest not made', error, { alert: alert.id })
      failed++
    }
  }
  return failed
}

/** Looks at all that is due: questions, deliveries to be tried again, summaries, digests. @returns how many were looked at */
export const lookAtDue = async (deps: Clocking): Promise<number> => {
  const alerts = new Map((await readAlerts(deps.table)).map((alert) => [alert.id, alert]))
  let looked = 0
  let failed = 0
  for (let more = true; more && deps.hasTime(); ) {
    const due = await dueAlerts(deps.table, isoOf(deps.now()), MOST)
    for (const item of due) {
      if (!deps.hasTime()) break
      if (await lookAtOne(deps, item, alerts)) looked++
      else failed++
    }
    // What failed would come again and again.
    more = due.length > 0 && failed === 0
  }
  if (deps.hasTime()) failed += await digests(deps, alerts)
  if (failed > 0) throw new Error(`${failed} things that alerts have to do could not be done; they stay due.`)
  return looked
}
