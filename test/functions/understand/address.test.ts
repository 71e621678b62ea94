import { describe, expect, it } from '@jest/globals'
import { readDelivery } from '../../../functions/understand/delivery.ts'
import { processBatch } from '../../../functions/understand/process.ts'
import type { Delivery } from '../../../shared/domain/listen/delivery.ts'
import { applyingWith, scan } from '../../store/ingest-bench.ts'
import { SOURCES, withLog } from '../../support/door.ts'
import { judgingWith } from '../../support/judging.ts'
import { withTable } from '../../support/table.ts'

const AT = '2026-03-01T00:00:00.000Z'
const jim = { email: 'Jim.Davies@mail.example', emailVerified: true }

/** A message of the queue with an activity of the shop. */
const message = (id: string, data: Record<string, unknown>) => {
  const body = Buffer.from(JSON.stringify({ type: 'x', timestamp: AT, data })).toString('base64')
  const delivery: Delivery = { v: 1, id, source: 'shop', receivedAt: AT, headers: {}, body }
  return { id, body: JSON.stringify(delivery), receives: 3 }
}
const order = (id: string, author: object, over: object = {}) =>
  message(id, { kind: 'order', id, author, total: { amount: 1, currency: 'EUR' }, ...over })

describe('an address', () => {
  it('is in one attribute of one item and in no line of the log, whatever goes wrong beside it', async () => {
    await withTable(async ({ table }) => {
      const processing = {
        ...applyingWith(table),
        ...judgingWith(),
        read: readDelivery({
          sources: SOURCES,
          archive: () => Promise.reject(new Error('no archive here')),
          mappingOf: () => Promise.resolve(undefined),
          noteLease: () => Promise.resolve(),
          notePrivacyRequest: () => Promise.resolve(),
        }),
      }
      const consent = { granted: true, topics: ['*'], wording: 'v1' }
      const { value, log } = await withLog(() =>
        processBatch(processing, [
          order('good', { id: 'c-7', name: 'jim.davies@mail.example', handle: jim.email, ...jim }),
          order('as-id', { id: 'jim.davies@mail.example', ...jim }),
          order('too-long', { id: 'c-8', ...jim, email: `${'x'.repeat(400)}${jim.email}` }),
          order('wrong-total', { id: 'c-9', ...jim }, { total: { amount: jim.email, currency: jim.email } }),
          order('wrong-kind', { id: 'c-10', ...jim }, { kind: jim.email }),
          order('unverified', { id: 'c-11', email: jim.email }),
          message('wrong-basis', {
            kind: 'consent',
            id: 'w',
            author: { id: 'c-7', ...jim },
            ...consent,
            basis: jim.email,
          }),
          message('told', { kind: 'consent', id: 'k', author: { id: 'c-7', ...jim }, ...consent, basis: 'consent' }),
        ]),
      )
      expect(value.failed).toEqual(['as-id', 'too-long', 'wrong-total', 'wrong-kind', 'wrong-basis'])
      expect(log.join('')).toContain('activities.0.author.id')
      expect(log.join('')).not.toMatch(/jim\.davies|mail\.example/i)
      const holders = (await scan(table)).filter((item) => /jim\.davies/i.test(JSON.stringify(item)))
      expect(holders).toEqual([expect.objectContaining({ type: 'identity', platform: 'email' })])
      const { address: _, ...rest } = holders[0] ?? {}
      expect(JSON.stringify(rest)).not.toMatch(/jim\.davies/i)
    })
  })
})
