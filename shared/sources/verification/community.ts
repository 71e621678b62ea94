import { discordPing, slackChallenge } from '../challenge.ts'
import { noSecret } from '../key-forms.ts'
import type { Rows } from '../source-verification.ts'
import { plainKey, prefixed } from '../verify.ts'
import { overBody, sameInstance } from './common.ts'

/** How deliveries of these platforms are checked. */
export const community: Rows<'discourse' | 'github' | 'discord' | 'mastodon' | 'slack'> = {
  discourse: {
    scheme: overBody('x-discourse-event-signature', 'sha256='),
    // Its event id is another one at every attempt, so it names no delivery.
    keep: ['x-discourse-instance', 'x-discourse-event-type', 'x-discourse-event'],
    isPing: (headers) => headers['x-discourse-event-type'] === 'ping',
    wrongTenant: (headers, settings) => {
      const instance = headers['x-discourse-instance']
      if (settings.type !== 'discourse' || !instance || sameInstance(instance, settings.instance)) return undefined
      return `This door is for ${settings.instance}; the delivery says that it comes from another forum.`
    },
  },
  github: {
    scheme: overBody('x-hub-signature-256', 'sha256='),
    keep: ['x-github-event', 'x-github-delivery'],
    idHeader: 'x-github-delivery',
    isPing: (headers) => headers['x-github-event'] === 'ping',
  },
  // discord-api-docs, "Webhook Events". It tries again for up to ten minutes, and does not say whether it signs anew.
  discord: {
    scheme: {
      kind: 'ed25519',
      header: 'x-signature-ed25519',
      parse: prefixed(''),
      encoding: 'hex',
      template: '{ts}{body}',
      key: noSecret,
      timestamp: { header: 'x-signature-timestamp', toleranceSeconds: 900 },
    },
    publicKeys: (settings) => (settings.type === 'discord' ? [Buffer.from(settings.publicKey, 'hex')] : []),
    keep: [],
    greeting: discordPing,
    success: 204,
  },
  // mastodon/mastodon, app/workers/webhooks/delivery_worker.rb: no id and no time.
  mastodon: {
    scheme: overBody('x-hub-signature', 'sha256='),
    keep: [],
  },
  // docs.slack.dev, "Verifying requests from Slack" and "url_verification". The event's id is in the body.
  slack: {
    scheme: {
      header: 'x-slack-signature',
      parse: prefixed('v0='),
      algorithm: 'sha256',
      encoding: 'hex',
      template: 'v0:{ts}:{body}',
      key: plainKey,
      timestamp: { header: 'x-slack-request-timestamp', toleranceSeconds: 300 },
    },
    keep: [],
    greeting: slackChallenge,
    success: 200,
  },
}
