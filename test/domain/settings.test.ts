import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import { sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { nudgeSettingsSchema } from '../../shared/domain/settings.ts'

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

  it.each([
    ['a workspace by its name', { type: 'slack', team: 'acme', channels: ['*'] }, 'talk.team'],
    ['an app by its name', { type: 'slack', team: 'T1', app: 'bot', channels: ['*'] }, 'talk.app'],
    ['no channel', { type: 'slack', team: 'T1', channels: [] }, 'talk.channels'],
    ['an account by its handle', { type: 'x', accounts: ['@acme'] }, 'talk.accounts.0'],
    ['a page by its name', { type: 'facebook', pages: ['acme'] }, 'talk.pages.0'],
    ['no account', { type: 'instagram', accounts: [] }, 'talk.accounts'],
    [
      'an organisation by its URN',
      { type: 'linkedin', organizations: ['urn:li:organization:1'] },
      'talk.organizations.0',
    ],
  ])('refuses %s and names the field', (_what, source, field) => {
    const result = z.safeParse(sourcesSchema, { talk: source })
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(field)
  })

  it('takes any channel, account, page and organisation by a star', () => {
    const sources = {
      a: { type: 'slack', team: 'T1', channels: ['*'] },
      b: { type: 'x', accounts: ['*'] },
      c: { type: 'facebook', pages: ['*'] },
      d: { type: 'instagram', accounts: ['*'] },
      e: { type: 'linkedin', organizations: ['*'] },
    }
    expect(z.safeParse(sourcesSchema, sources).success).toBe(true)
  })

  it('refuses a source whose name cannot stand in an address', () => {
    expect(z.safeParse(sourcesSchema, { 'My Shop': { type: 'standard' } }).success).toBe(false)
  })
})
