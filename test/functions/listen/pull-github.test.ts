import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { DAY, HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { tableForAll } from '../../support/tables.ts'
import { pullGithubOn, TOKEN } from './pull-github-world.ts'

const test = tableForAll()
const start = pullGithubOn(test)

describe('what GitHub failed to deliver', () => {
  it('is asked for again, once, and comes to the door under its own id', async () => {
    const { door, github, happen, pass, posts, counted, log } = await start()
    await happen(2, 'fine')
    door.status = 503
    await happen(3, 'lost')
    door.status = 202
    await happen(1, 'later')
    expect(await pass(MINUTE)).toEqual({ taken: 0, end: 'done' })
    expect(github.undelivered()).toEqual([])
    await pass(15 * MINUTE)
    expect(posts()).toBe(3)
    expect(door.took.sort()).toEqual(['fine0', 'fine1', 'later0', 'lost0', 'lost1', 'lost2'])
    expect(counted('Redelivered')).toBe(3)
    expect(log.join('')).not.toContain(TOKEN)
  })

  it('of an organization is asked for at its own address', async () => {
    const { door, github, happen, pass } = await start({ of: 'acme' })
    door.status = undefined
    await happen(1)
    door.status = 202
    await pass(MINUTE)
    expect(github.undelivered()).toEqual([])
    expect(github.state.calls.map(({ path }) => path).at(-1)).toMatch(
      /^\/orgs\/acme\/hooks\/11\/deliveries\/\d+\/attempts$/,
    )
  })

  it('is found over many pages, while more comes in, and not read again once it is settled', async () => {
    const { door, github, happen, pass, gets } = await start()
    github.state.page = 7
    door.status = 500
    await happen(20, 'lost')
    door.status = 202
    await happen(30, 'fine')
    let more = 0
    github.state.onPage = async () => void (await github.send('', `during${++more}`))
    await pass(MINUTE)
    expect(github.undelivered()).toEqual([])
    github.state.onPage = () => undefined
    await pass(HOUR)
    const before = gets()
    await pass(15 * MINUTE)
    expect(gets()).toBe(before + 1)
  })

  it('is looked for with a few only while the door is down, so that nothing is given up for an outage of two days', async () => {
    const { door, github, happen, pass, posts } = await start()
    door.status = undefined
    await happen(40)
    for (let hour = 0; hour < 48; hour++) await pass(HOUR)
    expect(posts()).toBeLessThanOrEqual(48 * 3)
    expect(github.undelivered()).toHaveLength(40)
    door.status = 202
    for (let looks = 0; looks < 3; looks++) await pass(15 * MINUTE)
    expect(github.undelivered()).toEqual([])
  }, 30_000)

  it('is asked for five times at most, and then that is told', async () => {
    const { door, happen, pass, posts, counted, github } = await start()
    door.status = 413
    await happen(1)
    for (let hour = 0; hour < 71; hour++) await pass(HOUR)
    expect(posts()).toBe(5)
    expect(counted('RedeliveryGivenUp')).toBe(1)
    expect(github.undelivered()).toEqual(['g0'])
  }, 30_000)

  it('is asked for in portions of a hundred', async () => {
    const { door, github, happen, pass, posts } = await start()
    door.status = 500
    await happen(130)
    door.status = 202
    await happen(1, 'fine')
    await pass(MINUTE)
    expect(posts()).toBe(100)
    await pass(15 * MINUTE)
    expect(github.undelivered()).toEqual([])
  })

  it('costs nothing else when it cannot be repeated', async () => {
    const { door, github, happen, pass, stored } = await start()
    door.status = 500
    await happen(2)
    door.status = 202
    await happen(1, 'fine')
    github.state.refusesAgain = 422
    await pass(MINUTE)
    expect((await stored()).lastError).toBeUndefined()
    github.state.refusesAgain = undefined
    await pass(15 * MINUTE)
    expect(github.undelivered()).toEqual([])
  })

  it.each([
    [401, {}, /rotate NAME --api-token/],
    [403, {}, /write access to webhooks/],
    [404, {}, /no such webhook/],
    [500, {}, /answered with 500/],
  ])('is not found when GitHub says %s, and the error says what to do', async (status, headers, words) => {
    const { github, look, stored, pass } = await start()
    github.state.refuses = { status, headers }
    expect(await look()).toMatchObject({ end: 'failed' })
    expect((await stored()).lastError).toMatch(words)
    expect((await stored()).notBefore).toBeUndefined()
    github.state.refuses = undefined
    expect(await pass(15 * MINUTE)).toMatchObject({ end: 'done' })
  })

  it.each([
    [429, { 'retry-after': '600' }, 600],
    [403, { 'retry-after': '60' }, 60],
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2026-11-21T20:30:00Z') / 1_000) },
      1_800,
    ],
    [429, { 'x-ratelimit-remaining': '0' }, 3_600],
  ])('waits as long as GitHub asks for: %s %o', async (status, headers, seconds) => {
    const { github, look, stored, pass, gets, state } = await start()
    const from = state.now
    github.state.refuses = { status, headers }
    expect(await look()).toMatchObject({ end: 'failed' })
    expect(Date.parse((await stored()).notBefore ?? '') - from).toBe(seconds * 1_000)
    github.state.refuses = undefined
    expect(await pass(seconds * 1_000 - 1)).toMatchObject({ end: 'resting' })
    expect(gets()).toBe(1)
    expect(await pass(1)).toMatchObject({ end: 'done' })
  })

  it('leaves some of the calls of an hour to others, and goes on where it was', async () => {
    const { door, github, happen, pass, stored, posts } = await start()
    door.status = 500
    await happen(60)
    door.status = 202
    await happen(1, 'fine')
    github.state.remaining = 80
    expect(await pass(MINUTE)).toMatchObject({ end: 'failed' })
    expect(posts()).toBeLessThan(35)
    expect(github.state.remaining).toBe(50)
    expect((await stored()).lastError).toMatch(/limit of calls/)
    github.state.remaining = 5_000
    await pass(HOUR)
    expect(github.undelivered()).toEqual([])
  })

  it('is not asked for without a token, and that is told', async () => {
    const { state, look, stored, github } = await start()
    state.secret = JSON.stringify({ current: 'c'.repeat(32) })
    expect(await look()).toMatchObject({ end: 'failed' })
    // The command is to be pasted as it stands.
    expect((await stored()).lastError).toMatch(/no API token.*npm run source -- add (?!NAME)\S+ asks/)
    expect(github.state.calls).toEqual([])
  })

  it('of one webhook is asked for although another one is gone', async () => {
    const { door, github, happen, pass, settings, stored } = await start()
    settings.redeliver?.hooks.unshift({ of: 'acme/gone', id: 5 })
    door.status = 500
    await happen(1)
    door.status = 202
    await pass(MINUTE)
    expect(github.undelivered()).toEqual([])
    expect((await stored()).lastError).toMatch(/no such webhook/)
  })

  it('is asked for once more, and no worse, after a crash between the request and the cursor', async () => {
    const { door, github, happen, look, pass, posts, state } = await start()
    door.status = 500
    await happen(3)
    door.status = 202
    await happen(1, 'fine')
    await look()
    door.status = 500
    await happen(30, 'more')
    door.status = 202
    await happen(1, 'again')
    const before = posts()
    door.ring = () => {
      state.tableFails = true
    }
    await expect(pass(MINUTE)).rejects.toThrow('no table today')
    expect(posts() - before).toBe(25)
    door.ring = () => undefined
    state.tableFails = false
    await pass(15 * MINUTE)
    await pass(15 * MINUTE)
    expect(github.undelivered()).toEqual([])
    expect(posts() - before).toBeLessThanOrEqual(30 + 25)
  })

  it('that GitHub lists in a way nobody knows costs only itself', async () => {
    const { door, github, happen, pass, counted } = await start()
    door.status = 500
    await happen(2)
    door.status = 202
    await happen(1, 'fine')
    const [first] = github.attempts
    if (first) first.delivered_at = 'yesterday'
    await pass(MINUTE)
    expect(github.undelivered()).toEqual(['g0'])
    expect(counted('PullSkipped')).toBe(1)
  })

  it('reaches the door in the end, whatever fails for up to a day at a time, and is never asked for more than five times', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            hours: fc.integer({ min: 1, max: 14 }),
            what: fc.constantFrom('door', 'github', 'table', 'limit', 'peace'),
            events: fc.integer({ min: 0, max: 8 }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.integer({ min: 3, max: 100 }),
        async (phases, page) => {
          const { close, door, github, state, pass, happen } = await start()
          github.state.page = page
          let phase = 0
          for (const { hours, what, events } of phases) {
            door.status = what === 'door' ? undefined : 202
            github.state.refuses =
              what === 'github'
                ? { status: 502 }
                : what === 'limit'
                  ? { status: 403, headers: { 'retry-after': '1800' } }
                  : undefined
            state.tableFails = what === 'table'
            for (let hour = 0; hour < hours; hour += 2) {
              await happen(events, `p${phase}h${hour}-`)
              await pass(2 * HOUR).catch(() => undefined)
              await github.settle()
            }
            phase++
          }
          door.status = 202
          github.state.refuses = undefined
          state.tableFails = false
          await happen(1, 'last')
          for (let looks = 0; looks < 4; looks++) await pass(HOUR)
          expect(github.undelivered()).toEqual([])
          for (const attempts of Map.groupBy(github.attempts, ({ guid }) => guid).values())
            expect(attempts.filter(({ redelivery }) => redelivery).length).toBeLessThanOrEqual(5)
          await close()
        },
      ),
      { numRuns: 15 },
    )
  }, 60_000)

  it('and could not be read within the limits of a look is told as a gap', async () => {
    const { door, github, happen, pass, state, counted } = await start()
    door.status = 500
    await happen(5)
    github.state.page = 2
    state.timeLeft = 0
    await pass(DAY)
    expect(counted('PullGap')).toBeGreaterThan(0)
  })
})
