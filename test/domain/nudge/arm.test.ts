import { describe, expect, it } from '@jest/globals'
import { armFor, armOf, armsDiffer, globalArm, shareOf } from '../../../shared/domain/nudge/arm.ts'
import { decide } from '../../../shared/domain/nudge/decide.ts'
import { gate } from '../../../shared/domain/nudge/gate.ts'
import { gateAtAnyHour } from '../../../shared/domain/nudge/gates.ts'
import { mayMail } from '../../../shared/domain/nudge/may-mail.ts'
import { outlookOf } from '../../../shared/domain/nudge/outlook.ts'
import { stopOnChange } from '../../../shared/domain/nudge/replan.ts'
import { address, decideInput, gateInput, NOON, recipe, settings, word } from './factories.ts'

const half = { recipe: 'help', personId: 'P', share: 0.5 }

describe('the arm of a person', () => {
  it('is the one that was given before, whatever the draw says now', () => {
    const drawn = armOf('help', 'P', 0.5)
    const other = drawn === 'treated' ? 'holdout' : 'treated'
    expect([armFor(half, []), armFor(half, [other]), armFor(half, [drawn, drawn])]).toEqual([drawn, other, drawn])
  })

  it('is the treated one where there is no experiment', () => {
    const none = shareOf(recipe({ holdout: 0.5 }), { holdout: 0 })
    expect(armFor({ ...half, share: none }, ['holdout'])).toBe('treated')
    expect(armsDiffer(['holdout', 'treated'], none)).toBe(false)
  })

  it('of both arms joined is none: nothing is sent', () => {
    const input = { recipe: recipe({ holdout: 0.5 }), arms: ['treated', 'holdout'] as const }
    expect(decide(decideInput(input))).toEqual({ state: 'held', reason: 'mixed_arms' })
    expect(decide(decideInput({ ...input, settings: settings({ holdout: 0 }) }))).toMatchObject({ state: 'queued' })
    expect(decide(decideInput({ ...input, arms: ['holdout'] }))).toMatchObject({ state: 'held', reason: 'holdout' })
  })
})

describe('the arm in the experiment of all recipes together', () => {
  const everybody = settings({ globalHoldout: 0.5 })
  const drawn = globalArm('P', everybody, [])

  it('is drawn anew for no recipe, and kept once it was given', () => {
    expect(drawn).toBe(armOf('*', 'P', 0.5))
    expect([globalArm('P', everybody, ['holdout']), globalArm('P', everybody, ['treated'])]).toEqual([
      'holdout',
      'treated',
    ])
    expect(globalArm('P', settings(), ['holdout'])).toBe('treated')
  })

  it('leaves people without any recipe’s email, and out of the recipe’s own arms', () => {
    const held = decide(decideInput({ recipe: recipe({ holdout: 0.5 }), settings: everybody, globalArms: ['holdout'] }))
    expect(held).toMatchObject({ state: 'held', reason: 'holdout', detail: 'global', content: { id: 'descaling' } })
    expect(held).not.toHaveProperty('arm')
    expect(decide(decideInput({ settings: everybody, globalArms: ['treated'] }))).toMatchObject({ state: 'queued' })
    expect(decide(decideInput({ settings: everybody, globalArms: ['treated', 'holdout'] }))).toMatchObject({
      ...{ state: 'held', reason: 'mixed_arms', detail: 'global' },
    })
  })

  it.each([
    [['holdout'], 'holdout'],
    [['holdout', 'treated'], 'mixed_arms'],
  ] as const)('is told beforehand: of %j nothing is sent', (globalArms, reason) => {
    const { decision: _, facts: __, ...rest } = gateInput({ settings: everybody, globalArms })
    expect(outlookOf({ ...rest, recipe: recipe(), personId: 'P' })).toEqual({
      ...{ may: 'no', stops: [{ reason, detail: 'global' }] },
    })
  })

  it('is asked by the gates themselves, so that a link that comes after the decision counts before sending', () => {
    const joined = { settings: everybody, globalArms: ['treated', 'holdout'] } as const
    expect(gate(gateInput(joined))).toEqual({ do: 'hold', reason: 'mixed_arms', detail: 'global' })
    expect(gate(gateInput({ ...joined, settings: settings() }))).toMatchObject({ do: 'send' })
  })

  it('is no reason before every other gate has let the decision through', () => {
    const bounced = [address({ suppressed: { reason: 'bounce', at: NOON } })]
    expect(decide(decideInput({ settings: everybody, globalArms: ['holdout'], addresses: bounced }))).toMatchObject({
      reason: 'suppressed_bounce',
    })
  })
})

