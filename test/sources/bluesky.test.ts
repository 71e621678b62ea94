import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { blueskyAccount, blueskyDelete, blueskyPost } from '../../local/payloads/bluesky.ts'
import { type Activity, activitySchema } from '../../shared/domain/listen/activity.ts'
import { blueskyEventSchema, wantedBy } from '../../shared/sources/bluesky-event.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'

const ADA = 'did:plc:adaadaadaadaadaadaadaada'
const BEN = 'did:plc:benbenbenbenbenbenbenben'
const BRAND = 'did:plc:brandbrandbrandbrandbran'
const AT = '2026-11-21T19:00:00.000Z'

const meaning = (event: object): { activities: Activity[]; ignored?: string } => {
  const delivery = { v: 1 as const, id: 'd', source: 'sky', receivedAt: '2026-11-21T20:00:00.000Z', headers: {} }
  return normaliseDelivery(delivery, Buffer.from(JSON.stringify(event)), {
    sky: { type: 'bluesky', accounts: [BRAND] },
  })
}
const one = (event: object): Activity | undefined => meaning(event).activities[0]

describe('posts of Bluesky', () => {
  it('start a thread; their author is known by DID', () => {
    const event = blueskyPost({
      did: ADA,
      rkey: '3lk',
      at: AT,
      text: 'Fresh beans!',
      langs: ['pt-BR'],
      tags: ['coffee'],
    })
    expect(one(event)).toEqual({
      kind: 'post',
      source: 'sky',
      platform: 'bluesky',
      id: `at://${ADA}/app.bsky.feed.post/3lk`,
      at: AT,
      revision: expect.stringMatching(/^2026-11-21T19:00:00\.000Z~[2-7a-z]{13}\|0\|$/),
      author: { id: ADA, url: `https://bsky.app/profile/${ADA}` },
      text: 'Fresh beans!',
      url: `https://bsky.app/profile/${ADA}/post/3lk`,
      language: 'pt-BR',
      tags: ['coffee'],
      createdAt: AT,
      thread: {
        id: `at://${ADA}/app.bsky.feed.post/3lk`,
        url: `https://bsky.app/profile/${ADA}/post/3lk`,
        author: { id: ADA },
      },
    })
  })

  it('that answer one are replies, with thread, parent and whom they answer', () => {
    const root = `at://${BRAND}/app.bsky.feed.post/1`
    const parent = `at://${BEN}/app.bsky.feed.post/2`
    expect(one(blueskyPost({ did: ADA, rkey: '3', at: AT, text: 'Thanks', reply: { root, parent } }))).toMatchObject({
      kind: 'reply',
      thread: { id: root, author: { id: BRAND } },
      parent: { id: parent, author: { id: BEN } },
    })
  })

  it('were not written later than they were seen, whatever their author’s clock says', () => {
    const post = (createdAt: string) => one(blueskyPost({ did: ADA, rkey: '3', at: AT, text: 'x', createdAt }))
    expect(post('2036-01-01T00:00:00Z')).toMatchObject({ createdAt: AT })
    expect(post('2026-11-20T00:00:00Z')).toMatchObject({ createdAt: '2026-11-20T00:00:00.000Z', at: AT })
    expect(post('soon')).toMatchObject({ createdAt: AT })
  })

  it('are ordered by the repository’s own clock: first, edited, deleted, in any order of arrival', () => {
    const times = ['2026-11-21T19:00:00.000Z', '2026-11-21T19:00:00.000Z', '2026-11-21T19:00:01.000Z']
    const [first, edited, gone] = [
      blueskyPost({ did: ADA, rkey: '3', at: times[0] ?? '', text: 'one', micros: 1 }),
      blueskyPost({ did: ADA, rkey: '3', at: times[1] ?? '', text: 'two', micros: 2, operation: 'update' }),
      blueskyDelete({ did: ADA, rkey: '3', at: times[2] ?? '' }),
    ].map((event) => one(event))
    const revisions = [first, edited, gone].map((activity) => activity?.revision ?? '')
    expect([...revisions].sort()).toEqual(revisions)
    expect(edited).toMatchObject({ editedAt: times[1] })
    expect(gone).toMatchObject({ deleted: true, text: '', id: first?.id })
  })

  it('are passed over when the same state comes again from another server, at another time', () => {
    const event = blueskyPost({ did: ADA, rkey: '3', at: AT, text: 'x' })
    expect(one({ ...event, time_us: event.time_us + 4_000_000 })?.revision).toBe(one(event)?.revision)
  })

  it.each([
    ['no author', { did: 'ada' }],
    ['no time', { time_us: 'now' }],
    [
      'another collection',
      { commit: { operation: 'create', collection: 'app.bsky.feed.like', rkey: '1', rev: '3l3qo2vutsw2b' } },
    ],
    ['no clock', { commit: { operation: 'create', collection: 'app.bsky.feed.post', rkey: '1', rev: 'later' } }],
    [
      'no record',
      { commit: { operation: 'create', collection: 'app.bsky.feed.post', rkey: '1', rev: '3l3qo2vutsw2b' } },
    ],
    [
      'a key that is a path',
      { commit: { operation: 'delete', collection: 'app.bsky.feed.post', rkey: '../1', rev: '3l3qo2vutsw2b' } },
    ],
  ])('are refused with %s', (_, wrong) => {
    expect(() => meaning({ ...blueskyPost({ did: ADA, rkey: '3', at: AT, text: 'x' }), ...wrong })).toThrow(
      MalformedDeliveryError,
    )
  })

  it('of any words are valid activities', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string(), { maxLength: 3 }), (text, tags) => {
        expect(
          activitySchema.safeParse(one(blueskyPost({ did: ADA, rkey: '3', at: AT, text, tags, langs: tags }))).success,
        ).toBe(true)
      }),
    )
  })
})

