import { DECISION_STATES, type DecisionState } from '../domain/nudge/reasons.ts'
import type { DecisionAnswer } from '../domain/respond/answers.ts'
import { newestFirst, type Position } from '../domain/respond/cursor.ts'
import { mentionId } from '../domain/respond/mention-id.ts'
import { decisionsOfIdentity } from './decisions.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import { birthId, type IdentityId, type PersonId } from './keys.ts'
import { type Entry, type List, mergeShards, positionOf, takePage } from './lists.ts'
import { readIdentities } from './mentions.ts'
import type { DecisionItem } from './nudge-records.ts'
import { getAll, type Table } from './table.ts'

const withoutAuthors = ({ authors: _, ...content }: NonNullable<DecisionItem['content']>) => content

/** A decision as the API shows it. `personId` is who the person is now. */
const decisionAnswer = (item: DecisionItem, personId: PersonId): DecisionAnswer => ({
  id: item.id,
  recipe: item.recipe,
  recipeVersion: item.recipeVersion,
  topic: item.topic,
  personId,
  identity: item.iid,
  state: item.state,
  reason: item.reason,
  ...(item.detail ? { detail: item.detail } : {}),
  ...(item.until ? { until: item.until } : {}),
  ...(item.provisional ? { provisional: true } : {}),
  at: item.createdAt,
  updatedAt: item.updatedAt,
  ...(item.sentAt ? { sentAt: item.sentAt } : {}),
  subject: {
    id: mentionId(item.subject.platform, item.subject.id),
    kind: item.subject.kind,
    ...(item.subject.threadId ? { thread: item.subject.threadId } : {}),
    at: item.subject.at,
    ...(item.subject.event ? { event: item.subject.event } : {}),
    ...(item.subject.of ? { of: item.subject.of } : {}),
  },
  ...(item.call ? { call: { by: item.call.by, why: [...item.call.why] } } : {}),
  ...(item.peers ? { peers: item.peers.map(({ iid, ...peer }) => ({ identity: iid, ...peer })) } : {}),
  ...(item.arm ? { arm: item.arm } : {}),
  ...(item.content ? { content: withoutAuthors(item.content) } : {}),
  ...(item.candidates ? { candidates: item.candidates } : {}),
  ...(item.outcome ? { outcome: item.outcome } : {}),
  ...(item.clickedAt ? { clickedAt: item.clickedAt } : {}),
  ...(item.unsubscribedAt ? { unsubscribedAt: item.unsubscribedAt } : {}),
  ...(item.settled ? { settled: item.settled } : {}),
})

/** Decisions as the API shows them, each with who the person is now. */
export const decisionAnswers = async (table: Table, items: readonly DecisionItem[]): Promise<DecisionAnswer[]> => {
  const about = await readIdentities(
    table,
    items.map(({ iid }) => iid),
  )
  return items.map((item) => decisionAnswer(item, about.get(item.iid)?.personId ?? birthId(item.iid)))
}

export type DecisionsAsk = {
  /** The identities of one person: only decisions about these. */
  identities?: readonly IdentityId[] | undefined
  recipe?: string | undefined
  state?: DecisionState | undefined
  limit: number
  after?: Position | undefined
}

/** Decisions stand under the identity they are about in no order of time; one person's are few enough to sort. */
async function* decisionsAbout(
  table: Table,
  identities: readonly IdentityId[],
  after: Position | undefined,
): AsyncGenerator<Entry> {
  const found = await Promise.all(identities.map((iid) => decisionsOfIdentity(table, iid)))
  yield* found
    .flat()
    .filter((entry) => !after || newestFirst(after, positionOf(entry)) < 0)
    .sort((a, b) => newestFirst(positionOf(a), positionOf(b)))
}

const entriesOf = (table: Table, ask: DecisionsAsk): AsyncGenerator<Entry> => {
  if (ask.identities) return decisionsAbout(table, ask.identities, ask.after)
  const all = shards(SHARDS.decisions)
  const { after, limit: want, recipe } = ask
  if (recipe)
    return mergeShards(table, {
      index: 'feed',
      pks: all.map((shard) => indexKeys.decisionsOfRecipe(recipe, shard)),
      after,
      want,
    })
  const states = ask.state ? [ask.state] : DECISION_STATES
  return mergeShards(table, {
    index: 'byThread',
    pks: states.flatMap((state) => all.map((shard) => indexKeys.decisionsInState(state, shard))),
    after,
    want,
  })
}

/** Decisions, newest first, about one person, of one recipe, in one state, or all of them. */
export const listDecisions = async (table: Table, ask: DecisionsAsk): Promise<List<DecisionAnswer>> =>
  await takePage(entriesOf(table, ask), ask.limit, async (batch) => {
    const items = (await getAll(table, batch)) as (DecisionItem | undefined)[]
    const about = await readIdentities(
      table,
      items.flatMap((item) => (item ? [item.iid] : [])),
    )
    return items.map((item) => {
      if (!item || (ask.recipe && item.recipe !== ask.recipe) || (ask.state && item.state !== ask.state))
        return undefined
      return decisionAnswer(item, about.get(item.iid)?.personId ?? birthId(item.iid))
    })
  })
