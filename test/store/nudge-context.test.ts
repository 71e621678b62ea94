import { describe, expect, it } from '@jest/globals'
import { newDecision } from '../../shared/store/decisions.ts'
import type { ActivityItem, IdentityItem } from '../../shared/store/items.ts'
import { keys } from '../../shared/store/keys.ts'
import { loadNudgeContext } from '../../shared/store/nudge-context.ts'
import { setPause } from '../../shared/store/pause.ts'
import { NOON, recipe, settings, subject } from '../domain/nudge/factories.ts'
import { budgetItem, JIM, jim, MAIL, preferencesItem, put, question } from '../functions/nudge/world.ts'
import { activityItem, personItems } from '../support/graph-items.ts'
import { fixedRecipes } from '../support/recipes.ts'
import { tablePerTest } from '../support/tables.ts'

const test = tablePerTest()

const load = (changes: Record<string, unknown> = {}, about = subject(), iid = JIM) => {
  const used = recipe(changes)
  const decision = newDecision(used, { subject: about, iid, personId: 'P', now: NOON, keepDays: 400 })
  return loadNudgeContext(test.table, decision, { now: NOON, settings: settings(), recipes: fixedRecipes([used]) })
}

const order = (id: string, createdAt: string, iid = JIM): ActivityItem =>
  activityItem({ id, kind: 'order', platform: 'forum', iid, createdAt })

const rollup = (iid: string, month: string, numbers: Record<string, number>) => ({
  ...keys.rollup(iid, month),
  type: 'rollup',
  ...numbers,
})

