import { describe, expect, it } from '@jest/globals'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { DAY, HOUR } from '../../../shared/domain/time.ts'
import { address, gateInput, NOON, word } from './factories.ts'
import { type GateRow, later } from './gate-rows.ts'

const off = (at: string) => word({ granted: false, at })

describe('whether there is an address that may be mailed', () => {
  it.each<GateRow>([
    ['holds without an address', { addresses: [] }, { do: 'hold', reason: 'no_address' }],
    ['holds without consent', { addresses: [address({ topics: {} })] }, { do: 'hold', reason: 'no_consent' }],
    [
      'holds when the consent is for another topic',
      { addresses: [address({ topics: { news: word() } })] },
      { do: 'hold', reason: 'no_consent' },
    ],
    [
      'holds when the basis is none that the recipe takes',
      { addresses: [address({ topics: { answers: word({ basis: 'contract' }) } })] },
      { do: 'hold', reason: 'no_consent' },
    ],
    [
      'takes consent to all topics',
      { addresses: [address({ topics: { '*': word() } })] },
      { do: 'send', emailIid: 'email:a' },
    ],
    [
      'holds when the topic was turned off',
      { addresses: [address({ topics: { answers: off(NOON) } })] },
      { do: 'hold', reason: 'topic_off' },
    ],
    [
      'holds when everything was turned off later',
      { addresses: [address({ topics: { answers: word(), '*': off(NOON) } })] },
      { do: 'hold', reason: 'all_off' },
    ],
    [
      'holds when another of the person’s addresses said no',
      { addresses: [address(), address({ iid: 'email:b', topics: { answers: off(NOON) } })] },
      { do: 'hold', reason: 'topic_off' },
    ],
    [
      'holds after a complaint from any address, and says so rather than that all is off',
      {
        addresses: [
          address(),
          address({ iid: 'email:b', topics: { '*': off(NOON) }, suppressed: { reason: 'complaint', at: NOON } }),
        ],
      },
      { do: 'hold', reason: 'suppressed_complaint' },
    ],
    [
      'holds when the only address bounced',
      { addresses: [address({ suppressed: { reason: 'bounce', at: NOON } })] },
      { do: 'hold', reason: 'suppressed_bounce' },
    ],
    [
      'uses the other address when one bounced',
      { addresses: [address({ suppressed: { reason: 'bounce', at: NOON } }), address({ iid: 'email:b' })] },
      { do: 'send', emailIid: 'email:b' },
    ],
    [
      'does not use an address without consent',
      { addresses: [address({ topics: {}, since: NOON }), address({ iid: 'email:b' })] },
      { do: 'send', emailIid: 'email:b' },
    ],
    [
      'uses the newest address',
      {
        addresses: [
          address(),
          address({ iid: 'email:b', since: '2026-02-01T00:00:00.000Z' }),
          address({ iid: 'email:0' }),
        ],
      },
      { do: 'send', emailIid: 'email:b' },
    ],
    [
      'uses the smaller id of two addresses of the same day',
      { addresses: [address(), address({ iid: 'email:b' }), address({ iid: 'email:0' })] },
      { do: 'send', emailIid: 'email:0' },
    ],
    [
      'waits until the longest snooze is over',
      {
        addresses: [
          address({ snoozedUntil: later(HOUR) }),
          address({ iid: 'email:b', snoozedUntil: later(DAY) }),
          address({ iid: 'email:c' }),
        ],
      },
      { do: 'wait', reason: 'snoozed', until: later(DAY) },
    ],
    [
      'does not mind a snooze that is over',
      { addresses: [address({ snoozedUntil: NOON })] },
      { do: 'send', emailIid: 'email:a' },
    ],
    [
      'holds when a snooze is longer than the nudge is of use',
      { addresses: [address({ snoozedUntil: later(30 * DAY) })] },
      { do: 'hold', reason: 'expired', detail: 'snoozed' },
    ],
  ])('%s', (_, changes, verdict) => {
    expect(gate(gateInput(changes))).toEqual(verdict)
  })
})
