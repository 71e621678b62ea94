import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type MailNews, readMailNews } from '../../../shared/domain/measure/mail-news.ts'
import { type MailState, resolveNews } from '../../../shared/domain/measure/resolve.ts'
import { addressOfTags, decisionOfTags, tagsOf, tagsTo } from '../../../shared/domain/measure/tags.ts'
import { DECISION_STATES } from '../../../shared/domain/nudge/reasons.ts'
import { envelope, KEY, SENT_AT, sesEvent } from './ses-events.ts'

const newsOf = (body: string): MailNews => {
  const news = readMailNews(body)
  if (!('decision' in news)) throw new Error('ignored' in news ? news.ignored : 'news of an address only')
  return news
}

describe('the tags of an email', () => {
  it('lead back to the address alone, where no decision called for it', () => {
    const tags = tagsTo('email:aB-_9', 'claim_prove')
    const published = Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]]))
    expect(addressOfTags(published)).toBe('email:aB-_9')
    expect(decisionOfTags(published)).toBeUndefined()
    expect(addressOfTags({})).toBeUndefined()
    const body = sesEvent('Complaint', { tags: published })
    expect(readMailNews(body)).toMatchObject({ emailIid: 'email:aB-_9', address: 'complaint' })
    expect(readMailNews(sesEvent('Delivery', { tags: published }))).not.toHaveProperty('address')
  })

  it('of an email that asks for a yes names what it asks about', () => {
    const tags = tagsTo('email:aB-_9', 'confirm', 'w1')
    const mail = { messageId: 'm', timestamp: '2026-06-10T12:00:00.000Z' }
    const told = Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]]))
    expect(readMailNews(JSON.stringify({ eventType: 'Send', mail: { ...mail, tags: told } }))).toEqual({
      ...{ emailIid: 'email:aB-_9', wish: 'w1', messageId: 'm', at: mail.timestamp },
    })
  })

  it('lead back to the decision, whatever its identity is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 800, size: 'max' }), (text) => {
        const iid = text.toWellFormed()
        const tags = tagsOf({ iid, id: 'ABC', recipe: 'r' })
        for (const { Name, Value } of tags) {
          expect(Name).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
          expect(Value).toMatch(/^[A-Za-z0-9_-]{1,256}$/)
        }
        const published = Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]]))
        expect(decisionOfTags(published)).toEqual({ iid, id: 'ABC' })
      }),
    )
  })

  it('of somebody else lead nowhere', () => {
    expect(decisionOfTags({})).toBeUndefined()
    expect(decisionOfTags({ nudge_id: ['x'] })).toBeUndefined()
    expect(decisionOfTags({ nudge_id: [], nudge_of: ['x'] })).toBeUndefined()
    expect(decisionOfTags(tagsOf({ iid: '', id: 'x', recipe: 'r' }) as never)).toBeUndefined()
  })
})

describe('news of an email', () => {
  it.each([
    ['Send', {}, { at: SENT_AT }],
    ['Delivery', {}, { outcome: 'delivered', at: '2026-11-21T10:00:05.000Z' }],
    ['DeliveryDelay', {}, { outcome: 'delayed' }],
    ['Reject', {}, { outcome: 'rejected', at: SENT_AT }],
    ['Bounce', {}, { outcome: 'bounced', address: 'hard' }],
    ['Bounce', { kind: 'Transient' }, { outcome: 'bounced', address: 'soft' }],
    ['Bounce', { kind: 'Undetermined' }, { outcome: 'bounced', address: 'soft' }],
    ['Complaint', {}, { outcome: 'complained', address: 'complaint' }],
  ])('%s %j is %j, in the envelope of SNS and without', (type, over, expected) => {
    const news = newsOf(envelope(sesEvent(type, over)))
    expect(news).toMatchObject({ decision: KEY, messageId: 'ses-1', sentAt: SENT_AT, ...expected })
    expect(newsOf(sesEvent(type, over))).toEqual(news)
  })

  it.each([
    ['nonsense', 'not_an_event'],
    ['null', 'not_an_event'],
    [envelope('nonsense'), 'not_an_event'],
    [JSON.stringify({ eventType: 'Send', mail: {} }), 'not_an_event'],
    [sesEvent('Open'), 'other_event'],
    [sesEvent('toString'), 'other_event'],
    [JSON.stringify({ eventType: 'Send', mail: { messageId: 'm', timestamp: SENT_AT } }), 'not_ours'],
  ])('ignores %s and says why', (body, ignored) => {
    expect(readMailNews(body)).toEqual({ ignored })
  })

  it('ignores an event without its details but for the outcome', () => {
    const bare = (eventType: string) =>
      JSON.stringify({
        ...JSON.parse(sesEvent(eventType)),
        bounce: undefined,
        complaint: undefined,
        delivery: undefined,
        deliveryDelay: undefined,
      })
    expect(newsOf(bare('Bounce'))).toMatchObject({ at: SENT_AT, address: 'soft' })
    for (const type of ['Complaint', 'Delivery', 'DeliveryDelay']) expect(newsOf(bare(type)).at).toBe(SENT_AT)
  })
})

describe('resolving a decision', () => {
  const types = ['Send', 'Delivery', 'DeliveryDelay', 'Bounce', 'Complaint', 'Reject']
  const resolved = (before: MailState, events: readonly string[]): MailState =>
    events.reduce((state, type) => resolveNews(state, newsOf(sesEvent(type))) ?? state, before)

  it('ends alike whatever the order and repetition of the events', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(types, { minLength: 1 }),
        fc.constantFrom(...DECISION_STATES),
        fc.infiniteStream(fc.nat()),
        (events, state, random) => {
          const before: MailState = { state, reason: 'sending' }
          const again = [...events, ...events].map((type) => ({ type, by: random.next().value ?? 0 }))
          again.sort((a, b) => a.by - b.by)
          expect(
            resolved(
              before,
              again.map(({ type }) => type),
            ),
          ).toEqual(resolved(before, events))
        },
      ),
    )
  })

  it.each(['sending', 'unknown', 'waiting'] as const)('turns %s into sent when SES has the email', (state) => {
    expect(resolveNews({ state, reason: 'unknown' }, newsOf(sesEvent('Send')))).toEqual({
      state: 'sent',
      reason: 'sent',
      sentAt: SENT_AT,
      sesMessageId: 'ses-1',
    })
  })

  it('says nothing when nothing is new', () => {
    const sent = resolved({ state: 'sending', reason: 'sending' }, ['Send', 'Delivery'])
    expect(sent).toMatchObject({ outcome: 'delivered', deliveredAt: '2026-11-21T10:00:05.000Z' })
    expect(resolveNews(sent, newsOf(sesEvent('Delivery')))).toBeUndefined()
    expect(resolveNews(sent, newsOf(sesEvent('DeliveryDelay')))).toBeUndefined()
  })

  it('keeps what the sender noted', () => {
    const noted: MailState = { state: 'sent', reason: 'sent', sentAt: '2026-11-21T09:59:59.000Z', sesMessageId: 'mine' }
    expect(resolved(noted, ['Send', 'Bounce'])).toMatchObject({
      sentAt: noted.sentAt,
      sesMessageId: 'mine',
      outcome: 'bounced',
    })
  })

  it('is failed when SES threw the email away', () => {
    expect(resolved({ state: 'sending', reason: 'sending' }, ['Send', 'Reject'])).toMatchObject({
      state: 'failed',
      reason: 'rejected',
    })
  })
})
