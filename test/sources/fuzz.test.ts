import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { binaryEvent, eventBatch, structuredEvent } from '../../local/payloads/cloudevents.ts'
import { discordLobbyDelete, discordMessage } from '../../local/payloads/discord.ts'
import * as forum from '../../local/payloads/discourse.ts'
import * as github from '../../local/payloads/github.ts'
import { busEvent, queuedNotice } from '../../local/payloads/inside.ts'
import * as intercom from '../../local/payloads/intercom.ts'
import { linkedinDelivery } from '../../local/payloads/linkedin.ts'
import { blogComment, formAnswer, redditEvents, starReview } from '../../local/payloads/mapped.ts'
import { mastodonAccount, mastodonStatus } from '../../local/payloads/mastodon.ts'
import * as facebook from '../../local/payloads/meta.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import * as shopify from '../../local/payloads/shopify.ts'
import * as slack from '../../local/payloads/slack.ts'
import { standardEvent } from '../../local/payloads/standard.ts'
import * as stripe from '../../local/payloads/stripe.ts'
import { productReview, serviceReview, trustpilot } from '../../local/payloads/trustpilot.ts'
import * as woo from '../../local/payloads/woocommerce.ts'
import * as x from '../../local/payloads/x.ts'
import * as zendesk from '../../local/payloads/zendesk.ts'
import { activitySchema } from '../../shared/domain/listen/activity.ts'
import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { commented } from './fixtures/company.ts'
import { ada, answer, ben, question, topic } from './fixtures/forum.ts'
import { toot, tooter } from './fixtures/instance.ts'
import { said } from './fixtures/lobby.ts'
import * as mapped from './fixtures/mapped.ts'
import { feed, gramComment } from './fixtures/page.ts'
import { comment, discussion, frame, issue } from './fixtures/repository.ts'
import { starred } from './fixtures/reviews.ts'
import { AT, order, review } from './fixtures/shop.ts'
import { CLEO, cleo, mugs, ORDER } from './fixtures/store.ts'
import { mei, oolong, tasted } from './fixtures/tea.ts'
import { bill, gil, purchase, refund } from './fixtures/till.ts'
import { fan, tweet, writer } from './fixtures/tweets.ts'
import { asked, member, replied, ts } from './fixtures/workspace.ts'

const NEWS = 'arn:aws:sns:eu-central-1:123456789012:shop-news'

