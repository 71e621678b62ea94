import { describe, expect, it } from '@jest/globals'
import type { GateInput } from '../../../shared/domain/nudge/context.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import type { Verdict } from '../../../shared/domain/nudge/gates.ts'
import { DAY, HOUR, isoOf, MINUTE, msOf } from '../../../shared/domain/time.ts'
import { address, facts, gateInput, NOON, other, recipe, settings, subject, word } from './factories.ts'

const later = (ms: number): string => isoOf(msOf(NOON) + ms)
const NIGHT = '2026-06-10T22:30:00.000Z'
/** 08:00 in London in summer. */
const MORNING = '2026-06-11T07:00:00.000Z'

const off = (at: string) => word({ granted: false, at })

type Row = [string, Partial<GateInput>, Verdict]

const rows: Row[] = [
  ['sends when nothing stops it', {}, { do: 'send', emailIid: 'email:a' }],
  [
    'holds what has expired, before anything else',
    { now: '2026-06-13T12:00:00.000Z', pausedAll: true, addresses: [] },
    { do: 'hold', reason: 'expired' },
  ],
  ['holds a recipe that is gone', { recipe: undefined }, { do: 'hold', reason: 'paused_recipe', detail: 'gone' }],
  ['holds a dry run', { recipe: recipe({ status: 'dry-run' }) }, { do: 'hold', reason: 'dry_run' }],
  ['holds a draft', { recipe: recipe({ status: 'draft' }) }, { do: 'hold', reason: 'paused_recipe', detail: 'draft' }],
  [
    'holds an archived recipe',
    { recipe: recipe({ status: 'archived' }) },
    { do: 'hold', reason: 'paused_recipe', detail: 'archived' },
  ],
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
  [
    'holds when a condition fails, and names it',
    { facts: facts({ roles: ['staff'] }) },
    { do: 'hold', reason: 'condition_failed', detail: 'person.member' },
  ],
  [
    'holds when it has become unnecessary, and names why',
    { facts: facts({ answers: 2 }) },
    { do: 'hold', reason: 'resolved', detail: 'thread.answered' },
  ],
  [
    'holds when the thread had one already, from any identity',
    { others: [other({ subject: subject({ id: 'p9' }) })] },
    { do: 'hold', reason: 'already_for_subject', detail: 'OTHER' },
  ],
  [
    'takes an unknown outcome for sent',
    { others: [other({ subject: subject(), state: 'unknown' })] },
    { do: 'hold', reason: 'already_for_subject', detail: 'OTHER' },
  ],
  [
    'does not mix up threads of two platforms',
    { others: [other({ subject: subject({ platform: 'github' }), sentAt: '2026-05-01T00:00:00.000Z' })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'holds the second for the very same activity where there is no thread',
    {
      recipe: recipe({ cooldown: '0m' }),
      decision: { ...gateInput().decision, subject: { platform: 'forum', id: 'p1', kind: 'order', at: NOON } },
      others: [other({ subject: { platform: 'forum', id: 'p1', kind: 'order', at: NOON } })],
    },
    { do: 'hold', reason: 'already_for_subject', detail: 'OTHER' },
  ],
  [
    'allows another activity of the same thread when it is once per subject',
    {
      recipe: recipe({ once: { per: 'subject' }, cooldown: '0m' }),
      others: [other({ subject: subject({ id: 'p9' }) })],
    },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'holds the second ever when it is once per person',
    { recipe: recipe({ once: { per: 'person' } }), others: [other({ subject: subject({ id: 'x', threadId: 'y' }) })] },
    { do: 'hold', reason: 'already_for_subject', detail: 'OTHER' },
  ],
  [
    'holds while the recipe cools down, counted from the sending',
    { others: [other({ sentAt: later(-6 * DAY), sendingAt: later(-8 * DAY) })] },
    { do: 'hold', reason: 'cooldown', detail: later(DAY) },
  ],
  [
    'counts the cool-down from the attempt when nobody knows whether it was sent',
    { others: [other({ state: 'unknown', sendingAt: later(-6 * DAY) })] },
    { do: 'hold', reason: 'cooldown', detail: later(DAY) },
  ],
  [
    'counts the cool-down from the last change when nothing else is known',
    { others: [other({ updatedAt: later(-6 * DAY) })] },
    { do: 'hold', reason: 'cooldown', detail: later(DAY) },
  ],
  [
    'sends when the cool-down is over',
    { others: [other({ sentAt: later(-7 * DAY) })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'does not count what was held',
    { others: [other({ state: 'held', subject: subject(), updatedAt: NOON })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'does not count another recipe’s emails for once and cool-down',
    { others: [other({ recipe: 'high', subject: subject(), sentAt: NOON })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'lets an email of higher priority go first',
    { others: [other({ recipe: 'high', state: 'queued' })] },
    { do: 'wait', reason: 'outranked', until: later(5 * MINUTE), detail: 'high' },
  ],
  [
    'goes before an email of lower priority',
    { others: [other({ recipe: 'low', state: 'queued' })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'goes before an email whose recipe is gone',
    { others: [other({ recipe: 'nowhere', state: 'queued' })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'waits for whatever is being sent right now',
    { others: [other({ recipe: 'low', state: 'sending' })] },
    { do: 'wait', reason: 'outranked', until: later(5 * MINUTE), detail: 'low' },
  ],
  [
    'lets the older of two equals go first',
    { others: [other({ state: 'queued' })] },
    { do: 'wait', reason: 'outranked', until: later(5 * MINUTE), detail: 'help' },
  ],
  [
    'goes before a younger equal',
    { others: [other({ state: 'queued', createdAt: NOON })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'decides between two of the same moment by id',
    { others: [other({ id: 'A', state: 'queued', createdAt: gateInput().decision.createdAt })] },
    { do: 'wait', reason: 'outranked', until: later(5 * MINUTE), detail: 'help' },
  ],
  [
    'goes first by id at the same moment',
    { others: [other({ id: 'Z', state: 'queued', createdAt: gateInput().decision.createdAt })] },
    { do: 'send', emailIid: 'email:a' },
  ],
  [
    'waits for another no longer than it is of use',
    { now: '2026-06-13T11:58:00.000Z', others: [other({ recipe: 'high', state: 'queued' })] },
    { do: 'wait', reason: 'outranked', until: '2026-06-13T12:00:00.000Z', detail: 'high' },
  ],
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
]

describe('the gates', () => {
  it.each(rows)('%s', (_, changes, verdict) => {
    expect(gate(gateInput(changes))).toEqual(verdict)
  })

  it.each([
    ['paused_all', { pausedAll: true }],
    ['paused_recipe', { recipe: recipe({ status: 'paused' }) }],
  ] as [string, Partial<GateInput>][])('waits while %s and comes back spread out', (reason, changes) => {
    const untils = ['AAAA', 'BBBB', 'CCCC', 'DDDD'].map((id) => {
      const verdict = gate(gateInput({ ...changes, decision: { ...gateInput().decision, id } }))
      expect(verdict).toMatchObject({ do: 'wait', reason })
      return verdict.do === 'wait' ? msOf(verdict.until) : 0
    })
    expect(new Set(untils).size).toBe(4)
    for (const until of untils) {
      expect(until).toBeGreaterThanOrEqual(msOf(NOON) + 5 * MINUTE)
      expect(until).toBeLessThanOrEqual(msOf(NOON) + 35 * MINUTE)
    }
  })

  it('lets exactly one of several queued decisions of a person go first', () => {
    const queue = [
      { id: 'A', recipe: 'low', createdAt: '2026-06-01T00:00:00.000Z' },
      { id: 'B', recipe: 'help', createdAt: '2026-06-02T00:00:00.000Z' },
      { id: 'C', recipe: 'help', createdAt: '2026-06-02T00:00:00.000Z' },
      { id: 'D', recipe: 'high', createdAt: '2026-06-03T00:00:00.000Z' },
    ]
    const priority: Record<string, number> = { low: 10, help: 50, high: 90 }
    const going = queue.filter((mine) => {
      const others = queue.filter(({ id }) => id !== mine.id).map((one) => other({ ...one, state: 'queued' }))
      const own = recipe({ id: mine.recipe, priority: priority[mine.recipe] })
      return gate(gateInput({ decision: { ...gateInput().decision, ...mine }, recipe: own, others })).do === 'send'
    })
    expect(going.map(({ id }) => id)).toEqual(['D'])
  })
})
