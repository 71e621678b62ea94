import { describe, expect, it } from '@jest/globals'
import { blogComment, formAnswer, redditEvents, starReview } from '../../local/payloads/mapped.ts'
import { readMapping } from '../../shared/domain/listen/mapping/read.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { sourceContract } from './contract.ts'
import { tokenContract } from './contract-token.ts'
import { AT, answered, asked, commented, LATER, mappings, starred } from './fixtures/mapped.ts'

const normalise = (source: string, payload: { body: string }, mapping = mappings[source as keyof typeof mappings]) =>
  normaliseDelivery(
    { v: 1, id: 'd', source, receivedAt: new Date(NOW).toISOString(), headers: {} },
    Buffer.from(payload.body),
    SOURCES,
    mapping,
  )

describe('an answered form, signed like Typeform’s', () => {
  sourceContract({
    type: 'hmac',
    source: 'forms',
    mapping: mappings.forms,
    payload: formAnswer(answered()),
    ofSize: (bytes) => {
      const rest = formAnswer(answered({ answers: { good: '' } })).body.length
      return formAnswer(answered({ answers: { good: 'x'.repeat(bytes - rest) } }))
    },
    histories: { 'a form is answered': [formAnswer(answered())] },
  })

  it('makes a post of the answers that have words', () => {
    expect(normalise('forms', formAnswer(answered())).activities).toMatchObject([
      { kind: 'post', id: 'tk1', author: { id: 'member-7' }, text: 'The steam.\n\nThe cable.', tags: ['score-9'] },
    ])
  })

  it('passes over the forms of others, wherever they say whose they are', () => {
    expect(normalise('forms', formAnswer(answered({ form: 'F2' }))).ignored).toBe('tenant not in the settings')
    expect(normalise('forms', { body: '[1]' }).ignored).toBe('tenant not in the settings')
  })
})

describe('a ticket, signed with a time in words', () => {
  sourceContract({
    type: 'hmac',
    source: 'tickets',
    mapping: mappings.tickets,
    payload: asked(),
    ofSize: (bytes) => asked({ html: 'x'.repeat(bytes - asked({ html: '' }).body.length) }),
    histories: { 'a ticket is changed': [asked(), asked({ at: LATER, html: '<p>Since yesterday.</p>' })] },
  })

  it('makes a reply of what comes later', () => {
    expect(normalise('tickets', asked({ isFirst: false, by: '8' })).activities).toMatchObject([
      { kind: 'reply', id: 'comment:9', thread: { id: 'ticket:4711' }, author: { id: '8', role: 'staff' } },
    ])
  })
})

describe('a review, signed with its id and a time in milliseconds', () => {
  sourceContract({
    type: 'hmac',
    source: 'stars',
    mapping: mappings.stars,
    payload: starReview('review/created', starred()),
    ofSize: (bytes) => {
      const rest = starReview('review/created', starred({ body: '' })).body.length
      return starReview('review/created', starred({ body: 'x'.repeat(bytes - rest) }))
    },
    histories: {
      'a review is changed and deleted': [
        starReview('review/created', starred()),
        starReview('review/updated', starred({ at: LATER, body: 'Four minutes.' })),
        starReview('review/deleted', starred({ at: LATER, body: 'Four minutes.' })),
      ],
    },
  })

  it('keeps ids of 2^53 and more as they were sent', () => {
    const reply = { by: 'Kettles', body: '<p>Thanks!</p>', at: LATER }
    const { activities } = normalise('stars', starReview('review/created', starred({ reply })))
    expect(activities).toMatchObject([
      { id: 'review:9007199254740993', author: { id: '12345678901234567890' }, text: 'Boils in two minutes.' },
      { id: 'reply:9007199254740993', parent: { id: 'review:9007199254740993' }, author: { role: 'brand' } },
    ])
  })

  it('keeps the headers that the settings name, and takes the id that was signed', async () => {
    const door = openDoor()
    const request = signed(SOURCES.stars ?? 'github', SECRETS.stars ?? '', starReview('review/created', starred()))
    await door.post('stars', { ...request, headers: { ...request.headers, 'X-Stars-Topic': 'a', 'x-other': 'b' } })
    expect(door.queue).toMatchObject([{ id: request.headers['x-stars-id'], headers: { 'x-stars-topic': 'a' } }])
    expect(Object.keys(door.queue[0]?.headers ?? {})).toEqual(['x-stars-topic'])
  })

  it('says why it ignores one', () => {
    const hidden = normalise('stars', starReview('review/created', starred({ hidden: true })))
    expect(hidden).toEqual({ activities: [], ignored: 'by the mapping: hidden review' })
  })
})

