import { whsecKey } from '../key-forms.ts'
import type { Rows } from '../source-verification.ts'
import { spaced } from '../verify.ts'

/** How deliveries of these platforms are checked. */
export const doors: Rows<'standard'> = {
  standard: {
    scheme: {
      header: 'webhook-signature',
      parse: spaced('v1'),
      algorithm: 'sha256',
      encoding: 'base64',
      template: '{id}.{ts}.{body}',
      key: whsecKey,
      timestamp: { header: 'webhook-timestamp', toleranceSeconds: 300 },
      idHeader: 'webhook-id',
    },
    // "v1a" of the specification; a sender with a key pair needs no secret of ours.
    also: {
      kind: 'ed25519',
      header: 'webhook-signature',
      parse: spaced('v1a'),
      encoding: 'base64',
      template: '{id}.{ts}.{body}',
      key: whsecKey,
      timestamp: { header: 'webhook-timestamp', toleranceSeconds: 300 },
      idHeader: 'webhook-id',
    },
    publicKeys: (settings) =>
      settings.type === 'standard'
        ? (settings.publicKeys ?? []).map((key) => Buffer.from(key.replace(/^whpk_/, ''), 'base64'))
        : [],
    keep: ['webhook-id', 'webhook-timestamp'],
    idHeader: 'webhook-id',
  },
}
