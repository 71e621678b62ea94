import type { Guide } from './guide.ts'

/** Doors for the rest. */
export const doors = {
  standard: {
    secret: 'ours',
    where: 'the sender’s settings for webhooks (Standard Webhooks)',
    address: 'the endpoint’s URL',
    secretName: 'the signing secret',
    fields: [['Content type', 'application/json']],
    note: 'What to send: docs/activity.md. If the sender makes the secret itself: npm run source -- rotate NAME --given.',
    example: { type: 'standard' },
  },
  cloudevents: {
    secret: 'ours',
    where: 'the sender’s settings for webhooks (CloudEvents, HTTP binding)',
    address: 'the address to deliver to',
    secretName: 'the token of the Authorization header (“Bearer …”), where the settings say bearer: true',
    fields: [['Content mode', 'binary, structured or batch, JSON']],
    note: 'Without bearer: true nothing is signed, and what comes in is marked unverified: keep the address to yourself.',
    example: { type: 'cloudevents', sources: ['https://shop.example.com/*'], bearer: true },
  },
  sns: {
    secret: 'none',
    where: 'Amazon SNS → the topic → Create subscription',
    address: 'Endpoint',
    fields: [
      ['Protocol', 'HTTPS'],
      ['Raw message delivery', 'off: raw messages carry no signature'],
      ['Signature version', '2: the attribute SignatureVersion of the topic'],
    ],
    note: 'SNS signs with its own certificate; the topic has to be one of those in the settings.',
    example: { type: 'sns', topics: ['arn:aws:sns:eu-central-1:123456789012:news'] },
  },
  hmac: {
    secret: 'ours',
    where: 'the sender’s settings for webhooks',
    address: 'the address to deliver to',
    secretName: 'the secret that the sender signs with',
    note: 'Then say what its bodies mean: npm run source -- mapping NAME FILE. If the sender makes the secret itself: rotate NAME --given.',
    example: { type: 'hmac', signature: { header: 'x-signature', prefix: 'sha256=' } },
  },
  token: {
    secret: 'none',
    where: 'the sender’s settings for webhooks',
    address: 'the address to deliver to',
    note: 'Nothing is signed, and what comes in is marked unverified: keep the address to yourself. Then: npm run source -- mapping NAME FILE.',
    example: { type: 'token' },
  },
  queue: {
    secret: 'doorless',
    where: 'the senders and topics of its settings put messages into its SQS queue; the stack’s outputs have its URL',
    example: { type: 'queue', senders: ['arn:aws:iam::123456789012:role/shop'] },
  },
  eventbridge: {
    secret: 'doorless',
    where: 'a rule on the bus of its settings brings events; nothing is set up by hand',
    example: { type: 'eventbridge', bus: 'default', sources: ['shop.orders'] },
  },
} satisfies Record<string, Guide>