const samples: { source: string; payload: Payload }[] = [
  ...[
    forum.forumPost('post_created', question()),
    forum.forumPost('post_destroyed', answer()),
    forum.forumTopic('topic_created', topic()),
    forum.forumLike(question(), ben),
    forum.forumSolved('accepted_solution', answer()),
    forum.forumUser('user_updated', { ...ada, email: 'a@b.example', createdAt: AT }),
  ].map((payload) => ({ source: 'forum', payload })),
  ...[
    github.githubIssue(issue(), frame('opened')),
    github.githubIssueComment(issue(), comment(), frame('created')),
    github.githubDiscussionComment(discussion(), comment(), frame('edited')),
    github.githubAnswer(discussion(), comment(), frame('answered')),
    github.githubStar(frame('deleted')),
  ].map((payload) => ({ source: 'code', payload })),
  ...[
    mastodonStatus('status.created', toot({ tags: ['export'], spoiler: 'Help' })),
    mastodonStatus('status.updated', toot({ replyTo: { id: '1', by: '2' }, editedAt: AT })),
    mastodonStatus('status.created', toot({ id: '3', reblogOf: toot() })),
    mastodonAccount('account.updated', tooter, AT),
  ].map((payload) => ({ source: 'toots', payload })),
  ...[
    slack.slackMessage(asked()),
    slack.slackChanged(replied(), replied({ editedTs: ts(90) }), ts(90)),
    slack.slackDeleted(asked(), ts(9)),
    slack.slackReaction('reaction_added', { user: 'U0BEN', name: 'tada', of: asked() }, ts(9)),
    slack.slackMember('team_join', member(), ts(0)),
    slack.slackJoin('member_left_channel', { user: 'U0ADA', channel: 'C0001' }, ts(9)),
  ].map((payload) => ({ source: 'workspace', payload })),
  ...[
    shopify.shopifyOrder('orders/create', mugs()),
    shopify.shopifyOrderDeleted(ORDER, AT),
    shopify.shopifyCustomer('customers/update', cleo({ marketing: { state: 'subscribed', at: AT } })),
    shopify.shopifyCustomerDeleted(CLEO, AT),
    shopify.shopifyConsent(cleo(), { state: 'subscribed', level: 'confirmed_opt_in', at: AT }),
    shopify.shopifyPrivacy('customers/redact', cleo(), AT),
  ].map((payload) => ({ source: 'store', payload })),
  ...[
    discordMessage('LOBBY_MESSAGE_CREATE', AT, said({ replyTo: '1' })),
    discordMessage('LOBBY_MESSAGE_UPDATE', AT, said({ editedTimestamp: AT })),
    discordLobbyDelete(AT, said().id, '2'),
    discordMessage('GAME_DIRECT_MESSAGE_DELETE', AT, said()),
  ].map((payload) => ({ source: 'discord', payload })),
  ...[
    trustpilot(serviceReview('created', starred({ tags: ['Support'] })), serviceReview('deleted', starred())),
    trustpilot(productReview('updated', starred({ updatedAt: AT }))),
  ].map((payload) => ({ source: 'reviews', payload })),
  ...[
    stripe.stripeCheckout('checkout.session.completed', { at: AT }, purchase()),
    stripe.stripeInvoice({ at: AT }, bill()),
    stripe.stripeRefund({ at: AT }, refund(290)),
    stripe.stripeCustomer('customer.updated', { at: AT }, gil()),
  ].map((payload) => ({ source: 'till', payload })),
  ...[
    x.xPost('post.mention.create', tweet()),
    x.xPost('post.reply.create', tweet({ replyTo: { id: '2080761390344937796', user: x.BRAND } })),
    x.xDelete(tweet()),
    x.xLike(tweet(), [fan, writer], { direction: 'inbound' }, '1763755200123'),
    x.xFollow('follow.follow', fan, writer),
    x.xProfile('screenname', 'a', 'b'),
  ].map((payload) => ({ source: 'x', payload })),
  ...[
    woo.wooOrder('order.updated', oolong({ refunds: ['-1.00'] })),
    woo.wooCustomer('customer.created', { ...mei(), createdAt: '2026-11-20T10:00:00' }),
    woo.wooReview('product_review.updated', tasted()),
    woo.wooDeleted('order.deleted', 4_750),
  ].map((payload) => ({ source: 'tea', payload })),
  ...[
    facebook.pageFeed(
      '1001',
      1_763_755_260,
      feed(),
      feed({ item: 'post', verb: 'edited' }),
      feed({ item: 'reaction' }),
    ),
  ].map((payload) => ({ source: 'page', payload })),
  { source: 'company', payload: linkedinDelivery([commented(), commented({ action: 'COMMENT_EDIT' })]) },
  { source: 'gram', payload: facebook.instagramComment('17001', 1_763_755_260, gramComment()) },
  ...[
    zendesk.zendeskUser('user.name_changed', { at: AT }, { id: '9', email: 'a@b.example' }, { current: 'Rio' }),
    zendesk.zendeskPost('community_post.published', { at: AT }, { id: '1', by: '9', title: 'A', body: '<p>B</p>' }),
    zendesk.zendeskArticle('article.published', { at: AT }, { id: '2', title: 'How' }),
  ].map((payload) => ({ source: 'desk', payload })),
  ...[
    intercom.intercomContact('contact.user.created', AT, { id: '5b', name: 'Uma', email: 'a@b.example' }),
    intercom.intercomTalk('conversation.admin.replied', AT, {
      id: '147',
      by: { id: '5b' },
      subject: 'Export',
      body: '<p>How?</p>',
      at: AT,
      parts: [{ id: '7001', by: { type: 'admin', id: '8' }, body: '<p>So</p>', at: AT }],
    }),
    intercom.intercomDeleted('conversation.deleted', AT, '147'),
  ].map((payload) => ({ source: 'inbox', payload })),
  ...[
    structuredEvent({ id: 'e-1', source: '/tills/1', type: 'order.placed', time: AT, data: order() }),
    structuredEvent({ id: 'e-2', source: 'https://shop.example/x', type: 'a', time: AT, data: [review(), order()] }),
    eventBatch({ id: 'e-3', source: '/tills/1', type: 'post', time: AT, data: review() }),
  ].map((payload) => ({ source: 'secured', payload })),
  {
    source: 'events',
    payload: binaryEvent({ id: 'e-4', source: '/tills/1', type: 'order', time: AT, subject: 's', data: order() }),
  },
  ...[queuedNotice(NEWS, 'm-1', AT, JSON.stringify(order())), JSON.stringify([order({ at: AT })])].map((body) => ({
    source: 'backdoor',
    payload: { headers: {}, body },
  })),
  {
    source: 'news',
    payload: { headers: {}, body: queuedNotice(NEWS, 'm-2', AT, JSON.stringify([review(), order()])) },
  },
  {
    source: 'bus',
    payload: {
      headers: {},
      body: busEvent({ id: 'b-1', source: 'example.shop', type: 'order', time: AT, detail: order() }),
    },
  },
  ...[standardEvent('order', AT, order()), standardEvent('post', AT, [review(), order()])].map((payload) => ({
    source: 'shop',
    payload,
  })),
  { source: 'forms', payload: formAnswer(mapped.answered()) },
  { source: 'tickets', payload: mapped.asked() },
  {
    source: 'stars',
    payload: starReview(
      'review/updated',
      mapped.starred({
        id: '7',
        by: { id: '8', name: 'Kim' },
        reply: { by: 'Kettles', body: '<p>Thanks</p>', at: AT },
      }),
    ),
  },
  { source: 'blog', payload: blogComment(mapped.commented()) },
  {
    source: 'reddit',
    payload: redditEvents(
      { type: 'PostSubmit', id: 't3_a', by: { id: 't2_x', name: 'x' }, title: 'Which?', text: '**a**', at: NOW },
      { type: 'PostDelete', id: 't3_a', by: { id: 't2_x', name: 'x' }, at: NOW },
    ),
  },
]

