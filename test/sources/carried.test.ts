import { describe, expect, it } from '@jest/globals'
import { eventBatch } from '../../local/payloads/cloudevents.ts'
import { busEvent, queuedNotice } from '../../local/payloads/inside.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { NOW, SOURCES } from '../support/door.ts'
import { mappingOf } from '../support/mappings.ts'
import { AT } from './fixtures/shop.ts'

/** The shop's own words for a review, which nobody here knows without a mapping. */
const theirs = (id: string) => ({ review: { nr: id, by: 'c-7', words: 'Lovely.' } })

/** @param at, words where the mapping finds the event's time and the shop's own words */
const mapping = (at: string, words: string) =>
  mappingOf({
    rules: [
      {
        when: { [`${words}review.nr`]: { exists: true } },
        make: {
          kind: 'post',
          id: `{${words}review.nr}`,
          at: `{${at}}`,
          'author.id': `{${words}review.by}`,
          text: `{${words}review.words}`,
        },
      },
      { ignore: 'no review' },
    ],
  })

const NEWS = 'arn:aws:sns:eu-central-1:123456789012:shop-news'
const event = (id: string, data: unknown) => ({ id, source: '/tills/1', type: 'review', time: AT, data })
const batch = eventBatch(event('e-1', theirs('1')), event('e-2', theirs('2')), event('e-3', { other: true }))

describe('a mapping', () => {
  it.each([
    ['CloudEvents', 'secured', batch, mapping('time', 'data.'), ['1', '2']],
    [
      'SNS',
      'news',
      { headers: {}, body: queuedNotice(NEWS, 'm', AT, JSON.stringify({ ...theirs('3'), when: AT })) },
      mapping('when', ''),
      ['3'],
    ],
    [
      'a queue',
      'backdoor',
      { headers: {}, body: JSON.stringify({ ...theirs('4'), when: AT }) },
      mapping('when', ''),
      ['4'],
    ],
    [
      'a topic by way of a queue',
      'backdoor',
      { headers: {}, body: queuedNotice(NEWS, 'm', AT, JSON.stringify({ ...theirs('5'), when: AT })) },
      mapping('when', ''),
      ['5'],
    ],
    [
      'an event bus',
      'bus',
      { headers: {}, body: busEvent({ id: 'b', source: 'example.shop', type: 'x', time: AT, detail: theirs('6') }) },
      mapping('time', 'detail.'),
      ['6'],
    ],
  ])('reads what is carried by %s', (_, source, { headers, body }, read, ids) => {
    const sources = { ...SOURCES, secured: { type: 'cloudevents' as const, sources: ['/tills/*'], bearer: true } }
    const delivery = { v: 1 as const, id: 'd', source, receivedAt: new Date(NOW).toISOString(), headers }
    const { activities } = normaliseDelivery(delivery, Buffer.from(body), sources, read)
    expect(activities).toEqual(
      ids.map((id) => expect.objectContaining({ kind: 'post', id, platform: source, at: AT, text: 'Lovely.' })),
    )
  })

  it('says why it takes nothing of an event', () => {
    const headers = { 'content-type': 'application/cloudevents-batch+json' }
    const delivery = { v: 1 as const, id: 'd', source: 'events', receivedAt: new Date(NOW).toISOString(), headers }
    const { body } = eventBatch(event('e-3', { other: true }))
    expect(normaliseDelivery(delivery, Buffer.from(body), SOURCES, mapping('time', 'data.'))).toEqual({
      activities: [],
      ignored: 'by the mapping: no review',
    })
  })
})
