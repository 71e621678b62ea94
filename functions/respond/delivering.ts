import type { Alert, Channel } from '../../shared/domain/respond/alerts/alert.ts'
import { afterTry, MOST_TRIES, type TryResult } from '../../shared/domain/respond/alerts/retry.ts'
import { type Told, toldOf } from '../../shared/domain/respond/alerts/words.ts'
import { isoOf, MINUTE } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import { readDelivery, writeDelivery } from '../../shared/store/alert-deliveries.ts'
import type { AlertDeliveryItem } from '../../shared/store/alert-items.ts'
import { readAlert } from '../../shared/store/alerts.ts'
import type { Table } from '../../shared/store/table.ts'
import { countDelivery } from './counting.ts'

/** One try of one channel: what is told, in words and as data. Answers what became of it; throws only where nothing was sent. */
export type Send = (given: { told: Told; alert: Alert; delivery: AlertDeliveryItem }) => Promise<TryResult>

/** What delivering works with. */
export type Delivering = {
  table: Table
  channels: Readonly<Record<Channel, Send>>
  appUrl: string
  /** Milliseconds since the epoch. */
  now: () => number
}

/** Longer than the function may run: whoever has not said by then what became of a try has died. */
const LEASE = 2 * MINUTE
const ATTEMPTS = 10

const triedWith = ({ attempts }: AlertDeliveryItem, { status, code }: TryResult, at: string) =>
  [...attempts, { at, status, ...(code === undefined ? {} : { code }) }].slice(-ATTEMPTS)

const settle = async (deps: Delivering, claimed: AlertDeliveryItem, result: TryResult): Promise<void> => {
  const now = deps.now()
  const next = afterTry(result, claimed.tries)
  const attempts = triedWith(claimed, result, isoOf(now))
  const said = { alert: claimed.alert, delivery: claimed.id, channel: claimed.channel, status: result.status }
  const about = { ...said, ...(result.code === undefined ? {} : { code: result.code }) }
  if (typeof next === 'number') {
    const again = isoOf(now + next)
    await writeDelivery(
      deps.table,
      claimed,
      { state: 'waiting', notBefore: again, attempts },
      { now: isoOf(now), due: again },
    )
    log.warn('alert not delivered, tried again later', { ...about, again })
  } else {
    await writeDelivery(deps.table, claimed, { state: next, attempts }, { now: isoOf(now) })
    if (next !== 'sent') log.warn('alert not delivered', { ...about, state: next })
  }
  countDelivery(claimed.channel, typeof next === 'number' ? 'later' : next)
}

/** Nobody is to be told any more, by the word of the team. */
const LEFT_OUT: ReadonlySet<string> = new Set(['alert_gone', 'channel_changed', 'alert_paused'])

const fail = async ({ table, now }: Delivering, delivery: AlertDeliveryItem, code: string): Promise<void> => {
  const at = isoOf(now())
  await writeDelivery(
    table,
    delivery,
    { state: 'failed', attempts: triedWith(delivery, { ok: false, status: 0, code }, at) },
    { now: at },
  )
  countDelivery(delivery.channel, LEFT_OUT.has(code) ? 'left-out' : 'failed')
}

/**
 * Tries to deliver something, if it waits for that. However many try at the same time, one of them does; who dies while trying an email
 * leaves it `unknown`, and anything else to be tried again.
 */
export const deliverOne = async (deps: Delivering, alertId: string, id: string): Promise<void> => {
  const { table, channels, appUrl, now } = deps
  const [delivery, alert] = await Promise.all([readDelivery(table, alertId, id), readAlert(table, alertId)])
  const at = isoOf(now())
  if (delivery?.state !== 'waiting' || delivery.notBefore > at) return
  if (!alert) return await fail(deps, delivery, 'alert_gone')
  if (alert.to.kind !== delivery.channel) return await fail(deps, delivery, 'channel_changed')
  if (alert.paused && !delivery.notice.test) return await fail(deps, delivery, 'alert_paused')
  // Whoever tried it last has died every time.
  if (delivery.tries >= MOST_TRIES) return await fail(deps, delivery, 'gave_up')
  const told = toldOf(delivery.notice, alert, { appUrl })
  const claimed = await writeDelivery(
    table,
    delivery,
    { state: 'sending', tries: delivery.tries + 1 },
    { now: at, due: isoOf(now() + LEASE) },
  )
  if (!claimed) return
  const result = await channels[delivery.channel]({ told, alert, delivery: claimed }).catch(
    (error: unknown): TryResult => {
      log.error('alert not delivered', error, { alert: alertId, delivery: id })
      return { ok: false, status: 0, code: 'error' }
    },
  )
  await settle(deps, claimed, result)
}
