import { describe, expect, it } from '@jest/globals'
import { replan } from '../../../functions/nudge/replanning.ts'
import { sweep } from '../../../functions/nudge/sweeping.ts'
import { armOf } from '../../../shared/domain/nudge/arm.ts'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import type { DecisionItem } from '../../../shared/store/nudge-records.ts'
import { resolvePerson } from '../../../shared/store/people.ts'
import { unlink } from '../../../shared/store/split.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { personItems } from '../../support/graph-items.ts'
import { tablePerTest } from '../../support/tables.ts'
import {
  budgetItem,
  changesOf,
  decisionsOf,
  JIM,
  MAIL,
  onlyDecision,
  planAll,
  planning,
  preferencesItem,
  put,
  putGuide,
  putItems,
  question,
  recipeNow,
} from './world.ts'

const test = tablePerTest()

type Deps = ReturnType<typeof planning>
const OTHER = 'github:9'
const OTHER_MAIL = 'email:other'
const word = { by: 'user:ada', at: NOON }
const said = { kind: 'agent', confidence: 0.9, actor: 'user:ada', at: NOON } as const
const joined = (a = JIM, b = OTHER) => link(test.table, { a, b, ...said })

/** Jim on the forum, and somebody on GitHub, each with an address of their own; as their platforms have told it. */
const people = async (saidElsewhere: Record<string, unknown> = {}): Promise<void> => {
  await putItems(test.table, [
    ...personItems([{ iid: JIM, profile: { timeZone: { v: 'Europe/London', at: NOON } } }]),
    ...personItems([{ iid: MAIL, address: 'jim@example.com' }]),
    ...personItems([{ iid: OTHER }]),
    ...personItems([{ iid: OTHER_MAIL, address: 'other@example.com' }]),
    preferencesItem(),
    { ...preferencesItem(saidElsewhere), ...keys.preferences(OTHER_MAIL) },
  ])
  const verified = { kind: 'verified-email', confidence: 0.95, actor: 'source:x', at: NOON } as const
  await link(test.table, { a: JIM, b: MAIL, ...verified })
  await link(test.table, { a: OTHER, b: OTHER_MAIL, ...verified })
}
const personIdOf = async (iid: string) => (await resolvePerson(test.table, iid))?.person.personId ?? ''
const off = { topics: { '*': { granted: false, basis: 'consent', wording: 'w', source: 'mail', at: NOON } } }

const changedPeople = async () => (await changesOf(test, 'person')).filter(({ before }) => before)
const replanAll = async (deps: Deps, now = NOON): Promise<void> => {
  for (const change of await changedPeople()) await replan(deps, change, now)
}
const only = (iid = JIM): Promise<DecisionItem> => onlyDecision(test.table, iid)

/** Jim's question is planned; the other is there, with a word on email. */
const world = async (recipe: Record<string, unknown>, saidElsewhere: Record<string, unknown> = {}): Promise<Deps> => {
  await people(saidElsewhere)
  await putGuide(test.table)
  await put(test.table, question())
  const deps = planning(test.table, { recipes: [recipeNow(recipe)] })
  await planAll(deps, test)
  return deps
}

describe('a link', () => {
  it('recalls what is on its way when the person has said no from another address', async () => {
    const deps = await world({}, off)
    expect(await only()).toMatchObject({ state: 'queued' })
    await joined()
    await replanAll(deps)
    expect(await only()).toMatchObject({ state: 'held', reason: 'all_off' })
  })

  it('recalls what is not due yet, and only for what will not pass', async () => {
    const deps = await world({ after: '48h' }, off)
    expect(await only()).toMatchObject({ state: 'waiting', reason: 'waiting_delay' })
    await joined()
    await replanAll(deps)
    expect(await only()).toMatchObject({ state: 'held', reason: 'all_off' })
  })

  it('leaves alone what is not due yet and may go by then', async () => {
    const deps = await world({ after: '48h', cooldown: '1d' })
    const before = await only()
    await joined()
    await replanAll(deps)
    expect(await only()).toEqual(before)
  })

  it('has the caps of both addresses kept: what was queued waits', async () => {
    const deps = await world({})
    await put(test.table, {
      ...budgetItem([{ id: 'earlier', at: '2026-06-10T08:00:00.000Z' }]),
      ...keys.budget(OTHER_MAIL),
    })
    await joined()
    await replanAll(deps)
    expect(await only()).toMatchObject({ state: 'waiting', reason: 'waiting_cap' })
  })

  it('leaves what is reserved or sent as it is', async () => {
    const deps = await world({}, off)
    await put(test.table, { ...(await only()), state: 'sending' })
    await joined()
    await replanAll(deps)
    expect(await only()).toMatchObject({ state: 'sending' })
  })

  it('changes nothing when it is told twice, nor when only a version goes up', async () => {
    const deps = await world({}, off)
    await joined()
    await replanAll(deps)
    const held = await only()
    await replanAll(deps)
    expect(await only()).toEqual(held)
    await link(test.table, { a: MAIL, b: OTHER_MAIL, ...said, kind: 'claim' })
    await replanAll(deps)
    expect(await only()).toEqual(held)
  })

  it('looks at all decisions though one cannot be looked at, and says so', async () => {
    const deps = await world({}, off)
    const good = await only()
    // Of a kind that reading the context cannot digest.
    await put(test.table, { ...good, ...keys.decision(JIM, '0'), id: '0', subject: null })
    await joined()
    const changes = await changedPeople()
    expect(changes).not.toEqual([])
    const all = changes.map((one) => replan(deps, one, NOON))
    expect((await Promise.allSettled(all)).some(({ status }) => status === 'rejected')).toBe(true)
    const after = (await decisionsOf(test.table)).find(({ id }) => id === good.id)
    expect(after).toMatchObject({ state: 'held', reason: 'all_off' })
  })
})

