import { describe, expect, it } from '@jest/globals'
import * as build from '../../local/payloads/intercom.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'

const normalise = (payload: Payload) => normalised('inbox', payload)
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]

const at = (hour: number): string => `2026-11-20T${hour}:00:00Z`
const uma = { id: '5ba682d23d7cf92bef87bfd4', name: 'Uma Rao', email: 'uma@mail.example' }
const vic = { type: 'admin', id: '814860', name: 'Vic', email: 'vic@acme.example' }
const talk = { id: '147', by: uma, subject: '<p>Export</p>', body: '<p>How do I <b>export</b>?</p>', at: at(10) }
const answer = { id: '7001', by: vic, body: '<p>Under Tools.</p>', at: at(11) }
const withParts = (...parts: build.IntercomPart[]) => ({ ...talk, parts })

describe('Intercom', () => {
  sourceContract({
    type: 'intercom',
    source: 'inbox',
    payload: build.intercomTalk('conversation.user.created', at(10), talk),
    ofSize: (bytes) => {
      const { headers, body } = build.intercomTalk('conversation.user.created', at(10), talk)
      return { headers, body: body.replace('<p>Export</p>', 'x'.repeat(bytes - body.length + 13)) }
    },
    histories: {
      'an answer is given and redacted': [
        build.intercomTalk('conversation.admin.replied', at(11), withParts(answer)),
        build.intercomTalk('conversation_part.redacted', at(12), withParts({ ...answer, body: null, redacted: true })),
      ],
      'a conversation is started and deleted': [
        build.intercomTalk('conversation.user.created', at(10), talk),
        build.intercomDeleted('conversation.deleted', '2026-11-20T09:00:00Z', talk.id),
      ],
      'a contact is made, renamed, archived, brought back and deleted': [
        build.intercomContact('contact.user.created', at(10), uma),
        build.intercomContact('contact.user.updated', at(14), { ...uma, name: 'Uma' }),
        build.intercomContact('contact.archived', at(15), uma),
        build.intercomContact('contact.unarchived', at(16), uma),
        build.intercomDeleted('contact.deleted', at(12), uma.id),
      ],
    },
  })

  it('takes the start of a conversation', () => {
    expect(normalise(build.intercomTalk('conversation.user.created', at(10), talk))).toEqual({
      activities: [
        {
          kind: 'post',
          source: 'inbox',
          platform: 'inbox',
          id: 'conversation:147',
          at: '2026-11-20T10:00:00.000Z',
          revision: '2026-11-20T10:00:00.000Z|0|',
          author: { id: uma.id, name: 'Uma Rao' },
          title: 'Export',
          text: 'How do I export?',
          thread: { id: 'conversation:147', title: 'Export', author: { id: uma.id } },
          createdAt: '2026-11-20T10:00:00.000Z',
        },
      ],
    })
  })

  it('takes what contacts and the team answer, and nothing that is for the team’s own eyes', () => {
    const note = { id: '7002', by: vic, body: '<p>Angry!</p>', at: at(11), type: 'note' }
    const thanks = { id: '7003', by: uma, body: '<p>Thanks</p>', at: at(12) }
    const replies = normalise(build.intercomTalk('conversation.user.replied', at(12), withParts(answer, note, thanks)))
    expect(replies.activities).toMatchObject([
      {
        kind: 'reply',
        id: 'part:7001',
        author: { id: 'admin:814860', name: 'Vic', role: 'staff' },
        text: 'Under Tools.',
        thread: { id: 'conversation:147' },
        parent: { id: 'conversation:147', author: { id: uma.id } },
      },
      { kind: 'reply', id: 'part:7003', author: { id: uma.id }, text: 'Thanks' },
    ])
    expect(replies.activities).toHaveLength(2)
    expect(normalise(build.intercomTalk('conversation.admin.replied', at(12), withParts(note))).ignored).toBe(
      'conversation without new words',
    )
  })

  it.each([
    ['closed', true],
    ['opened', false],
  ])('tells that a conversation was %s', (action, closed) => {
    expect(first(build.intercomTalk(`conversation.admin.${action}`, at(13), talk))).toMatchObject({
      kind: 'thread',
      id: 'thread:conversation:147',
      at: '2026-11-20T13:00:00.000Z',
      thread: { id: 'conversation:147', title: 'Export' },
      author: { id: uma.id },
      closed,
    })
  })

  it('takes a contact, and keeps no address, neither as a name', () => {
    const made = build.intercomContact('contact.user.created', at(10), uma, { createdAt: at(10), language: 'fr' })
    expect(first(made)).toMatchObject({
      kind: 'account',
      id: `account:${uma.id}`,
      joinedAt: '2026-11-20T10:00:00.000Z',
      author: { id: uma.id, name: 'Uma Rao', language: 'fr' },
    })
    const named = { ...uma, name: 'uma@mail.example' }
    for (const payload of [
      build.intercomContact('contact.email.updated', at(10), named),
      build.intercomTalk('conversation.user.created', at(10), { ...talk, by: named }),
    ])
      expect(JSON.stringify(normalise(payload))).not.toContain('uma@')
  })

  it('takes an unsubscription for a no to everything, and a subscription for nothing', () => {
    expect(first(build.intercomContact('contact.unsubscribed', at(12), uma))).toMatchObject({
      kind: 'consent',
      author: { id: uma.id },
      granted: false,
      topics: ['*'],
      at: '2026-11-20T12:00:00.000Z',
    })
    expect(normalise(build.intercomContact('contact.subscribed', at(12), uma)).ignored).toBe(
      'event not mapped: contact.subscribed',
    )
  })

  it('takes the workspace of its settings only, and says what means nothing to it', () => {
    expect(normalise(build.intercomEvent('contact.deleted', at(10), { id: '1' }, 'other')).ignored).toBe(
      'workspace not in the settings',
    )
    for (const topic of ['conversation.admin.noted', 'visitor.signed_up', 'constructor'])
      expect(normalise(build.intercomEvent(topic, at(10), {})).ignored).toBe(`event not mapped: ${topic}`)
  })

  it('names the field that is wrong', () => {
    expect(() => normalise(build.intercomEvent('contact.user.created', at(10), { id: null }))).toThrow(
      /^data\.item\.id: /,
    )
    expect(() => normalise(build.intercomEvent('conversation.user.created', at(10), { id: 1 }))).toThrow(
      /^data\.item\./,
    )
  })

  it('answers with 200, also the ping, which means nothing further', async () => {
    const ping = build.intercomPing(at(10))
    expect((await openDoor().post('inbox', signed('intercom', SECRETS.inbox ?? '', ping))).status).toBe(200)
    expect(normalise(ping)).toEqual({ activities: [], ignored: 'ping' })
  })
})
