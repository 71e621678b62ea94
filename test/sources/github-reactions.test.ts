import { describe, expect, it } from '@jest/globals'
import * as build from '../../local/payloads/github.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { NOW } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { frame, hubot, mona, octo, repository } from './fixtures/repository.ts'

const normalise = (payload: Payload) => normalised('code', payload)
const kinds = (payload: Payload): string[] =>
  normalise(payload).activities.map(({ kind, deleted }) => `${kind}${deleted ? ' deleted' : ''}`)
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]

const owner: build.GithubRelease['by'] = { id: 1, login: 'Octo', type: 'Organization' }
const version = (over: Partial<build.GithubRelease> = {}): build.GithubRelease => ({
  id: 7001,
  tag: 'v1.2.0',
  body: '## New\n**Export** works.',
  by: octo,
  createdAt: '2026-11-20T09:00:00Z',
  publishedAt: '2026-11-20T10:00:00Z',
  ...over,
})

describe('GitHub, beside issues and discussions,', () => {
  it('makes a reaction of a star', () => {
    expect(first(build.githubStar({ ...frame('created'), starredAt: '2026-11-20T10:00:00Z' }))).toMatchObject({
      kind: 'reaction',
      reaction: 'star',
      id: 'star:9:101',
      at: '2026-11-20T10:00:00.000Z',
      target: { id: 'repository:9' },
      url: 'https://github.com/octo/tool',
    })
  })

  it('makes a reaction of a fork', () => {
    const copy = { id: 77, fullName: 'mona/tool', createdAt: '2026-11-20T10:00:00Z' }
    expect(first(build.githubFork({ repository, sender: mona }, copy))).toMatchObject({
      kind: 'reaction',
      reaction: 'fork',
      id: 'fork:77',
      at: '2026-11-20T10:00:00.000Z',
      author: { id: '101' },
      target: { id: 'repository:9' },
      url: 'https://github.com/mona/tool',
    })
  })

  it('makes a post of a release, once it is published', () => {
    expect(first(build.githubRelease(version(), frame('published', octo)))).toEqual({
      kind: 'post',
      source: 'code',
      platform: 'github',
      id: 'release:7001',
      at: '2026-11-20T10:00:00.000Z',
      revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
      author: expect.objectContaining({ id: '102', handle: 'octo', role: 'staff' }),
      title: 'v1.2.0',
      text: expect.stringContaining('Export works.'),
      url: 'https://github.com/octo/tool/releases/tag/v1.2.0',
      thread: {
        id: 'release:7001',
        title: 'v1.2.0',
        url: 'https://github.com/octo/tool/releases/tag/v1.2.0',
        author: { id: '102' },
      },
      createdAt: '2026-11-20T10:00:00.000Z',
    })
    expect(first(build.githubRelease(version({ name: 'Teatime', by: hubot }), frame('published')))).toMatchObject({
      title: 'Teatime',
      author: { role: 'bot' },
    })
    const { publishedAt: _, ...draft } = version()
    expect(normalise(build.githubRelease(draft, frame('created'))).ignored).toBe('release not published')
    expect(first(build.githubRelease(version(), frame('edited')))).toMatchObject({
      editedAt: new Date(NOW).toISOString(),
    })
    expect(kinds(build.githubRelease(version(), frame('unpublished')))).toEqual(['post deleted'])
  })

  it('makes a reaction of a sponsorship that everybody may know of', () => {
    const given = { to: owner, by: mona, at: '2026-11-20T10:00:00Z' }
    expect(first(build.githubSponsorship('created', given))).toMatchObject({
      kind: 'reaction',
      reaction: 'sponsor',
      id: 'sponsor:1:101',
      author: { id: '101', handle: 'mona' },
      target: { id: 'account:1', author: { id: '1' } },
    })
    const why = (action: string, over: object = {}) =>
      normalise(build.githubSponsorship(action, { ...given, ...over })).ignored
    expect(why('created', { isPrivate: true })).toBe('private sponsorship')
    expect(why('pending_tier_change')).toBe('action not mapped: sponsorship.pending_tier_change')
    expect(why('created', { to: octo })).toBeUndefined()
    expect(why('created', { to: mona })).toBe('account without a repository in the settings')
  })
})
