import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { activitySchema, isMention, revisionOf } from '../../../shared/domain/listen/activity.ts'
import { isoOf } from '../../../shared/domain/time.ts'

const at = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2090, 0, 1) }).map(isoOf)
const state = fc.record({ at, deleted: fc.boolean(), digest: fc.string({ maxLength: 12 }) })

describe('the revision of an activity', () => {
  it('follows the platform’s clock', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        fc.pre(a.at !== b.at)
        expect(revisionOf(a) < revisionOf(b)).toBe(a.at < b.at)
      }),
    )
  })

  it('lets a delete win over an edit of the same moment', () => {
    fc.assert(fc.property(state, (a) => revisionOf({ ...a, deleted: true }) > revisionOf({ ...a, deleted: false })))
  })

  it('lets a final delete win over everything', () => {
    fc.assert(fc.property(state, at, (a, when) => revisionOf({ at: when, deleted: true, final: true }) > revisionOf(a)))
  })

  it('needs no digest', () => {
    expect(revisionOf({ at: isoOf(0) })).toBe('1970-01-01T00:00:00.000Z|0|')
  })
})

const order = {
  kind: 'order',
  source: 'shop',
  platform: 'shop',
  id: '9007199254740993',
  at: '2026-11-02T10:00:00+01:00',
  revision: 'r',
  author: { id: '7' },
  total: { amount: 1299, currency: 'EUR' },
}

describe('the activity schema', () => {
  it('brings times to UTC with milliseconds', () => {
    expect(activitySchema.parse(order).at).toBe('2026-11-02T09:00:00.000Z')
  })

  it('keeps ids as text, digit for digit', () => {
    expect(activitySchema.parse(order).id).toBe('9007199254740993')
  })

  it.each([
    ['a number as id', { id: 12 }],
    ['a price with a fraction of a cent', { total: { amount: 12.5, currency: 'EUR' } }],
    ['a link that would run code', { url: 'javascript:alert(1)' }],
    ['a date that is none', { at: 'yesterday' }],
  ])('refuses %s', (_what, change) => {
    expect(activitySchema.safeParse({ ...order, ...change }).success).toBe(false)
  })

  it('tells mentions from the rest', () => {
    expect(isMention(activitySchema.parse(order))).toBe(false)
    const post = { ...order, kind: 'post', text: 'hi', thread: { id: '1' }, createdAt: order.at }
    expect(isMention(activitySchema.parse(post))).toBe(true)
    expect(isMention(activitySchema.parse({ ...post, kind: 'reply' }))).toBe(true)
  })
})
