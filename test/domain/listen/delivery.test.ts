import { describe, expect, it } from '@jest/globals'
import { BODY_LIMIT, deliverySchema, INLINE_BODY_LIMIT } from '../../../shared/domain/listen/delivery.ts'

const delivery = { v: 1, id: 'd', source: 'shop', receivedAt: '2026-11-21T20:00:00.000Z', headers: {} }

describe('a delivery', () => {
  it('has its body with it, or a pointer to it', () => {
    expect(deliverySchema.parse({ ...delivery, body: 'e30=' })).toHaveProperty('body')
    expect(deliverySchema.parse({ ...delivery, archiveKey: 'deliveries/shop/x' })).toHaveProperty('archiveKey')
  })

  it('is refused when it is of another version', () => {
    expect(deliverySchema.safeParse({ ...delivery, v: 2 }).success).toBe(false)
    expect(deliverySchema.safeParse({ ...delivery, receivedAt: 'today' }).success).toBe(false)
  })

  it('fits into a message of SQS as long as its body travels in it', () => {
    expect(Math.ceil(INLINE_BODY_LIMIT / 3) * 4).toBeLessThan(1_048_576 - 10_240)
    expect(BODY_LIMIT).toBeGreaterThan(INLINE_BODY_LIMIT)
  })
})
