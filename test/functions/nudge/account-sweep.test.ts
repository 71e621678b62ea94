import { describe, expect, it } from '@jest/globals'
import { lookAtAccount } from '../../../functions/nudge/account-sweep.ts'
import { startSes } from '../../../local/ses/server.ts'
import { MINUTE } from '../../../shared/domain/time.ts'
import { getSendingAccount } from '../../../shared/platform/aws.ts'
import { readPause, setPause } from '../../../shared/store/pause.ts'
import { readSendingAccount } from '../../../shared/store/sending-account.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createNearTable } from '../../support/table.ts'

const HEALTHY = {
  ...{ perSecond: 14, perDay: 50_000, sentToday: 3, enabled: true, production: true, enforcement: 'HEALTHY' },
}

const withWorld = async (
  work: (world: { table: Table; clock: { now: number }; look: (over?: object) => Promise<boolean> }) => Promise<void>,
): Promise<void> => {
  const { table, close } = await createNearTable()
  const clock = { now: Date.parse('2026-06-10T12:00:00.000Z') }
  const look = (over: object = {}) =>
    lookAtAccount({ table, ask: async () => ({ ...HEALTHY, ...over }), now: () => clock.now })
  try {
    await work({ table, clock, look })
  } finally {
    await close()
  }
}

describe('looking at the account', () => {
  it('asks SES on this machine what it may send', async () => {
    const ses = await startSes({
      now: () => Date.parse('2026-06-10T12:00:00.000Z'),
      publish: async () => {},
      configurationSets: () => ({}),
      inboxPath: '/inbox',
    })
    const env = { AWS_ENDPOINT_URL: `${ses.url}/`, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
    expect(await getSendingAccount(env)).toEqual({ ...HEALTHY, sentToday: 0 })
    await ses.close()
  })

  it('keeps what SES says for five minutes', () =>
    withWorld(async ({ table, clock, look }) => {
      expect(await look()).toBe(true)
      expect(await readSendingAccount(table)).toEqual({ ...HEALTHY, at: '2026-06-10T12:00:00.000Z' })
      clock.now += 4 * MINUTE
      expect(await look()).toBe(false)
      clock.now += MINUTE
      expect(await look({ sentToday: 9 })).toBe(true)
      expect((await readSendingAccount(table))?.sentToday).toBe(9)
      expect((await readPause(table)).paused).toBe(false)
    }))

  it('pauses everything before an email is tried, in words, when SES takes none', () =>
    withWorld(async ({ table, look }) => {
      await look({ enabled: false, enforcement: 'SHUTDOWN' })
      const { paused, by, why } = await readPause(table)
      expect({ paused, by }).toEqual({ paused: true, by: 'earshot' })
      expect(why).toMatch(/shut down/)
    }))

  it('leaves a pause as it is that somebody else has made, and never resumes', () =>
    withWorld(async ({ table, clock, look }) => {
      await setPause(table, { paused: true, by: 'ann', at: '2026-06-10T11:00:00.000Z', why: 'a recall' })
      await look({ enabled: false })
      clock.now += 5 * MINUTE
      await look()
      expect(await readPause(table)).toMatchObject({ paused: true, by: 'ann', why: 'a recall' })
    }))
})
