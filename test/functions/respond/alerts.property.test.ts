import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { hear } from '../../../functions/respond/alerting.ts'
import { lookAtDue } from '../../../functions/respond/clocking.ts'
import { deliverOne } from '../../../functions/respond/delivering.ts'
import type { Table } from '../../../shared/store/table.ts'
import { hot, MINUTE, openWorld, type World } from './world.ts'

/** Whoever works dies at any call, before it is made or after; the queue brings events again; every five minutes the clock looks. */

class Died extends Error {
  override name = 'Died'
}

/** A table that ends whoever works with it at the n-th call: before it is made, or after. */
const dyingTable = (table: Table, at: number, after: boolean): Table => {
  let calls = 0
  const send = async (command: never): Promise<unknown> => {
    const dies = ++calls === at
    if (dies && !after) throw new Died()
    const answer: unknown = await table.client.send(command)
    if (dies || calls > at) throw new Died()
    return answer
  }
  return { name: table.name, client: { send } as unknown as Table['client'] }
}

const incarnation = (world: World, at: number, after: boolean) => {
  const table = dyingTable(world.table, at, after)
  const delivering = { ...world.delivering, table }
  const deliver = (alert: string, id: string) => deliverOne(delivering, alert, id)
  return {
    hear: (id: string) => hear({ ...world.alerting, table, deliver }, hot(id)),
    clock: () =>
      lookAtDue({
        ...{ table, now: () => Date.parse(world.now()), hasTime: () => true },
        send: async (all) => {
          for (const { alert, delivery } of all) await deliver(alert, delivery)
        },
        digest: async () => {
          throw new Error('There is no digest here.')
        },
      }),
  }
}

/** By these an email went out twice when one whose sender had died was simply tried again. */
const TWICE = [
  { at: 5, after: false },
  { at: 8, after: true },
  { at: 12, after: false },
  { at: 5, after: false },
  { at: 4, after: false },
]

const death = fc.record({ at: fc.integer({ min: 1, max: 12 }), after: fc.boolean() })

it('an email goes out once at most and a webhook once at least, with one id an event, whenever whoever works dies', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 6 }), async (deaths) => {
      const world = await openWorld()
      try {
        await world.alert(
          { type: 'topic.hot' },
          { kind: 'email', addresses: ['ada@brand.example'] },
          { mostAnHour: 3 },
          'mail',
        )
        await world.alert(
          { type: 'topic.hot' },
          { kind: 'webhook', destination: 'programs' },
          { mostAnHour: 3 },
          'hook',
        )
        const events = ['E1', 'E2', 'E3', 'E4', 'E5']
        for (const [n, { at, after }] of deaths.entries()) {
          const dying = incarnation(world, at, after)
          await dying.hear(events[n % events.length] ?? '').catch(() => {})
          await incarnation(world, at, after)
            .clock()
            .catch(() => {})
        }
        for (const id of events) await world.hear(hot(id))
        // Longer than the four waits between five tries together, and than the hour.
        for (let n = 0; n < 12; n++) {
          world.pass(10 * MINUTE)
          await world.clock()
        }
        const mailed = world.ses.emails().map(({ text }) => text)
        const mails = await world.deliveries('mail')
        // Three of the five, and one summary of the other two.
        expect(mails.filter(({ state }) => state !== 'held')).toHaveLength(4)
        expect(mails.filter(({ state }) => state === 'held')).toHaveLength(2)
        const [sent, unknown] = ['sent', 'unknown'].map((state) => mails.filter((one) => one.state === state).length)
        expect((sent ?? 0) + (unknown ?? 0)).toBe(4)
        expect(mailed.length).toBeGreaterThanOrEqual(sent ?? 0)
        expect(mailed.length).toBeLessThanOrEqual(4)
        const hooks = await world.deliveries('hook')
        const ids = new Set(world.received.map(({ headers }) => headers['webhook-id']))
        expect([...ids].sort()).toEqual(
          hooks
            .filter(({ state }) => state === 'sent')
            .map(({ id }) => id)
            .sort(),
        )
        expect(ids.size).toBe(4)
      } finally {
        await world.close()
      }
    }),
    { numRuns: 12, endOnFailure: true, examples: [[TWICE]] },
  )
})
