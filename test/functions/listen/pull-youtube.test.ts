import { afterEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { youtubeVideo } from '../../../local/payloads/youtube.ts'
import type { Delivery } from '../../../shared/domain/listen/delivery.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../../shared/domain/time.ts'
import { youtubeTopic } from '../../../shared/sources/challenge.ts'
import type { SettingsOf } from '../../../shared/sources/source.ts'
import { doorMark, doorToken } from '../../../shared/sources/source-secret.ts'
import { noteLease, readLeases } from '../../../shared/store/leases.ts'
import { doorEvent, openDoor } from '../../support/door.ts'
import { type Reach, startHub } from '../../support/hub.ts'
import { startPulling } from '../../support/pulls.ts'
import { tableForAll } from '../../support/tables.ts'

const ONE = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'
const TWO = 'UCBR8-60-B28hp2BmDPdntcQ'
const TOPIC = youtubeTopic(ONE)
const SECRET = JSON.stringify({ current: 'youtubeyoutubeyoutubeyoutubeyout' })

const test = tableForAll()
const running: { close: () => Promise<void> }[] = []
let sources = 0

afterEach(() => Promise.all(running.splice(0).map((one) => one.close())))

/** A hub, a door as deployed, the worker's note of what the hub tells, and looks at the source; all by one clock. */
const start = async (channels = [ONE]) => {
  const source = `tube${++sources}`
  const pulls = startPulling(test.table)
  const { state } = pulls
  state.secret = SECRET
  const settings: SettingsOf<'youtube'> = { type: 'youtube', channels }
  const door = openDoor({ [source]: settings }, {})
  const seen: Delivery[] = []
  let reachable = true
  const reach: Reach = async (url, init) => {
    if (!reachable) throw new Error('no way to the door')
    const { pathname, searchParams } = new URL(url)
    const [, , name = '', token = ''] = pathname.split('/')
    door.state.now = state.now
    door.secrets[source] = state.secret
    const request = { headers: init?.headers ?? {}, ...(init ? { body: init.body } : {}) }
    const method = init?.method ?? 'GET'
    const answer = await door.send(
      doorEvent(name, token, { ...request, method, query: Object.fromEntries(searchParams) }),
    )
    for (const delivery of door.queue.splice(0)) {
      if (delivery.lease) await noteLease(test.table, delivery.source, delivery.lease, delivery.receivedAt)
      else seen.push(delivery)
    }
    return { status: answer.status, text: answer.text }
  }
  const hub = await startHub({ now: () => state.now, reach })
  running.push(hub)
  const look = async () => {
    const pulled = await pulls.pull(source, { ...settings, channels: settings.channels, hub: hub.url })
    await hub.settle()
    return pulled
  }
  const pass = async (ms: number) => {
    state.now += ms
    return await look()
  }
  const setReachable = (can: boolean) => {
    reachable = can
  }
  return { ...pulls, source, hub, settings, seen, look, pass, setReachable, stored: () => pulls.cursor(source) }
}

describe('subscriptions to YouTube’s channels', () => {
  it('are made at the first look, with the door’s address and the secret, and confirmed by what the hub tells the door', async () => {
    const { look, hub, stored, source, state, counted } = await start([TWO, ONE])
    expect(await look()).toEqual({ taken: 0, end: 'done' })
    expect(hub.asked.map((form) => Object.fromEntries(form))).toEqual(
      [TWO, ONE].map((channel) => ({
        'hub.mode': 'subscribe',
        'hub.verify': 'async',
        'hub.topic': youtubeTopic(channel),
        'hub.callback': `https://app.example/hooks/${source}/${doorToken(SECRET)}`,
        'hub.secret': 'youtubeyoutubeyoutubeyoutubeyout',
        'hub.lease_seconds': '864000',
      })),
    )
    expect(hub.live(TOPIC)).toHaveLength(1)
    state.now += 15 * MINUTE
    await look()
    expect(hub.asked).toHaveLength(2)
    const ends = isoOf(state.now - 15 * MINUTE + 10 * DAY)
    expect((await stored()).leases).toEqual({ [ONE]: ends, [TWO]: ends })
    const before = (await stored()).rev
    await look()
    expect((await stored()).rev).toBe(before)
    expect(counted('PullFailed')).toBe(0)
  })

  it('bring what is published, signed with the secret', async () => {
    const { look, hub, seen } = await start()
    await look()
    const video = { id: 'v1', channel: ONE, title: 'News', published: '2026-11-21T20:00:00+00:00' }
    expect(await hub.publish(TOPIC, youtubeVideo(video))).toEqual([202])
    expect(seen).toHaveLength(1)
  })

  it('outlast a month and more without a gap, whatever lease the hub gives', async () => {
    for (const seconds of [86_400, 432_000, 864_000]) {
      const { pass, look, hub, counted } = await start()
      hub.state.most = seconds
      await look()
      for (let hour = 0; hour < 40 * 24; hour += 6) {
        await pass(6 * HOUR)
        expect(hub.live(TOPIC)).toHaveLength(1)
      }
      expect(hub.asked.length).toBeLessThan((40 * DAY) / (seconds * 1_000 * 0.6) + 3)
      expect(counted('PullFailed')).toBe(0)
    }
  }, 60_000)

  it('have no gap while the hub is away for a day, and are looked after again within an hour of its return', async () => {
    const { pass, look, hub, counted, state, stored } = await start()
    await look()
    // The worst moment: the lease is to be renewed just now.
    await pass(6 * DAY + 15 * HOUR)
    for (const trouble of ['gone', 'busy'] as const) {
      hub.state.trouble = trouble
      for (let minutes = 0; minutes < 12 * 60; minutes += 15) {
        await pass(15 * MINUTE)
        expect(hub.live(TOPIC)).toHaveLength(1)
      }
    }
    expect(counted('PullFailed')).toBeGreaterThan(20)
    hub.state.trouble = undefined
    for (let minutes = 0; minutes < 75; minutes += 15) await pass(15 * MINUTE)
    expect(hub.live(TOPIC)[0]?.until).toBeGreaterThan(state.now + 9 * DAY)
    expect((await stored()).lastError).toBeUndefined()
  }, 30_000)

  it('are tried less often the longer the hub is silent, and then that is told', async () => {
    const { pass, look, hub, setReachable, stored, counted } = await start()
    setReachable(false)
    await look()
    for (let minutes = 0; minutes < 24 * 60; minutes += 15) await pass(15 * MINUTE)
    expect(hub.asked.length).toBeGreaterThan(20)
    expect(hub.asked.length).toBeLessThan(30)
    expect((await stored()).lastError).toMatch(/has not confirmed 1 of 1 .* reached from the internet/)
    expect(counted('PullFailed')).toBeGreaterThan(80)
    setReachable(true)
    await pass(HOUR)
    await pass(15 * MINUTE)
    expect(hub.live(TOPIC)).toHaveLength(1)
    expect((await stored()).lastError).toBeUndefined()
  }, 30_000)

  it('that are denied are recorded with the reason, told, and asked for once a day', async () => {
    const { pass, look, hub, stored, source } = await start([ONE, TWO])
    hub.state.denies = (topic) => (topic === TOPIC ? 'not for you' : undefined)
    await look()
    for (let hour = 0; hour < 47; hour++) await pass(HOUR)
    expect(hub.asked.filter((form) => form.get('hub.topic') === TOPIC)).toHaveLength(2)
    expect((await stored()).lastError).toMatch(/denies the subscription to 1 of 2 channels/)
    const [lease] = await readLeases(test.table, source, [TOPIC], doorMark(doorToken(SECRET)))
    expect(lease).toMatchObject({ denied: 'not for you' })
    expect(lease).not.toHaveProperty('until')
    expect(hub.live(youtubeTopic(TWO))).toHaveLength(1)
    hub.state.denies = () => undefined
    for (let hour = 0; hour < 25; hour++) await pass(HOUR)
    expect(hub.live(TOPIC)).toHaveLength(1)
    expect((await stored()).lastError).toBeUndefined()
  }, 30_000)

  it('are made anew when the secret is rotated, while the previous one still counts', async () => {
    const { pass, look, hub, state, settings, seen } = await start()
    await look()
    const next = { current: 'n'.repeat(32), previous: 'youtubeyoutubeyoutubeyoutubeyout' }
    state.secret = JSON.stringify(next)
    await pass(15 * MINUTE)
    expect(hub.live(TOPIC).map(({ secret }) => secret)).toEqual([next.previous, next.current])
    const video = { id: 'v1', channel: ONE, title: 'News', published: '2026-11-21T20:00:00+00:00' }
    expect(await hub.publish(TOPIC, youtubeVideo(video))).toEqual([202, 202])
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1)
    state.secret = JSON.stringify({ current: next.current })
    await pass(15 * MINUTE)
    expect(await hub.publish(TOPIC, youtubeVideo(video))).toEqual([404, 202])
    expect(hub.asked).toHaveLength(2)
    // A door whose address stays: the hub is told the new secret all the same.
    state.secret = JSON.stringify({ current: 'm'.repeat(32), token: doorToken(state.secret) })
    await pass(15 * MINUTE)
    expect(hub.live(TOPIC).map(({ secret }) => secret)).toEqual([next.previous, 'm'.repeat(32)])
    expect(settings.channels).toEqual([ONE])
  })

  it('are left alone when the door was closed, and the hub is told nothing of its secret', async () => {
    const { pass, look, hub, state, stored } = await start()
    await look()
    state.secret = JSON.stringify({ current: 's'.repeat(32), closed: '2026-11-21T20:00:00.000Z' })
    await pass(9 * DAY)
    expect(hub.asked).toHaveLength(1)
    expect((await stored()).leases).toEqual({})
    state.secret = SECRET
    await pass(15 * MINUTE)
    expect(hub.asked).toHaveLength(2)
  })

  it('cost each other nothing when the hub finds fault with one, and stop when it finds fault with all', async () => {
    const { look, hub, stored, state, settings } = await start([ONE, TWO])
    hub.state.trouble = 'bad'
    await look()
    expect(hub.asked).toHaveLength(2)
    expect((await stored()).lastError).toMatch(/answered with 400/)
    hub.state.trouble = 'gone'
    state.now += HOUR
    await look()
    expect(hub.asked).toHaveLength(3)
    state.timeLeft = 0
    state.now += HOUR
    await look()
    expect(hub.asked).toHaveLength(3)
    // A channel that is taken out of the settings is not asked for any more.
    settings.channels = [TWO]
    Object.assign(state, { timeLeft: 60_000, now: state.now + HOUR })
    hub.state.trouble = undefined
    await look()
    expect(hub.live(TOPIC)).toHaveLength(0)
    expect(Object.keys((await stored()).leases ?? {})).toEqual([TWO])
  })

  it('survive a crash after the request and before the cursor: they are asked for once more', async () => {
    const { look, pass, hub, state } = await start()
    state.tableFails = true
    await expect(look()).rejects.toThrow('no table today')
    await hub.settle()
    state.tableFails = false
    await pass(15 * MINUTE)
    await pass(15 * MINUTE)
    expect(hub.asked).toHaveLength(2)
    expect(hub.live(TOPIC)).toHaveLength(1)
  })

  it('have no gap, whatever happens for up to a day at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            hours: fc.integer({ min: 1, max: 24 }),
            trouble: fc.constantFrom('gone', 'busy', 'bad', 'forgets', 'door'),
            peace: fc.integer({ min: 5, max: 60 }),
          }),
          { maxLength: 4 },
        ),
        async (outages) => {
          const { pass, look, hub, setReachable } = await start()
          await look()
          for (const { hours, trouble, peace } of outages) {
            hub.state.trouble = trouble === 'gone' || trouble === 'busy' || trouble === 'bad' ? trouble : undefined
            hub.state.forgets = trouble === 'forgets'
            setReachable(trouble !== 'door')
            for (let hour = 0; hour < hours; hour++) await pass(HOUR)
            expect(hub.live(TOPIC)).toHaveLength(1)
            hub.state.trouble = undefined
            hub.state.forgets = false
            setReachable(true)
            for (let hour = 0; hour < peace; hour++) await pass(HOUR)
            expect(hub.live(TOPIC)).toHaveLength(1)
          }
          await hub.close()
          running.pop()
        },
      ),
      { numRuns: 6 },
    )
  }, 60_000)
})