/** Reddit's events have no door in the tests' settings. */
const sources: Sources = { ...SOURCES, reddit: { type: 'token' } }
const mappings: Readonly<Record<string, Mapping>> = mapped.mappings
const UNSIGNED: ReadonlySet<string> = new Set([
  'reviews',
  'blog',
  'reddit',
  'events',
  'secured',
  'news',
  'backdoor',
  'bus',
])

/** Every place in a JSON value, as the keys that lead there. */
const places = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))]
    : [path]

const replaced = (value: unknown, path: string[], by: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((inner, at) => (String(at) === key ? replaced(inner, rest, by) : inner))
  return Object.fromEntries(
    Object.entries(value as object).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  )
}

const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(
    null,
    '',
    0,
    -1,
    1e308,
    true,
    [],
    {},
    'javascript:alert(1)',
    '\u001b[31m\r\n',
    '2026-02-30T99:00:00Z',
    '\ud800',
    'x'.repeat(200_000),
  ),
)

describe('a delivery with anything in any place', () => {
  it('becomes valid activities, is ignored, or is malformed and says where; nothing else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), junk, ({ source, payload }, at, value) => {
        const body = JSON.parse(payload.body)
        const all = places(body)
        const path = all[at % all.length] ?? []
        const text = JSON.stringify(replaced(body, path, value)) ?? ''
        const delivery = {
          v: 1 as const,
          id: 'd',
          source,
          receivedAt: new Date(NOW).toISOString(),
          headers: payload.headers,
        }
        try {
          const { activities, ignored } = normaliseDelivery(delivery, Buffer.from(text), sources, mappings[source])
          expect(activities.length > 0 || ignored !== undefined).toBe(true)
          for (const activity of activities) {
            expect(activitySchema.parse(activity)).toEqual(activity)
            expect(activity.platform).toBe(source === 'code' ? 'github' : source)
            expect(JSON.stringify(activity)).not.toMatch(/"(url|avatar)":"(?!https?:)/)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedDeliveryError)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  it('is answered at the door without a crash, and never taken when its bytes were changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples.filter(({ source }) => !UNSIGNED.has(source))),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ({ source, payload }, at, by) => {
          const door = openDoor()
          const request = signed(SOURCES[source] ?? 'github', SECRETS[source] ?? '', payload)
          const body = Buffer.from(request.body)
          const place = at % body.length
          body[place] = (body[place] ?? 0) ^ by
          expect((await door.post(source, { ...request, body })).status).toBe(401)
          expect(door.queue).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it('is answered whatever the request looks like', async () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }))
    await fc.assert(
      fc.asyncProperty(
        text,
        text,
        fc.dictionary(text, text),
        text,
        fc.boolean(),
        async (source, token, headers, body, base64) => {
          const door = openDoor()
          const { status } = await door.send({
            ...doorEvent(source, token, { headers }),
            body,
            isBase64Encoded: base64,
          })
          expect(status).toBe(404)
        },
      ),
      { numRuns: 300 },
    )
  })
})
