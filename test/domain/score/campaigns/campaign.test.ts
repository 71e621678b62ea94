import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  belongs,
  type Campaign,
  countMembers,
  moodOf,
  phaseOf,
  reachOf,
} from '../../../../shared/domain/score/campaigns/campaign.ts'

const campaign = (over: Partial<Campaign> = {}): Campaign => ({
  id: 'sale',
  name: 'Spring sale',
  hashtags: ['SpringSale'],
  links: ['https://www.shop.example/sale/'],
  utm: ['Spring'],
  from: '2026-11-10T00:00:00.000Z',
  to: '2026-11-15T00:00:00.000Z',
  ...over,
})
const written = (over: Record<string, unknown> = {}) => ({ text: '', createdAt: '2026-11-12T10:00:00.000Z', ...over })

describe('a mention belongs to a campaign', () => {
  it.each([
    ['by a hashtag in the text', { text: 'Look at the #springsale!' }],
    ['by a hashtag in the title', { title: '#SPRINGSALE' }],
    ['by a tag', { tags: ['springsale'] }],
    ['by a tag with its sign', { tags: ['#SpringSale'] }],
    ['by a link', { text: 'at https://shop.example/sale.' }],
    ['by a link below it', { text: '(http://shop.example/Sale/shoes?size=9)' }],
    ['by its own address', { url: 'https://shop.example/sale/comments/1' }],
    ['by a UTM value', { text: 'https://other.example/?utm_source=x&utm_campaign=SPRING' }],
  ])('%s', (_, over) => {
    expect(belongs(written(over), campaign())).toBe(true)
  })

  it.each([
    ['without any of them', { text: 'spring sale' }],
    ['with a longer hashtag', { text: '#springsale2027' }],
    ['with a link beside it', { text: 'https://shop.example/sales' }],
    ['with another UTM value', { text: 'https://shop.example/?utm_campaign=springer' }],
    ['with an address that is none', { text: 'https://[', url: 'nonsense' }],
    ['before its time', { text: '#springsale', createdAt: '2026-11-04T23:59:59.999Z' }],
    ['after its time', { text: '#springsale', createdAt: '2026-11-20T00:00:00.000Z' }],
  ])('not %s', (_, over) => {
    expect(belongs(written(over), campaign())).toBe(false)
  })

  it('not by an address of the campaign that is none', () => {
    expect(belongs(written({ text: 'https://shop.example/sale' }), campaign({ links: ['https://['] }))).toBe(false)
  })

  it('takes no longer for a text made to be slow', () => {
    const text = `${'https://shop.example/'.repeat(4_000)}${'#'.repeat(20_000)}`
    const from = performance.now()
    belongs(written({ text }), campaign())
    expect(performance.now() - from).toBeLessThan(500)
  })
})

describe('the time of a campaign', () => {
  it('reaches as far before and after as it runs, at most thirty days', () => {
    expect(reachOf(campaign())).toEqual({ since: '2026-11-05T00:00:00.000Z', until: '2026-11-20T00:00:00.000Z' })
    expect(reachOf({ from: '2026-06-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' })).toEqual({
      since: '2026-05-02T00:00:00.000Z',
      until: '2026-12-31T00:00:00.000Z',
    })
  })

  it('has three phases', () => {
    expect(phaseOf('2026-11-09T23:59:59.999Z', campaign())).toBe('before')
    expect(phaseOf('2026-11-10T00:00:00.000Z', campaign())).toBe('during')
    expect(phaseOf('2026-11-15T00:00:00.000Z', campaign())).toBe('after')
  })
})

describe('what came of a campaign', () => {
  const member = { iid: 'x:1', createdAt: '2026-11-12T10:00:00.000Z' }

  it('counts every account once, by the most followers that it had', () => {
    const counts = countMembers([
      { ...member, label: 'POSITIVE', followers: 10 },
      { ...member, label: 'NEGATIVE', followers: 30 },
      { ...member, iid: 'x:2', label: 'POSITIVE' },
      { ...member, iid: 'x:2' },
      { ...member, iid: 'x:3', label: 'MIXED' },
      { ...member, iid: 'x:3', label: 'NEUTRAL' },
    ])
    expect(counts).toEqual({
      ...{ mentions: 6, accounts: 3, reach: 30, positive: 2, negative: 1, neutral: 1, mixed: 1 },
      mood: 0.2,
    })
    expect(countMembers([])).not.toHaveProperty('mood')
  })

  it('has a mood from -1 to 1', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000), fc.nat(1_000), (positive, negative, other) => {
        const { mood = 0 } = moodOf(positive, negative, positive + negative + other)
        expect(Math.abs(mood)).toBeLessThanOrEqual(1)
      }),
    )
  })
})