describe('a comment that nobody signed', () => {
  tokenContract({
    type: 'token',
    source: 'blog',
    mapping: mappings.blog,
    payload: blogComment(commented()),
    ofSize: (bytes) => {
      const rest = blogComment(commented({ content: '' })).body.length
      return blogComment(commented({ content: 'x'.repeat(bytes - rest) }))
    },
    histories: {
      'a comment turns out to be spam': [blogComment(commented()), blogComment(commented({ approved: 'spam' }))],
    },
  })

  it('belongs to an account or to nobody else', () => {
    expect(normalise('blog', blogComment(commented())).activities[0]?.author).toMatchObject({ id: 'guest:812' })
    expect(normalise('blog', blogComment(commented({ by: { id: '3', name: 'Ida' } }))).activities[0]).toMatchObject({
      author: { id: 'user:3', name: 'Ida' },
    })
  })
})

describe('events of Reddit in one delivery', () => {
  const rex = { id: 't2_rex', name: 'rex' }
  const post = {
    type: 'PostSubmit',
    id: 't3_a',
    by: rex,
    title: 'Which?',
    text: '**Big** or small?',
    at: 1_795_000_000_000,
  } as const

  it('are read one by one', () => {
    const payload = redditEvents(
      { type: 'ModAction', at: 1 },
      post,
      { type: 'CommentSubmit', id: 't1_b', by: rex, text: 'Big.', at: 1_795_000_001_000, post: 't3_a', parent: 't3_a' },
      { type: 'PostDelete', id: 't3_a', by: rex, at: 1_795_000_002_000 },
    )
    expect(normalise('blog', payload, mappings.reddit).activities).toMatchObject([
      { kind: 'post', id: 't3_a', text: 'Big or small?', at: '2026-11-18T11:06:40.000Z', author: { handle: 'rex' } },
      { kind: 'reply', id: 't1_b', thread: { id: 't3_a' }, parent: { id: 't3_a' } },
      { kind: 'post', id: 't3_a', deleted: true },
    ])
  })

  it('mean nothing when there are none, or none that matters', () => {
    expect(normalise('blog', redditEvents(), mappings.reddit).ignored).toBe('by the mapping: no things in the list')
    expect(normalise('blog', redditEvents({ type: 'ModAction', at: 1 }), mappings.reddit).ignored).toBe(
      'by the mapping: another trigger',
    )
  })
})

describe('without a mapping', () => {
  const activity = { kind: 'post', id: '1', at: AT, author: { id: 'a' }, text: 'Hello' }

  it('an activity is taken as it is, and a list of them', () => {
    const one = Buffer.from(JSON.stringify(activity))
    const delivery = { v: 1 as const, id: 'd', source: 'blog', receivedAt: AT, headers: {} }
    expect(normaliseDelivery(delivery, one, SOURCES).activities).toMatchObject([{ id: '1', unverified: true }])
    const two = JSON.stringify([activity, { ...activity, id: '2' }])
    const read = normaliseDelivery(
      { v: 1, id: 'd', source: 'tickets', receivedAt: AT, headers: {} },
      Buffer.from(two),
      SOURCES,
    )
    expect(read.activities.map(({ id }) => id)).toEqual(['1', '2'])
    const none = normaliseDelivery(
      { v: 1, id: 'd', source: 'tickets', receivedAt: AT, headers: {} },
      Buffer.from('[]'),
      SOURCES,
    )
    expect(none).toEqual({ activities: [], ignored: 'no activities' })
  })

  it('anything else is put aside, and the reason says what to do', () => {
    const delivery = { v: 1 as const, id: 'd', source: 'tickets', receivedAt: AT, headers: {} }
    expect(() => normaliseDelivery(delivery, Buffer.from(asked().body), SOURCES)).toThrow(
      /^mapping: there is none for the source "tickets".*PUT \/api\/sources\/tickets\/mapping, then redrive/,
    )
  })
})

