import { describe, expect, it } from '@jest/globals'
import { DECISION_STATES } from '../../shared/domain/nudge/reasons.ts'
import { isoOf, MINUTE, msOf } from '../../shared/domain/time.ts'
import {
  createDecision,
  decisionsOfIdentity,
  dueDecisions,
  getDecision,
  newDecision,
  patched,
  transition,
} from '../../shared/store/decisions.ts'
import { indexKeys, SHARDS, shardOf } from '../../shared/store/index-keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { readPause, setPause } from '../../shared/store/pause.ts'
import { ConflictError } from '../../shared/store/table.ts'
import { NOON, recipe, subject } from '../domain/nudge/factories.ts'
import { createTable } from '../support/table.ts'
import { tableForAll } from '../support/tables.ts'

const test = tableForAll()

const row = (iid: string, changes: Partial<Parameters<typeof subject>[0]> = {}, per = 'thread'): DecisionItem =>
  newDecision(recipe({ once: { per } }), { subject: subject(changes), iid, personId: 'P', now: NOON, keepDays: 400 })

const created = async (iid: string): Promise<DecisionItem> => {
  const decision = row(iid)
  expect(await createDecision(test.table, decision)).toBe(true)
  return decision
}

describe('a decision’s id', () => {
  it('is the same for the same recipe, subject and person, and only then', () => {
    const ids = [
      row('forum:1'),
      row('forum:1', { id: 'p2' }),
      row('forum:2'),
      row('forum:1', { threadId: 't2' }),
      row('forum:1', {}, 'subject'),
      row('forum:1', { id: 'p2' }, 'subject'),
      row('forum:1', { id: 'p2' }, 'person'),
    ].map(({ id }) => id)
    expect(ids[1]).toBe(ids[0])
    expect(ids[6]).toBe(ids[5])
    expect(new Set(ids).size).toBe(5)
  })

  it('is of the activity where there is no thread', () => {
    const { threadId: _, ...order } = subject({ kind: 'order' })
    const make = (id: string) =>
      newDecision(recipe(), { subject: { ...order, id }, iid: 'shop:1', personId: 'P', now: NOON, keepDays: 1 })
    expect(make('o1').id).not.toBe(make('o2').id)
  })
})

describe('a decision', () => {
  it('is written once', async () => {
    const decision = await created('once:1')
    expect(await createDecision(test.table, { ...decision, reason: 'expired' })).toBe(false)
    expect(await getDecision(test.table, 'once:1', decision.id)).toEqual(decision)
    expect(await decisionsOfIdentity(test.table, 'once:1')).toEqual([decision])
  })

  it('is due a while after its subject, and expires after that', async () => {
    const decision = row('due:1')
    expect(decision).toMatchObject({
      state: 'waiting',
      reason: 'waiting_delay',
      dueAt: '2026-06-10T12:00:00.000Z',
      until: '2026-06-10T12:00:00.000Z',
      expiresAt: '2026-06-13T12:00:00.000Z',
      q: indexKeys.due(shardOf(decision.id, SHARDS.due)),
      qs: '2026-06-10T12:00:00.000Z',
      fd: indexKeys.decisionsOfRecipe('help', shardOf(decision.id, SHARDS.decisions)),
      th: indexKeys.decisionsInState('waiting', shardOf(decision.id, SHARDS.decisions)),
      at: `${NOON}#${decision.id}`,
    })
  })

  it('moves on once, whoever tries', async () => {
    const decision = await created('move:1')
    const patch = { state: 'queued', reason: 'queued', updatedAt: NOON } as const
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4].map(() => transition(test.table, decision, patch, { from: ['waiting'] })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConflictError)
    }
    const now = await getDecision(test.table, 'move:1', decision.id)
    expect(now).toEqual(patched(decision, patch))
    expect(now).not.toHaveProperty('until')
    expect(now?.ver).toBe(2)
  })

  it('does not move on from another state', async () => {
    const decision = await created('state:1')
    const patch = { state: 'sent', reason: 'sent', updatedAt: NOON } as const
    await expect(transition(test.table, decision, patch, { from: ['queued', 'sending'] })).rejects.toThrow(
      ConflictError,
    )
  })

  it('keeps its reason’s word only as long as the reason', () => {
    const waiting = patched(row('word:1'), {
      reason: 'outranked',
      detail: 'high',
      until: '2026-06-10T12:05:00.000Z',
      updatedAt: NOON,
    })
    expect(waiting).toMatchObject({ detail: 'high', qs: '2026-06-10T12:05:00.000Z' })
    const held = patched(waiting, { state: 'held', reason: 'resolved', updatedAt: NOON })
    expect(held).not.toHaveProperty('detail')
    expect(held).not.toHaveProperty('q')
    expect(patched(waiting, { clickedAt: NOON, updatedAt: NOON })).toMatchObject({ detail: 'high', clickedAt: NOON })
  })

  it.each(DECISION_STATES)('in the state %s is found in its list, and looked at again when it must be', (state) => {
    const moved = patched(row('wake:1'), { state, reason: 'unknown', sendingAt: NOON, updatedAt: NOON })
    const wakes: Record<string, string> = {
      waiting: moved.dueAt,
      queued: isoOf(msOf(NOON) + 5 * MINUTE),
      sending: isoOf(msOf(NOON) + 15 * MINUTE),
    }
    expect(moved.th).toBe(indexKeys.decisionsInState(state, shardOf(moved.id, SHARDS.decisions)))
    expect(moved.qs).toBe(wakes[state])
    expect(moved.q === undefined).toBe(wakes[state] === undefined)
  })

  it('that is sending without a word when, counts from its last change', () => {
    const moved = patched(row('wake:2'), { state: 'sending', reason: 'sending', updatedAt: NOON })
    expect(moved.qs).toBe(isoOf(msOf(NOON) + 15 * MINUTE))
  })
})

describe('due decisions', () => {
  it('are those of every shard whose time has come, the longest due first', async () => {
    const own = await createTable()
    const ids = Array.from({ length: 30 }, (_, at) => at)
    for (const at of ids) {
      const late = subject({
        id: `p${at}`,
        threadId: `t${at}`,
        at: isoOf(msOf('2026-06-09T12:00:00.000Z') + at * MINUTE),
      })
      await createDecision(
        own.table,
        newDecision(recipe(), { subject: late, iid: 'forum:1', personId: 'P', now: NOON, keepDays: 1 }),
      )
    }
    const due = await dueDecisions(own.table, '2026-06-10T12:19:00.000Z', 100)
    expect(due).toHaveLength(20)
    const all = await decisionsOfIdentity(own.table, 'forum:1')
    const order = due.map(({ sk }) => all.find((decision) => decision.sk === sk)?.qs)
    expect(order).toEqual([...order].sort())
    await own.close()
  })
})

describe('the pause switch', () => {
  it('is open until somebody turns it, and remembers who, when and why', async () => {
    expect(await readPause(test.table)).toEqual({ paused: false })
    const turn = { paused: true, by: 'ann@example.com', at: NOON, why: 'wrong link' }
    expect(await setPause(test.table, turn)).toEqual(turn)
    expect(await readPause(test.table)).toEqual(turn)
    await setPause(test.table, { ...turn, paused: false })
    expect((await readPause(test.table)).paused).toBe(false)
  })
})
