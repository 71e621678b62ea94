import { readFileSync } from 'node:fs'
import { blueskyAccount, blueskyDelete, blueskyPost } from '../../local/payloads/bluesky.ts'
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
import { notification } from '../../local/payloads/sns.ts'
import { standardEvent } from '../../local/payloads/standard.ts'
import * as stripe from '../../local/payloads/stripe.ts'
import { productReview, serviceReview, trustpilot } from '../../local/payloads/trustpilot.ts'
import * as woo from '../../local/payloads/woocommerce.ts'
import * as x from '../../local/payloads/x.ts'
import { youtubeDeleted, youtubeVideo } from '../../local/payloads/youtube.ts'
import * as zendesk from '../../local/payloads/zendesk.ts'
import { commented, MEMBER, POST } from '../sources/fixtures/company.ts'
import { ada, answer, ben, question, topic } from '../sources/fixtures/forum.ts'
import { toot, tooter } from '../sources/fixtures/instance.ts'
import { said } from '../sources/fixtures/lobby.ts'
import * as mapped from '../sources/fixtures/mapped.ts'
import { feed, gramComment } from '../sources/fixtures/page.ts'
import { comment, discussion, frame, issue, mona, octo } from '../sources/fixtures/repository.ts'
import { starred } from '../sources/fixtures/reviews.ts'
import { AT, order, review } from '../sources/fixtures/shop.ts'
import { CLEO, cleo, mugs, ORDER } from '../sources/fixtures/store.ts'
import { mei, oolong, tasted } from '../sources/fixtures/tea.ts'
import { bill, gil, purchase, refund } from '../sources/fixtures/till.ts'
import { fan, tweet, writer } from '../sources/fixtures/tweets.ts'
import { asked, member, replied, ts } from '../sources/fixtures/workspace.ts'
import { NOW } from '../support/door.ts'

const NEWS = 'arn:aws:sns:eu-central-1:123456789012:shop-news'

const POSTED = { did: 'did:plc:adaadaadaadaadaadaadaada', rkey: '3lk', at: AT }

/** Every example of the documentation of the generic door. */
const documented = [
  ...readFileSync(new URL('../../docs/activity.md', import.meta.url), 'utf8').matchAll(/```json\n([\s\S]*?)```/g),
].map(([, body = '']) => body.trim())

/** A delivery that a source's own sender sends, before it is signed. */
export type Sample = { source: string; payload: Payload }

