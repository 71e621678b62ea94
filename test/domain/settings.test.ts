import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { nudgeSettingsSchema, sourcesSchema } from '../../shared/domain/settings.ts'

const nudges = (change: object = {}) => ({
  topics: { answers: 'Answers to your questions' },
  timeZone: 'Europe/Berlin',
  quietHours: { start: '21:00', end: '08:00' },
  caps: { minGapHours: 20, per7Days: 2, per30Days: 5 },
  contentHosts: ['community.example'],
  language: 'en',
  ...change,
})

describe('settings', () => {
  it('takes a complete description of when and where emails may go', () => {
    expect(z.safeParse(nudgeSettingsSchema, nudges()).success).toBe(true)
  })

  it.each([
    ['a time of day that no clock shows', { quietHours: { start: '25:00', end: '08:00' } }, 'quietHours.start'],
    ['a zone that is none', { timeZone: 'summer time' }, 'timeZone'],
    ['a host with a path', { contentHosts: ['community.example/t'] }, 'contentHosts.0'],
    ['a cap of nothing', { caps: { minGapHours: 20, per7Days: 0, per30Days: 5 } }, 'caps.per7Days'],
    ['no host at all', { contentHosts: [] }, 'contentHosts'],
  ])('refuses %s and names the field', (_what, change, field) => {
    const result = z.safeParse(nudgeSettingsSchema, nudges(change))
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(field)
  })

  it('refuses a source of a type that does not exist', () => {
    expect(z.safeParse(sourcesSchema, { forum: { type: 'phpbb' } }).success).toBe(false)
  })

  it('refuses a shop that is not named by its own domain', () => {
    const ofShop = (shop: string) => z.safeParse(sourcesSchema, { store: { type: 'shopify', shop } }).success
    expect([ofShop('acme.myshopify.com'), ofShop('shop.acme.example'), ofShop('https://acme.myshopify.com')]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('refuses a source whose name cannot stand in an address', () => {
    expect(z.safeParse(sourcesSchema, { 'My Shop': { type: 'standard' } }).success).toBe(false)
  })
})
