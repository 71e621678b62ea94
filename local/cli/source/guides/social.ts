import { type Guide, HEX32 } from './guide.ts'

/** Networks that check an address before they send to it. */
export const social = {
  facebook: {
    secret: 'theirs',
    where: 'developers.facebook.com → your app → Webhooks → Page → Subscribe to this object',
    address: 'Callback URL (Meta checks it at once, so the secret comes first)',
    secretName: 'App settings → Basic → App secret',
    form: HEX32,
    events: ['feed'],
    note: 'Then each page subscribes the app: POST /{page}/subscribed_apps with subscribed_fields=feed.',
    example: { type: 'facebook', pages: ['*'] },
  },
  instagram: {
    secret: 'theirs',
    where: 'developers.facebook.com → your app → Webhooks → Instagram → Subscribe to this object',
    address: 'Callback URL (Meta checks it at once, so the secret comes first)',
    secretName: 'App settings → Basic → App secret',
    form: HEX32,
    events: ['comments', 'live_comments'],
    example: { type: 'instagram', accounts: ['*'] },
  },
  x: {
    secret: 'theirs',
    where: 'POST https://api.x.com/2/webhooks with the app’s bearer token',
    address: 'url (X checks it at once, so the secret comes first)',
    secretName: 'developer portal → your app → Keys and tokens → API Key Secret (consumer secret)',
    events: [
      'post.create',
      'post.delete',
      'post.mention.create',
      'post.reply.create',
      'post.quote.create',
      'post.repost.create',
      'like.create',
      'follow.follow',
      'follow.unfollow',
      'profile.update.screenname',
      'profile.update.handle',
      'profile.update.profile_picture',
    ],
    note: 'Subscribe to the events for each account in the settings. X bills every Post that it delivers.',
    example: { type: 'x', accounts: ['2244994945'] },
  },
  linkedin: {
    secret: 'theirs',
    where: 'linkedin.com/developers → your app → Webhooks',
    address: 'Webhook URL (LinkedIn checks it at once, so the secret comes first)',
    secretName: 'Auth → Primary Client Secret',
    events: ['ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS'],
    note: 'Only for apps whose use of webhooks LinkedIn has approved. Then subscribe an administrator: PUT /rest/eventSubscriptions/…',
    example: { type: 'linkedin', organizations: ['12345'] },
  },
  youtube: {
    secret: 'none',
    where:
      'Earshot subscribes at YouTube’s hub by itself, within a quarter of an hour, and renews that; nothing is set up there',
    address: 'Address (the hub is told)',
    example: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] },
  },
} satisfies Record<string, Guide>
