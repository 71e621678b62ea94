import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import * as build from '../../local/payloads/zendesk.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { NOW, openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'

const normalise = (payload: Payload) => normalised('desk', payload)
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]

const sent = (hour: number) => ({ at: `2026-11-20T${hour}:00:00.633133641Z` })
const rio = { id: '6596848315901', email: 'rio@mail.example', createdAt: '2026-11-19T10:00:00Z' }
const wish = { id: '6997822279934', by: rio.id, title: 'Let us export to PDF' }
const guide = { id: '7005414006398', by: '225859532', title: 'How to export', locale: 'en-us' }
const SECRET = SECRETS.desk ?? ''

describe('Zendesk', () => {
  sourceContract({
    type: 'zendesk',
    source: 'desk',
    payload: build.zendeskPost('community_post.created', sent(10), wish),
    ofSize: (bytes) => {
      const { headers, body } = build.zendeskPost('community_post.created', sent(10), wish)
      return { headers, body: body.replace(wish.title, 'x'.repeat(bytes - body.length + wish.title.length)) }
    },
    histories: {
      'a post is written, hidden and shown again': [
        build.zendeskPost('community_post.created', sent(10), wish),
        build.zendeskPost('community_post.unpublished', sent(11), { id: wish.id }),
        build.zendeskPost('community_post.published', sent(12), wish),
      ],
      'an article is published and taken back': [
        build.zendeskArticle('article.published', sent(10), guide),
        build.zendeskArticle('article.unpublished', sent(11), { id: guide.id }),
      ],
      'a user is made, switched off and on, and deleted': [
        build.zendeskUser('user.created', sent(10), rio),
        build.zendeskUser('user.active_changed', sent(11), rio, { current: false, previous: true }),
        build.zendeskUser('user.active_changed', sent(13), rio, { current: true, previous: false }),
        build.zendeskUser('user.deleted', sent(12), rio),
      ],
    },
  })

  it('takes a community post, whose title is all its words', () => {
    const at = '2026-11-20T10:00:00.633Z'
    const url = 'https://help.acme.example/hc/community/posts/6997822279934'
    expect(normalise(build.zendeskPost('community_post.created', sent(10), wish))).toEqual({
      activities: [
        {
          kind: 'post',
          source: 'desk',
          platform: 'desk',
          id: `post:${wish.id}`,
          at,
          revision: expect.stringMatching(/^2026-11-20T10:00:00\.633Z\|0\|/),
          author: { id: rio.id },
          title: wish.title,
          text: wish.title,
          url,
          thread: { id: `post:${wish.id}`, title: wish.title, url, author: { id: rio.id } },
          createdAt: at,
        },
      ],
    })
    const told = build.zendeskPost('community_post.published', sent(10), {
      ...wish,
      body: '<p>With <b>tables</b>.</p>',
    })
    expect(first(told)).toMatchObject({ title: wish.title, text: 'With tables.' })
  })

  it('takes an article for news of content', () => {
    expect(first(build.zendeskArticle('article.published', sent(10), guide))).toMatchObject({
      kind: 'thread',
      id: `article:${guide.id}`,
      language: 'en-us',
      thread: {
        id: `article:${guide.id}`,
        title: 'How to export',
        url: 'https://help.acme.example/hc/en-us/articles/7005414006398',
      },
    })
    expect(first(build.zendeskArticle('article.unpublished', sent(11), { id: guide.id }))).toMatchObject({
      id: `article:${guide.id}`,
      deleted: true,
    })
  })

  it('takes users, their names when they change, and keeps no address', () => {
    expect(first(build.zendeskUser('user.created', sent(10), rio))).toMatchObject({
      kind: 'account',
      id: `account:${rio.id}`,
      joinedAt: '2026-11-19T10:00:00.000Z',
      author: { id: rio.id },
    })
    const renamed = (current: unknown) =>
      first(build.zendeskUser('user.name_changed', sent(10), { ...rio, role: 'agent' }, { current, previous: 'R' }))
    expect(renamed('Rio Silva')?.author).toEqual({ id: rio.id, name: 'Rio Silva', role: 'staff' })
    expect(renamed('rio@mail.example')?.author).toEqual({ id: rio.id, role: 'staff' })
    expect(renamed({})?.author).toEqual({ id: rio.id, role: 'staff' })
    const off = build.zendeskUser('user.active_changed', sent(10), rio, { current: false, previous: true })
    expect(first(off)).toMatchObject({ deleted: true })
  })

  it('keeps ids over 2^53 digit by digit, and takes the account of its settings only', () => {
    const { headers, body } = build.zendeskUser('user.created', sent(10), rio)
    const big = body.replace(`"id":"${rio.id}"`, '"id":90071992547409931')
    expect(first({ headers, body: big })).toMatchObject({ author: { id: '90071992547409931' } })
    expect(normalise(build.zendeskUser('user.created', { ...sent(10), account: 7 }, rio)).ignored).toBe(
      'account not in the settings',
    )
  })

  it('says what means nothing to it', () => {
    expect(normalise(build.zendeskPost('community_post.created', sent(10), { id: '1', title: 'x' })).ignored).toBe(
      'post without an author',
    )
    for (const name of ['community_post.vote_created', 'organization.created', 'constructor'])
      expect(normalise(build.zendeskEvent(name, sent(10), 'x:1', {}, {})).ignored).toBe(`event not mapped: ${name}`)
    expect(normalise({ headers: {}, body: '{"ticket":{"id":1}}' }).ignored).toBe('event not mapped: none')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = build.zendeskUser('user.created', sent(10), rio)
    expect(() => normalise({ headers, body: body.replace(`"id":"${rio.id}"`, '"id":null') })).toThrow(/^detail\.id: /)
    expect(() => normalise({ headers, body: body.replaceAll(sent(10).at, 'soon') })).toThrow(/: expected a time/)
  })

  const payload = build.zendeskPost('community_post.created', sent(10), wish)

  it('signs a time in ISO 8601: five minutes each way, and not a second more', async () => {
    const off = async (seconds: number) =>
      (await openDoor().post('desk', signed('zendesk', SECRET, payload, NOW + seconds * 1_000))).status
    expect([await off(-301), await off(-300), await off(300), await off(301)]).toEqual([401, 202, 202, 401])
  })

  it('refuses every other form of time, and a time that is not the signed one', async () => {
    const key: string = JSON.parse(SECRET).current
    const post = async (ts: string, signedTs = ts) => {
      const signature = createHmac('sha256', key).update(`${signedTs}${payload.body}`).digest('base64')
      const headers = {
        'x-zendesk-webhook-signature': signature,
        'x-zendesk-webhook-signature-timestamp': ts,
      }
      return (await openDoor().post('desk', { headers, body: payload.body })).status
    }
    expect([await post('2026-11-21T20:00:00Z'), await post('2026-11-21T20:00:00.123Z')]).toEqual([202, 202])
    for (const ts of [String(NOW / 1_000), '2026-11-21T20:00:00', '2026-11-21 20:00:00Z', '2026-13-41T20:00:00Z', ''])
      expect(await post(ts)).toBe(401)
    expect(await post('2026-11-21T20:00:01Z', '2026-11-21T20:00:00Z')).toBe(401)
  })
})
