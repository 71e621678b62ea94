import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openPace } from '../../../functions/nudge/send-pace.ts'
import type { SendingAccount } from '../../../shared/domain/nudge/sending-account.ts'

const account = (over: Partial<SendingAccount> = {}): SendingAccount => ({
  ...{ perSecond: 14, perDay: 50_000, sentToday: 0, enabled: true, production: true, enforcement: 'HEALTHY' },
  at: '1970-01-01T00:00:00.000Z',
  ...over,
})

/** A worker whose clock moves only when it sleeps. */
const worker = (read: () => Promise<SendingAccount | undefined>, workers = 1) => {
  const clock = { now: 0 }
  const sleep = async (ms: number) => {
    clock.now += ms
  }
  return { clock, turn: openPace({ read, workers, now: () => clock.now, sleep }) }
}

describe('the pace of sending', () => {
  it('lets all workers together send no more in a second than SES allows', async () => {
    const some = fc.record({ perSecond: fc.integer({ min: 1, max: 50 }), workers: fc.integer({ min: 1, max: 5 }) })
    await fc.assert(
      fc.asyncProperty(some, async ({ perSecond, workers }) => {
        const times: number[] = []
        for (let n = 0; n < workers; n++) {
          const { clock, turn } = worker(async () => account({ perSecond }), workers)
          // What a worker sleeps at once has an end: at rates below one a second it is SES who says "slower".
          fc.pre((workers * 1_000) / (perSecond * 0.9) < 5_000)
          for (let sent = 0; sent < 30; sent++) {
            expect(await turn()).toBe(true)
            times.push(clock.now)
          }
        }
        const later = times.filter((at) => at >= 1_000)
        for (const from of later) {
          const within = later.filter((at) => at >= from && at < from + 1_000)
          expect(within.length).toBeLessThanOrEqual(perSecond + workers)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('goes as fast as it can while nothing is known of the account', async () => {
    const { clock, turn } = worker(async () => undefined)
    for (let sent = 0; sent < 10; sent++) expect(await turn()).toBe(true)
    expect(clock.now).toBe(0)
  })

  it('says no when the day is used up, before SES does', async () => {
    const { turn } = worker(async () => account({ perDay: 10, sentToday: 6 }), 1)
    const said: boolean[] = []
    for (let sent = 0; sent < 5; sent++) said.push(await turn())
    expect(said).toEqual([true, true, true, false, false])
  })

  it('goes on when SES has been asked again and there is room', async () => {
    let known = account({ perDay: 10, sentToday: 9 })
    const { clock, turn } = worker(async () => known)
    expect(await turn()).toBe(false)
    known = account({ perDay: 10, sentToday: 0, at: '1970-01-01T00:05:00.000Z' })
    clock.now = 301_000
    expect(await turn()).toBe(true)
  })

  it('keeps to what it knows when the account cannot be read', async () => {
    let works = true
    const { clock, turn } = worker(async () => {
      if (works) return account({ perSecond: 1 })
      throw new Error('no table')
    })
    await turn()
    works = false
    clock.now = 61_000
    expect(await turn()).toBe(true)
    const before = clock.now
    await turn()
    expect(clock.now - before).toBeGreaterThan(1_000)
  })
})
