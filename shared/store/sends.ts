import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { newlyCounted } from '../domain/measure/recipe-health.ts'
import { isOwnPiece } from '../domain/nudge/own-content.ts'
import { DECISION_STATES, type DecisionState } from '../domain/nudge/reasons.ts'
import { DAY, type Iso, isoOf, msOf, SECOND } from '../domain/time.ts'
import { type DecisionPatch, decisionUpdate, getDecision, patched } from './decisions.ts'
import { SHARDS, shardOf } from './index-keys.ts'
import type { PersonItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import type { BudgetItem, DecisionItem, PreferencesItem } from './nudge-records.ts'
import { type Action, ConflictError, retryConflicts, type Table, transact } from './table.ts'

/** The longest window of the caps: older entries of a budget no longer matter. */
const BUDGET_MEMORY = 30 * DAY

/** What became of a recipe's emails is looked at for a month, and kept somewhat longer. */
const HEALTH_MEMORY = 45 * DAY

/** One of the person's addresses, with the versions that the gates were asked about. */
export type ReservedAddress = {
  iid: IdentityId
  budget: BudgetItem | undefined
  preferences: PreferencesItem | undefined
}

const unchanged = (item: { ver: number } | undefined) => ({
  ConditionExpression: item ? '#ver = :before' : 'attribute_not_exists(#ver)',
  ExpressionAttributeNames: { '#ver': 'ver' },
  ...(item ? { ExpressionAttributeValues: { ':before': item.ver } } : {}),
})

const check = (Key: Key, item: { ver: number } | undefined): Action => ({
  ConditionCheck: { Key, ...unchanged(item) },
})

/** The whole list is written: DynamoDB refuses to append to a list and cut it in one update. */
const writeBudget = (emailIid: IdentityId, before: BudgetItem | undefined, sent: BudgetItem['sent']): Action => {
  const newest = sent.reduce((latest, { at }) => Math.max(latest, msOf(at)), 0)
  return {
    Update: {
      Key: keys.budget(emailIid),
      UpdateExpression: 'SET #type = :type, sent = :sent, #ver = :ver, expires = :expires',
      ConditionExpression: unchanged(before).ConditionExpression,
      ExpressionAttributeNames: { '#type': 'type', '#ver': 'ver' },
      ExpressionAttributeValues: {
        ':type': 'budget',
        ':sent': sent,
        ':ver': (before?.ver ?? 0) + 1,
        ':expires': Math.ceil((newest + BUDGET_MEMORY + DAY) / SECOND),
        ...(before ? { ':before': before.ver } : {}),
      },
    },
  }
}

/**
 * Reserves an email before SES is called, in one transaction: the decision turns from queued to sending, the email
 * counts against the caps, and since the gates looked the person has got no other address and nothing has changed on
 * any of them.
 *
 * There is no client request token of ours on purpose: with one, two workers with the same request would both be told
 * that it succeeded, and both would send.
 * @param emailIid the address that gets it, one of `addresses`
 * @param person whose addresses they are, as read when the gates looked
 * @returns the decision as it is now
 * @throws ConflictError when something has changed: read again and ask the gates again
 */
export const reserveSend = async (
  table: Table,
  {
    decision,
    emailIid,
    person,
    addresses,
    now,
  }: {
    decision: DecisionItem
    emailIid: IdentityId
    person: PersonItem
    addresses: readonly ReservedAddress[]
    now: Iso
  },
): Promise<DecisionItem> => {
  const after = patched(decision, {
    state: 'sending',
    reason: 'sending',
    emailIid,
    sendingAt: now,
    updatedAt: now,
  })
  const oldest = isoOf(msOf(now) - BUDGET_MEMORY)
  const budgets = addresses.map(({ iid, budget }) =>
    iid === emailIid
      ? writeBudget(iid, budget, [
          ...(budget?.sent ?? []).filter(({ id, at }) => id !== decision.id && at > oldest),
          { id: decision.id, at: now },
        ])
      : check(keys.budget(iid), budget),
  )
  await transact(table, [
    decisionUpdate(decision, after, ['queued']),
    // A link that joins other addresses, and their withdrawals, to the person changes its version.
    check(keys.person(person.personId), person),
    ...budgets,
    ...addresses.map(({ iid, preferences }) => check(keys.preferences(iid), preferences)),
  ])
  return after
}

const readBudget = async (table: Table, emailIid: IdentityId): Promise<BudgetItem | undefined> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.budget(emailIid), ConsistentRead: true }),
  )
  return answer.Item as BudgetItem | undefined
}

/**
 * Takes a reservation back after a definite "no": the decision moves on and the email no longer counts.
 * @param from `unknown`: somebody looked, and says no
 * @returns the decision as it is now; undefined when it is gone
 */
