import { describe, expect, it } from '@jest/globals'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { HOUR } from '../../../shared/domain/time.ts'
import { address, gateInput, NOON, recipe, settings } from './factories.ts'
import { type GateRow, later } from './gate-rows.ts'

const NIGHT = '2026-06-10T22:30:00.000Z'

/** 08:00 in London in summer. */
const MORNING = '2026-06-11T07:00:00.000Z'

describe('the hour and the caps', () => {
  it.each<GateRow>([
    ['waits for the morning', { now: NIGHT }, { do: 'wait', reason: 'waiting_quiet_hours', until: MORNING }],
    [
      'knows the person’s own night',
      { timeZone: 'Asia/Tokyo' },
      { do: 'wait', reason: 'waiting_quiet_hours', until: '2026-06-10T23:00:00.000Z' },
    ],
    [
      'keeps to the middle of the working day where the zone is not known',
      { now: '2026-06-10T17:00:00.000Z', timeZone: undefined },
      { do: 'wait', reason: 'waiting_quiet_hours', until: '2026-06-11T09:00:00.000Z' },
    ],
    [
      'takes a zone that does not exist for one that is not known',
      { now: '2026-06-10T17:00:00.000Z', timeZone: 'Moon/Base' },
      { do: 'wait', reason: 'waiting_quiet_hours', until: '2026-06-11T09:00:00.000Z' },
    ],
    [
      'may have a recipe that knows no quiet hours',
      { now: NIGHT, recipe: recipe({ quietHours: 'none' }) },
      { do: 'send', emailIid: 'email:a' },
    ],
    [
      'may have a recipe with quiet hours of its own',
      { recipe: recipe({ quietHours: { start: '12:00', end: '14:00' } }) },
      { do: 'wait', reason: 'waiting_quiet_hours', until: later(HOUR) },
    ],
    [
      'holds when the quiet hours outlast it',
      { now: NIGHT, decision: { ...gateInput().decision, expiresAt: '2026-06-11T05:00:00.000Z' } },
      { do: 'hold', reason: 'expired', detail: 'waiting_quiet_hours' },
    ],
    [
      'holds when every hour is quiet',
      {
        timeZone: undefined,
        settings: settings({ quietHours: { start: '10:00', end: '17:00' } }),
      },
      { do: 'hold', reason: 'expired', detail: 'waiting_quiet_hours' },
    ],
    [
      'waits for a free slot, over all addresses of the person',
      { addresses: [address(), address({ iid: 'email:b', sent: [{ id: 'X', at: later(-14 * HOUR) }] })] },
      { do: 'wait', reason: 'waiting_cap', until: later(6 * HOUR) },
    ],
    [
      'waits for a free slot that is not at night',
      { addresses: [address({ sent: [{ id: 'X', at: later(-HOUR) }] })] },
      { do: 'wait', reason: 'waiting_cap', until: MORNING },
    ],
    [
      'does not count its own reservation',
      { addresses: [address({ sent: [{ id: 'MINE', at: NOON }] })] },
      { do: 'send', emailIid: 'email:a' },
    ],
  ])('%s', (_, changes, verdict) => {
    expect(gate(gateInput(changes))).toEqual(verdict)
  })
})
