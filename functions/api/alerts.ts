import * as z from 'zod/mini'
import { isZone } from '../../shared/domain/nudge/quiet-hours.ts'
import type { DeliveryAnswer } from '../../shared/domain/respond/alert-answers.ts'
import {
  type Alert,
  type AlertBody,
  alertId,
  alertProblems,
  MOST_ALERTS,
} from '../../shared/domain/respond/alerts/alert.ts'
import { sampleNotice } from '../../shared/domain/respond/alerts/notice.ts'
import { maskAddress } from '../../shared/domain/respond/mask.ts'
import { isoOf, MINUTE, msOf } from '../../shared/domain/time.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { listDeliveries, raise, readDelivery, writeDelivery } from '../../shared/store/alert-deliveries.ts'
import type { AlertDeliveryItem } from '../../shared/store/alert-items.ts'
import { deleteAlert, putAlert, readAlert, readAlerts } from '../../shared/store/alerts.ts'
import { readCatalog } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'
import { TESTS_PER_HOUR, takeTestTurn } from '../../shared/store/test-sends.ts'
import { type NudgesDeps, pageAnswer, positionIn, type Resource } from './request.ts'

const alertOf = async (table: Table, id: string): Promise<Alert> => {
  const alert = await readAlert(table, id)
  if (alert) return alert
  throw new HttpError(404, `There is no alert ${id.slice(0, 100)}.`)
}

const answerOf = (item: AlertDeliveryItem): DeliveryAnswer => {
  const { id, alert, channel, address, state, notBefore, tries, attempts, notice, createdAt, updatedAt } = item
  return {
    ...{ id, alert, channel, state, tries, attempts, notice, createdAt, updatedAt },
    ...(address === undefined ? {} : { to: maskAddress(address) }),
    ...(state === 'waiting' ? { notBefore } : {}),
  }
}

const checkId = (id: string): void => {
  if (z.safeParse(alertId, id).success) return
  throw new HttpError(
    400,
    `id: came ${JSON.stringify(id.slice(0, 60))}, expected lower-case letters, digits and dashes, at most 41.`,
  )
}

/** An alert on people of a segment that there is not would never tell anything, and say nothing of it. */
const unknownSegments = async (table: Table, { where }: AlertBody): Promise<string[]> => {
  if (!where?.segments) return []
  const { definitions } = await readCatalog(table)
  const known = new Set(definitions.map(({ id }) => id))
  return where.segments
    .filter((id) => !known.has(id))
    .map((id) => `where.segments: came ${JSON.stringify(id)}, expected a segment that there is (GET /api/segments)`)
}

const allowMore = (table: Table) => async (): Promise<void> => {
  const { length } = await readAlerts(table)
  if (length >= MOST_ALERTS)
    throw new HttpError(409, `There are ${length} alerts, as many as there may be. Delete one first.`)
}

/** After so long the clock looks whether what was asked for is on its way. */
const PICK_UP = 2 * MINUTE

export const alerts: Resource<
  'listAlerts' | 'getAlert' | 'putAlert' | 'deleteAlert' | 'testAlert' | 'listAlertDeliveries' | 'redeliverAlert',
  NudgesDeps
> = {
  listAlerts: async (_, { table }) => ({ items: await readAlerts(table) }),

  getAlert: async ({ params: { id = '' } }, { table }) => await alertOf(table, id),

  putAlert: async ({ params: { id = '' }, body, user, now }, { table }) => {
    checkId(id)
    const problems = alertProblems(body, isZone)
    if (problems.length === 0) problems.push(...(await unknownSegments(table, body)))
    if (problems.length > 0) throw new HttpError(400, `${problems.join('; ')}.`)
    return await putAlert(table, id, body, { by: user, at: now, allow: allowMore(table) })
  },

  deleteAlert: async ({ params: { id = '' }, user, now }, { table }) => {
    if (await deleteAlert(table, id, { by: user, at: now })) return { id, by: user, at: now }
    throw new HttpError(404, `There is no alert ${id.slice(0, 100)}.`)
  },

  testAlert: async ({ params: { id = '' }, user, now }, { table, askFor }) => {
    const alert = await alertOf(table, id)
    if (!(await takeTestTurn(table, { user: `alerts ${user}`, now })))
      throw new HttpError(429, `${TESTS_PER_HOUR} tests an hour are enough. Try again in the next hour.`)
    const telling = { cause: `test ${now}`, notice: sampleNotice(alert.on.type, now) }
    const deliveries = await raise(table, alert, telling, { now, counted: false, atOnce: true })
    await askFor(deliveries.map((delivery) => ({ alert: id, delivery })))
    return { deliveries }
  },

  listAlertDeliveries: async ({ params: { id = '' }, query: { limit, next } }, { table }) => {
    const list = `alert-deliveries ${id}`
    const { items, ...rest } = await listDeliveries(table, id, { limit, after: positionIn(list, next) })
    return pageAnswer(list, { items: items.map(answerOf), ...rest })
  },

  redeliverAlert: async ({ params: { id = '', delivery = '' }, now }, { table, askFor }) => {
    const before = await readDelivery(table, id, delivery)
    if (!before)
      throw new HttpError(404, `There is no delivery ${delivery.slice(0, 100)} of the alert ${id.slice(0, 100)}.`)
    const busy = new HttpError(409, `The delivery is ${before.state}: it goes out by itself.`)
    if (before.state === 'sending' || before.state === 'held') throw busy
    const due = isoOf(msOf(now) + PICK_UP)
    const after = await writeDelivery(table, before, { state: 'waiting', notBefore: now, tries: 0 }, { now, due })
    if (!after) throw busy
    await askFor([{ alert: id, delivery }])
    return answerOf(after)
  },
}