describe('the context of a decision', () => {
  it('has the person, the addresses and what they may be sent, but no address itself in the rules’ part', async () => {
    const sent = [{ id: 'X', at: '2026-06-01T00:00:00.000Z' }]
    await put(test.table, ...jim(), budgetItem(sent), question())
    const { items, decision, ...rules } = await load()
    expect(rules).toMatchObject({
      now: NOON,
      pausedAll: false,
      addresses: [{ iid: MAIL, since: '2026-11-01T08:00:00.000Z', topics: { answers: { granted: true } }, sent }],
      timeZone: 'Europe/London',
      facts: { subjectDeleted: false, subjectChanged: false, answers: 0, roles: [] },
      others: [],
      identities: [MAIL, JIM],
      words: { title: 'Descaling light will not go off', text: 'I descaled it twice.', threadId: 't1' },
      languages: [['en'], ['en', 'und']],
      candidates: [],
      priorities: { help: 50 },
    })
    expect(JSON.stringify(rules)).not.toContain('jim@example.com')
    expect(items.identities.get(MAIL)?.address).toBe('jim@example.com')
    expect(items.preferences.get(MAIL)?.ver).toBe(1)
    expect(items.budgets.get(MAIL)?.ver).toBe(1)
    expect(items.subject?.id).toBe('p1')
    expect(decision.recipe).toBe('help')
  })

  it('is empty where nothing is known', async () => {
    expect(await load()).toMatchObject({
      addresses: [],
      identities: [JIM],
      facts: { subjectDeleted: true, subjectChanged: true },
      words: { threadId: 't1' },
      languages: [[], ['en', 'und']],
    })
  })

  it('knows a pause, what was said of suppression and snooze, and the person’s own zone and language', async () => {
    await setPause(test.table, { paused: true, by: 'ann', at: NOON, why: '' })
    await put(
      test.table,
      ...jim(),
      question({ language: 'und' }),
      preferencesItem({
        suppressed: { reason: 'bounce', at: NOON },
        snoozedUntil: NOON,
        timeZone: 'Asia/Tokyo',
        language: 'ja',
      }),
    )
    expect(await load()).toMatchObject({
      pausedAll: true,
      timeZone: 'Asia/Tokyo',
      languages: [['ja'], ['en', 'und']],
      addresses: [{ suppressed: { reason: 'bounce' }, snoozedUntil: NOON }],
    })
  })

  it('takes the newest word of several accounts, and nothing goes to an account that is gone', async () => {
    const profile = (zone: string, at: string): Partial<IdentityItem> => ({
      profile: { timeZone: { v: zone, at }, language: { v: 'de-AT', at }, role: { v: 'member', at } },
    })
    await put(
      test.table,
      ...personItems([
        { iid: JIM, ...profile('Europe/Vienna', '2026-02-01T00:00:00.000Z'), gone: { v: true, at: NOON } },
        { iid: 'github:9', ...profile('Europe/Rome', '2026-01-01T00:00:00.000Z') },
        { iid: MAIL },
        { iid: 'email:other', address: 'jim@work.example' },
      ]),
      question(),
    )
    expect(await load()).toMatchObject({
      timeZone: 'Europe/Vienna',
      languages: [
        ['en', 'de'],
        ['en', 'und'],
      ],
      addresses: [{ iid: 'email:other', topics: {}, sent: [] }],
      facts: { roles: ['member', 'member'], subjectDeleted: true },
    })
  })

  it('knows the thread and whether the subject still is what it was', async () => {
    await put(test.table, ...jim(), question({ intents: [], threadTitle: 'Thread', tags: ['x'] }), {
      ...keys.thread('forum', 't1'),
      type: 'thread',
      solvedAt: NOON,
      closed: true,
      deleted: true,
    })
    expect(await load()).toMatchObject({
      facts: {
        subjectChanged: true,
        subjectDeleted: false,
        threadSolved: true,
        threadClosed: true,
        threadDeleted: true,
      },
      words: { tags: ['x'] },
    })
  })

  it('knows the decisions about all of the person’s accounts', async () => {
    await put(test.table, ...jim(), question())
    const about = (iid: string, id: string) => ({
      ...newDecision(recipe(), { subject: subject({ threadId: id }), iid, personId: 'P', now: NOON, keepDays: 1 }),
      content: { id: 'c', title: 't', url: 'u', language: 'en', why: [] },
      sendingAt: NOON,
      sentAt: NOON,
    })
    await put(test.table, about(JIM, 'tx'), about(MAIL, 'ty'), about('forum:2', 'tz'))
    const { others } = await load()
    expect(others.map(({ subject: of }) => of.threadId).sort()).toEqual(['tx', 'ty'])
    expect(others[0]).toMatchObject({ contentId: 'c', sentAt: NOON, sendingAt: NOON })
  })

  it('reads no history of somebody who has no address: no email can come of it', async () => {
    await put(test.table, ...personItems([{ iid: JIM }]), question())
    const asked: string[] = []
    const client = new Proxy(test.table.client, {
      get: (target, name) =>
        name !== 'send'
          ? Reflect.get(target, name)
          : (command: object) => {
              asked.push(command.constructor.name)
              return target.send(command as never)
            },
    })
    const used = recipe({ if: ['person.first_order'], unless: ['thread.answered'] })
    const decision = newDecision(used, { subject: subject(), iid: JIM, personId: 'P', now: NOON, keepDays: 400 })
    const ask = { now: NOON, settings: settings(), recipes: fixedRecipes([used]) }
    expect(await loadNudgeContext({ ...test.table, client }, decision, ask)).toMatchObject({ addresses: [] })
    expect(asked).not.toContain('QueryCommand')
  })

  it('counts mentions of this month and the last where the recipe asks', async () => {
    await put(
      test.table,
      ...jim(),
      question(),
      rollup(JIM, '2026-06', { pos: 1, neg: 2 }),
      rollup(MAIL, '2026-05', { neg: 3 }),
      rollup(JIM, '2026-04', { neg: 50 }),
    )
    expect((await load()).facts).toMatchObject({ positive: 0, negative: 0 })
    expect((await load({ unless: ['person.unhappy'] })).facts).toMatchObject({ positive: 1, negative: 5 })
  })

  it('counts orders before this one, over all accounts, where the recipe asks', async () => {
    const about = { platform: 'forum', id: 'o3', kind: 'order', at: '2026-06-09T12:00:00.000Z' }
    const asks = { if: ['person.first_order'], when: { event: 'order.placed' } }
    await put(test.table, ...jim(), order('o3', about.at), order('o4', '2026-06-09T13:00:00.000Z'))
    expect((await load(asks, about)).facts).toMatchObject({ ordersBefore: 0, subjectChanged: false })
    await put(test.table, order('o2', about.at), order('o1', '2026-06-02T12:00:00.000Z', MAIL))
    expect((await load(asks, about)).facts.ordersBefore).toBe(2)
    await put(test.table, rollup(JIM, '2026-05', { orders: 3 }), rollup(JIM, '2026-06', { orders: 9 }))
    expect((await load(asks, about)).facts.ordersBefore).toBe(5)
    expect((await load({}, about)).facts.ordersBefore).toBe(0)
  })

  it('finds an answer beyond the first page of a thread', async () => {
    await put(test.table, ...jim(), question())
    const reply = (id: string, iid: string) => ({
      ...activityItem({ id, kind: 'reply', platform: 'forum', iid, createdAt: `2026-06-09T13:00:00.000Z` }),
      th: 'T#forum#t1',
    })
    for (let at = 0; at < 60; at++) await put(test.table, reply(`a${String(at).padStart(2, '0')}`, JIM))
    expect((await load()).facts.answers).toBe(0)
    await put(test.table, reply('z', 'forum:2'))
    expect((await load()).facts.answers).toBe(1)
    expect((await load({ unless: [] })).facts.answers).toBe(0)
  })
})