/** Deliveries of every source that brings JSON or a feed through a door, a queue or a bus. */
export const samples: Sample[] = [
  ...[
    forum.forumPost('post_created', question()),
    forum.forumPost('post_destroyed', answer()),
    forum.forumTopic('topic_created', topic()),
    forum.forumLike(question(), ben),
    forum.forumSolved('accepted_solution', answer()),
    forum.forumUser('user_updated', { ...ada, email: 'a@b.example', createdAt: AT }),
    forum.forumUser('user_created', {
      ...{ ...ada, email: 'a@b.example', createdAt: AT },
      ...{ active: true, locale: 'pt_BR', timezone: 'Europe/Berlin' },
    }),
    forum.forumBadge('user_badge_granted', { badge: 3, to: ada, by: ben, at: AT }),
    forum.forumChat('chat_message_edited', {
      id: 31,
      by: ada,
      message: 'Hi',
      createdAt: AT,
      replyTo: { id: 30, user: ben },
    }),
  ].map((payload) => ({ source: 'forum', payload })),
  ...[
    github.githubIssue(issue(), frame('opened')),
    github.githubIssueComment(issue(), comment(), frame('created')),
    github.githubDiscussionComment(discussion(), comment(), frame('edited')),
    github.githubAnswer(discussion(), comment(), frame('answered')),
    github.githubStar(frame('deleted')),
    github.githubFork(frame(''), { id: 77, fullName: 'mona/tool', createdAt: AT }),
    github.githubRelease(
      { id: 7, tag: 'v1', body: '**New**', by: octo, createdAt: AT, publishedAt: AT },
      frame('published'),
    ),
    github.githubSponsorship('created', { to: { id: 1, login: 'octo' }, by: mona, at: AT }),
  ].map((payload) => ({ source: 'code', payload })),
  ...[
    mastodonStatus('status.created', toot({ tags: ['export'], spoiler: 'Help' })),
    mastodonStatus('status.updated', toot({ replyTo: { id: '1', by: '2' }, editedAt: AT })),
    mastodonStatus('status.created', toot({ id: '3', reblogOf: toot() })),
    mastodonAccount('account.updated', tooter, AT),
    mastodonStatus('status.created', toot({ id: '4', by: { ...tooter, bot: true } })),
  ].map((payload) => ({ source: 'toots', payload })),
  ...[
    slack.slackMessage(asked()),
    slack.slackChanged(replied(), replied({ editedTs: ts(90) }), ts(90)),
    slack.slackDeleted(asked(), ts(9)),
    slack.slackMember('user_change', member({ admin: true, deleted: true }), ts(0)),
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
    stripe.stripeRefund({ at: AT }, refund(1_290)),
    stripe.stripeCustomer('customer.updated', { at: AT }, gil()),
    stripe.stripeCustomer('customer.deleted', { at: AT }, gil()),
  ].map((payload) => ({ source: 'till', payload })),
  ...[
    x.xPost('post.mention.create', tweet()),
    x.xPost('post.create', tweet({ versions: ['2080765813578191302', '2080765813578191303'], hashtags: ['tea'] })),
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
      feed({ verb: 'remove' }),
    ),
  ].map((payload) => ({ source: 'page', payload })),
  ...[
    linkedinDelivery([commented(), commented({ action: 'COMMENT_EDIT' }), commented({ action: 'COMMENT_DELETE' })]),
    linkedinDelivery([
      { action: 'LIKE', post: POST, at: 1_763_755_200_123, generated: `urn:li:like:(${MEMBER},${POST})` },
      { action: 'SHARE', at: 1_763_755_200_123, share: { entity: 'urn:li:share:1', owner: MEMBER, text: 'Look' } },
    ]),
  ].map((payload) => ({ source: 'company', payload })),
  { source: 'gram', payload: facebook.instagramComment('17001', 1_763_755_260, gramComment()) },
  ...[
    zendesk.zendeskUser('user.name_changed', { at: AT }, { id: '9', email: 'a@b.example' }, { current: 'Rio' }),
    zendesk.zendeskUser('user.role_changed', { at: AT }, { id: '9', role: 'agent' }),
    zendesk.zendeskUser('user.deleted', { at: AT }, { id: '9' }),
    zendesk.zendeskPost('community_post.published', { at: AT }, { id: '1', by: '9', title: 'A', body: '<p>B</p>' }),
    zendesk.zendeskArticle('article.published', { at: AT }, { id: '2', title: 'How' }),
  ].map((payload) => ({ source: 'desk', payload })),
  ...[
    intercom.intercomContact('contact.user.created', AT, { id: '5b', name: 'Uma', email: 'a@b.example' }),
    intercom.intercomContact('contact.user.updated', AT, { id: '5b', name: 'Uma' }, { language: 'pt' }),
    intercom.intercomContact('contact.unsubscribed', AT, { id: '5b', name: 'Uma' }),
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
    structuredEvent({ id: 'e-1', source: 'https://shop.example/t', type: 'order.placed', time: AT, data: order() }),
    structuredEvent({ id: 'e-2', source: 'https://shop.example/x', type: 'a', time: AT, data: [review(), order()] }),
    eventBatch({ id: 'e-3', source: 'https://shop.example/t', type: 'post', time: AT, data: review() }),
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
    payload: {
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
      body: JSON.stringify(notification(NEWS, 'm-2', AT, JSON.stringify([review(), order()]))),
    },
  },
  {
    source: 'bus',
    payload: {
      headers: {},
      body: busEvent({ id: 'b-1', source: 'example.shop', type: 'order', time: AT, detail: order() }),
    },
  },
  ...[
    standardEvent('order', AT, order()),
    standardEvent('post', AT, [review(), order()]),
    ...documented.map((body) => ({ headers: { 'content-type': 'application/json' }, body })),
  ].map((payload) => ({
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
  { source: 'keyed', payload: standardEvent('order', AT, order()) },
  ...[
    youtubeVideo({ id: 'dQw4w9WgXcQ', channel: 'UC_x5XG1OV2P6uZZ5FSM9Ttw', title: 'Tea & "you"', published: AT }),
    youtubeDeleted('dQw4w9WgXcQ', 'UC_x5XG1OV2P6uZZ5FSM9Ttw', AT),
  ].map((payload) => ({ source: 'youtube', payload })),
  ...[
    blueskyPost({
      ...POSTED,
      text: 'Where is my #tea?',
      tags: ['tea'],
      mentions: ['did:plc:brandbrandbrandbrandbran'],
      reply: { root: `at://${POSTED.did}/app.bsky.feed.post/3a`, parent: `at://${POSTED.did}/app.bsky.feed.post/3b` },
    }),
    blueskyDelete(POSTED),
    blueskyAccount({ did: POSTED.did, at: AT, active: false, status: 'deleted' }),
  ].map((event) => ({ source: 'sky', payload: { headers: {}, body: JSON.stringify(event) } })),
  {
    source: 'feedy',
    payload: {
      headers: {},
      body: JSON.stringify({ entry: { id: 'tag:2', text: 'Hi', updated: AT, published: AT }, feed: {}, changed: true }),
    },
  },
  {
    source: 'feedy',
    payload: {
      headers: {},
      body: JSON.stringify({
        entry: {
          id: 'tag:1',
          title: 'Descaling',
          html: '<p>Acid</p>',
          url: 'https://blog.example/d',
          author: 'Ada',
          authorUrl: 'https://blog.example/ada',
          published: AT,
          updated: AT,
          tags: ['tea'],
          replyTo: 'tag:0',
        },
        feed: { title: 'The blog', url: 'https://blog.example/', language: 'en' },
      }),
    },
  },
]
