import type { Rows } from '../source-verification.ts'
import { plainKey, prefixed } from '../verify.ts'

/** How deliveries of these platforms are checked. */
export const support: Rows<'intercom' | 'zendesk'> = {
  intercom: {
    scheme: {
      header: 'x-hub-signature',
      parse: prefixed('sha1='),
      algorithm: 'sha1',
      encoding: 'hex',
      template: '{body}',
      key: plainKey,
    },
    keep: [],
    success: 200,
  },
  zendesk: {
    scheme: {
      header: 'x-zendesk-webhook-signature',
      parse: prefixed(''),
      algorithm: 'sha256',
      encoding: 'base64',
      // No separator: the time's own form says where it ends.
      template: '{ts}{body}',
      key: plainKey,
      timestamp: { header: 'x-zendesk-webhook-signature-timestamp', toleranceSeconds: 300, form: 'iso' },
    },
    keep: [],
  },
}
