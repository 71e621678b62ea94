import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Webhook } from 'standardwebhooks'
import { hear } from '../../../functions/respond/alerting.ts'
import { channelsOf } from '../../../functions/respond/channels.ts'
import { deliverOne } from '../../../functions/respond/delivering.ts'
import { sampleNotice } from '../../../shared/domain/respond/alerts/notice.ts'
import { emailIdentity } from '../../../shared/store/addresses.ts'
import { raise } from '../../../shared/store/alert-deliveries.ts'
import { deleteAlert } from '../../../shared/store/alerts.ts'
import { keys } from '../../../shared/store/keys.ts'
import { withLog } from '../../support/door.ts'
import { personItems } from '../../support/graph-items.ts'
import { HOUR, hot, MINUTE, mention, openWorld, SECRET, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const HOT = { type: 'topic.hot' }
const HOOK = { kind: 'webhook', destination: 'programs' }
const MAIL = { kind: 'email', addresses: ['ada@brand.example', 'ben@brand.example'] }
const states = async (id?: string) => (await world.deliveries(id)).map(({ state }) => state)
const mails = () => world.ses.emails()

describe('what happens', () => {
  it('is told once, however often the event comes and however many hear of it at the same time', async () => {
    await world.alert(HOT, HOOK)
    await Promise.all([world.hear(hot()), world.hear(hot()), world.hear(hot())])
    await world.hear(hot())
    expect(world.received).toHaveLength(1)
    expect(await states()).toEqual(['sent'])
  })

  it('is emailed to everybody of the team, each once, and to nobody who said spam', async () => {
    await world.alert(HOT, MAIL)
    const ben = emailIdentity('a pepper for tests', 'ben@brand.example')
    await world.put({
      ...keys.preferences(ben),
      type: 'preferences',
      ver: 1,
      topics: {},
      suppressed: { reason: 'complaint', at: world.now() },
    })
    await world.hear(hot())
    await world.hear(hot())
    expect(mails().map(({ to }) => to)).toEqual([['ada@brand.example']])
    expect(
      (await world.deliveries()).map(({ address, state, attempts }) => [address, state, attempts[0]?.code]).sort(),
    ).toEqual([
      ['ada@brand.example', 'sent', undefined],
      ['ben@brand.example', 'failed', 'suppressed'],
    ])
  })

  it('goes to Slack, to Teams and to the bus in their own shapes', async () => {
    await world.alert(HOT, { kind: 'slack', destination: 'team' }, {}, 'slack')
    await world.alert(HOT, { kind: 'teams', destination: 'office' }, {}, 'teams')
    await world.alert(HOT, { kind: 'bus' }, {}, 'bus')
    await world.hear(hot())
    const bodies = world.received.map(({ body }) => JSON.parse(body) as object)
    expect(bodies).toEqual([
      expect.objectContaining({ blocks: expect.anything() }),
      expect.objectContaining({ attachments: expect.anything() }),
    ])
    expect(world.told).toMatchObject([
      { type: 'alert.raised', data: { alert: 'bus', on: 'topic.hot', cause: 'E1', topic: 'T' } },
    ])
  })

  it('is told only when somebody has the followers, as the platform last said', async () => {
    const profile = { followers: { v: 5_000, at: world.now() } }
    await world.put(...personItems([{ iid: 'forum:7', profile }]))
    await world.alert({ type: 'complaint.high-reach', minFollowers: 5_000 })
    await world.alert({ type: 'complaint.high-reach', minFollowers: 5_001 }, { kind: 'bus' }, {}, 'more')
    await world.hear(mention({ label: 'NEGATIVE', confidence: 0.9, url: 'https://forum.example/1' }))
    expect(world.told).toMatchObject([{ data: { alert: 'team', followers: 5_000, url: 'https://forum.example/1' } }])
  })

  it('waits for the end of quiet hours', async () => {
    await world.alert(HOT, HOOK, { quiet: { start: '11:00', end: '13:00', zone: 'UTC' } })
    await world.hear(hot())
    await world.clock()
    expect(world.received).toHaveLength(0)
    world.pass(HOUR)
    await world.clock()
    expect(world.received).toHaveLength(1)
  })

  it('is within what an alert tells in an hour also where a night of it comes at once, and so is the summary', async () => {
    await world.alert(HOT, HOOK, { quiet: { start: '11:00', end: '14:00', zone: 'UTC' }, mostAnHour: 2 })
    for (let n = 0; n < 3; n++) await world.hear(hot(`E${n}`))
    world.pass(HOUR)
    await world.clock()
    for (let n = 3; n < 6; n++) await world.hear(hot(`E${n}`))
    await world.clock()
    expect(world.received).toHaveLength(0)
    world.pass(HOUR)
    await world.clock()
    expect(world.received).toHaveLength(2)
    world.pass(HOUR)
    await world.clock()
    expect(world.received).toHaveLength(3)
    expect(JSON.parse(world.received[2]?.body ?? '')).toMatchObject({ data: { more: 4 } })
  })

  it('is not told by an alert that somebody has paused meanwhile, be it in a summary; a test is', async () => {
    const quiet = { quiet: { start: '11:00', end: '13:00', zone: 'UTC' }, mostAnHour: 1 }
    await world.alert(HOT, HOOK, quiet)
    await world.hear(hot('E1'))
    await world.hear(hot('E2'))
    const paused = await world.alert(HOT, HOOK, { ...quiet, paused: true })
    world.pass(2 * HOUR)
    await world.clock()
    expect(world.received).toHaveLength(0)
    expect((await world.deliveries()).map(({ attempts }) => attempts[0]?.code)).toContain('alert_paused')
    const telling = { cause: 'test', notice: sampleNotice('topic.hot', world.now()) }
    const [id = ''] = await raise(world.table, paused, telling, { now: world.now(), counted: false, atOnce: true })
    await world.alerting.deliver('team', id)
    expect(world.received).toHaveLength(1)
  })

  it('is noted for every alert before the first is told, so that one that hangs keeps no other from it', async () => {
    await world.alert(HOT, HOOK)
    await world.alert(HOT, HOOK, {}, 'zebra')
    const dies = { ...world.alerting, deliver: () => Promise.reject(new Error('timed out')) }
    await expect(hear(dies, hot())).rejects.toThrow('timed out')
    expect(await world.deliveries('zebra')).toMatchObject([{ state: 'waiting' }])
  })

  it('is one summary where it is more than an alert tells in an hour', async () => {
    await world.alert(HOT, HOOK, { mostAnHour: 2 })
    for (let n = 0; n < 5; n++) {
      await world.hear(hot(`E${n}`))
      await world.hear(hot(`E${n}`))
    }
    expect(world.received).toHaveLength(2)
    await world.clock()
    expect(world.received).toHaveLength(2)
    world.pass(HOUR)
    await world.clock()
    await world.clock()
    expect(world.received).toHaveLength(3)
    expect(JSON.parse(world.received[2]?.body ?? '')).toMatchObject({ data: { on: 'topic.hot', more: 3 } })
    expect((await states()).sort()).toEqual(['held', 'held', 'held', 'sent', 'sent', 'sent'])
    await world.hear(hot('E9'))
    expect(world.received).toHaveLength(4)
  })
})

describe('a delivery', () => {
  it('by webhook is verified by the library of Standard Webhooks, and has the same id at every try', async () => {
    await world.alert(HOT, HOOK)
    world.answers.push({ status: 500 })
    await world.hear(hot())
    world.pass(5 * MINUTE)
    await world.clock()
    const [first, second] = world.received
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.body).toBe(first?.body)
    const past = Date.now
    Date.now = () => Date.parse(world.now())
    try {
      expect(new Webhook(SECRET).verify(second?.body ?? '', second?.headers ?? {})).toMatchObject({
        ...{
          type: 'alert.raised',
          id: second?.headers['webhook-id'],
          data: { alert: 'team', on: 'topic.hot', label: 'pump' },
        },
      })
    } finally {
      Date.now = past
    }
    expect(await world.deliveries()).toMatchObject([
      { state: 'sent', tries: 2, attempts: [{ status: 500, code: 'http_500' }, { status: 200 }] },
    ])
  })

  it('is tried five times, then it is in the log as failed', async () => {
    await world.alert(HOT, HOOK)
    world.answers.push(...Array.from({ length: 5 }, () => ({ status: 503 })))
    await world.hear(hot())
    for (let n = 0; n < 30; n++) {
      world.pass(5 * MINUTE)
      await world.clock()
    }
    expect(world.received).toHaveLength(5)
    expect(await states()).toEqual(['failed'])
  })

  it('that failed for good is counted for the alarm, and what the team wants no more is not', async () => {
    await world.alert(HOT, HOOK)
    await world.alert(HOT, HOOK, { quiet: { start: '11:00', end: '13:00', zone: 'UTC' } }, 'zebra')
    world.answers.push({ status: 410 })
    const failed = await withLog(() => world.hear(hot()))
    const counts = failed.log.map((line) => JSON.parse(line)).filter(({ _aws }) => _aws)
    expect(counts).toMatchObject([{ AlertDeliveries: 1, result: 'failed', channel: 'webhook' }])
    expect(counts[0]._aws.CloudWatchMetrics[0].Dimensions).toContainEqual(['stage', 'result'])
    await deleteAlert(world.table, 'zebra', { by: 'ada', at: world.now() })
    world.pass(HOUR)
    const left = await withLog(() => world.clock())
    expect(left.log.join('')).toContain('"result":"left-out"')
    expect(left.log.join('')).not.toContain('"result":"failed"')
  })

  it('that is refused is not tried again; one that is to wait waits as long as it is told', async () => {
    await world.alert(HOT, HOOK)
    world.answers.push(
      { status: 410 },
      { status: 429, headers: { 'retry-after': '1800' } },
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    )
    await world.hear(hot('gone'))
    await world.hear(hot('busy'))
    await world.hear(hot('moved'))
    for (let n = 0; n < 5; n++) {
      world.pass(5 * MINUTE)
      await world.clock()
    }
    expect(world.received).toHaveLength(3)
    world.pass(5 * MINUTE)
    await world.clock()
    expect(world.received).toHaveLength(4)
    expect((await states()).sort()).toEqual(['failed', 'failed', 'sent'])
  })

  it('goes nowhere but where it may: not to a private network, not where the secret has nothing, not over http', async () => {
    await world.alert(HOT, HOOK)
    const url = 'https://10.0.0.7/hook'
    const seen: (string | undefined)[] = []
    const tryTo = async (id: string, loopback = true) => {
      const channels = channelsOf({ ...world.reach, loopback })
      const deliver = (alert: string, delivery: string) =>
        deliverOne({ ...world.delivering, channels }, alert, delivery)
      await hear({ ...world.alerting, deliver }, hot(id))
      seen.push((await world.deliveries()).find(({ notice }) => notice.cause === id)?.attempts[0]?.code)
    }
    await tryTo('not-local', false)
    world.destinations.programs = { kind: 'webhook', url, secret: SECRET }
    await tryTo('private')
    world.destinations.programs = { kind: 'slack', url }
    await tryTo('other-kind')
    delete world.destinations.programs
    await tryTo('none')
    expect(seen).toEqual(['address_not_allowed', 'no_answer', 'no_destination', 'no_destination'])
    expect(world.received).toHaveLength(0)
  })

  it('that its sender died of is tried again; an email is not, and says that nobody knows', async () => {
    await world.alert(HOT, HOOK, {}, 'hook')
    await world.alert(HOT, { kind: 'email', addresses: ['ada@brand.example'] }, {}, 'mail')
    // The world ends when it has been sent, before anybody can say so.
    const never = new Promise<never>(() => {})
    const { webhook, email } = world.delivering.channels
    const dying = {
      ...world.delivering.channels,
      webhook: (given: Parameters<typeof webhook>[0]) => webhook(given).then(() => never),
      email: (given: Parameters<typeof email>[0]) => email(given).then(() => never),
    }
    const alone = { ...world.alerting, deliver: async () => {} }
    await hear(alone, hot())
    for (const id of ['hook', 'mail'])
      for (const { id: delivery } of await world.deliveries(id))
        void deliverOne({ ...world.delivering, channels: dying }, id, delivery)
    for (let n = 0; n < 100 && (world.received.length === 0 || mails().length === 0); n++)
      await new Promise((wake) => setTimeout(wake, 20))
    expect([...(await states('hook')), ...(await states('mail'))]).toEqual(['sending', 'sending'])
    await world.clock()
    expect(world.received).toHaveLength(1)
    world.pass(5 * MINUTE)
    const { log } = await withLog(() => world.clock())
    expect(log.join('')).toContain('"result":"unknown"')
    expect(world.received).toHaveLength(2)
    expect(world.received[0]?.headers['webhook-id']).toBe(world.received[1]?.headers['webhook-id'])
    expect(mails()).toHaveLength(1)
    expect([...(await states('hook')), ...(await states('mail'))]).toEqual(['sent', 'unknown'])
  })

  it('of an alert that is gone, or goes another way now, is not made', async () => {
    await world.alert(HOT, HOOK, { quiet: { start: '11:00', end: '13:00', zone: 'UTC' } })
    await world.alert(HOT, HOOK, { quiet: { start: '11:00', end: '13:00', zone: 'UTC' } }, 'other')
    await world.hear(hot())
    await deleteAlert(world.table, 'team', { by: 'ada', at: world.now() })
    await world.alert(HOT, { kind: 'bus' }, {}, 'other')
    world.pass(HOUR)
    await world.clock()
    const codes = [...(await world.deliveries()), ...(await world.deliveries('other'))].map(
      ({ attempts }) => attempts[0]?.code,
    )
    expect(codes).toEqual(['alert_gone', 'channel_changed'])
    expect(world.received).toHaveLength(0)
  })
})
