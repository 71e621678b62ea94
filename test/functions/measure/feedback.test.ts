import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { takeIn } from '../../../functions/measure/feedback-take-in.ts'
import { sendOnce } from '../../../functions/nudge/send-once.ts'
import { DAY } from '../../../shared/domain/time.ts'
import { envelope, sesEvent } from '../../domain/measure/ses-events.ts'
import { AUTHOR, openWorld, type World } from '../nudge/send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const tell = (id: string, type: string, over: { at?: string; kind?: string; messageId?: string } = {}) =>
  takeIn(envelope(sesEvent(type, { key: { iid: AUTHOR, id }, ...over })), {
    table: world.table,
    now: () => Date.parse(world.now()),
  })

describe('news from SES', () => {
  it('say that an email was delivered', async () => {
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    await world.feedback()
    expect(await world.decision(id)).toMatchObject({ state: 'sent', outcome: 'delivered', deliveredAt: world.now() })
  })

  it('suppress the address after a hard bounce, and the next email is not sent', async () => {
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    await tell(id, 'Bounce')
    expect(await world.decision(id)).toMatchObject({ outcome: 'bounced' })
    expect((await world.preferences())?.suppressed).toMatchObject({ reason: 'bounce' })
    const next = await world.queue('other')
    await sendOnce(world.deps, { iid: AUTHOR, id: next.id })
    expect(await world.decision(next.id)).toMatchObject({ state: 'held', reason: 'suppressed_bounce' })
  })

  it('suppress the address and turn everything off after a complaint', async () => {
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    await tell(id, 'Complaint')
    await tell(id, 'Complaint')
    expect(await world.decision(id)).toMatchObject({ outcome: 'complained' })
    const preferences = await world.preferences()
    expect(preferences?.suppressed).toMatchObject({ reason: 'complaint' })
    expect(preferences?.topics['*']).toMatchObject({ granted: false, source: 'complaint' })
    const next = await world.queue('other')
    await sendOnce(world.deps, { iid: AUTHOR, id: next.id })
    expect(await world.decision(next.id)).toMatchObject({ state: 'held', reason: 'suppressed_complaint' })
  })

  it('make a pause after the third temporary bounce within two weeks', async () => {
    for (const [at, messageId] of ['a', 'b', 'b', 'c'].entries()) {
      const { id } = await world.queue()
      await sendOnce(world.deps, { iid: AUTHOR, id })
      expect((await world.preferences())?.snoozedUntil).toBeUndefined()
      await tell(id, 'Bounce', { kind: 'Transient', messageId, at: world.now() })
      expect((await world.preferences())?.suppressed).toBeUndefined()
      if (at < 3) world.pass(4 * DAY)
    }
    expect(Date.parse((await world.preferences())?.snoozedUntil ?? '')).toBeGreaterThan(Date.parse(world.now()))
  })

  it('may come before the answer of SES, in any order and twice', async () => {
    const { id } = await world.queue()
    await sendOnce(world.deps, { iid: AUTHOR, id })
    await tell(id, 'Bounce')
    await world.feedback((messages) => [...messages, ...messages].reverse())
    expect(await world.decision(id)).toMatchObject({ state: 'sent', outcome: 'bounced' })
    expect(await world.content()).toMatchObject({ sends: 1 })
  })

  it('end alike in any order', async () => {
    const types = ['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint']
    const { id } = await world.queue()
    const endOf = async (order: readonly string[]) => {
      await world.queue('help', { state: 'unknown' })
      for (const type of order) await tell(id, type)
      const decision = await world.decision(id)
      return {
        state: decision?.state,
        outcome: decision?.outcome,
        sentAt: decision?.sentAt,
        deliveredAt: decision?.deliveredAt,
      }
    }
    const end = await endOf(types)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(types, { minLength: 5 }), async (order) => {
        expect(await endOf(order)).toEqual(end)
      }),
      { numRuns: 10 },
    )
  })

  it('about what we do not know are let go', async () => {
    await tell('gone', 'Bounce')
    await takeIn('nonsense', { table: world.table, now: Date.now })
    expect(await world.decision('gone')).toBeUndefined()
    expect((await world.preferences())?.suppressed).toBeUndefined()
  })
})
