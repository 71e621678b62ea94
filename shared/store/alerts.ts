import { type Alert, type AlertBody, alertBody } from '../domain/respond/alerts/alert.ts'
import { type Iso, isBelieved } from '../domain/time.ts'
import type { AlertItem } from './alert-items.ts'
import { keys } from './keys.ts'
import { type Action, getAll, type Item, query, retryConflicts, type Table, transact } from './table.ts'

/** The alerts of a stage. */

/** Undefined for what a later release wrote and this one, after a step back, does not understand. */
const alertOf = ({ id, rev, body, by, at, since }: AlertItem): Alert | undefined => {
  const read = alertBody.safeParse(JSON.parse(body))
  return read.success ? { ...read.data, id, rev, by, at, since } : undefined
}

/** All alerts, in the order of their ids, strongly consistent. */
export const readAlerts = async (table: Table): Promise<Alert[]> => {
  const items: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, { pk: keys.alert('').pk, consistent: true, from })
    items.push(...page.items)
    from = page.next
  } while (from)
  return (items as AlertItem[]).flatMap((item) => alertOf(item) ?? [])
}

/** One alert; undefined when there is none. */
export const readAlert = async (table: Table, id: string): Promise<Alert | undefined> => {
  const [item] = (await getAll(table, [keys.alert(id)])) as [AlertItem | undefined]
  return item && alertOf(item)
}

const unchanged = (before: AlertItem | undefined) =>
  before
    ? { ConditionExpression: 'rev = :was', ExpressionAttributeValues: { ':was': before.rev } }
    : { ConditionExpression: 'attribute_not_exists(pk)' }

const logged = (item: AlertItem): Action => ({
  Put: { Item: { ...item, ...keys.alertLog(item.id, item.rev), type: 'alert-log' } },
})

/**
 * Puts an alert. Each change is logged with who made it, for ever; the same again changes nothing.
 * @param allow asked where the alert is new; throws where there may be no more
 */
export const putAlert = async (
  table: Table,
  id: string,
  said: AlertBody,
  { by, at, allow }: { by: string; at: Iso; allow: () => Promise<void> },
): Promise<Alert> =>
  await retryConflicts(async () => {
    const [before] = (await getAll(table, [keys.alert(id)])) as [AlertItem | undefined]
    if (!before) await allow()
    const body = JSON.stringify(said)
    // Revisions go on where a deleted alert of the same name ended, so that its log stays whole.
    const rev = (before?.rev ?? (await lastRev(table, id))) + 1
    const after: AlertItem = { ...keys.alert(id), type: 'alert', id, rev, body, by, at, since: before?.since ?? at }
    if (before && before.body === body)
      return { ...said, id, rev: before.rev, by: before.by, at: before.at, since: before.since }
    await transact(table, [{ Put: { Item: after, ...unchanged(before) } }, logged(after)])
    return { ...said, id, rev, by, at, since: after.since }
  })

const lastRev = async (table: Table, id: string): Promise<number> => {
  const { items } = await query(table, {
    ...{ pk: keys.alertLog(id, 0).pk, where: 'begins_with(#sk, :revs)', values: { ':revs': 'REV#' } },
    ...{ newestFirst: true, limit: 1, consistent: true },
  })
  return Number(items[0]?.rev ?? 0)
}

/** Takes an alert away. What it told stays in its log of deliveries for its time. @returns whether there was one */
export const deleteAlert = async (table: Table, id: string, { by, at }: { by: string; at: Iso }): Promise<boolean> =>
  await retryConflicts(async () => {
    const [before] = (await getAll(table, [keys.alert(id)])) as [AlertItem | undefined]
    if (!before) return false
    await transact(table, [
      { Delete: { Key: keys.alert(id), ...unchanged(before) } },
      logged({ ...before, rev: before.rev + 1, body: '{}', by, at }),
    ])
    return true
  })

/** For how long what was read is used again. A change counts everywhere when it is over. */
const KEPT_MS = 60_000

/** Gives all alerts, read at most once a minute. */
export type AlertsReader = () => Promise<Alert[]>

/** @param now milliseconds since the epoch */
export const alertsReader = (table: Table, now: () => number): AlertsReader => {
  let kept: { until: number; alerts: Promise<Alert[]> } | undefined
  return async () => {
    if (kept && isBelieved(kept.until, KEPT_MS, now())) return await kept.alerts
    kept = { until: now() + KEPT_MS, alerts: readAlerts(table) }
    try {
      return await kept.alerts
    } catch (error) {
      kept = undefined
      throw error
    }
  }
}
