import { describe, expect, it } from '@jest/globals'
import { sweep } from '../../../functions/nudge/sweeping.ts'
import { keys } from '../../../shared/store/keys.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { personItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import {
  budgetItem,
  decisionsOf,
  JIM,
  jim,
  jimAsks,
  MAIL,
  planAll,
  planning,
  preferencesItem,
  put,
  putGuide,
  putItems,
  question,
  read,
  recipeNow,
} from './world.ts'

const staff = { role: { v: 'staff' as const, at: NOON } }

const test = tablePerTest()

const minute = async (deps: ReturnType<typeof planning>, now: string) => sweep(deps, { now, hasTime: () => true })

describe('a plan', () => {
  it('makes a decision, chooses content and queues it', async () => {
    const { table } = test
    await jimAsks(table)
    const deps = planning(table)
    await planAll(deps, test)
    const [decision, ...rest] = await decisionsOf(table)
    expect(rest).toEqual([])
    expect(decision).toMatchObject({
      type: 'decision',
      recipe: 'help',
      recipeVersion: 1,
      topic: 'answers',
      iid: JIM,
      subject: { platform: 'forum', id: 'p1', kind: 'post', threadId: 't1', at: '2026-06-09T12:00:00.000Z' },
      state: 'queued',
      reason: 'queued',
      arm: 'treated',
      emailIid: MAIL,
      content: { id: 'descaling', kind: 'guide', why: expect.arrayContaining(['about “descaling” and “light”']) },
      candidates: [{ id: 'descaling', parts: { topic: 1, stage: 1 } }],
    })
    expect(decision).not.toHaveProperty('until')
    expect(deps.queued).toEqual([{ iid: JIM, id: decision?.id }])
    expect(JSON.stringify(decision)).not.toContain('jim@example.com')
  })

  it('makes one decision and queues it once, however often the stream repeats itself', async () => {
    const { table } = test
    await putItems(table, jim())
    await putGuide(table)
    await put(table, question(), question({ rev: 'later', editedAt: NOON, text: 'I descaled it three times.' }))
    const deps = planning(table)
    for (let times = 0; times < 3; times++) await planAll(deps, test)
    expect(await decisionsOf(table)).toHaveLength(1)
    expect(deps.queued).toHaveLength(1)
  })

  it('says that what called for it was provisional, stays when that is refined, and is not made again', async () => {
    const { table } = test
    await putItems(table, jim())
    await putGuide(table)
    await put(
      table,
      question({ provisional: true, q: 'REFINE#0', qs: NOON }),
      question({ intents: [], engine: 'comprehend' }),
      question({ engine: 'comprehend' }),
    )
    const deps = planning(table)
    await planAll(deps, test)
    expect(await decisionsOf(table)).toMatchObject([{ state: 'queued', provisional: true }])
    expect(deps.queued).toHaveLength(1)
  })

  it('is finished by the sweep when it dies after the row', async () => {
    const { table } = test
    await jimAsks(table)
    const dying = planning(table, { settings: undefined as never })
    await planAll(dying, test)
    expect(await decisionsOf(table)).toMatchObject([{ state: 'waiting', reason: 'waiting_delay' }])
    const deps = planning(table)
    expect(await minute(deps, NOON)).toEqual({ queued: 1 })
    expect(deps.queued).toHaveLength(1)
  })

  it('is finished by the sweep when it dies between the row and the queue', async () => {
    const { table } = test
    await jimAsks(table)
    await planAll(planning(table, { enqueue: () => Promise.reject(new Error('queue is gone')) }), test)
    expect(await decisionsOf(table)).toMatchObject([{ state: 'queued' }])
    const deps = planning(table)
    expect(await minute(deps, '2026-06-10T12:04:00.000Z')).toEqual({})
    expect(await minute(deps, '2026-06-10T12:05:00.000Z')).toEqual({ queued: 1 })
    expect(deps.queued).toHaveLength(1)
    expect(await minute(deps, '2026-06-10T12:09:00.000Z')).toEqual({})
  })

  it('waits until it is due', async () => {
    const { table } = test
    await putItems(table, jim())
    await putGuide(table)
    await put(table, question({ createdAt: '2026-06-10T10:00:00.000Z' }))
    const deps = planning(table, { recipes: [recipeNow({ after: '24h' })] })
    await planAll(deps, test)
    expect(await decisionsOf(table)).toMatchObject([
      { state: 'waiting', reason: 'waiting_delay', until: '2026-06-11T10:00:00.000Z', qs: '2026-06-11T10:00:00.000Z' },
    ])
    expect(await minute(deps, '2026-06-11T09:59:00.000Z')).toEqual({})
    expect(await minute(deps, '2026-06-11T10:00:00.000Z')).toEqual({ queued: 1 })
  })

  it('of an old event makes a row that says so, and no email', async () => {
    const { table } = test
    await putItems(table, jim())
    await putGuide(table)
    await put(table, question({ createdAt: '2019-06-10T10:00:00.000Z' }))
    const deps = planning(table)
    await planAll(deps, test)
    expect(await decisionsOf(table)).toMatchObject([{ state: 'held', reason: 'expired' }])
    expect(deps.queued).toEqual([])
  })

  it.each([
    ['before anything is known of the person', [], 'no_address'],
    ['without an address', personItems([{ iid: JIM }]), 'no_address'],
    ['without consent', [...jim(), preferencesItem({ topics: {} })], 'no_consent'],
    [
      'after a complaint',
      [...jim(), preferencesItem({ suppressed: { reason: 'complaint', at: NOON } })],
      'suppressed_complaint',
    ],
    [
      'to staff',
      [
        ...personItems([
          { iid: JIM, profile: staff },
          { iid: MAIL, address: 'jim@example.com' },
        ]),
        preferencesItem(),
      ],
      'condition_failed',
    ],
  ])('makes a row with its reason %s', async (_, items, reason) => {
    const { table } = test
    await put(table, ...items)
    await putGuide(table)
    await put(table, question())
    const deps = planning(table)
    await planAll(deps, test)
    expect(await decisionsOf(table)).toMatchObject([{ state: 'held', reason }])
    expect(deps.queued).toEqual([])
  })

  it('looks at nothing that is no question, is deleted, or is of another type', async () => {
    const { table } = test
    await put(
      table,
      question({ id: 'a', intents: [] }),
      question({ id: 'b', deleted: true }),
      { ...question({ id: 'c' }), type: 'stub' },
      question({ id: 'd', kind: 'reaction' }),
    )
    await planAll(planning(table), test)
    expect(await decisionsOf(table)).toEqual([])
  })

  it('begins when the post arrives whose reply came first, and when an edit makes a question of it', async () => {
    const { table } = test
    await put(table, { ...keys.activity('forum', 'p1'), type: 'stub', platform: 'forum', id: 'p1', waiting: {} })
    await put(table, question(), question({ id: 'p2', threadId: 't2', intents: [] }))
    await put(table, question({ id: 'p2', threadId: 't2', rev: 'later' }))
    await planAll(planning(table), test)
    expect((await decisionsOf(table)).map(({ subject }) => subject.id).sort()).toEqual(['p1', 'p2'])
  })

  it('makes rows for paused and rehearsing recipes, not for drafts', async () => {
    const { table } = test
    await jimAsks(table)
    const recipes = ['paused', 'dry-run', 'draft', 'archived'].map((status) => recipeNow({ id: status, status }))
    const deps = planning(table, { recipes })
    await planAll(deps, test)
    const rows = (await decisionsOf(table)).map(({ recipe, state, reason }) => [recipe, state, reason])
    expect(rows.sort()).toEqual([
      ['dry-run', 'held', 'dry_run'],
      ['paused', 'waiting', 'paused_recipe'],
    ])
    expect(deps.queued).toEqual([])
  })

  it('of two recipes at once the more important goes first, and the other is looked at again', async () => {
    const { table } = test
    await putItems(table, jim())
    await putGuide(table)
    await putGuide(table, 'descaling-two')
    await put(table, question())
    const deps = planning(table, { recipes: [recipeNow(), recipeNow({ id: 'urgent', priority: 90 })] })
    await planAll(deps, test)
    const rows = (await decisionsOf(table)).map(({ recipe, reason, content }) => [recipe, reason, content?.id])
    expect(rows.sort()).toEqual([
      ['help', 'outranked', undefined],
      ['urgent', 'queued', 'descaling'],
    ])
  })

  it('gives the second question of the cool-down a row that says so', async () => {
    const { table } = test
    await putItems(table, [...jim(), budgetItem([])])
    await putGuide(table)
    await putGuide(table, 'descaling-two')
    await put(table, question())
    const deps = planning(table)
    await planAll(deps, test)
    const [first] = await decisionsOf(table)
    await put(table, { ...first, state: 'sent', sentAt: NOON, q: undefined, qs: undefined })
    await put(table, question({ id: 'p2', threadId: 't2', createdAt: NOON }))
    await planAll(deps, test, '2026-06-10T13:00:00.000Z')
    const second = (await decisionsOf(table)).find(({ subject }) => subject.id === 'p2')
    expect(second).toMatchObject({ state: 'held', reason: 'cooldown', detail: '2026-06-17T12:00:00.000Z' })
  })

  it('keeps rows for as long as the retention says', async () => {
    const { table } = test
    await put(table, question())
    await planAll(planning(table, { keepDays: 10 }), test)
    const [row] = await decisionsOf(table)
    expect(row?.expires).toBe(Date.parse(NOON) / 1_000 + 10 * 86_400)
    expect(await read(table, { pk: row?.pk ?? '', sk: row?.sk ?? '' })).toBeDefined()
  })
})
