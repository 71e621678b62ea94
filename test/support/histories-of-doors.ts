import { structuredEvent } from '../../local/payloads/cloudevents.ts'
import { busEvent, queuedNotice } from '../../local/payloads/inside.ts'
import { blogComment, starReview } from '../../local/payloads/mapped.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { standardEvent } from '../../local/payloads/standard.ts'
import * as mapped from '../sources/fixtures/mapped.ts'
import { review } from '../sources/fixtures/shop.ts'

/** States of one thing of a source, in the order in which they came about. */
export type History = { source: string; states: Payload[] }

const [AT, LATER, LAST] = ['2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z', '2026-11-20T12:00:00Z']
const bare = (body: string): Payload => ({ headers: {}, body })

/** The same three states in Earshot's own words, by whatever carries them. */
const own = (source: string, carry: (at: string, data: object) => Payload) => {
  const [first, edited] = [carry(AT, review({ at: AT })), carry(LATER, review({ at: LATER, text: 'I like it.' }))]
  return {
    edited: { source, states: [first, edited] },
    gone: { source, states: [first, edited, carry(LAST, review({ at: LAST, text: '', deleted: true }))] },
  }
}

const NEWS = 'arn:aws:sns:eu-central-1:123456789012:shop-news'

/** An edit and an end by each of the doors that carry other people's words. */
export const doors = {
  standard: own('shop', (at, data) => standardEvent('post', at, data)),
  cloudevents: own('secured', (time, data) =>
    structuredEvent({ id: time, source: 'https://shop.example/x', type: 'post', time, data }),
  ),
  sns: own('news', (at, data) => bare(queuedNotice(NEWS, 'm', at, JSON.stringify(data)))),
  queue: own('backdoor', (_, data) => bare(JSON.stringify(data))),
  eventbridge: own('bus', (time, detail) =>
    bare(busEvent({ id: 'b', source: 'example.shop', type: 'post', time, detail })),
  ),
  hmac: {
    edited: {
      source: 'stars',
      states: [
        starReview('review/created', mapped.starred()),
        starReview('review/updated', mapped.starred({ at: mapped.LATER, body: 'Four minutes.' })),
      ],
    },
    gone: {
      source: 'stars',
      states: [
        starReview('review/created', mapped.starred()),
        starReview('review/deleted', mapped.starred({ at: mapped.LATER })),
      ],
    },
  },
  token: {
    edited: {
      source: 'blog',
      states: [
        blogComment(mapped.commented()),
        blogComment(mapped.commented({ content: '<p>Two</p>', at: '2026-11-20 11:00:00' })),
      ],
    },
    gone: {
      source: 'blog',
      states: [blogComment(mapped.commented()), blogComment(mapped.commented({ approved: 'spam' }))],
    },
  },
} satisfies Record<string, { edited: History; gone: History }>
