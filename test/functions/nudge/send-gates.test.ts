import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { DAY, HOUR } from '../../../shared/domain/time.ts'
import { keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { setPause } from '../../../shared/store/pause.ts'
import { recordHardBounce } from '../../../shared/store/preferences.ts'
import { activityItem, identityItem, personItems } from '../../support/graph-items.ts'
import { aroundOnce, intercepted, type Meanwhile } from './meanwhile.ts'
import { ADDRESS, AUTHOR, EMAIL, openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const around = (name: string, meanwhile: Meanwhile) => aroundOnce(world.table, name, meanwhile)

describe('the gates, asked again', () => {
  const held = async (reason: string, state = 'held') => {
    const { id } = await world.queue()
    await world.send(id)
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state, reason })
    expect(await world.budget()).toBeUndefined()
  }

  it('see a topic turned off since', async () => {
    await world.consent({ granted: false, at: '2026-06-10T11:59:59.000Z', id: 'off' })
    await held('topic_off')
  })

  it('see everything turned off since', async () => {
    await world.consent({ topics: ['*'], granted: false, at: '2026-06-10T11:59:59.000Z', id: 'off' })
    await held('all_off')
  })

  it('see a bounce', async () => {
    await recordHardBounce(world.table, { emailIid: EMAIL, at: world.now() })
    await held('suppressed_bounce')
  })

  it('see that the subject is deleted', async () => {
    await world.put(activityItem({ id: 'q1', platform: 'forum', iid: AUTHOR, deleted: true }))
    await held('resolved')
  })

  it('see the pause', async () => {
    await setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'test' })
    await held('paused_all', 'waiting')
  })

  it('see the night', async () => {
    world.pass(11 * HOUR)
    await held('waiting_quiet_hours', 'waiting')
  })

  it('see that it is too late', async () => {
    const { id } = await world.queue('help', { expiresAt: world.now() })
    await world.send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'expired' })
  })

  it('send nothing overdue when sending goes on after a month', async () => {
    const { id } = await world.queue()
    await setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'test' })
    world.pass(30 * DAY)
    await setPause(world.table, { paused: false, by: 'jo', at: world.now(), why: '' })
    await world.send(id)
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'expired' })
  })

  it('see that the content has left the catalogue, and let it be decided again', async () => {
    await world.put({ ...keys.content('c1'), type: 'content', id: 'c1', deleted: true })
    await held('waiting_delay', 'waiting')
  })

  it('see an address that cannot be written to', async () => {
    await world.put(identityItem(EMAIL, { personId: (await personOf()) ?? '', address: 'a@b.c, evil@example.com' }))
    await held('no_address')
  })

  const personOf = async (): Promise<string | undefined> => {
    const { resolvePerson } = await import('../../../shared/store/people.ts')
    return (await resolvePerson(world.table, AUTHOR))?.person.personId
  }

  it('do not send what cannot be rendered, and name what is missing', async () => {
    const { id } = await world.queue()
    await world.send(id, { settings: { ...world.deps.settings, topics: {} } })
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'render_error', detail: 'topic' })
    expect(world.ses.calls()).toBe(0)
  })

  it('do not send to a host that is not allowed', async () => {
    const { id } = await world.queue()
    await world.send(id, { settings: { ...world.deps.settings, contentHosts: ['elsewhere.example'] } })
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'render_error', detail: 'content.url' })
  })

  it('see a second address that the person gets right before the reservation', async () => {
    const { id } = await world.queue()
    const second = `email:${'cd'.repeat(32)}`
    await world.put(...personItems([{ iid: second, address: 'mika@elsewhere.example' }]))
    await world.consent({ emailIid: second, topics: ['*'], granted: false, id: 'off' })
    const join = () =>
      link(world.table, { a: AUTHOR, b: second, kind: 'verified-email', confidence: 1, actor: 'test', at: world.now() })
    await world.send(id, { table: around('TransactWriteCommand', { before: join }) })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'all_off' })
    expect(await world.budget()).toBeUndefined()
  })

  it('is not sent to whom a link has joined with somebody who gets no email of any recipe, right before the reservation', async () => {
    const { id } = await world.queue()
    const second = `email:${'cd'.repeat(32)}`
    const armed = (iid: string, arm: string) => ({ ...keys.arm(iid, '*'), type: 'arm', recipe: '*', arm })
    await world.put(
      ...personItems([{ iid: second, address: 'mika@elsewhere.example' }]),
      ...[armed(AUTHOR, 'treated'), armed(EMAIL, 'treated'), armed(second, 'holdout')],
    )
    const join = () =>
      link(world.table, { a: AUTHOR, b: second, kind: 'verified-email', confidence: 1, actor: 'test', at: world.now() })
    const settings = { ...world.deps.settings, globalHoldout: 0.1 }
    await world.send(id, { settings, table: around('TransactWriteCommand', { before: join }) })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'mixed_arms', detail: 'global' })
  })

  it('cannot be asked about the pause: the email waits, and was not sent', async () => {
    const { id } = await world.queue()
    const broken = () => Promise.reject(new Error('DynamoDB is not there'))
    // Only the last look before the call reads a batch after the reservation.
    let reserved = false
    const table = around('TransactWriteCommand', {
      after: async () => {
        reserved = true
      },
    })
    const client = intercepted(table.client, 'BatchGetCommand', {
      before: () => (reserved ? broken() : Promise.resolve()),
    })
    await world.send(id, { table: { ...table, client } })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'waiting', reason: 'waiting_rate' })
    expect((await world.budget())?.sent).toEqual([])
  })

  it('take a zone that does not exist for none', async () => {
    const iid = EMAIL
    const personId = (await personOf()) ?? ''
    await world.put(
      identityItem(iid, { personId, address: ADDRESS, profile: { timeZone: { v: 'Moon/Base', at: '' } } }),
    )
    const { id } = await world.queue()
    await world.send(id)
    expect(await world.decision(id)).toMatchObject({ state: 'sent' })
  })

  it('see a pause that comes between the reservation and the call', async () => {
    const { id } = await world.queue()
    // The pause lands right after the reservation: the last look before the call has to see it.
    const pauseAll = () => setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'test' })
    await world.send(id, { table: around('TransactWriteCommand', { after: pauseAll }) })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'waiting', reason: 'paused_all' })
    expect(await world.budget()).toMatchObject({ sent: [] })
  })

  it('see an opt-out that comes between the look at the gates and the reservation', async () => {
    const { id } = await world.queue()
    const keysThatOptOut = async () => {
      await world.consent({ granted: false, at: world.now(), id: 'just now' })
      return world.tokenKeys
    }
    await world.send(id, { keys: keysThatOptOut })
    expect(world.ses.calls()).toBe(0)
    expect(await world.decision(id)).toMatchObject({ state: 'held', reason: 'topic_off' })
  })
})
