import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DAY, isoOf } from '../../shared/domain/time.ts'
import { keys } from '../../shared/store/keys.ts'
import { resolvePerson } from '../../shared/store/people.ts'
import { advanceDecision, markSent, markUnknown, releaseSend, reserveSend } from '../../shared/store/sends.ts'
import { ConflictError } from '../../shared/store/table.ts'
import { AUTHOR, EMAIL, openWorld, type World } from '../functions/nudge/send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const OTHER_EMAIL = `email:${'cd'.repeat(32)}`

const addresses = async () => [
  { iid: EMAIL, budget: await world.budget(), preferences: await world.preferences() },
  { iid: OTHER_EMAIL, budget: undefined, preferences: undefined },
]

const person = async () => {
  const found = await resolvePerson(world.table, AUTHOR)
  if (!found) throw new Error('there is no person')
  return found.person
}

const reserve = async (over: Partial<Parameters<typeof reserveSend>[1]> = {}) => {
  const decision = await world.queue()
  return reserveSend(world.table, {
    decision,
    emailIid: EMAIL,
    person: await person(),
    addresses: await addresses(),
    now: world.now(),
    ...over,
  })
}

describe('a reservation', () => {
  it('turns the decision to sending and counts the email', async () => {
    const { id } = await reserve()
    expect(await world.decision(id)).toMatchObject({ state: 'sending', sendingAt: world.now(), emailIid: EMAIL })
    expect(await world.budget()).toMatchObject({ type: 'budget', ver: 1, sent: [{ id, at: world.now() }] })
  })

  it('fails when the decision, the person, the preferences or any budget has changed since', async () => {
    const decision = await world.queue()
    const seen = await addresses()
    const known = await person()
    const attempt = () => reserve({ decision, person: known, addresses: seen })
    await expect(reserve({ decision, person: { ...known, ver: 0 } })).rejects.toThrow(ConflictError)
    await world.consent({ granted: false, at: world.now(), id: 'off' })
    await expect(attempt()).rejects.toThrow(ConflictError)
    const budget = { ...keys.budget(OTHER_EMAIL), type: 'budget', ver: 1, sent: [] }
    await world.put(budget)
    await expect(reserve({ decision })).rejects.toThrow(ConflictError)
    const fresh = [...(await addresses())].slice(0, 1)
    await world.queue('help', { state: 'held' })
    await expect(
      reserveSend(world.table, { decision, emailIid: EMAIL, person: known, addresses: fresh, now: world.now() }),
    ).rejects.toThrow(ConflictError)
    expect(await world.budget()).toBeUndefined()
  })

  it('forgets what is older than the longest window', async () => {
    const old = { id: 'old', at: isoOf(Date.parse(world.now()) - 31 * DAY) }
    const young = { id: 'young', at: isoOf(Date.parse(world.now()) - 29 * DAY) }
    await world.put({ ...keys.budget(EMAIL), type: 'budget', ver: 4, sent: [old, young] })
    const { id } = await reserve()
    const budget = await world.budget()
    expect(budget).toMatchObject({ ver: 5, sent: [young, { id, at: world.now() }] })
    expect((budget?.expires ?? 0) * 1_000).toBeGreaterThanOrEqual(Date.parse(world.now()) + 30 * DAY)
  })

  it('is taken back as if it had never been', async () => {
    const { id } = await reserve()
    const patch = { state: 'waiting', reason: 'waiting_rate', until: world.now(), updatedAt: world.now() } as const
    expect(await releaseSend(world.table, { iid: AUTHOR, id }, patch)).toMatchObject({ state: 'waiting' })
    expect(await world.budget()).toMatchObject({ ver: 2, sent: [] })
    expect(await releaseSend(world.table, { iid: AUTHOR, id }, patch)).toMatchObject({ state: 'waiting' })
    expect(await world.budget()).toMatchObject({ ver: 2 })
  })

  it('is taken back also when its budget is gone', async () => {
    const { id } = await reserve({ addresses: [] })
    const patch = { state: 'waiting', reason: 'waiting_rate', updatedAt: world.now() } as const
    expect(await releaseSend(world.table, { iid: AUTHOR, id }, patch)).toMatchObject({ state: 'waiting' })
  })
})

describe('what became of it', () => {
  const key = (id: string) => ({ iid: AUTHOR, id })

  it('is told once: sent', async () => {
    const { id } = await reserve()
    await markSent(world.table, key(id), { messageId: 'm', now: world.now() })
    await markSent(world.table, key(id), { messageId: 'm', now: world.now() })
    await markUnknown(world.table, key(id), { detail: 'late', now: world.now() })
    expect(await world.decision(id)).toMatchObject({ state: 'sent', sesMessageId: 'm' })
    expect(await world.content()).toMatchObject({ sends: 1 })
  })

  it('may be told late: unknown, then sent', async () => {
    const { id } = await reserve()
    await markUnknown(world.table, key(id), { detail: 'TimeoutError', now: world.now() })
    expect(await world.decision(id)).toMatchObject({ state: 'unknown', detail: 'TimeoutError' })
    await markSent(world.table, key(id), { messageId: 'm', now: world.now() })
    expect(await world.decision(id)).toMatchObject({ state: 'sent' })
  })

  it('only adds what is missing to what an event has said', async () => {
    const { id } = await world.queue('help', { state: 'sent', reason: 'sent', sentAt: world.now() })
    await markSent(world.table, key(id), { messageId: 'm', now: world.now() })
    expect(await world.decision(id)).toMatchObject({ state: 'sent', sesMessageId: 'm' })
  })

  it('is noted also when the content has left the catalogue', async () => {
    const { id } = await world.queue('help', {
      state: 'sending',
      content: { id: 'gone', kind: 'guide', title: 't', url: 'https://community.example/', language: 'en', why: [] },
    })
    expect(await markSent(world.table, key(id), { messageId: 'm', now: world.now() })).toMatchObject({ state: 'sent' })
  })

  it('of a decision that is gone is nothing', async () => {
    expect(await advanceDecision(world.table, key('gone'), () => ({ updatedAt: world.now() }))).toBeUndefined()
  })
})
