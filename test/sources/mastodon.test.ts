import { describe, expect, it } from '@jest/globals'
import { mastodonAccount, mastodonReport, mastodonStatus } from '../../local/payloads/mastodon.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { tooter as ada, far, toot } from './fixtures/instance.ts'

const edited = toot({ content: '<p>Solved!</p>', editedAt: '2026-11-20T11:00:00.000Z' })

const normalise = (payload: Payload) => normalised('toots', payload)
const first = (payload: Payload) => normalise(payload).activities[0]

describe('Mastodon', () => {
  sourceContract({
    type: 'mastodon',
    source: 'toots',
    payload: mastodonStatus('status.created', toot()),
    ofSize: (bytes) => {
      const { headers, body } = mastodonStatus('status.created', toot({ content: '' }))
      return { headers, body: body.replace('"content":""', `"content":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a status is edited twice': [
        mastodonStatus('status.created', toot()),
        mastodonStatus('status.updated', edited),
        mastodonStatus('status.updated', toot({ content: '<p>Almost.</p>', editedAt: '2026-11-20T12:00:00.000Z' })),
      ],
      'a status is touched without an edit': [
        mastodonStatus('status.created', toot()),
        mastodonStatus('status.updated', toot({ spoiler: 'long' }), '2026-11-20T10:30:00.000Z'),
      ],
      'an account is made, approved and renamed': [
        mastodonAccount('account.created', ada, '2026-11-20T10:00:00.000Z'),
        mastodonAccount('account.approved', ada, '2026-11-20T10:05:00.000Z'),
        mastodonAccount('account.updated', { ...ada, displayName: 'Ada' }, '2026-11-20T10:10:00.000Z'),
      ],
    },
  })

  it('makes a post of a status', () => {
    expect(first(mastodonStatus('status.created', toot({ tags: ['export'], spoiler: 'Help' })))).toEqual({
      kind: 'post',
      source: 'toots',
      platform: 'toots',
      id: '113500000000000001',
      at: '2026-11-20T10:00:00.000Z',
      revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z~2026-11-20T10:00:00\.000Z\|0\|/),
      author: {
        id: '110000000000000011',
        handle: 'ada',
        name: 'Ada L.',
        url: 'https://social.example/@ada',
        avatar: 'https://social.example/avatars/110000000000000011.png',
        followers: 12,
      },
      title: 'Help',
      text: 'How do I #export?',
      url: 'https://social.example/@ada/113500000000000001',
      language: 'en',
      thread: {
        id: '113500000000000001',
        title: 'Help',
        url: 'https://social.example/@ada/113500000000000001',
        author: { id: '110000000000000011' },
      },
      createdAt: '2026-11-20T10:00:00.000Z',
      tags: ['export'],
    })
  })

  it('makes a reply of an answer, and says when it was edited', () => {
    const answer = { ...edited, id: '2', replyTo: { id: '113500000000000001', by: far.id } }
    expect(first(mastodonStatus('status.updated', answer))).toMatchObject({
      kind: 'reply',
      at: '2026-11-20T11:00:00.000Z',
      createdAt: '2026-11-20T10:00:00.000Z',
      editedAt: '2026-11-20T11:00:00.000Z',
      thread: { id: '113500000000000001', author: { id: far.id } },
      parent: { id: '113500000000000001', author: { id: far.id } },
    })
  })

  it('makes a reaction of a boost, without the words of another person', () => {
    const boost = first(mastodonStatus('status.created', toot({ id: '3', reblogOf: toot({ by: far }) })))
    expect(boost).toMatchObject({
      kind: 'reaction',
      id: '3',
      reaction: 'reblog',
      author: { id: ada.id },
      target: { id: '113500000000000001', author: { id: far.id } },
    })
    expect(boost).not.toHaveProperty('text')
  })

  it.each(['account.created', 'account.approved', 'account.updated'])(
    'tells of an account without its email and addresses: %s',
    (event) => {
      const activity = first(mastodonAccount(event, ada, '2026-11-20T10:00:00.000Z'))
      expect(activity).toMatchObject({
        kind: 'account',
        id: 'account:110000000000000011',
        at: '2026-11-20T10:00:00.000Z',
        joinedAt: '2026-01-01T12:00:00.000Z',
        author: { id: ada.id, handle: 'ada', language: 'de' },
      })
      expect(JSON.stringify(activity)).not.toMatch(/mail\.example|203\.0\.113|Let me in/)
    },
  )

  it('leaves alone what is not for everybody, not from here, or for moderators', () => {
    const why = (payload: Payload) => normalise(payload).ignored
    for (const visibility of ['private', 'direct', 'limited'])
      expect(why(mastodonStatus('status.created', toot({ visibility })))).toBe('status not public')
    expect(why(mastodonStatus('status.created', toot({ visibility: 'unlisted' })))).toBeUndefined()
    const strange = mastodonStatus('status.created', toot(), undefined, 'https://social.example.evil.example')
    expect(why(strange)).toBe('status of another instance')
    expect(why(mastodonAccount('account.updated', far, '2026-11-20T10:00:00.000Z'))).toBe('account of another instance')
    for (const event of ['report.created', 'report.updated'])
      expect(why(mastodonReport(event, ada, far, '2026-11-20T10:00:00.000Z'))).toBe(`event not mapped: ${event}`)
    const { headers, body } = mastodonStatus('constructor', toot())
    expect(why({ headers, body })).toBe('event not mapped: constructor')
  })

  it('knows bots and languages that are not told', () => {
    const bot = first(mastodonStatus('status.created', toot({ by: { ...ada, bot: true }, language: null })))
    expect(bot).toMatchObject({ author: { role: 'bot' } })
    expect(bot).not.toHaveProperty('language')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = mastodonStatus('status.created', toot())
    const wrong = { headers, body: body.replace('"visibility":"public"', '"visibility":7') }
    expect(() => normalise(wrong)).toThrow(/^object\.visibility: expected string/)
    expect(() => normalise({ headers, body: '{"content":"Hello ada"}' })).toThrow(/^event: expected string/)
  })
})
