import { describe, expect, it } from '@jest/globals'
import type { AddressState } from '../../../shared/domain/nudge/context.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { gateAtAnyHour } from '../../../shared/domain/nudge/gates.ts'
import { outlookOf } from '../../../shared/domain/nudge/outlook.ts'
import { type Telling, tellDecision, tellStop } from '../../../shared/domain/nudge/why.ts'
import { address, gateInput, NOON, recipe, settings, subject } from './factories.ts'

const telling: Telling = { name: 'Ann', timeZone: 'Europe/London', now: NOON }
/** One email, two days ago. */
const SENT = [{ id: 'x', at: '2026-06-08T12:00:00.000Z' }]
const of = (over: Partial<AddressState>) => gateInput({ addresses: [address(over)] })
const told = (verdict: ReturnType<typeof gate>) => {
  if (verdict.do !== 'wait') throw new Error(`It does not wait: ${verdict.do}`)
  const { reason, until, detail } = verdict
  return tellDecision(
    { state: 'waiting', reason, until, detail, dueAt: NOON, subject: subject({ at: NOON }), asks: false },
    telling,
  )
}

describe('what a person has chosen', () => {
  it('makes the next email wait longer than the stage does, and is told as their own wish', () => {
    const verdict = gate({
      ...of({ sent: SENT, often: 'weekly' }),
      decision: { ...gateInput().decision, expiresAt: '2026-07-01T00:00:00.000Z' },
    })
    expect(verdict).toEqual({
      do: 'wait',
      reason: 'waiting_cap',
      until: '2026-06-15T12:00:00.000Z',
      detail: 'own-wish',
    })
    expect(told(verdict)).toContain('Ann wants fewer emails than we would send, so it waits until 13:00 on 15 June')
    expect(gate(of({ sent: SENT })).do).toBe('send')
    expect(gateAtAnyHour(of({ sent: SENT, often: 'weekly' }))).toMatchObject({ do: 'hold', reason: 'expired' })
  })

  it('is not blamed for what the stage’s own limits come to', () => {
    const sent = [{ id: 'x', at: '2026-06-10T10:00:00.000Z' }]
    const verdict = gate(gateInput({ addresses: [address({ sent })] }))
    expect(verdict).toEqual({ do: 'wait', reason: 'waiting_cap', until: '2026-06-11T07:00:00.000Z' })
  })

  it('narrows the day, and is told so', () => {
    const verdict = gate(of({ partOfDay: 'evening' }))
    expect(verdict).toEqual({
      do: 'wait',
      reason: 'waiting_quiet_hours',
      until: '2026-06-10T16:00:00.000Z',
      detail: 'own-wish',
    })
    expect(told(verdict)).toContain('Ann wants emails at another time of day, so it waits until 17:00 on 10 June')
    expect(gate(of({ partOfDay: 'midday' })).do).toBe('send')
  })

  it('is not blamed for a night that is quiet anyway', () => {
    const night = { now: '2026-06-10T22:00:00.000Z' }
    expect(gate({ ...of({ partOfDay: 'morning' }), ...night })).not.toHaveProperty('detail')
  })

  it('is that of the address which is mailed', () => {
    const other = address({ iid: 'email:z', topics: {}, partOfDay: 'evening' })
    expect(gate(gateInput({ addresses: [address(), other] })).do).toBe('send')
  })

  it('is what the outlook says, minute by minute', () => {
    const { decision: _, facts: __, ...rest } = gateInput()
    const known = { ...rest, personId: 'P1', recipe: recipe(), settings: settings() }
    const late = outlookOf({ ...known, addresses: [address({ sent: SENT, often: 'monthly', partOfDay: 'evening' })] })
    expect(late).toMatchObject({ may: 'later', notBefore: '2026-07-08T16:00:00.000Z' })
    expect(late.stops.map((stop) => tellStop(stop, telling))).toEqual([
      'Ann wants fewer emails than we would send: a slot is free at 13:00 on 8 July.',
      'Ann wants emails at another time of day: not before 17:00 on 8 July.',
    ])
    const unconfirmed = address({ topics: { answers: { ...address().topics.answers, source: 'crm' } as never } })
    const never = outlookOf({ ...known, addresses: [unconfirmed] })
    expect(never).toEqual({ may: 'no', stops: [{ reason: 'not_confirmed' }] })
    expect(never.stops.map((stop) => tellStop(stop, telling))).toEqual([
      'Nobody has confirmed that the address is theirs.',
    ])
  })
})