describe('a mapping that does not fit', () => {
  it('says where, and nothing of what people wrote', () => {
    expect(() => normalise('tickets', formAnswer(answered()))).toThrow(/no rule of the mapping fits/)
    const unnamed = JSON.parse(asked().body)
    delete unnamed.ticket.requester.id
    expect(() => normalise('tickets', { body: JSON.stringify(unnamed) })).toThrow(
      'rules[0].make.author.id: came nothing, expected a value: post needs this field',
    )
    const strange = asked({ at: 'Tuesday, by Bo' })
    expect(() => normalise('tickets', strange)).toThrow(/^rules\[0\]\.make\.at: came something else, expected a time/)
    expect(() => normalise('tickets', strange)).not.toThrow(/Tuesday/)
  })

  it('takes no address for an id', () => {
    const mail = JSON.parse(asked().body)
    mail.ticket.requester.id = 'bo@mail.example'
    expect(() => normalise('tickets', { body: JSON.stringify(mail) })).toThrow(
      'rules[0].make.author.id: came an email address, expected an id that is none',
    )
  })

  it.each(['thread.author.id', 'parent.author.id', 'target.author.id', 'answer.author.id'])(
    'takes none for the id of somebody else either: %s',
    (place) => {
      const [group = ''] = place.split('.')
      const kind = { thread: 'reply', parent: 'reply', target: 'follow', answer: 'solved' }[group] ?? ''
      const ids = {
        reply: { 'thread.id': 't', 'parent.id': 'p', text: 'Hello' },
        follow: { 'target.id': 't' },
        solved: { 'thread.id': 't', 'answer.id': 'a' },
      }[kind]
      const make = { kind, id: '1', at: AT, 'author.id': 'a', ...ids, [place]: '{who}' }
      const read = readMapping({ rules: [{ make }] })
      if ('problems' in read) throw new Error(JSON.stringify(read.problems))
      expect(() => normalise('tickets', { body: '{"who":"bo@mail.example"}' }, read.mapping)).toThrow(
        `rules[0].make.${place}: came an email address, expected an id that is none`,
      )
      expect(normalise('tickets', { body: '{"who":"bo"}' }, read.mapping).activities).toHaveLength(1)
    },
  )
})

describe('a door whose settings say how it is signed', () => {
  it('refuses what is no JSON, and says that it has to be', async () => {
    const door = openDoor()
    const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b&c=d' }
    const { status, body } = await door.post(
      'tickets',
      signed(SOURCES.tickets ?? 'github', SECRETS.tickets ?? '', form),
    )
    expect(status).toBe(400)
    expect(body.error).toMatch(/not JSON.*Set the webhook to send application\/json/)
    expect((await door.post('blog', form)).status).toBe(400)
    expect(door.queue).toEqual([])
  })

  it('takes lists', async () => {
    const door = openDoor()
    expect((await door.post('blog', { headers: {}, body: '[]' })).status).toBe(202)
  })

  it('refuses a tenant that its header does not name', async () => {
    const own = {
      type: 'hmac',
      signature: { header: 'x-sig' },
      tenant: { header: 'x-shop', equals: 'kettles' },
    } as const
    const door = openDoor({ own }, { own: SECRETS.blog ?? '' })
    const request = signed(own, SECRETS.blog ?? '', { headers: {}, body: '{}' })
    const from = (shop: string) => door.post('own', { ...request, headers: { ...request.headers, 'x-shop': shop } })
    expect((await from('kettles')).status).toBe(202)
    expect((await from('mugs')).status).toBe(403)
    expect((await door.post('own', request)).status).toBe(403)
    expect(door.queue).toHaveLength(1)
  })

  it('lets no digit of the id pass for a digit of the time', async () => {
    const door = openDoor()
    const request = signed(SOURCES.stars ?? 'github', SECRETS.stars ?? '', starReview('review/created', starred()))
    const time = request.headers['x-stars-time'] ?? ''
    const moved = { ...request.headers, 'x-stars-id': `${request.headers['x-stars-id']}.${time}`, 'x-stars-time': '' }
    expect((await door.post('stars', { ...request, headers: moved })).status).toBe(401)
    expect((await door.send(doorEvent('stars', 'wrong', request))).status).toBe(404)
  })
})
