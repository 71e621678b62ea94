import { describe, expect, it } from '@jest/globals'
import { serviceReview, trustpilot } from '../../local/payloads/trustpilot.ts'
import { mentionSchema } from '../../shared/domain/respond/answers.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { getMention } from '../../shared/store/mentions.ts'
import { starred } from '../sources/fixtures/reviews.ts'
import { withTable } from '../support/table.ts'
import { applyAll } from './ingest-bench.ts'

describe('a mention that nobody signed', () => {
  it('says so wherever it is read, and one that was signed says nothing of it', async () => {
    await withTable(async ({ table }) => {
      const { body } = trustpilot(serviceReview('created', starred({ text: 'NEUTRAL false' })))
      const delivery = {
        v: 1 as const,
        id: 'd',
        source: 'reviews',
        receivedAt: '2026-11-20T10:00:00.000Z',
        headers: {},
      }
      const { activities } = normaliseDelivery(delivery, Buffer.from(body), { reviews: { type: 'trustpilot' } })
      const signed = activities.map(({ unverified: _, ...activity }) => ({ ...activity, id: 'signed' }))
      expect(await applyAll(table, [...activities, ...signed])).toEqual(['new', 'new'])

      const review = await getMention(table, 'reviews', 'service-review:53bffd360000640002975387')
      expect(review).toMatchObject({ source: 'reviews', text: 'NEUTRAL false', unverified: true })
      expect(mentionSchema.parse(review)).toEqual(review)
      expect(await getMention(table, 'reviews', 'signed')).not.toHaveProperty('unverified')
    })
  })
})
