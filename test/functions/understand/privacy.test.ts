import { describe, expect, it } from '@jest/globals'
import { readDelivery } from '../../../functions/understand/delivery.ts'
import { processBatch } from '../../../functions/understand/process.ts'
import { shopifyPrivacy } from '../../../local/payloads/shopify.ts'
import type { Delivery } from '../../../shared/domain/listen/delivery.ts'
import { notePrivacyRequest, openPrivacyRequests } from '../../../shared/store/privacy-requests.ts'
import { applyingWith } from '../../store/ingest-bench.ts'
import { SOURCES } from '../../support/door.ts'
import { judgingWith } from '../../support/judging.ts'
import { withTable } from '../../support/table.ts'

const asked = (id: string, over: Partial<Delivery> = {}) => {
  const { headers, body } = shopifyPrivacy('customers/data_request', { id: '7' }, '2026-11-21T20:00:00Z')
  const delivery: Delivery = {
    ...{ v: 1, id, source: 'store', receivedAt: '2026-11-21T20:00:01.000Z', headers },
    ...{ body: Buffer.from(body).toString('base64'), ...over },
  }
  return { id, body: JSON.stringify(delivery), receives: 1 }
}

describe('a privacy request', () => {
  it('is noted before the delivery counts as read, tells the team once, and out of the archive nobody', async () => {
    await withTable(async ({ table }) => {
      let broken = true
      const processing = {
        ...applyingWith(table),
        ...judgingWith(),
        sources: SOURCES,
        read: readDelivery({
          sources: SOURCES,
          archive: () => Promise.reject(new Error('no archive here')),
          mappingOf: () => Promise.resolve(undefined),
          noteLease: () => Promise.resolve(),
          notePrivacyRequest: (request, from) =>
            broken ? Promise.reject(new Error('no table today')) : notePrivacyRequest(table, request, from),
        }),
      }
      expect(await processBatch(processing, [asked('one')])).toMatchObject({
        failed: ['one'],
        sources: { store: { Failed: 1 } },
      })
      broken = false
      expect((await processBatch(processing, [asked('one')])).sources).toEqual({
        store: { Ignored: 1, PrivacyRequests: 1 },
      })
      expect((await processBatch(processing, [asked('one', { replayed: true })])).sources).toEqual({
        store: { Ignored: 1 },
      })
      expect(await openPrivacyRequests(table)).toMatchObject([{ wants: 'access', account: '7', source: 'store' }])
    })
  })
})
