import { describe, expect, it } from '@jest/globals'
import * as build from '../../local/payloads/discourse.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { NOW } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { ada, ben } from './fixtures/forum.ts'

const normalise = (payload: Payload, receivedAt?: string) => normalised('forum', payload, { receivedAt })
const only = (payload: Payload): Activity => {
  const { activities } = normalise(payload)
  if (activities.length !== 1 || !activities[0]) throw new Error(`got ${activities.length} activities`)
  return activities[0]
}
const said: build.ForumChat = { id: 31, by: ada, message: 'Anyone **here**?', createdAt: '2026-11-20T10:00:00.000Z' }

describe('Discourse, of its members and their chat,', () => {
  const account = {
    ...ada,
    email: ' ada@mail.example ',
    createdAt: '2026-11-01T00:00:00.000Z',
    timezone: 'Europe/Berlin',
  }

  it.each([
    ['user_created', {}, false],
    ['user_created', { active: true }, true],
    ['user_confirmed_email', {}, true],
    ['user_confirmed_email', { active: false }, false],
    ['user_updated', {}, false],
    ['user_updated', { lastSeenAt: '2026-11-02T00:00:00.000Z' }, true],
    ['user_updated', { lastSeenAt: '2026-11-02T00:00:00.000Z', staged: true }, false],
  ])('takes an address only when the forum has let the account in: %s %j → %s', (event, over, verified) => {
    const told = only(build.forumUser(event, { ...account, ...over }))
    expect(told).toMatchObject({
      kind: 'account',
      id: 'account:11',
      author: {
        id: '11',
        timeZone: 'Europe/Berlin',
        ...(verified ? { email: 'ada@mail.example', emailVerified: true } : {}),
      },
      joinedAt: '2026-11-01T00:00:00.000Z',
    })
    expect(JSON.stringify(told).includes('mail.example')).toBe(verified)
  })

  it('tells that an account was removed, without its address', () => {
    const removed = only(build.forumUser('user_destroyed', { ...account, active: true }))
    expect(removed).toMatchObject({ deleted: true, author: { id: '11' } })
    expect(JSON.stringify(removed)).not.toContain('mail.example')
  })

  it('takes an account that was made anonymous for one that is gone', () => {
    const anonymous = build.forumUser('user_anonymized', { ...account, username: 'anon1' })
    expect(only(anonymous)).toMatchObject({ kind: 'account', deleted: true })
  })

  it.each(['user_suspended', 'user_unsuspended', 'user_logged_in', 'user_logged_out'])(
    'takes the account as it is at %s',
    (event) => {
      const told = only(build.forumUser(event, account))
      expect(told).toMatchObject({ kind: 'account', id: 'account:11' })
      expect(told.deleted).toBeUndefined()
    },
  )

  it('takes a higher trust level for news of the account', () => {
    const told = only(build.forumPromoted({ ...ada, createdAt: '2026-11-01T00:00:00.000Z', trustLevel: 2 }))
    expect(told).toMatchObject({ kind: 'account', id: 'account:11', author: { id: '11', handle: 'ada' } })
  })

  it('makes a reaction of a badge, of whoever gave it to the member', () => {
    const badge = { badge: 3, to: ada, at: '2026-11-20T10:00:00.000Z' }
    expect(only(build.forumBadge('user_badge_granted', badge))).toMatchObject({
      kind: 'reaction',
      reaction: 'badge',
      id: 'badge:3:11',
      at: '2026-11-20T10:00:00.000Z',
      author: { id: '-1', role: 'bot' },
      target: { id: 'account:11', author: { id: '11' } },
    })
    expect(only(build.forumBadge('user_badge_granted', { ...badge, by: ben })).author).toEqual({ id: '12' })
    expect(only(build.forumBadge('user_badge_revoked', badge))).toMatchObject({ deleted: true })
  })

  it('makes a reply in its channel of a message of the chat', () => {
    expect(only(build.forumChat('chat_message_created', { ...said, replyTo: { id: 30, user: ben } }))).toMatchObject({
      kind: 'reply',
      id: 'chat:31',
      at: '2026-11-20T10:00:00.000Z',
      author: { id: '11', handle: 'ada', url: 'https://community.example/u/ada' },
      url: 'https://community.example/chat/c/lounge/5/31',
      thread: { id: 'channel:5', title: 'Lounge', url: 'https://community.example/chat/c/lounge/5' },
      parent: { id: 'chat:30', author: { id: '12' } },
      createdAt: '2026-11-20T10:00:00.000Z',
    })
    expect(only(build.forumChat('chat_message_restored', said)).deleted).toBeUndefined()
    expect(only(build.forumChat('chat_message_edited', said))).toMatchObject({ editedAt: new Date(NOW).toISOString() })
  })

  it('leaves alone what members write to each other in the chat, and knows programs and accounts that are gone', () => {
    const channel = { id: 9, title: 'Ada, Ben', slug: '', direct: true }
    expect(normalise(build.forumChat('chat_message_created', { ...said, channel })).ignored).toBe('private message')
    expect(only(build.forumChat('chat_message_created', { ...said, program: 'ci' })).author.role).toBe('bot')
    const gone = { ...said, by: null, deletedAt: '2026-11-20T11:00:00.000Z' }
    expect(only(build.forumChat('chat_message_created', gone))).toMatchObject({ deleted: true, author: { id: '-1' } })
  })
})
