import { beforeAll, describe, expect, it } from '@jest/globals'
import { DECISION_STATES, type DecisionState, type ReasonCode } from '../../shared/domain/nudge/reasons.ts'
import { decisionSchema } from '../../shared/domain/respond/answers.ts'
import type { Position } from '../../shared/domain/respond/cursor.ts'
import { type DecisionsAsk, listDecisions } from '../../shared/store/decision-lists.ts'
import { atKey, indexKeys, SHARDS, shardOf } from '../../shared/store/index-keys.ts'
import { birthId, type IdentityId, keys } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { personItems, putItems } from '../support/graph-items.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()
const at = (hour: number): string => `2026-11-10T${String(hour).padStart(2, '0')}:00:00.000Z`

const decision = (
  id: string,
  hour: number,
  over: { iid?: IdentityId; recipe?: string; state?: DecisionState; reason?: ReasonCode } & Partial<DecisionItem> = {},
): DecisionItem => {
  const { iid = 'github:1', recipe = 'first-order', state = 'sent', reason = 'sent' } = over
  return {
    ...(keys.decision(iid, id) as { pk: string; sk: string }),
    type: 'decision',
    id,
    recipe,
    recipeVersion: 1,
    topic: 'getting-started',
    iid,
    personId: birthId(iid),
    subject: { platform: 'github', id: 'a/1', kind: 'post', at: at(1) },
    state,
    reason,
    createdAt: at(hour),
    updatedAt: at(hour + 1),
    dueAt: at(hour),
    expiresAt: at(23),
    ver: 1,
    at: atKey(at(hour), id),
    fd: indexKeys.decisionsOfRecipe(recipe, shardOf(id, SHARDS.decisions)),
    th: indexKeys.decisionsInState(state, shardOf(id, SHARDS.decisions)),
    ...over,
  }
}

beforeAll(async () => {
  await putItems(test.table, [
    ...personItems([{ iid: 'standard:9', known: true }, { iid: 'github:1' }]),
    decision('A', 3),
    decision('B', 5, { recipe: 'praise', state: 'held', reason: 'no_consent' }),
    decision('C', 4, { iid: 'github:2', state: 'waiting', reason: 'waiting_quiet_hours', until: at(9), detail: 'x' }),
    decision('D', 6, {
      iid: 'standard:9',
      sentAt: at(7),
      arm: 'treated',
      outcome: 'delivered',
      clickedAt: at(8),
      subject: { platform: 'forum', id: '7', kind: 'post', threadId: '70', at: at(2) },
      content: {
        id: 'c',
        kind: 'guide',
        title: 'T',
        url: 'https://community.example',
        language: 'en',
        why: ['about scale'],
      },
      candidates: [{ id: 'c', score: 0.5, parts: { topic: 0.5 } }],
    }),
  ])
})

const idsOf = async (ask: Partial<DecisionsAsk>): Promise<string> => {
  const seen: string[] = []
  let after: Position | undefined
  do {
    const page = await listDecisions(test.table, { limit: 2, ...ask, after })
    seen.push(...page.items.map(({ id }) => id))
    after = page.next
  } while (after)
  return seen.join('')
}

describe('the list of decisions', () => {
  it('has the newest first, over all states', async () => {
    expect(await idsOf({})).toBe('DBCA')
    expect(await idsOf({ limit: 1 })).toBe('DBCA')
  })

  it('keeps to a recipe, a state, and the accounts of a person', async () => {
    expect(await idsOf({ recipe: 'first-order' })).toBe('DCA')
    expect(await idsOf({ state: 'held' })).toBe('B')
    expect(await idsOf({ recipe: 'first-order', state: 'sent' })).toBe('DA')
    expect(await idsOf({ identities: ['standard:9', 'github:1'] })).toBe('DBA')
    expect(await idsOf({ identities: ['github:1'], recipe: 'praise', state: 'held' })).toBe('B')
    expect(await idsOf({ identities: ['github:1'], limit: 1 })).toBe('BA')
    expect(await idsOf({ identities: [] })).toBe('')
  })

  it('finds every state', async () => {
    const found = await Promise.all(DECISION_STATES.map((state) => idsOf({ state })))
    expect(found.join('')).toHaveLength(4)
  })

  it('says all about a decision, and who the person is now', async () => {
    const { items } = await listDecisions(test.table, { limit: 10 })
    expect(items[0]).toEqual({
      id: 'D',
      recipe: 'first-order',
      recipeVersion: 1,
      topic: 'getting-started',
      personId: birthId('standard:9'),
      identity: 'standard:9',
      state: 'sent',
      reason: 'sent',
      at: at(6),
      updatedAt: at(7),
      sentAt: at(7),
      subject: { id: 'forum:7', kind: 'post', thread: '70', at: at(2) },
      arm: 'treated',
      content: {
        id: 'c',
        kind: 'guide',
        title: 'T',
        url: 'https://community.example',
        language: 'en',
        why: ['about scale'],
      },
      candidates: [{ id: 'c', score: 0.5, parts: { topic: 0.5 } }],
      outcome: 'delivered',
      clickedAt: at(8),
    })
    expect(items.map(({ personId }) => personId)).toEqual([
      birthId('standard:9'),
      birthId('standard:9'),
      birthId('github:2'),
      birthId('standard:9'),
    ])
    expect(items[2]).toMatchObject({ until: at(9), detail: 'x', subject: { id: 'github:a~2f1' } })
    for (const item of items) expect(decisionSchema.parse(item)).toEqual(item)
  })
})
