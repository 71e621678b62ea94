import { describe, expect, it } from '@jest/globals'
import * as build from '../../local/payloads/meta.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { verifyToken } from '../../shared/sources/door.ts'
import { doorEvent, openDoor, SECRETS, SOURCES } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { AT, feed, gramComment } from './fixtures/page.ts'

const PAGE = '1001'
const ACCOUNT = '17001'
const normalise = (source: string, payload: Payload) => normalised(source, payload)
const page = (...changes: build.FeedChange[]) => normalise('page', build.pageFeed(PAGE, AT + 60, ...changes))
const first = (...changes: build.FeedChange[]): Activity | undefined => page(...changes).activities[0]
const sent = (second: number, over: Partial<build.FeedChange> = {}) =>
  build.pageFeed(PAGE, AT + second, feed({ createdTime: AT, ...over }))
const like = (second: number, verb: string, reaction = 'love') =>
  build.pageFeed(PAGE, AT + second, feed({ item: 'reaction', verb, reaction, createdTime: AT + second }))

/** The documented example: mode, challenge and verify token. */
const challengeOf = (source: string) => {
  const good = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444' }
  const token = verifyToken(SECRETS[source] ?? '')
  const wrong = [
    { ...good, 'hub.verify_token': 'meatyhamhock' },
    { ...good, 'hub.verify_token': '' },
    good,
    { ...good, 'hub.verify_token': token, 'hub.mode': 'unsubscribe' },
    { ...good, 'hub.verify_token': token, 'hub.challenge': '<script>alert(1)</script>' },
    { ...good, 'hub.verify_token': token, 'hub.challenge': '7'.repeat(513) },
    { 'hub.mode': 'subscribe', 'hub.verify_token': token },
  ]
  return {
    what: 'the verification of its address',
    asked: { query: { ...good, 'hub.verify_token': token } },
    answer: '1158201444',
    refused: wrong.map((query) => ({ query })),
  }
}

const padded = ({ headers, body }: Payload, bytes: number): Payload => ({
  headers,
  body: body.replace('"object"', `"x":"${'x'.repeat(bytes - body.length - 7)}","object"`),
})

describe('Facebook', () => {
  sourceContract({
    type: 'facebook',
    source: 'page',
    payload: sent(1),
    ofSize: (bytes) => padded(sent(1), bytes),
    challenges: [challengeOf('page')],
    histories: {
      'a comment is edited twice and removed': [
        sent(1),
        sent(10, { verb: 'edited', message: 'two' }),
        sent(20, { verb: 'edited', message: 'three' }),
        sent(5, { verb: 'remove', message: '' }),
      ],
      'a comment is hidden and shown again': [sent(1), sent(10, { verb: 'hide' }), sent(20, { verb: 'unhide' })],
      'the same change is sent again later': [sent(1), sent(9_000)],
      'a post is edited': [
        sent(1, { item: 'status', message: 'one' }),
        sent(9, { item: 'post', verb: 'edited', message: 'two' }),
      ],
      'a reaction is given, changed, taken away and given again': [
        like(1, 'add'),
        like(2, 'edit', 'haha'),
        like(3, 'remove', 'haha'),
        like(4, 'add', 'wow'),
      ],
    },
  })

  it('makes a reply of a comment', () => {
    expect(page(feed()).activities).toEqual([
      {
        kind: 'reply',
        source: 'page',
        platform: 'page',
        id: '2002_3003',
        at: '2025-11-21T20:00:00.000Z',
        revision: expect.stringMatching(/^2025-11-21T20:00:00\.000Z\|0\|/),
        author: { id: '501', name: 'Ada L.' },
        text: 'How do I export? ü 😀',
        createdAt: '2025-11-21T20:00:00.000Z',
        url: 'https://www.facebook.com/acme/posts/2002',
        thread: { id: '1001_2002', url: 'https://www.facebook.com/acme/posts/2002' },
        parent: { id: '1001_2002' },
      },
    ])
    expect(first(feed({ parentId: '2002_3000' }))).toMatchObject({ parent: { id: '2002_3000' } })
  })

  it('makes a post of what the page or its visitors write', () => {
    for (const item of ['post', 'status', 'photo', 'video', 'share', 'mention'])
      expect(first(feed({ item, from: { id: PAGE, name: 'Acme' } }))).toMatchObject({
        kind: 'post',
        id: '1001_2002',
        author: { id: PAGE, role: 'brand' },
        thread: { id: '1001_2002', author: { id: PAGE } },
      })
  })

  it('tells edits and removals', () => {
    const at = '2025-11-21T20:01:00.000Z'
    expect(first(feed({ verb: 'edited' }))).toMatchObject({ at, editedAt: at, createdAt: '2025-11-21T20:00:00.000Z' })
    expect(first(feed({ verb: 'remove' }))).toMatchObject({ deleted: true, revision: expect.stringMatching(/^~/) })
    expect(first(feed({ verb: 'hide' }))).toMatchObject({ deleted: true, revision: expect.not.stringMatching(/^~/) })
  })

  it('makes one reaction per account and thing', () => {
    expect(first(feed({ item: 'reaction', reaction: 'love' }))).toMatchObject({
      kind: 'reaction',
      reaction: 'love',
      id: 'reaction:2002_3003:501',
      target: { id: '2002_3003' },
    })
    const { commentId: _, ...onPost } = feed({ item: 'like' })
    expect(first(onPost)).toMatchObject({ reaction: 'like', id: 'reaction:1001_2002:501' })
  })

  it('takes a batch of a thousand changes apart, each with its own id, and passes over what means nothing', () => {
    const changes = Array.from({ length: 1_000 }, (_, at) =>
      feed(at % 10 === 0 ? { item: 'rating' } : { commentId: `2002_${at}` }),
    )
    const { activities, ignored } = page(...changes)
    expect(activities).toHaveLength(900)
    expect(new Set(activities.map(({ id }) => id)).size).toBe(900)
    expect(ignored).toBeUndefined()
  })

  it('takes only the pages of its settings, also within one delivery', () => {
    const entry = (id: string) => ({ id, time: AT, changes: [build.feedChange(feed())] })
    expect(normalise('page', build.metaDelivery('page', [entry('9'), entry(PAGE)])).activities).toHaveLength(1)
    expect(normalise('page', build.metaDelivery('page', [entry('9')])).ignored).toBe('page not in the settings')
  })

  it('says what means nothing to it', () => {
    expect(page(feed({ item: 'rating' })).ignored).toBe('item not mapped: rating')
    expect(page(feed({ verb: 'mute' }), feed({ item: 'rating' })).ignored).toBe(
      'verb not mapped: mute; item not mapped: rating',
    )
    const { from: _, ...nobody } = feed()
    expect(page(nobody).ignored).toBe('without its author')
    expect(normalise('page', build.metaDelivery('page', [{ id: PAGE, time: AT, messaging: [] }])).ignored).toBe(
      'no changes: a message or a greeting',
    )
    const other = [{ id: PAGE, time: AT, changes: [{ field: 'leadgen', value: {} }] }]
    expect(normalise('page', build.metaDelivery('page', other)).ignored).toBe('field not mapped: leadgen')
    expect(normalise('page', build.metaDelivery('instagram', [])).ignored).toBe('not about a page: instagram')
    expect(normalise('page', build.metaDelivery('page', [])).ignored).toBe('no entries')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = build.pageFeed(PAGE, AT, feed(), feed())
    const wrong = { headers, body: body.replace(/"verb":"add"(?!.*"verb")/, '"verb":7') }
    expect(() => normalise('page', wrong)).toThrow(/^entry\.0\.changes\.1\.value\.verb: expected string/)
  })

  it('knows the verify token of the previous address while a rotation is under way', async () => {
    const secrets = { ...SECRETS, page: JSON.stringify({ current: 'new', previous: 'old', token: 'door' }) }
    const ask = (token: string) =>
      openDoor(SOURCES, secrets).send(
        doorEvent('page', 'door', {
          headers: {},
          method: 'GET',
          query: { 'hub.mode': 'subscribe', 'hub.challenge': '1', 'hub.verify_token': token },
        }),
      )
    for (const known of [{ current: 'any', token: 'door' }, { current: 'old' }])
      expect(await ask(verifyToken(JSON.stringify(known)))).toMatchObject({ status: 200, text: '1' })
    for (const current of ['new', 'other'])
      expect((await ask(verifyToken(JSON.stringify({ current })))).status).toBe(403)
  })
})

