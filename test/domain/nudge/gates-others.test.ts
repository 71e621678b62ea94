import { describe, expect, it } from '@jest/globals'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { DAY, MINUTE } from '../../../shared/domain/time.ts'
import { gateInput, NOON, other, recipe, subject } from './factories.ts'
import { type GateRow, later } from './gate-rows.ts'

describe('what else a person was sent, or is to be sent,', () => {
  it.each<GateRow>([
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
      {
        recipe: recipe({ once: { per: 'person' } }),
        others: [other({ subject: subject({ id: 'x', threadId: 'y' }) })],
      },
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
  ])('%s', (_, changes, verdict) => {
    expect(gate(gateInput(changes))).toEqual(verdict)
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
