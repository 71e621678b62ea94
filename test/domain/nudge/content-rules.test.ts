import { describe, expect, it } from '@jest/globals'
import * as z from 'zod/mini'
import {
  contentSettingsSchema,
  contentSourcesOf,
  givesPosts,
  ruleOf,
  stageOf,
  traitsOf,
} from '../../../shared/domain/nudge/content-rules.ts'
import { leftOutOf, standingOfAuthor } from '../../../shared/domain/nudge/standing.ts'

describe('what holds for the content of a source', () => {
  it('is by the kind of source where its settings say nothing', () => {
    expect(ruleOf({ type: 'discourse' })).toEqual({
      ...{ kind: 'discussion', stage: 'use', stages: {}, exclusive: true, traits: {}, featured: 'ask' },
    })
    expect(ruleOf({ type: 'youtube' })).toMatchObject({ kind: 'video', exclusive: false, featured: 'published' })
    expect(ruleOf({ type: 'feed' })).toMatchObject({ kind: 'article', stage: 'research' })
    expect(ruleOf(undefined)).toEqual(ruleOf({ type: 'discourse' }))
  })

  it('is what its settings say', () => {
    const content = z.parse(contentSettingsSchema, {
      ...{ kind: 'guide', stage: 'purchase', stages: { setup: 'onboarding' }, language: 'de', exclusive: false },
      ...{ service: true, own: false, site: 'Fix It', featured: { wording: 'terms' } },
    })
    const rule = ruleOf({ type: 'github', content })
    expect(rule).toMatchObject({
      ...{ kind: 'guide', language: 'de', exclusive: false, featured: { wording: 'terms' } },
      traits: { service: true, own: false, site: 'Fix It' },
    })
    if (!rule) throw new Error('The source gives content.')
    expect(stageOf(rule, ['noise', 'setup'])).toBe('onboarding')
    expect(stageOf(rule, ['constructor'])).toBe('purchase')
    expect(traitsOf({ service: false, own: true })).toEqual({})
  })

  it('is nothing where the settings want none', () => {
    expect(ruleOf({ type: 'discourse', content: false })).toBeUndefined()
    expect(givesPosts({ type: 'youtube', content: false })).toBe(false)
    expect([{ type: 'youtube' }, { type: 'mastodon' }].map(givesPosts)).toEqual([true, false])
  })

  it('is told to functions only where it differs from that of all others', () => {
    const sources = {
      forum: { type: 'discourse' },
      blog: { type: 'feed', url: 'x' },
      quiet: { type: 'x', content: false },
    }
    expect(contentSourcesOf(sources as Parameters<typeof contentSourcesOf>[0])).toEqual({
      blog: { type: 'feed' },
      quiet: { type: 'x', content: false },
    })
  })
})

describe('an author', () => {
  const yes = { granted: true, at: '2026-01-01T00:00:00.000Z', source: 's', wording: 'w' }
  const no = { ...yes, granted: false }

  it.each([
    ['says no', { word: no, role: 'staff' }, 'published', 'author_refused'],
    ['of something published', {}, 'published', 'fine'],
    ['is of the team', { role: 'staff' }, 'ask', 'fine'],
    ['is gone', { gone: true, word: yes }, 'ask', 'author_gone'],
    ['says yes', { word: yes, role: 'member' }, 'ask', 'fine'],
    ['was not asked', {}, 'ask', 'author_not_asked'],
    ['signed up where that means yes', {}, { wording: 'terms' }, 'signed-up'],
  ] as const)('who %s', (_, state, featured, standing) => {
    expect(standingOfAuthor(state, featured)).toBe(standing)
  })

  it('keeps a piece out, and so do its host and a dead link; the first reason is told', () => {
    const url = 'https://community.example/t/1'
    const hosts = ['community.example']
    expect(leftOutOf({ url, dead: false }, ['fine', 'signed-up'], hosts)).toBeUndefined()
    expect(leftOutOf({ url, dead: false }, ['author_not_asked', 'author_refused'], hosts)).toBe('author_refused')
    expect(leftOutOf({ url, dead: true }, ['author_gone'], hosts)).toBe('dead_link')
    expect(leftOutOf({ url, dead: true }, [], ['elsewhere.example'])).toBe('host_not_allowed')
  })
})
