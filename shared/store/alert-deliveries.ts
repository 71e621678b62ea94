import { endOfQuiet } from '../domain/nudge/quiet-hours.ts'
import { type Alert, mostAnHourOf } from '../domain/respond/alerts/alert.ts'
import type { Notice } from '../domain/respond/alerts/notice.ts'
import type { Position } from '../domain/respond/cursor.ts'
import { DAY, HOUR, type Iso, isoOf, MINUTE, msOf, SECOND } from '../domain/time.ts'
import type { AlertDeliveryItem, AlertHourItem } from './alert-items.ts'
import { add, create } from './expressions.ts'
import { atKey, indexKeys, SHARDS, shardOf } from './index-keys.ts'
import { type Key, keys, shortHash } from './keys.ts'
import { type List, mergeShards, takePage } from './lists.ts'
import { type Action, ConflictError, getAll, retryConflicts, type Table, transact } from './table.ts'

/** What alerts told: once for each event, however often they hear of it. */

const LIFE = 30 * DAY
/** After so long somebody looks whether a delivery that should be on its way is. */
const PICK_UP = 2 * MINUTE

/** When DynamoDB may delete something, in seconds since the epoch. */
export const expiresAfter = (at: Iso, life: number): number => Math.ceil((msOf(at) + life) / SECOND)

/** The queue in which somebody looks at it. */
export const dueKey = (id: string): string => indexKeys.alertDue(shardOf(id, SHARDS.alertDue))

const later = (a: Iso, b: Iso): Iso => (a > b ? a : b)

/** What to tell. `cause`: the same for the same. */
type Telling = { cause: string; notice: Notice }
/** `from`: when it may be told, now or when quiet hours end. */
type When = { now: Iso; from: Iso }

const deliveryId = (alert: string, cause: string, address = ''): string =>
  shortHash(`alert:${JSON.stringify([alert, cause, address])}`)

const deliveryOf = (
  alert: Pick<Alert, 'id' | 'to'>,
  { cause, notice }: Telling,
  { now, from }: When,
  address?: string,
): AlertDeliveryItem => {
  const id = deliveryId(alert.id, cause, address)
  return {
    ...keys.alertDelivery(alert.id, id),
    ...{ type: 'alert-delivery', id, alert: alert.id, channel: alert.to.kind, notice, state: 'waiting' },
    ...(address === undefined ? {} : { address }),
    ...{ notBefore: from, tries: 0, attempts: [], createdAt: now, updatedAt: now, ver: 1 },
    ...{ fd: indexKeys.alertDeliveries(alert.id), at: atKey(now, id) },
    ...{ q: dueKey(id), qs: later(from, isoOf(msOf(now) + PICK_UP)) },
    expires: expiresAfter(now, LIFE),
  }
}

/** One delivery, or one for each address. */
const deliveriesOf = (alert: Pick<Alert, 'id' | 'to'>, telling: Telling, when: When): AlertDeliveryItem[] =>
  alert.to.kind === 'email'
    ? [...new Set(alert.to.addresses)].map((address) => deliveryOf(alert, telling, when, address))
    : [deliveryOf(alert, telling, when)]

const hourOf = (at: Iso): string => at.slice(0, 13)

const counting = ({ id, mostAnHour }: Pick<Alert, 'id' | 'mostAnHour'>, at: Iso): Action => {
  const { Update } = add(
    keys.alertHour(id, hourOf(at)),
    { told: 1 },
    { type: 'alert-hour', alert: id, hour: hourOf(at), expires: expiresAfter(at, 2 * DAY) },
  ) as Extract<Action, { Update: unknown }>
  return {
    Update: {
      ...Update,
      ConditionExpression: 'attribute_not_exists(told) or told < :most',
      ExpressionAttributeValues: { ...Update.ExpressionAttributeValues, ':most': mostAnHourOf({ mostAnHour }) },
    },
  }
}

/** The last one that was held says what all of them are of. */
const holding = (id: string, notice: Notice, at: Iso): Action => {
  const hour = hourOf(at)
  const end = isoOf(msOf(`${hour}:00:00.000Z`) + HOUR)
  return add(
    keys.alertHour(id, hour),
    { held: 1 },
    {
      type: 'alert-hour',
      alert: id,
      hour,
      notice,
      q: dueKey(`${id} ${hour}`),
      qs: end,
      expires: expiresAfter(at, 2 * DAY),
    },
  )
}

/** When an alert may tell something: now, or when its quiet hours end. */
const freeFrom = ({ quiet }: Pick<Alert, 'quiet'>, now: Iso): Iso =>
  (quiet && endOfQuiet(now, quiet.zone, [{ start: quiet.start, end: quiet.end }])) ?? now

const isThere = (error: unknown, from: number): boolean =>
  error instanceof ConflictError &&
  !error.reasons.includes('TransactionConflict') &&
  error.reasons.slice(from).includes('ConditionalCheckFailed')
const isFull = (error: unknown): boolean =>
  error instanceof ConflictError &&
  !error.reasons.includes('TransactionConflict') &&
  error.reasons[0] === 'ConditionalCheckFailed'