describe('a split', () => {
  it('lets go at once what waited for the caps of somebody else', async () => {
    await people()
    await put(test.table, {
      ...budgetItem([{ id: 'earlier', at: '2026-06-10T08:00:00.000Z' }]),
      ...keys.budget(OTHER_MAIL),
    })
    await joined()
    await putGuide(test.table)
    await put(test.table, question())
    const deps = planning(test.table)
    await planAll(deps, test)
    expect(await only()).toMatchObject({ state: 'waiting', reason: 'waiting_cap' })
    await unlink(test.table, { a: JIM, b: OTHER, kind: 'agent' }, word)
    await replanAll(deps)
    expect(await only()).toMatchObject({ state: 'queued' })
    expect(deps.queued).toHaveLength(1)
  })

  it('leaves alone what waits for SES', async () => {
    const deps = await world({})
    const waiting = { ...(await only()), state: 'waiting', reason: 'waiting_rate', until: '2026-06-10T12:01:00.000Z' }
    await put(test.table, waiting)
    await joined()
    await replanAll(deps)
    expect(await only()).toEqual(waiting)
  })
})

describe('the arm of an experiment', () => {
  const HALF = { holdout: 0.5, cooldown: '1d' }
  /** A recipe whose draw gives the two people these arms. */
  const drawn = (arms: string, ...persons: string[]): string => {
    for (let at = 0; ; at++) {
      const id = `help-${at}`
      if (persons.map((person) => armOf(id, person, 0.5)).join() === arms) return id
    }
  }
  const othersQuestion = (id: string) => question({ id, platform: 'github', iid: OTHER, threadId: id })

  it('stays when a link gives the person another id', async () => {
    await people()
    const [jim, other] = [await personIdOf(JIM), await personIdOf(OTHER)]
    const renamed = jim < other ? OTHER : JIM
    // The one whose id goes is treated; the draw of the id that stays would leave them without.
    const id = drawn('treated,holdout', ...[jim, other].sort().reverse())
    await putGuide(test.table)
    const ask = renamed === JIM ? question() : othersQuestion('q1')
    await put(test.table, ask)
    const deps = planning(test.table, { recipes: [recipeNow({ ...HALF, id, cooldown: '0m' })] })
    await planAll(deps, test)
    expect(await only(renamed)).toMatchObject({ state: 'queued', arm: 'treated' })
    await joined()
    await put(test.table, { ...(await only(renamed)), state: 'held', reason: 'no_content' })
    await put(test.table, { ...ask, ...keys.activity(ask.platform, 'q2'), id: 'q2', threadId: 't2' })
    await planAll(deps, test)
    const all = await decisionsOf(test.table, renamed)
    expect(all.map(({ arm }) => arm)).toEqual(['treated', 'treated'])
    expect(await personIdOf(renamed)).toBe([jim, other].sort()[0])
  })

  it('of two different ones joined: nothing more is sent, and after a split each has their own', async () => {
    await people()
    const id = drawn('treated,holdout', await personIdOf(JIM), await personIdOf(OTHER))
    await putGuide(test.table)
    await put(test.table, question(), othersQuestion('q1'))
    const deps = planning(test.table, { recipes: [recipeNow({ ...HALF, id })] })
    await planAll(deps, test)
    expect(await only(JIM)).toMatchObject({ state: 'queued', arm: 'treated' })
    expect(await only(OTHER)).toMatchObject({ state: 'held', reason: 'holdout', arm: 'holdout' })
    await joined()
    await replanAll(deps)
    expect(await only(JIM)).toMatchObject({ state: 'held', reason: 'mixed_arms' })
    await unlink(test.table, { a: JIM, b: OTHER, kind: 'agent' }, word)
    await put(test.table, question({ id: 'p2', threadId: 't2' }), othersQuestion('q2'))
    await planAll(deps, test)
    await sweep(deps, { now: NOON, hasTime: () => true })
    const arms = async (iid: string) => (await decisionsOf(test.table, iid)).map(({ arm }) => arm)
    expect(await arms(JIM)).toEqual(['treated', 'treated'])
    expect(await arms(OTHER)).toEqual(['holdout', 'holdout'])
  })

  it('is given to nobody where nobody is left without', async () => {
    await world({ holdout: 0 })
    expect(await changesOf(test, 'arm')).toEqual([])
  })
})
