import { describe, expect, it } from '@jest/globals'
import * as build from '../../local/payloads/discourse.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { ada, answer, ben, question, topic } from './fixtures/forum.ts'

const normalise = (payload: Payload, receivedAt?: string) => normalised('forum', payload, { receivedAt })
const only = (payload: Payload): Activity => {
  const { activities } = normalise(payload)
  if (activities.length !== 1 || !activities[0]) throw new Error(`got ${activities.length} activities`)
  return activities[0]
}
const edited = question({ cooked: '<p>Better words</p>', updatedAt: '2026-11-20T12:00:00.000Z', version: 2 })
const gone = { ...edited, deletedAt: '2026-11-20T13:00:00.000Z' }

const said: build.ForumChat = { id: 31, by: ada, message: 'Anyone **here**?', createdAt: '2026-11-20T10:00:00.000Z' }

describe('Discourse', () => {
  sourceContract({
    type: 'discourse',
    source: 'forum',
    payload: build.forumPost('post_created', question()),
    ofSize: (bytes) => {
      const { headers, body } = build.forumPost('post_created', question({ cooked: '' }))
      return { headers, body: body.replace('"cooked":""', `"cooked":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a post is edited': [build.forumPost('post_created', question()), build.forumPost('post_edited', edited)],
      'a post is edited and deleted': [
        build.forumPost('post_created', question()),
        build.forumPost('post_edited', edited),
        build.forumPost('post_destroyed', gone),
      ],
      'a post is edited, deleted and brought back': [
        build.forumPost('post_created', question()),
        build.forumPost('post_edited', edited),
        build.forumPost('post_destroyed', gone),
        build.forumPost('post_recovered', edited),
      ],
      'a post is deleted, brought back and edited': [
        build.forumPost('post_created', question()),
        build.forumPost('post_destroyed', { ...question(), deletedAt: '2026-11-20T11:00:00.000Z' }),
        build.forumPost('post_recovered', question()),
        build.forumPost('post_edited', edited),
      ],
      'a message of the chat is edited and thrown away': [
        build.forumChat('chat_message_created', said),
        build.forumChat('chat_message_edited', { ...said, message: 'Anyone here?', edited: true }),
        build.forumChat('chat_message_trashed', { ...said, edited: true, deletedAt: '2026-11-21T20:30:00.000Z' }),
      ],
      'a badge is given and taken back': [
        build.forumBadge('user_badge_granted', { badge: 3, to: ada, at: '2026-11-20T10:00:00.000Z' }),
        build.forumBadge('user_badge_revoked', { badge: 3, to: ada, at: '2026-11-20T10:00:00.000Z' }),
      ],
      'an account is made and removed': [
        build.forumUser('user_created', { ...ada, createdAt: '2026-11-01T00:00:00.000Z' }),
        build.forumUser('user_updated', {
          ...ada,
          createdAt: '2026-11-01T00:00:00.000Z',
          lastSeenAt: '2026-11-02T00:00:00.000Z',
        }),
        build.forumUser('user_destroyed', { ...ada, createdAt: '2026-11-01T00:00:00.000Z' }),
      ],
    },
  })

  it('makes a post of the first post of a topic', () => {
    expect(only(build.forumPost('post_created', question({ locale: 'pt_BR' })))).toEqual({
      kind: 'post',
      source: 'forum',
      platform: 'forum',
      id: '70/1',
      at: '2026-11-20T10:00:00.000Z',
      revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|000001\./),
      author: {
        id: '11',
        handle: 'ada',
        name: 'Ada L.',
        url: 'https://community.example/u/ada',
        avatar: 'https://community.example/user_avatar/community.example/ada/120/1_2.png',
      },
      title: 'How do I export?',
      text: 'How do I export my list?',
      url: 'https://community.example/t/how-do-i-export/70/1',
      language: 'pt-BR',
      thread: {
        id: '70',
        title: 'How do I export?',
        url: 'https://community.example/t/how-do-i-export/70',
        author: { id: '11' },
      },
      createdAt: '2026-11-20T10:00:00.000Z',
      tags: ['support'],
    })
  })

  it('makes a reply of any other post, with the parent that later deliveries will call the same', () => {
    const reply = only(build.forumPost('post_created', answer()))
    expect(reply).toMatchObject({
      kind: 'reply',
      id: '70/2',
      text: 'Under “Tools”.',
      author: { id: '12', role: 'staff' },
      parent: { id: '70/1', author: { id: '11' } },
    })
    const parent = only(build.forumPost('post_created', question()))
    expect(reply.kind === 'reply' && reply.parent?.id).toBe(parent.id)
  })

  it('takes a reply to the topic for a reply to its first post', () => {
    const { replyTo: _, ...plain } = answer()
    expect(only(build.forumPost('post_created', plain))).toMatchObject({ parent: { id: '70/1' } })
  })

  it('tells when a post was edited, deleted by its author, or hidden', () => {
    expect(only(build.forumPost('post_edited', edited))).toMatchObject({ editedAt: '2026-11-20T12:00:00.000Z' })
    expect(only(build.forumPost('post_edited', { ...edited, userDeleted: true }))).toMatchObject({ deleted: true })
    expect(only(build.forumPost('post_edited', { ...edited, hidden: true }))).toMatchObject({ deleted: true })
  })

  it('leaves private messages, whispers and small actions alone', () => {
    const secret = question({ topic: topic({ archetype: 'private_message' }) })
    expect(normalise(build.forumPost('post_created', secret))).toEqual({ activities: [], ignored: 'private message' })
    expect(normalise(build.forumTopic('topic_created', secret.topic)).ignored).toBe('private message')
    expect(normalise(build.forumLike(secret, ben)).ignored).toBe('private message')
    expect(normalise(build.forumSolved('accepted_solution', secret)).ignored).toBe('private message')
    for (const postType of [3, 4])
      expect(normalise(build.forumPost('post_created', question({ postType }))).ignored).toMatch(/^post type/)
  })

  it('makes a reaction of a like, on the post that it is about', () => {
    expect(only(build.forumLike(question(), ben))).toMatchObject({
      kind: 'reaction',
      reaction: 'like',
      id: 'like:70/1:12',
      author: { id: '12', handle: 'ben' },
      target: { id: '70/1', author: { id: '11' } },
    })
  })

  it('gives a like the same revision whenever it comes in', () => {
    const like = build.forumLike(question(), ben)
    const [a, b] = ['2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z'].map((at) => normalise(like, at))
    expect(a?.activities[0]?.revision).toBe(b?.activities[0]?.revision)
  })

  it('tells which answer a topic has, and when it has none any more', () => {
    const accepted = only(build.forumSolved('accepted_solution', answer()))
    expect(accepted).toMatchObject({
      kind: 'solved',
      id: 'solved:70',
      thread: { id: '70' },
      answer: { id: '70/2', author: { id: '12' }, text: 'Under “Tools”.' },
    })
    expect(accepted.deleted).toBeUndefined()
    expect(only(build.forumSolved('unaccepted_solution', answer()))).toMatchObject({ id: 'solved:70', deleted: true })
  })

  it('makes news of a thread of a topic', () => {
    expect(only(build.forumTopic('topic_created', topic()))).toMatchObject({
      kind: 'thread',
      at: '2026-11-20T10:00:00.000Z',
      thread: { id: '70', title: 'How do I export?', author: { id: '11' } },
      closed: false,
      tags: ['support', 'export'],
    })
    expect(only(build.forumTopic('topic_closed_status_updated', topic({ closed: true })))).toMatchObject({
      closed: true,
    })
    expect(
      only(build.forumTopic('topic_destroyed', { ...topic(), deletedAt: '2026-11-21T10:00:00.000Z' })),
    ).toMatchObject({
      deleted: true,
      at: '2026-11-21T10:00:00.000Z',
    })
    expect(only(build.forumTopic('topic_visible_status_updated', topic({ visible: false })))).toMatchObject({
      deleted: true,
    })
  })

  it('says which events mean nothing to it', () => {
    const { body, headers } = build.forumPost('post_created', question())
    const other = (event: string) => normalise({ body, headers: { ...headers, 'x-discourse-event': event } }).ignored
    expect(other('reviewable_created')).toBe('event not mapped: reviewable_created')
    expect(other('__proto__')).toBe('event not mapped: __proto__')
    expect(other('')).toBe('event not mapped: none')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = build.forumPost('post_created', question())
    const wrong = (from: string | RegExp, to: string) => () => normalise({ headers, body: body.replace(from, to) })
    expect(wrong('"topic_id":70', '"topic_id":{}')).toThrow(/^post\.topic_id: /)
    expect(wrong(/"created_at":"[^"]*"/, '"created_at":"yesterday"')).toThrow(/^post\.created_at: expected a time/)
    expect(wrong('"post":', '"like":')).toThrow(/^post: expected object/)
  })

  it('keeps ids over 2^53 digit by digit', () => {
    const { headers, body } = build.forumPost('post_created', question())
    const big = only({ headers, body: body.replace('"topic_id":70', '"topic_id":9007199254740993') })
    expect(big).toMatchObject({ id: '9007199254740993/1', thread: { id: '9007199254740993' } })
  })

  it('answers the ping and queues nothing', async () => {
    const door = openDoor()
    const ping = signed('discourse', SECRETS.forum ?? '', build.forumPing())
    expect(await door.post('forum', ping)).toMatchObject({ status: 200, body: { pong: 'forum' } })
    expect(await door.post('forum', { ...ping, body: '{}' })).toMatchObject({ status: 401 })
    expect(door.queue).toEqual([])
  })

  it('refuses a delivery that says it comes from another forum', async () => {
    const door = openDoor()
    const from = (instance: string) =>
      door.post(
        'forum',
        signed('discourse', SECRETS.forum ?? '', build.forumPost('post_created', question(), instance)),
      )
    expect(await from('https://other.example')).toMatchObject({ status: 403 })
    expect(await from('nonsense')).toMatchObject({ status: 403 })
    expect(door.queue).toEqual([])
    expect(await from('https://COMMUNITY.example/')).toMatchObject({ status: 202 })
  })
})