describe('events of any shape', () => {
  it('end in activities or in a refusal, and in nothing else', () => {
    const sample = JSON.stringify(
      blueskyPost({ did: ADA, rkey: '3', at: AT, text: 'x', tags: ['a'], reply: { root: 'at://a', parent: 'at://b' } }),
    )
    const mutated = fc
      .array(fc.record({ at: fc.nat(sample.length - 1), by: fc.string({ maxLength: 3 }) }), { maxLength: 5 })
      .map((edits) => edits.reduce((text, { at, by }) => text.slice(0, at) + by + text.slice(at + 1), sample))
    fc.assert(
      fc.property(fc.oneof(mutated, fc.json()), (text) => {
        const delivery = { v: 1 as const, id: 'd', source: 'sky', receivedAt: AT, headers: {} }
        try {
          const { activities } = normaliseDelivery(delivery, Buffer.from(text), { sky: { type: 'bluesky' } })
          for (const one of activities) expect(activitySchema.safeParse(one).success).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedDeliveryError)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('accounts of Bluesky', () => {
  it('that are deleted or taken down are gone, and can come back', () => {
    expect(one(blueskyAccount({ did: ADA, at: AT, active: false, status: 'deleted' }))).toMatchObject({
      kind: 'account',
      deleted: true,
      author: { id: ADA },
    })
    expect(one(blueskyAccount({ did: ADA, at: AT, active: true }))).not.toHaveProperty('deleted')
  })

  it('that are hidden for a while are no news', () => {
    expect(meaning(blueskyAccount({ did: ADA, at: AT, active: false, status: 'deactivated' }))).toEqual({
      activities: [],
      ignored: 'account hidden for a while',
    })
  })
})

describe('what a source wants of the network', () => {
  const wants = (settings: object, event: object) =>
    wantedBy({ type: 'bluesky', ...settings })(blueskyEventSchema.parse(event))
  const says = (text: string, more: object = {}) => blueskyPost({ did: ADA, rkey: '3', at: AT, text, ...more })

  it('is all that its own accounts post, edit and delete', () => {
    const own = { accounts: [ADA] }
    expect(wants(own, says('anything'))).toBe('take')
    expect(wants(own, blueskyDelete({ did: ADA, rkey: '3', at: AT }))).toBe('take')
    expect(wants(own, { ...says('anything'), did: BEN })).toBe('pass')
  })

  it('is what mentions, answers or quotes somebody', () => {
    const about = { mentions: [BRAND] }
    const theirs = `at://${BRAND}/app.bsky.feed.post/1`
    const others = `at://${BEN}/app.bsky.feed.post/1`
    for (const more of [
      { mentions: [BRAND] },
      { reply: { root: theirs, parent: others } },
      { reply: { root: others, parent: theirs } },
      { quotes: theirs },
      { quotes: theirs, withMedia: true },
    ])
      expect(wants(about, says('x', more))).toBe('take')
    expect(wants(about, says('x', { mentions: [BEN], quotes: others, reply: { root: others, parent: others } }))).toBe(
      'pass',
    )
    expect(wants(about, says(`x ${BRAND}`))).toBe('pass')
  })

  it.each([
    ['mug', 'a mug!', 'take'],
    ['mug', 'MUG', 'take'],
    ['mug', 'how smug', 'pass'],
    ['mug', 'mugs', 'pass'],
    ['mug', '#mug', 'take'],
    ['cloud nine', 'at Cloud Nine, again', 'take'],
    ['c++', 'I like C++', 'take'],
    ['c++', 'I like c+', 'pass'],
    ['a.b', 'axb', 'pass'],
    ['café', 'im Café.', 'take'],
    ['kaf', 'kafé', 'pass'],
    ['#beans', 'fresh #Beans', 'take'],
    ['#beans', 'fresh beans', 'pass'],
    ['#beans', 'fresh #beansandmore', 'pass'],
  ])('is what has the whole word: %s in “%s”: %s', (term, text, wanted) => {
    expect(wants({ terms: [term] }, says(text))).toBe(wanted)
  })

  it('is what is tagged, though the words do not say so', () => {
    expect(wants({ terms: ['#beans'] }, says('fresh', { tags: ['Beans'] }))).toBe('take')
    expect(wants({ terms: ['beans'] }, says('fresh', { tags: ['Beans'] }))).toBe('pass')
  })

  it('is asked for where an event alone cannot tell: deletes, edits without the word, accounts', () => {
    const terms = { terms: ['beans'] }
    expect(wants(terms, blueskyDelete({ did: ADA, rkey: '3', at: AT }))).toBe('ask')
    expect(wants(terms, says('now about tea', { operation: 'update' }))).toBe('ask')
    expect(wants(terms, blueskyAccount({ did: ADA, at: AT, active: false, status: 'deleted' }))).toBe('ask')
  })
})
