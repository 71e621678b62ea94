import { type Changes, changesBetween, creditFor, sumOf } from '../domain/connect/contribution.ts'
import { notCorrectedSince } from './corrected.ts'
import type { ActivityItem, ThreadItem, Waiting } from './items.ts'
import type { Key } from './keys.ts'
import { changeActions } from './rollups.ts'
import { type Action, getAll, retryConflicts, type Table, transact } from './table.ts'
import { arrived, isThreadWaiter, type Place, waiterKey } from './waiting.ts'

/** Waiters per transaction: each takes up to two items, and a transaction has a hundred. */
const CHUNK = 10

/** What settling one waiter writes: its own item, and what it adds elsewhere. */
type Settled = { own: Action[]; changes: Changes }
const NOTHING: Settled = { own: [], changes: { rollups: [], edges: [] } }

const settleReply = (parent: ActivityItem, child: ActivityItem | undefined, { rev }: Waiting): Settled => {
  // The reply may have expired; one that has changed since took its own entry along, which the condition on it shows.
  if (child?.rev !== rev) return NOTHING
  const same = notCorrectedSince(child)
  const own: Action = {
    Update: {
      Key: { pk: child.pk, sk: child.sk },
      UpdateExpression: 'SET #to = :to',
      ConditionExpression: `rev = :rev and ${same.text}`,
      ExpressionAttributeNames: { '#to': 'to' },
      ExpressionAttributeValues: { ':to': parent.iid, ':rev': rev, ...same.values },
    },
  }
  return { own: [own], changes: changesBetween(child, { ...child, to: parent.iid }) }
}

const settleThread = (answer: ActivityItem, thread: ThreadItem | undefined, { rev, month }: Waiting): Settled => {
  if (thread?.solvedRev !== rev || month === undefined) return NOTHING
  const own: Action = {
    Update: {
      Key: { pk: thread.pk, sk: thread.sk },
      UpdateExpression: 'SET answerBy = :by, answerMonth = :month',
      ConditionExpression: 'solvedRev = :rev',
      ExpressionAttributeValues: { ':by': answer.iid, ':month': month, ':rev': rev },
    },
  }
  return { own: [own], changes: { rollups: [creditFor(answer.iid, month, 1)], edges: [] } }
}

const removeSettled = (parent: ActivityItem, names: readonly string[], all: boolean): Action => ({
  Update: {
    Key: { pk: parent.pk, sk: parent.sk },
    UpdateExpression: all ? 'REMOVE waiting' : `REMOVE ${names.map((_, at) => `waiting.#w${at}`).join(', ')}`,
    ConditionExpression: [
      ...names.map((_, at) => `waiting.#w${at}.rev = :r${at}`),
      ...(all ? ['size(waiting) = :all'] : []),
    ].join(' and '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, at) => [`#w${at}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(names.map((name, at) => [`:r${at}`, parent.waiting?.[name]?.rev])),
      ...(all ? { ':all': names.length } : {}),
    },
  },
})

/** Settles the first few. @returns how many are left */
const settleChunk = async (table: Table, key: Key): Promise<number> => {
  const [parent] = (await getAll(table, [key])) as [Place]
  const all = Object.entries(parent?.waiting ?? {})
  if (!arrived(parent) || all.length === 0) return 0
  const chunk = all.slice(0, CHUNK)
  const names = chunk.map(([name]) => name)
  const waiters = await getAll(
    table,
    names.map((name) => waiterKey(parent.platform, name)),
  )
  const settled = chunk.map(([name, entry], at) =>
    isThreadWaiter(name)
      ? settleThread(parent, waiters[at] as ThreadItem | undefined, entry)
      : settleReply(parent, waiters[at] as ActivityItem | undefined, entry),
  )
  await transact(table, [
    removeSettled(parent, names, chunk.length === all.length),
    ...settled.flatMap(({ own }) => own),
    ...changeActions(sumOf(settled.map(({ changes }) => changes))),
  ])
  return all.length - chunk.length
}

/**
 * Settles all that waits for an activity that has arrived: edges for replies, credit for an accepted answer. Each chunk
 * is one transaction, so a crash in between leaves only work that the next one to look goes on with.
 */
export const settle = async (table: Table, key: Key): Promise<void> => {
  let left = 1
  while (left > 0) left = await retryConflicts(() => settleChunk(table, key))
}
