import { describe, expect, it } from '@jest/globals'
import { isDayFull, paceOf, type SendingAccount, stoppedBecause } from '../../../shared/domain/nudge/sending-account.ts'

const account = (over: Partial<SendingAccount> = {}): SendingAccount => ({
  ...{ perSecond: 14, perDay: 1_000, sentToday: 0, enabled: true, production: true, enforcement: 'HEALTHY' },
  at: '2026-06-10T12:00:00.000Z',
  ...over,
})
const NOW = '2026-06-10T12:05:00.000Z'

describe('an account of SES', () => {
  it.each([
    ['goes on while it is healthy', {}, undefined],
    ['goes on while it is watched', { enforcement: 'PROBATION' }, undefined],
    ['is stopped where sending is turned off', { enabled: false }, /turned off/],
    ['is stopped where SES has shut it down', { enforcement: 'SHUTDOWN', enabled: false }, /shut down/],
  ])('%s', (_, over, words) => {
    const why = stoppedBecause(account(over))
    if (words) expect(why).toMatch(words)
    else expect(why).toBeUndefined()
  })

  it('leaves a tenth of the rate to other emails, and gives each worker its share of the rest', () => {
    expect(paceOf(account({ perSecond: 10 }), 1)).toBeCloseTo(1_000 / 9)
    expect(paceOf(account({ perSecond: 10 }), 5)).toBeCloseTo(5_000 / 9)
    expect(paceOf(account({ perSecond: 0 }), 1)).toBe(10_000)
  })

  it.each([
    ['is not used up at the beginning', {}, { own: 0, workers: 5 }, NOW, false],
    ['is used up by what was sent before', { sentToday: 900 }, { own: 0, workers: 5 }, NOW, true],
    ['is used up by what all workers are sending', { sentToday: 400 }, { own: 100, workers: 5 }, NOW, true],
    ['is not used up a little before', { sentToday: 400 }, { own: 99, workers: 5 }, NOW, false],
    ['is never used up where there is none', { perDay: -1, sentToday: 1e9 }, { own: 9, workers: 5 }, NOW, false],
    ['is not known a day later', { sentToday: 1_000 }, { own: 0, workers: 5 }, '2026-06-11T12:00:00.000Z', false],
  ])('its day %s', (_, over, by, now, full) => {
    expect(isDayFull(account(over), { ...by, now })).toBe(full)
  })
})
