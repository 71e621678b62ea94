import { type Guide, HEX32 } from './guide.ts'

/** Forums, code and chats. */
export const community = {
  discourse: {
    secret: 'ours',
    where: 'Admin → API → Webhooks → New webhook',
    address: 'Payload URL',
    secretName: 'Secret',
    fields: [
      ['Content type', 'application/json'],
      ['TLS certificate', 'checked'],
    ],
    events: ['Topic event', 'Post event', 'User event', 'Like event', 'Solved event'],
    note: 'Switch on the site setting retry_web_hook_events, or what fails is not sent again.',
    example: { type: 'discourse', instance: 'https://community.example.com' },
  },
  github: {
    secret: 'ours',
    where: 'Repository or organisation → Settings → Webhooks → Add webhook',
    address: 'Payload URL',
    secretName: 'Secret',
    fields: [
      ['Content type', 'application/json'],
      ['SSL verification', 'enabled'],
    ],
    events: ['Issues', 'Issue comments', 'Discussions', 'Discussion comments', 'Stars'],
    note: '“Send me everything” is fine too: what is not read is acknowledged and ignored. GitHub sends once: redeliver in the settings has Earshot ask again for what failed.',
    example: { type: 'github', repositories: ['example/*'] },
  },
  slack: {
    secret: 'theirs',
    where: 'api.slack.com/apps → your app → Event Subscriptions → Enable Events',
    address: 'Request URL (Slack checks it at once, so the secret comes first)',
    secretName: 'Basic Information → App Credentials → Signing Secret',
    form: HEX32,
    events: [
      'message.channels',
      'app_mention',
      'reaction_added',
      'reaction_removed',
      'team_join',
      'user_change',
      'member_joined_channel',
      'member_left_channel',
    ],
    note: 'Then reinstall the app and invite it to the channels that it shall hear.',
    example: { type: 'slack', team: 'T0123ABCD', channels: ['*'], workspace: 'https://example.slack.com' },
  },
  discord: {
    secret: 'none',
    where: 'discord.com/developers → your app → Webhooks',
    address: 'Endpoint URL',
    fields: [['Events', 'on']],
    events: ['Lobby Message Create', 'Lobby Message Update', 'Lobby Message Delete'],
    note: 'Discord signs with a key of its own: its public key stands in infra/config.ts (General Information → Public Key).',
    example: { type: 'discord', application: '1234567890123456789', publicKey: '0'.repeat(64) },
  },
  mastodon: {
    secret: 'theirs',
    where: 'Preferences → Administration → Webhooks → Add endpoint',
    address: 'Endpoint URL',
    secretName: 'the webhook’s page once it is saved → Signing secret',
    form: { pattern: /^[0-9a-f]{40}$/, words: '40 hex digits' },
    fields: [['Payload template', 'empty']],
    events: ['status.created', 'status.updated', 'account.created', 'account.approved', 'account.updated'],
    example: { type: 'mastodon', instance: 'https://social.example.com' },
  },
} satisfies Record<string, Guide>
