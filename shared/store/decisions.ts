import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { settlesAt } from '../domain/measure/goals.ts'
import type { DecisionSubject } from '../domain/nudge/context.ts'
import type { DecisionState } from '../domain/nudge/reasons.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import { waitOf } from '../domain/nudge/when.ts'
import { DAY, type Iso, isoOf, MINUTE, msOf, SECOND } from '../domain/time.ts'
import { atKey, indexKeys, SHARDS, shardOf, shards } from './index-keys.ts'
import { type IdentityId, type Key, keys, shortHash } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { type Action, ConflictError, query, type Table } from './table.ts'

/** A decision that is `queued` for so long without being sent lost its message on the way: it is queued again. */
const QUEUED_TOO_LONG = 5 * MINUTE
/** Nobody knows what became of an email that has been `sending` for so long. */
export const SENDING_TOO_LONG = 15 * MINUTE

/** When the goal of a decision that is over is looked for; undefined when there is none, or it has been. */
const goalWakes = ({ goal }: DecisionItem): Iso | undefined =>
  goal && goal.settledAt === undefined ? (goal.again ?? settlesAt(goal)) : undefined

/** When a decision in a state wants looking at again; undefined when it does not. */
const WAKES: Record<DecisionState, (decision: DecisionItem) => Iso | undefined> = {
  waiting: ({ until, dueAt }) => until ?? dueAt,
  queued: ({ updatedAt }) => isoOf(msOf(updatedAt) + QUEUED_TOO_LONG),
  sending: ({ sendingAt, updatedAt }) => isoOf(msOf(sendingAt ?? updatedAt) + SENDING_TOO_LONG),
  sent: goalWakes,
  failed: goalWakes,
  unknown: goalWakes,
  held: goalWakes,
}

/** States that no sweep changes any more. */
const OVER: ReadonlySet<DecisionState> = new Set(['sent', 'failed', 'unknown', 'held'])

/** The index attributes that go with a decision's state. */
const indexed = (decision: DecisionItem): DecisionItem => {
  const { q: _, qs: __, ...rest } = decision
  const wake = WAKES[decision.state](decision)
  const shard = shardOf(decision.id, SHARDS.due)
  return {
    ...rest,
    th: indexKeys.decisionsInState(decision.state, shardOf(decision.id, SHARDS.decisions)),
    ...(wake ? { q: OVER.has(decision.state) ? indexKeys.goalDue(shard) : indexKeys.due(shard), qs: wake } : {}),
  }
}

/** What makes two decisions the same one: the recipe, what it is about, and who. */
const naturalId = ({ id, once }: Recipe, { platform, id: activity, threadId }: DecisionSubject, iid: IdentityId) => {
  const subject =
    once.per === 'thread' && threadId ? keys.thread(platform, threadId) : keys.activity(platform, activity)
  return shortHash(`decision:${id}:${subject.pk}:${iid}`)
}

/**
 * The row for a match of a recipe's `when`: waiting until it is due, counted from when the activity happened. The same
 * match always makes the same id, so that a repeat finds the row.
 * @param provisional what called for it was judged while a better engine was away
 * @param keepDays the retention of decisions
 */
export const newDecision = (
  recipe: Recipe,
  {
    subject,
    provisional,
    iid,
    personId,
    now,
    keepDays,
  }: {
    subject: DecisionSubject
    provisional?: true | undefined
    iid: IdentityId
    personId: string
    now: Iso
    keepDays: number
  },
): DecisionItem => {
  const id = naturalId(recipe, subject, iid)
  const dueAt = isoOf(msOf(subject.at) + waitOf(recipe.when) + recipe.after)
  return indexed({
    ...(keys.decision(iid, id) as { pk: string; sk: string }),
    type: 'decision',
    id,
    recipe: recipe.id,
    recipeVersion: recipe.version,
    priority: recipe.priority,
    ...(recipe.status === 'dry-run' ? { rehearsal: true } : {}),
    topic: recipe.topic,
    iid,
    personId,
    subject,
    ...(provisional ? { provisional } : {}),
    state: 'waiting',
    reason: 'waiting_delay',
    until: dueAt,
    createdAt: now,
    updatedAt: now,
    dueAt,
    expiresAt: isoOf(msOf(dueAt) + recipe.expires),
    ver: 1,
    at: atKey(now, id),
    fd: indexKeys.decisionsOfRecipe(recipe.id, shardOf(id, SHARDS.decisions)),
    th: '',
    expires: Math.floor((msOf(now) + keepDays * DAY) / SECOND),
  })
}

/**
 * Writes the row unless it is there already.
 * @returns true when it was written now
 */
export const createDecision = async (table: Table, decision: DecisionItem): Promise<boolean> => {
  try {
    await table.client.send(
      new PutCommand({ TableName: table.name, Item: decision, ConditionExpression: 'attribute_not_exists(pk)' }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** One decision, strongly consistent. */
export const getDecision = async (table: Table, iid: IdentityId, id: string): Promise<DecisionItem | undefined> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.decision(iid, id), ConsistentRead: true }),
  )
  return answer.Item as DecisionItem | undefined
}

