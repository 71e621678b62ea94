import { blueskyDelete, blueskyPost } from '../../local/payloads/bluesky.ts'
import { discordLobbyDelete, discordMessage } from '../../local/payloads/discord.ts'
import * as forum from '../../local/payloads/discourse.ts'
import * as github from '../../local/payloads/github.ts'
import * as intercom from '../../local/payloads/intercom.ts'
import { linkedinDelivery } from '../../local/payloads/linkedin.ts'
import { mastodonStatus } from '../../local/payloads/mastodon.ts'
import { pageFeed } from '../../local/payloads/meta.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import * as shopify from '../../local/payloads/shopify.ts'
import * as slack from '../../local/payloads/slack.ts'
import * as stripe from '../../local/payloads/stripe.ts'
import { serviceReview, trustpilot } from '../../local/payloads/trustpilot.ts'
import * as woo from '../../local/payloads/woocommerce.ts'
import * as x from '../../local/payloads/x.ts'
import { youtubeDeleted, youtubeVideo } from '../../local/payloads/youtube.ts'
import * as zendesk from '../../local/payloads/zendesk.ts'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import { commented } from '../sources/fixtures/company.ts'
import { question } from '../sources/fixtures/forum.ts'
import { toot } from '../sources/fixtures/instance.ts'
import { said } from '../sources/fixtures/lobby.ts'
import { feed, AT as PAGE_AT } from '../sources/fixtures/page.ts'
import { frame, issue } from '../sources/fixtures/repository.ts'
import { starred } from '../sources/fixtures/reviews.ts'
import { mugs, ORDER } from '../sources/fixtures/store.ts'
import { oolong } from '../sources/fixtures/tea.ts'
import { gil, purchase, refund } from '../sources/fixtures/till.ts'
import { tweet } from '../sources/fixtures/tweets.ts'
import { asked, ts } from '../sources/fixtures/workspace.ts'
import { doors, type History } from './histories-of-doors.ts'

const [AT, LATER, LAST] = ['2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z', '2026-11-20T12:00:00Z']
const bare = (body: string): Payload => ({ headers: {}, body })

const CHANNEL = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'
const video = { id: 'dQw4w9WgXcQ', channel: CHANNEL, title: 'Tea', published: AT }
const version = (second: number, over: object): Payload => pageFeed('1001', PAGE_AT + second, feed(over))
const TWO = ['2080765813578191303', '2080765913578191303']
const edit = tweet({ id: TWO[1] ?? '', text: 'edited', createdAt: '2026-07-24T21:25:00.000Z', versions: TWO })
const changed = question({ cooked: '<p>Better</p>', updatedAt: LATER, version: 2 })
const post = { did: 'did:plc:adaadaadaadaadaadaadaada', rkey: '3lk' }
const entry = (over: object): Payload =>
  bare(JSON.stringify({ entry: { id: 'tag:1', text: 'Hi', published: AT, ...over }, feed: {} }))
const comment = (second: number, action: 'COMMENT' | 'COMMENT_EDIT' | 'COMMENT_DELETE', text: string) =>
  commented({ action, at: 1_763_755_200_123 + second * 1_000, id: second }, text)
const talk = { id: '147', by: { id: '5b' }, subject: 'A', body: '<p>B</p>', at: AT }
const wish = { id: '699', by: '9', title: 'PDF' }