export const releaseSend = (
  table: Table,
  { iid, id }: { iid: IdentityId; id: string },
  patch: DecisionPatch,
  from: 'sending' | 'unknown' = 'sending',
): Promise<DecisionItem | undefined> =>
  retryConflicts(async () => {
    const decision = await getDecision(table, iid, id)
    if (decision?.state !== from || !decision.emailIid) return decision
    const budget = await readBudget(table, decision.emailIid)
    const sent = budget?.sent.filter((entry) => entry.id !== id)
    const after = patched(decision, patch)
    await transact(table, [
      decisionUpdate(decision, after, [from]),
      ...(budget && sent ? [writeBudget(decision.emailIid, budget, sent)] : []),
    ])
    return after
  })

/**
 * An email that went out, and a first click of a person, count once on the content that they led to. A click that turns
 * out to be a machine's is taken back.
 */
const countsOf = (before: DecisionItem, after: DecisionItem): Action[] => {
  const sends = !before.sentAt && after.sentAt ? 1 : 0
  const clickers = Number(Boolean(after.clickedAt)) - Number(Boolean(before.clickedAt))
  if (!after.content || isOwnPiece(after.content.id) || (sends === 0 && clickers === 0)) return []
  return [
    {
      Update: {
        Key: keys.content(after.content.id),
        UpdateExpression: 'ADD sends :sends, clickers :clickers',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':sends': sends, ':clickers': clickers },
      },
    },
  ]
}

/** What became of an email counts once for its recipe, on the day that it is heard of. */
const healthOf = (before: DecisionItem, after: DecisionItem): Action[] => {
  const counts = Object.entries(newlyCounted(before, after))
  if (counts.length === 0) return []
  const { id, recipe, recipeVersion: version, updatedAt } = after
  return [
    {
      Update: {
        Key: keys.recipeHealth(recipe, updatedAt.slice(0, 10), version, shardOf(id, SHARDS.health)),
        UpdateExpression: `SET #type = :type, #version = :version, expires = :expires ADD ${counts.map(([name]) => `${name} :one`).join(', ')}`,
        ExpressionAttributeNames: { '#type': 'type', '#version': 'version' },
        ExpressionAttributeValues: {
          ...{ ':type': 'recipe-health', ':version': version, ':one': 1 },
          ':expires': Math.ceil((msOf(updatedAt) + HEALTH_MEMORY) / SECOND),
        },
      },
    },
  ]
}

/** States in which an email counts against the caps of its address. */
const HAS_SLOT: ReadonlySet<DecisionState> = new Set(['sending', 'unknown', 'sent'])

/** An email that SES has after all, although it was taken for one that did not go out, counts against the caps again. */
const slotAgain = async (table: Table, before: DecisionItem, after: DecisionItem): Promise<Action[]> => {
  const { id, emailIid, state, sentAt } = after
  if (state !== 'sent' || HAS_SLOT.has(before.state) || !emailIid || !sentAt) return []
  const budget = await readBudget(table, emailIid)
  const others = (budget?.sent ?? []).filter((entry) => entry.id !== id)
  return [writeBudget(emailIid, budget, [...others, { id, at: sentAt }])]
}

/** Content that has left the catalogue has nobody left to count for: its write is the last of the transaction. */
const contentGone = (error: unknown): boolean =>
  error instanceof ConflictError && /^(None,)+ConditionalCheckFailed$/.test(error.reasons.join())

/**
 * Moves a decision on by what has become known of its email, whatever state it is in.
 * @param changeOf undefined says that nothing changes
 * @returns the decision as it is now; undefined when there is none
 */
export const advanceDecision = (
  table: Table,
  { iid, id }: { iid: IdentityId; id: string },
  changeOf: (decision: DecisionItem) => DecisionPatch | undefined,
): Promise<DecisionItem | undefined> =>
  retryConflicts(async () => {
    const before = await getDecision(table, iid, id)
    const patch = before && changeOf(before)
    if (!before || !patch) return before
    const after = patched(before, patch)
    const move = decisionUpdate(before, after, DECISION_STATES)
    const own = [move, ...healthOf(before, after), ...(await slotAgain(table, before, after))]
    const counts = countsOf(before, after)
    try {
      await transact(table, [...own, ...counts])
    } catch (error) {
      if (counts.length === 0 || !contentGone(error)) throw error
      await transact(table, own)
    }
    return after
  })

/** SES has taken the email. An event may have said so before: then only what is missing is filled in. */
export const markSent = (
  table: Table,
  key: { iid: IdentityId; id: string },
  { messageId, now }: { messageId: string; now: Iso },
): Promise<DecisionItem | undefined> =>
  advanceDecision(table, key, (decision) => {
    if (decision.state !== 'sending' && decision.state !== 'unknown') {
      return decision.sesMessageId ? undefined : { sesMessageId: messageId, updatedAt: now }
    }
    return { state: 'sent', reason: 'sent', sentAt: now, sesMessageId: messageId, updatedAt: now }
  })

/** Nobody knows whether SES has the email: it is never sent again, and an event may still tell. */
export const markUnknown = (
  table: Table,
  key: { iid: IdentityId; id: string },
  { detail, now }: { detail: string; now: Iso },
): Promise<DecisionItem | undefined> =>
  advanceDecision(table, key, (decision) =>
    decision.state === 'sending' ? { state: 'unknown', reason: 'unknown', detail, updatedAt: now } : undefined,
  )