/** What may be changed on a decision; undefined takes a field away. `updatedAt` is when it was changed. */
export type DecisionPatch = { updatedAt: Iso } & {
  [F in
    | 'state'
    | 'reason'
    | 'detail'
    | 'until'
    | 'personId'
    | 'arm'
    | 'goal'
    | 'emailIid'
    | 'content'
    | 'candidates'
    | 'peers'
    | 'sendingAt'
    | 'sentAt'
    | 'deliveredAt'
    | 'sesMessageId'
    | 'outcome'
    | 'clickedAt'
    | 'unsubscribedAt'
    | 'settled']?: DecisionItem[F] | undefined
}

/** The decision with the changes, its index attributes in step and its version one higher. */
export const patched = (decision: DecisionItem, patch: DecisionPatch): DecisionItem => {
  const merged = { ...decision, ...patch, ver: decision.ver + 1 }
  // A word of the old reason must not stand beside the new one.
  const fresh = patch.reason ? { detail: patch.detail, until: patch.until } : {}
  const kept = Object.entries({ ...merged, ...fresh }).filter(([, value]) => value !== undefined)
  return indexed(Object.fromEntries(kept) as DecisionItem)
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

/**
 * The write that turns `before` into `after`, for a transaction of one's own: it fails when the row is no longer as it
 * was read (`ver`), or not in one of the states.
 * @param from the states it may be in; those of `before` when left out
 */
export const decisionUpdate = (
  before: DecisionItem,
  after: DecisionItem,
  from: readonly DecisionState[] = [before.state],
): Extract<Action, { Update: unknown }> => {
  const [old, fresh] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    (name) => name !== 'pk' && name !== 'sk' && !same(old[name], fresh[name]),
  )
  const set = names.filter((name) => fresh[name] !== undefined)
  const gone = names.filter((name) => fresh[name] === undefined)
  return {
    Update: {
      Key: { pk: before.pk, sk: before.sk },
      UpdateExpression: [
        `SET ${set.map((name) => `#${name} = :${name}`).join(', ')}`,
        ...(gone.length > 0 ? [`REMOVE ${gone.map((name) => `#${name}`).join(', ')}`] : []),
      ].join(' '),
      ConditionExpression: `#ver = :before AND #state IN (${from.map((_, at) => `:from${at}`).join(', ')})`,
      ExpressionAttributeNames: Object.fromEntries([...names, 'ver', 'state'].map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(set.map((name) => [`:${name}`, fresh[name]])),
        ':before': before.ver,
        ...Object.fromEntries(from.map((state, at) => [`:from${at}`, state])),
      },
    },
  }
}

/**
 * Moves a decision on, once: of two that try the same at the same time one gets a ConflictError.
 * @param from the states it may come from
 * @returns the decision as it is now
 * @throws ConflictError when it has been moved on since it was read, or is in none of the states
 */
export const transition = async (
  table: Table,
  decision: DecisionItem,
  patch: DecisionPatch,
  { from }: { from: readonly DecisionState[] },
): Promise<DecisionItem> => {
  const after = patched(decision, patch)
  const { Update } = decisionUpdate(decision, after, from)
  try {
    await table.client.send(new UpdateCommand({ TableName: table.name, ...Update }))
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
  return after
}

/** A decision that has been `sending` for too long: SES may or may not have the email. Never sent again by itself. */
export const markStale = (table: Table, decision: DecisionItem, now: Iso): Promise<DecisionItem> =>
  transition(table, decision, { state: 'unknown', reason: 'unknown', updatedAt: now }, { from: ['sending'] })

/** All decisions about one identity, strongly consistent, in no order of time. */
export const decisionsOfIdentity = async (table: Table, iid: IdentityId): Promise<DecisionItem[]> => {
  const found: DecisionItem[] = []
  let from: Record<string, unknown> | undefined
  do {
    const page = await query(table, {
      pk: keys.identity(iid).pk,
      where: 'begins_with(#sk, :n)',
      values: { ':n': 'N#' },
      consistent: true,
      from,
    })
    found.push(...(page.items as DecisionItem[]))
    from = page.next
  } while (from)
  return found
}

const dueIn = async (table: Table, keyOf: (shard: number) => string, now: Iso, limit: number): Promise<Key[]> => {
  const pages = await Promise.all(
    shards(SHARDS.due).map((shard) =>
      query(table, {
        index: 'queue',
        pk: keyOf(shard),
        where: '#sk <= :now',
        values: { ':now': now },
        limit,
      }),
    ),
  )
  return pages
    .flatMap(({ items }) => items as (Key & { qs: Iso })[])
    .sort((a, b) => (a.qs < b.qs ? -1 : 1))
    .map(({ pk, sk }) => ({ pk, sk }))
}

/** Keys of decisions that want looking at by now, the longest due first, from every shard up to `limit`. */
export const dueDecisions = (table: Table, now: Iso, limit: number): Promise<Key[]> =>
  dueIn(table, indexKeys.due, now, limit)

/** Keys of decisions whose goal is to be looked for by now, in the same way. */
export const dueGoals = (table: Table, now: Iso, limit: number): Promise<Key[]> =>
  dueIn(table, indexKeys.goalDue, now, limit)
