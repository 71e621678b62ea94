import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import * as build from '../../local/payloads/x.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { NOW } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { fan, tweet, writer } from './fixtures/tweets.ts'

const normalise = (payload: Payload) => normalised('x', payload)
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]
const ignored = (payload: Payload) => normalise(payload).ignored

const ID = '2080765813578191303'
const SECOND = '2080765913578191303'
const edit = tweet({ id: SECOND, text: 'edited', createdAt: '2026-07-24T21:25:00.000Z', versions: [ID, SECOND] })
const root = tweet({ id: '2080761390344937796', by: fan })
const answer = tweet({ conversation: root.id, replyTo: { id: root.id, user: fan.id } })
const brand = { id: build.BRAND, username: 'acme', name: 'Acme', followers: 5 }

describe('X', () => {
  sourceContract({
    type: 'x',
    source: 'x',
    payload: build.xPost('post.mention.create', tweet()),
    ofSize: (bytes) => {
      const { headers, body } = build.xDelete(tweet())
      return { headers, body: body.replace('"earshot"', `"${'x'.repeat(bytes - body.length + 7)}"`) }
    },
    histories: {
      'a Post is edited and deleted': [
        build.xPost('post.create', tweet()),
        build.xPost('post.create', edit),
        build.xDelete(tweet()),
      ],
      'a Post is edited, and its versions have one time': [
        build.xPost('post.create', tweet({ text: 'zzz' })),
        build.xPost('post.create', tweet({ id: SECOND, text: 'aaa', versions: [ID, SECOND] })),
      ],
      'a mention comes by two subscriptions': [
        build.xPost('post.mention.create', answer),
        build.xPost('post.reply.create', answer),
      ],
      'somebody follows and goes': [
        build.xFollow('follow.follow', writer, brand),
        build.xFollow('follow.unfollow', writer, brand),
      ],
    },
    challenges: [
      {
        what: 'the challenge-response check',
        asked: { query: { crc_token: 'NGZlY2Y2ZDItY2Zk' } },
        answer: {
          response_token: `sha256=${createHmac('sha256', 'a-consumer-secret-of-fifty-letters').update('NGZlY2Y2ZDItY2Zk').digest('base64')}`,
        },
        refused: [
          { query: { crc_token: '' } },
          { query: { crc_token: '{"data":{"event_type":"post.delete"}}' } },
          { query: { crc_token: '<b>not a token</b>' } },
          { query: { crc_token: 'x'.repeat(513) } },
        ],
      },
    ],
  })

  it('makes a post of a mention', () => {
    expect(normalise(build.xPost('post.mention.create', tweet({ hashtags: ['export'] }))).activities).toEqual([
      {
        kind: 'post',
        source: 'x',
        platform: 'x',
        id: ID,
        at: '2026-07-24T21:23:23.000Z',
        revision: expect.stringMatching(/^2026-07-24T21:23:23\.000Z\|0\|001\./),
        author: {
          id: writer.id,
          handle: 'other_user',
          name: 'Other',
          url: 'https://x.com/other_user',
          avatar: `https://pbs.twimg.com/profile_images/${writer.id}/face_normal.jpg`,
          followers: 97,
        },
        text: 'hey @acme, how do I export? <3 https://acme.example/export',
        url: `https://x.com/other_user/status/${ID}`,
        language: 'en',
        thread: { id: ID, author: { id: writer.id } },
        createdAt: '2026-07-24T21:23:23.000Z',
        tags: ['export'],
      },
    ])
  })

  it('makes a reply of an answer, and knows who is answered', () => {
    expect(first(build.xPost('post.reply.create', answer, {}, [root]))).toMatchObject({
      kind: 'reply',
      thread: { id: root.id, author: { id: fan.id } },
      parent: { id: root.id, author: { id: fan.id } },
    })
    const lost = tweet({ conversation: root.id })
    expect(first(build.xPost('post.create', lost))).toMatchObject({ kind: 'reply', thread: { id: root.id } })
  })

  it('takes all versions of a Post for one mention', () => {
    expect(first(build.xPost('post.create', edit))).toMatchObject({
      id: ID,
      kind: 'post',
      text: 'edited',
      url: `https://x.com/other_user/status/${SECOND}`,
      editedAt: '2026-07-24T21:25:00.000Z',
      createdAt: expect.stringMatching(/^2026-07-24T21:23:2\d/),
    })
  })

  it('takes a quote for a post, and a repost for a reaction', () => {
    expect(first(build.xPost('post.quote.create', tweet({ quoteOf: root.id })))).toMatchObject({ kind: 'post' })
    expect(first(build.xPost('post.repost.create', tweet({ repostOf: root.id }), {}, [root]))).toMatchObject({
      kind: 'reaction',
      reaction: 'repost',
      id: `repost:${ID}`,
      author: { id: writer.id },
      target: { id: root.id, author: { id: fan.id } },
    })
  })

  it('reads long Posts whole, and no language where X knows none', () => {
    const long = first(build.xPost('post.create', tweet({ long: 'all of it &amp; more', lang: 'und' })))
    expect(long).toMatchObject({ text: 'all of it & more' })
    expect(long).not.toHaveProperty('language')
  })

  it('knows who liked from the direction, or from who comes along', () => {
    const at = '1763755200123'
    const outbound = build.xLike(tweet(), [writer], { direction: 'outbound' }, at)
    expect(first(outbound)).toMatchObject({
      kind: 'reaction',
      reaction: 'like',
      at: '2025-11-21T20:00:00.123Z',
      id: `like:${ID}:${build.BRAND}`,
      author: { id: build.BRAND },
      target: { id: ID, author: { id: writer.id } },
      url: `https://x.com/other_user/status/${ID}`,
    })
    const ours = tweet({ by: brand })
    expect(first(build.xLike(ours, [brand, fan], { direction: 'inbound' }, at))).toMatchObject({
      author: { id: fan.id, handle: 'fan' },
    })
    expect(ignored(build.xLike(ours, [brand], { direction: 'inbound' }))).toBe('like without the account that gave it')
    expect(ignored(build.xLike(ours, [brand, fan, writer], {}))).toBe('like without the account that gave it')
  })

  it('orders a like without a time the same whenever it comes', () => {
    const like = build.xLike(tweet(), [writer], { direction: 'outbound' })
    expect(first(like)).toMatchObject({
      at: new Date(NOW).toISOString(),
      revision: expect.stringMatching(/^2026-07-24/),
    })
  })

  it('makes follows and profiles of what they are', () => {
    expect(first(build.xFollow('follow.follow', writer, brand))).toMatchObject({
      kind: 'follow',
      author: { id: writer.id, followers: 97 },
      target: { id: `account:${brand.id}`, author: { id: brand.id } },
    })
    expect(first(build.xProfile('handle', 'acme', 'acme_co'))).toMatchObject({
      kind: 'account',
      id: `account:${brand.id}:handle`,
      author: { id: brand.id, handle: 'acme_co', url: 'https://x.com/acme_co' },
    })
    expect(ignored(build.xProfile('profile_picture', 'x', 'javascript:alert(1)'))).toBe(
      'profile without an account or a value',
    )
  })

  it('takes only the accounts of its settings', () => {
    expect(ignored(build.xPost('post.create', tweet(), { user: fan.id }))).toBe('account not in the settings')
    const { headers, body } = build.xPost('post.create', tweet())
    expect(ignored({ headers, body: body.replace('"user_id":', '"keyword":') })).toBe('account not in the settings')
  })

  it('says what means nothing to it, direct messages first', () => {
    expect(ignored(build.xEvent('dm.received', {}, undefined))).toBe('event not mapped: dm.received')
    expect(ignored(build.xEvent('constructor', {}, undefined))).toBe('event not mapped: constructor')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = build.xPost('post.create', tweet())
    const wrong = (from: string | RegExp, to: string) => () => normalise({ headers, body: body.replace(from, to) })
    expect(wrong(/"text":"[^"]*"/, '"text":7')).toThrow(/^data\.payload\.text: expected string/)
    expect(wrong('"event_type":"post.create"', '"event_type":[]')).toThrow(/^data\.event_type: /)
  })
})
