import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { type Applying, applyActivity } from '../../shared/store/apply.ts'
import { upsertContentFromSolved, upsertContentFromThread } from '../../shared/store/content-news.ts'
import { openView } from '../../shared/store/ingest-view.ts'
import { recordConsent } from '../../shared/store/preferences.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import { RECEIVED, understandingFor } from './ingest-world.ts'

/** What a test needs to apply activities the way the worker does. */
export const applyingWith = (table: Table): Applying => ({
  table,
  view: openView(table),
  sources: { forum: { type: 'standard', signUp: { basis: 'soft-opt-in', topics: ['tips'], wording: 'v1' } } },
  pepper: async () => 'a pepper',
  now: () => Date.parse(RECEIVED),
  mentionDays: 180,
  recordConsent,
  upsertContentFromSolved,
  upsertContentFromThread,
})

/** Applies activities as one batch, one after the other. */
export const applyAll = async (
  table: Table,
  activities: readonly Activity[],
  marks: { history?: true; quiet?: true } = {},
): Promise<string[]> => {
  const applying = applyingWith(table)
  const outcomes: string[] = []
  for (const activity of activities) {
    const understanding = understandingFor(activity)
    outcomes.push(
      await applyActivity(applying, activity, {
        ...(understanding ? { understanding } : {}),
        receivedAt: RECEIVED,
        ...marks,
      }),
    )
  }
  return outcomes
}

/** The function was killed: whatever it was doing goes no further. */
export class CrashError extends Error {
  override name = 'CrashError'
}

/** A table whose every call may be the last before or after which the function is killed. */
export const crashing = ({ name, client }: Table, dies: () => boolean): Table => {
  const send = async (command: unknown) => {
    if (dies()) throw new CrashError('before the call')
    const answer = await (client.send as (command: unknown) => Promise<unknown>)(command)
    if (dies()) throw new CrashError('after the call')
    return answer
  }
  return { name, client: Object.assign(Object.create(client), { send }) }
}

/** Every item of the table. */
export const scan = async (table: Table): Promise<Item[]> => {
  const items: Item[] = []
  let ExclusiveStartKey: Item | undefined
  do {
    const page = await table.client.send(
      new ScanCommand({ TableName: table.name, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) }),
    )
    items.push(...(page.Items ?? []))
    ExclusiveStartKey = page.LastEvaluatedKey
  } while (ExclusiveStartKey)
  return items
}

/** Says how often something was written or by which way, not what is so. */
const VOLATILE = new Set(['ver'])
const COUNTS = new Set(['type', 'expires', 'pk', 'sk', 'au', 'at'])

const isEmptyCount = (item: Item): boolean =>
  (item.type === 'rollup' || item.type === 'edge') &&
  Object.entries(item).every(([name, value]) => COUNTS.has(name) || value === 0)

const isHistory = ({ type }: Item): boolean => type === 'log' || type === 'conflict'

const settled = (item: Item): Item => {
  const kept = Object.entries(item).filter(
    ([name, value]) => !VOLATILE.has(name) && !(value === 0 && !COUNTS.has(name)),
  )
  return Object.fromEntries(kept)
}

/** The table's state without what legitimately depends on the order of arrival, by key. */
export const stateOf = async (table: Table): Promise<Record<string, Item>> => {
  const items = (await scan(table)).filter((item) => !isEmptyCount(item) && !isHistory(item))
  const entries = items.map((item) => [`${item.pk} ${item.sk}`, settled(item)] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