/** Of every type an edit and an end, or why there is none: the platform does not tell of it. */
export const HISTORIES: Readonly<Record<SourceType, { edited: History | string; gone: History | string }>> = {
  discourse: {
    edited: {
      source: 'forum',
      states: [forum.forumPost('post_created', question()), forum.forumPost('post_edited', changed)],
    },
    gone: {
      source: 'forum',
      states: [
        forum.forumPost('post_created', question()),
        forum.forumPost('post_edited', changed),
        forum.forumPost('post_destroyed', { ...changed, deletedAt: LAST }),
      ],
    },
  },
  github: {
    edited: {
      source: 'code',
      states: [
        github.githubIssue(issue(), frame('opened')),
        github.githubIssue(issue({ updatedAt: LATER, body: 'Now' }), frame('edited')),
      ],
    },
    gone: {
      source: 'code',
      states: [
        github.githubIssue(issue(), frame('opened')),
        github.githubIssue(issue({ updatedAt: LATER }), frame('deleted')),
      ],
    },
  },
  discord: {
    edited: {
      source: 'discord',
      states: [
        discordMessage('LOBBY_MESSAGE_CREATE', AT, said()),
        discordMessage('LOBBY_MESSAGE_UPDATE', LATER, said({ content: 'two', editedTimestamp: LATER })),
      ],
    },
    gone: {
      source: 'discord',
      states: [
        discordMessage('LOBBY_MESSAGE_CREATE', AT, said()),
        discordLobbyDelete(LAST, said().id, said().lobby ?? ''),
      ],
    },
  },
  mastodon: {
    edited: {
      source: 'toots',
      states: [
        mastodonStatus('status.created', toot()),
        mastodonStatus('status.updated', toot({ content: '<p>Two</p>', editedAt: LATER })),
      ],
    },
    gone: 'Mastodon has no event for a status that is deleted',
  },
  slack: {
    edited: {
      source: 'workspace',
      states: [
        slack.slackMessage(asked()),
        slack.slackChanged(asked(), asked({ text: 'two', editedTs: ts(10, '000000') }), ts(10, '200000')),
      ],
    },
    gone: { source: 'workspace', states: [slack.slackMessage(asked()), slack.slackDeleted(asked(), ts(11))] },
  },
  facebook: {
    edited: { source: 'page', states: [version(0, {}), version(10, { verb: 'edited', message: 'two' })] },
    gone: { source: 'page', states: [version(0, {}), version(5, { verb: 'remove' })] },
  },
  instagram: {
    edited: 'Meta documents no event for an edited comment on Instagram',
    gone: 'Meta documents no event for a deleted comment on Instagram',
  },
  linkedin: {
    edited: {
      source: 'company',
      states: [linkedinDelivery([comment(0, 'COMMENT', 'one')]), linkedinDelivery([comment(1, 'COMMENT_EDIT', 'two')])],
    },
    gone: {
      source: 'company',
      states: [
        linkedinDelivery([comment(0, 'COMMENT', 'one')]),
        linkedinDelivery([comment(2, 'COMMENT_DELETE', 'one')]),
      ],
    },
  },
  x: {
    edited: { source: 'x', states: [x.xPost('post.create', tweet()), x.xPost('post.create', edit)] },
    gone: { source: 'x', states: [x.xPost('post.create', tweet()), x.xDelete(tweet())] },
  },
  youtube: {
    edited: {
      source: 'youtube',
      states: [youtubeVideo(video), youtubeVideo({ ...video, title: 'Tea, hot', updated: LATER })],
    },
    gone: { source: 'youtube', states: [youtubeVideo(video), youtubeDeleted(video.id, CHANNEL, LAST)] },
  },
  bluesky: {
    edited: {
      source: 'sky',
      states: [
        bare(JSON.stringify(blueskyPost({ ...post, at: AT, text: 'one' }))),
        bare(JSON.stringify(blueskyPost({ ...post, at: LATER, createdAt: AT, text: 'two', operation: 'update' }))),
      ],
    },
    gone: {
      source: 'sky',
      states: [
        bare(JSON.stringify(blueskyPost({ ...post, at: AT, text: 'one' }))),
        bare(JSON.stringify(blueskyDelete({ ...post, at: LAST }))),
      ],
    },
  },
  feed: {
    edited: { source: 'feedy', states: [entry({}), entry({ text: 'Two', updated: LATER })] },
    gone: 'An entry that has left a feed is only older than the rest',
  },
  sitemap: {
    edited: 'Pages are content of the catalogue and no activities',
    gone: 'Pages are content of the catalogue and no activities',
  },
  shopify: {
    edited: {
      source: 'store',
      states: [
        shopify.shopifyOrder('orders/create', mugs()),
        shopify.shopifyOrder('orders/updated', mugs({ updatedAt: LAST, currentTotal: '6.45' })),
      ],
    },
    gone: {
      source: 'store',
      states: [shopify.shopifyOrder('orders/create', mugs()), shopify.shopifyOrderDeleted(ORDER, LAST)],
    },
  },
  woocommerce: {
    edited: {
      source: 'tea',
      states: [
        woo.wooOrder('order.created', oolong()),
        woo.wooOrder('order.updated', oolong({ updatedAt: '2026-11-20T11:00:00', refunds: ['-2.90'] })),
      ],
    },
    gone: { source: 'tea', states: [woo.wooOrder('order.created', oolong()), woo.wooDeleted('order.deleted', 4_750)] },
  },
  stripe: {
    edited: {
      source: 'till',
      states: [
        stripe.stripeCheckout('checkout.session.completed', { at: AT }, purchase()),
        stripe.stripeRefund({ at: LATER }, refund(290)),
      ],
    },
    gone: {
      source: 'till',
      states: [
        stripe.stripeCustomer('customer.updated', { at: LATER }, gil()),
        stripe.stripeCustomer('customer.deleted', { at: AT }, gil()),
      ],
    },
  },
  trustpilot: {
    edited: {
      source: 'reviews',
      states: [
        trustpilot(serviceReview('created', starred())),
        trustpilot(serviceReview('updated', starred({ text: 'Two', updatedAt: LAST }))),
      ],
    },
    gone: {
      source: 'reviews',
      states: [trustpilot(serviceReview('created', starred())), trustpilot(serviceReview('deleted', starred()))],
    },
  },
  zendesk: {
    edited: {
      source: 'desk',
      states: [
        zendesk.zendeskPost('community_post.created', { at: AT }, wish),
        zendesk.zendeskPost('community_post.published', { at: LATER }, { ...wish, title: 'PDF, please' }),
      ],
    },
    gone: {
      source: 'desk',
      states: [
        zendesk.zendeskPost('community_post.created', { at: AT }, wish),
        zendesk.zendeskPost('community_post.unpublished', { at: LATER }, { id: wish.id }),
      ],
    },
  },
  intercom: {
    edited: {
      source: 'inbox',
      states: [
        intercom.intercomContact('contact.user.created', AT, { id: '5b', name: 'Uma' }),
        intercom.intercomContact('contact.user.updated', LATER, { id: '5b', name: 'Uma R.' }),
      ],
    },
    gone: {
      source: 'inbox',
      states: [
        intercom.intercomTalk('conversation.user.created', AT, talk),
        intercom.intercomDeleted('conversation.deleted', AT, talk.id),
      ],
    },
  },
  ...doors,
}
