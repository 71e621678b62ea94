import { describe, expect, it } from '@jest/globals'
import { isbot } from 'isbot'
import { labelClick } from '../../../shared/domain/measure/clicks.ts'

const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1'

const label = (
  hit: { at?: string; link?: string; userAgent?: string | undefined } = {},
  email: { deliveredAt?: string; others?: { at: string; link: string }[] } = {},
) =>
  labelClick(
    { at: '2026-11-21T12:00:00.000Z', link: 'content', userAgent: SAFARI, ...hit },
    { isBot: isbot, deliveredAt: undefined, others: [], ...email },
  )

describe('a click', () => {
  it('of a person is a person’s', () => {
    expect(label()).toEqual({ label: 'human', why: 'person' })
    expect(label({}, { deliveredAt: '2026-11-21T11:59:50.000Z' })).toEqual({ label: 'human', why: 'person' })
  })

  it.each([undefined, '', '  '])('without a browser’s name (%j) is a machine’s', (userAgent) => {
    expect(label({ userAgent })).toEqual({ label: 'machine', why: 'no_agent' })
  })

  it.each(['Googlebot/2.1 (+http://www.google.com/bot.html)', 'curl/8.5.0', 'python-requests/2.32'])(
    'by %s is a machine’s',
    (userAgent) => {
      expect(label({ userAgent })).toEqual({ label: 'machine', why: 'bot' })
    },
  )

  it('within ten seconds of the delivery, or before it, is likely a machine’s', () => {
    expect(label({}, { deliveredAt: '2026-11-21T11:59:50.001Z' })).toEqual({ label: 'likely_machine', why: 'too_soon' })
    expect(label({}, { deliveredAt: '2026-11-21T12:00:01.000Z' })).toEqual({ label: 'likely_machine', why: 'too_soon' })
  })

  it('in a burst over several links is likely a machine’s', () => {
    const burst = { label: 'likely_machine', why: 'burst' }
    expect(label({}, { others: [{ at: '2026-11-21T11:59:51.000Z', link: 'choices' }] })).toEqual(burst)
    expect(label({}, { others: [{ at: '2026-11-21T11:59:51.000Z', link: 'content' }] }).label).toBe('human')
    expect(label({}, { others: [{ at: '2026-11-21T11:59:49.000Z', link: 'choices' }] }).label).toBe('human')
  })
})
