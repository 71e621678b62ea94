import type { Guide } from './guide.ts'

/** Help desks. */
export const support = {
  intercom: {
    secret: 'theirs',
    where: 'Developer Hub → your app → Webhooks',
    address: 'Endpoint URL',
    secretName: 'Developer Hub → your app → Basic information → Client secret',
    events: [
      'contact.user.created',
      'contact.lead.created',
      'contact.lead.signed_up',
      'contact.user.updated',
      'contact.lead.updated',
      'contact.email.updated',
      'contact.archived',
      'contact.unarchived',
      'contact.deleted',
      'contact.unsubscribed',
      'conversation.user.created',
      'conversation.user.replied',
      'conversation.admin.replied',
      'conversation_part.redacted',
      'conversation.admin.closed',
      'conversation.admin.opened',
      'conversation.deleted',
    ],
    example: { type: 'intercom', app: 'abcd1234' },
  },
  zendesk: {
    secret: 'theirs',
    where: 'Admin Center → Apps and integrations → Webhooks → Create webhook → Zendesk events',
    address: 'Endpoint URL',
    secretName: 'the webhook’s page once it is made → Signing secret → Reveal secret',
    fields: [
      ['Request method', 'POST'],
      ['Request format', 'JSON'],
      ['Authentication', 'None'],
    ],
    events: [
      'User created',
      'User name changed',
      'User role changed',
      'User active status changed',
      'User deleted',
      'Community post created, published, unpublished',
      'Article published, unpublished',
    ],
    example: { type: 'zendesk', account: '12345678' },
  },
} satisfies Record<string, Guide>