describe('whether a person may be mailed', () => {
  const ask = { topic: 'answers' }
  const no = { answers: word({ granted: false, at: '2026-02-01T00:00:00.000Z' }) }

  it('is decided by the strictest word of all addresses, and it says whose that is', () => {
    const fine = address()
    expect(mayMail([], ask)).toEqual({ allowed: false, reason: 'no_address' })
    expect(mayMail([fine], ask)).toEqual({ allowed: true, iid: 'email:a' })
    const off = address({ iid: 'email:b', topics: no })
    expect(mayMail([fine, off], ask)).toEqual({ allowed: false, reason: 'topic_off', iid: 'email:b' })
    const { topics } = off
    expect(mayMail([fine], { ...ask, accounts: [{ iid: 'shop:1', topics }] })).toEqual({
      allowed: false,
      reason: 'topic_off',
      iid: 'shop:1',
    })
    expect(mayMail([{ ...fine, topics: {} }], { ...ask, accounts: [fine] })).toEqual({
      allowed: false,
      reason: 'no_consent',
    })
    const angry = address({ iid: 'email:c', topics: {}, suppressed: { reason: 'complaint', at: NOON } })
    expect(mayMail([fine, off, angry], ask)).toEqual({ allowed: false, reason: 'suppressed_complaint', iid: 'email:c' })
    const silent = address({ iid: 'email:d', topics: {} })
    expect(mayMail([silent], ask)).toEqual({ allowed: false, reason: 'no_consent' })
    const bounced = address({ suppressed: { reason: 'bounce', at: NOON } })
    expect(mayMail([bounced, silent], ask)).toEqual({ allowed: false, reason: 'suppressed_bounce', iid: 'email:a' })
  })

  it('takes the newest address, and of two as new the smaller id', () => {
    const old = address({ iid: 'email:z', since: '2025-01-01T00:00:00.000Z' })
    expect(mayMail([old, address({ iid: 'email:c' }), address({ iid: 'email:b' })], ask)).toEqual({
      allowed: true,
      iid: 'email:b',
    })
  })

  it('looks at the ground of the consent only where one is asked for', () => {
    expect(mayMail([address()], { ...ask, basis: ['contract'] })).toEqual({ allowed: false, reason: 'no_consent' })
  })
})

describe('a planned decision whose person has changed', () => {
  const [later, earlier] = ['2026-06-11T12:00:00.000Z', '2026-06-09T12:00:00.000Z']
  const hold = { do: 'hold', reason: 'all_off' } as const
  const passing = { do: 'hold', reason: 'cooldown' } as const
  const wait = { do: 'wait', reason: 'waiting_cap', until: later } as const
  const waiting = { state: 'waiting', reason: 'waiting_delay', dueAt: later } as const

  it('that is not due yet is stopped only by what cannot pass', () => {
    expect(stopOnChange(waiting, NOON, hold)).toEqual(hold)
    expect(stopOnChange(waiting, NOON, passing)).toBeUndefined()
    expect(stopOnChange(waiting, NOON, wait)).toBeUndefined()
  })

  it('that is due, or queued, is stopped by whatever the gates say', () => {
    expect(stopOnChange({ ...waiting, dueAt: earlier }, NOON, wait)).toEqual(wait)
    expect(stopOnChange({ ...waiting, state: 'queued', reason: 'queued' }, NOON, passing)).toEqual(passing)
  })

  it('goes on when it may be sent, waits for SES, or is past planning', () => {
    expect(stopOnChange(waiting, NOON, { do: 'send', emailIid: 'email:a' })).toBeUndefined()
    expect(stopOnChange({ ...waiting, reason: 'waiting_rate' }, NOON, hold)).toBeUndefined()
    expect(stopOnChange({ ...waiting, state: 'sending', reason: 'sending' }, NOON, hold)).toBeUndefined()
  })
})

describe('the gates at any hour', () => {
  it('keep the caps and do not ask for the time of day', () => {
    const night = gateInput({ now: '2026-06-11T01:00:00.000Z' })
    expect(gateAtAnyHour(night)).toMatchObject({ do: 'send' })
    const sent = [{ id: 'x', at: '2026-06-10T20:00:00.000Z' }]
    expect(gateAtAnyHour({ ...night, addresses: [address({ sent })] })).toMatchObject({
      do: 'wait',
      reason: 'waiting_cap',
    })
  })
})