describe('Instagram', () => {
  sourceContract({
    type: 'instagram',
    source: 'gram',
    payload: build.instagramComment(ACCOUNT, AT, gramComment()),
    ofSize: (bytes) => padded(build.instagramComment(ACCOUNT, AT, gramComment()), bytes),
    challenges: [challengeOf('gram')],
    histories: {
      'a comment and a reply to it': [
        build.instagramComment(ACCOUNT, AT, gramComment()),
        build.instagramComment(ACCOUNT, AT, gramComment({ id: '18002', parentId: '18001' })),
      ],
    },
  })

  it('makes a reply of a comment, however the log-in wraps it', () => {
    const comment = {
      kind: 'reply',
      source: 'gram',
      platform: 'gram',
      id: '18001',
      at: '2025-11-21T20:00:00.000Z',
      revision: expect.stringMatching(/^1970-/),
      author: { id: '601', handle: 'ada.l', url: 'https://www.instagram.com/ada.l/' },
      text: 'Where is it? ü',
      createdAt: '2025-11-21T20:00:00.000Z',
      thread: { id: '17900', author: { id: ACCOUNT } },
      parent: { id: '17900', author: { id: ACCOUNT } },
    }
    for (const flat of [false, true])
      expect(normalise('gram', build.instagramComment(ACCOUNT, AT, gramComment(), flat)).activities).toEqual([comment])
  })

  it('takes a comment that is sent again at another time for the one that is known', () => {
    const [a] = normalise('gram', build.instagramComment(ACCOUNT, AT, gramComment())).activities
    const [b] = normalise('gram', build.instagramComment(ACCOUNT, AT + 900, gramComment())).activities
    expect(b?.revision).toBe(a?.revision)
  })

  it('knows which comment is answered, and that the account itself answered', () => {
    const own = gramComment({ parentId: '18001', from: { id: ACCOUNT, username: 'acme' } })
    expect(normalise('gram', build.instagramComment(ACCOUNT, AT, own)).activities[0]).toMatchObject({
      parent: { id: '18001' },
      author: { role: 'brand' },
    })
  })

  it('says what means nothing to it', () => {
    const of = (field: string, value: object) =>
      normalise('gram', build.metaDelivery('instagram', [{ id: ACCOUNT, time: AT, changes: [{ field, value }] }]))
        .ignored
    expect(of('mentions', { media_id: '1', comment_id: '2' })).toBe('mention: Meta tells its ids only')
    expect(of('story_insights', {})).toBe('field not mapped: story_insights')
    expect(of('comments', { id: '1', text: 'x', media: { id: '2' } })).toBe('without its author')
    expect(normalise('gram', build.instagramComment('9', AT, gramComment())).ignored).toBe(
      'instagram not in the settings',
    )
  })
})