const hold = async (table: Table, alert: Alert, telling: Telling, when: When): Promise<void> => {
  const { q: _, qs: __, ...held } = deliveryOf(alert, telling, when)
  try {
    await transact(table, [holding(alert.id, telling.notice, when.from), create({ ...held, state: 'held' })])
  } catch (error) {
    if (!isThere(error, 1)) throw error
  }
}

/**
 * Notes what an alert is to tell, once for each cause, not in its quiet hours, and within what it may tell in an hour: what is more is
 * held for the summary of the hour that it would be told in.
 * @param options.counted it counts as one of the hour's; summaries, digests and tests do not
 * @param options.atOnce in quiet hours too: somebody asked for it
 * @returns ids to be delivered; those that were noted before as well, whoever is late finds them delivered
 */
export const raise = async (
  table: Table,
  alert: Alert,
  telling: Telling,
  { now, counted = true, atOnce = false }: { now: Iso; counted?: boolean; atOnce?: boolean },
): Promise<string[]> => {
  const when = { now, from: atOnce ? now : freeFrom(alert, now) }
  const items = deliveriesOf(alert, telling, when)
  const ids = items.map(({ id }) => id)
  return await retryConflicts(async () => {
    // What was held is under an id that a channel without addresses has.
    const known = [...items, deliveryOf(alert, telling, when)].map(({ pk, sk }) => ({ pk, sk }))
    const [before] = (await getAll(table, known)).flatMap((item) => (item ? [item as AlertDeliveryItem] : []))
    if (before) return before.state === 'held' ? [] : ids
    try {
      await transact(table, [...(counted ? [counting(alert, when.from)] : []), ...items.map(create)])
      return ids
    } catch (error) {
      if (isThere(error, counted ? 1 : 0)) return ids
      if (!counted || !isFull(error)) throw error
      await hold(table, alert, telling, when)
      return []
    }
  })
}

/**
 * Notes the summary of an hour in which there was more than an alert may tell.
 * @param alert undefined when it is gone: then nothing is told
 * @returns ids to be delivered
 */
export const raiseSummary = async (
  table: Table,
  alert: Alert | undefined,
  { hour, held = 0, notice, pk, sk }: AlertHourItem,
  now: Iso,
): Promise<string[]> => {
  const summary = notice && { on: notice.on, at: now, more: held }
  const ids =
    alert && summary
      ? await raise(table, alert, { cause: `hour ${hour}`, notice: summary }, { now, counted: false })
      : []
  await transact(table, [{ Update: { Key: { pk, sk }, UpdateExpression: 'REMOVE q, qs' } }])
  return ids
}

/** The message of the queue of alerts that has something delivered. */
export const deliverMessage = (asked: { alert: string; delivery: string }): string =>
  JSON.stringify({ v: 1, do: 'deliver', ...asked })

/** Whether an alert has told, or holds, what follows from a cause. */
export const isRaised = async (table: Table, { id, to }: Pick<Alert, 'id' | 'to'>, cause: string): Promise<boolean> => {
  const addresses = to.kind === 'email' ? to.addresses : []
  const ids = [undefined, ...addresses].map((address) => deliveryId(id, cause, address))
  return (
    await getAll(
      table,
      ids.map((one) => keys.alertDelivery(id, one)),
    )
  ).some((item) => item !== undefined)
}

/** A delivery; undefined when there is none, or no longer. */
export const readDelivery = async (table: Table, alert: string, id: string): Promise<AlertDeliveryItem | undefined> =>
  (await getAll(table, [keys.alertDelivery(alert, id)]))[0] as AlertDeliveryItem | undefined

/**
 * Writes a delivery as it is now, unless somebody else has.
 * @param due when somebody has to look at it; left out when nobody has to
 * @returns undefined when somebody else was faster
 */
export const writeDelivery = async (
  table: Table,
  before: AlertDeliveryItem,
  changes: Partial<AlertDeliveryItem>,
  { now, due }: { now: Iso; due?: Iso | undefined },
): Promise<AlertDeliveryItem | undefined> => {
  const { q: _, qs: __, ...rest } = before
  const after: AlertDeliveryItem = {
    ...rest,
    ...changes,
    ...(due === undefined ? {} : { q: dueKey(before.id), qs: due }),
    updatedAt: now,
    ver: before.ver + 1,
  }
  const condition = { ConditionExpression: 'ver = :was', ExpressionAttributeValues: { ':was': before.ver } }
  try {
    await transact(table, [{ Put: { Item: after, ...condition } }])
    return after
  } catch (error) {
    if (error instanceof ConflictError) return undefined
    throw error
  }
}

/** What an alert told, newest first. */
export const listDeliveries = async (
  table: Table,
  alert: string,
  { limit, after }: { limit: number; after?: Position | undefined },
): Promise<List<AlertDeliveryItem>> => {
  const entries = mergeShards(table, { index: 'feed', pks: [indexKeys.alertDeliveries(alert)], after, want: limit })
  return await takePage(entries, limit, async (batch: readonly Key[]) => {
    const items = (await getAll(table, batch)) as (AlertDeliveryItem | undefined)[]
    return items
  })
}
