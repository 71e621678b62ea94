import { readFeed } from '../atom.ts'
import { linkedinChallenge, metaChallenge, webSubChallenge, xChallenge } from '../challenge.ts'
import type { Rows, SourceVerification } from '../source-verification.ts'
import { type HmacScheme, named, plainKey, prefixed } from '../verify.ts'
import { overBody } from './common.ts'

/** developers.facebook.com, "Webhooks, Getting started": signed over the bytes as sent, no id, no time. */
const meta: SourceVerification<HmacScheme> = {
  scheme: overBody('x-hub-signature-256', 'sha256='),
  keep: [],
  challenge: metaChallenge,
  verifyToken: true,
  success: 200,
}

/** How deliveries of these platforms are checked. */
export const social: Rows<'facebook' | 'instagram' | 'linkedin' | 'x' | 'youtube'> = {
  facebook: meta,
  instagram: meta,
  // learn.microsoft.com, "Webhooks": the header has the digest only; the words before the body are part of what is signed.
  linkedin: {
    scheme: {
      header: 'x-li-signature',
      parse: prefixed(''),
      algorithm: 'sha256',
      encoding: 'hex',
      template: 'hmacsha256={body}',
      key: plainKey,
    },
    keep: [],
    challenge: linkedinChallenge,
  },
  // docs.x.com, "Webhooks": signature and challenge-response check. The event's id is in the body.
  x: {
    scheme: overBody('x-twitter-webhooks-signature', 'sha256=', 'base64'),
    keep: [],
    challenge: xChallenge,
    success: 200,
  },
  // developers.google.com, "Subscribe to Push Notifications"; W3C WebSub, 5.3 and 8. Google's hub signs with SHA-1.
  youtube: {
    scheme: {
      header: 'x-hub-signature',
      parse: named,
      algorithm: 'sha1',
      encoding: 'hex',
      template: '{body}',
      key: plainKey,
    },
    read: readFeed,
    keep: [],
    challenge: webSubChallenge,
  },
}
