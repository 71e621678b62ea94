import { describe, expect, it } from '@jest/globals'
import { checkStages } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import { type SourceSettings, sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { verifyDelivery } from '../../shared/sources/scheme.ts'
import { verificationOf, verifications } from '../../shared/sources/verification.ts'
import type { HmacScheme } from '../../shared/sources/verify.ts'

/** Platforms that Earshot knows, described by settings as a stranger would describe them. */
const described: Record<string, Extract<SourceSettings, { type: 'hmac' }>['signature']> = {
  github: { header: 'x-hub-signature-256', prefix: 'sha256=' },
  slack: {
    header: 'x-slack-signature',
    prefix: 'v0=',
    over: 'v0:{ts}:{body}',
    timestamp: { header: 'x-slack-request-timestamp' },
  },
  shopify: { header: 'x-shopify-hmac-sha256', encoding: 'base64' },
  intercom: { header: 'x-hub-signature', prefix: 'sha1=', algorithm: 'sha1' },
  zendesk: {
    header: 'x-zendesk-webhook-signature',
    encoding: 'base64',
    over: '{ts}{body}',
    timestamp: { header: 'x-zendesk-webhook-signature-timestamp', form: 'iso' },
  },
}

const schemeOf = (name: string): HmacScheme => {
  const { own } = sourcesSchema.parse({ own: { type: 'hmac', signature: described[name] } })
  return (own ? verificationOf(own) : verifications.hmac).scheme as HmacScheme
}

describe('a platform described by settings', () => {
  it.each(Object.keys(described))('is verified as the row of its own does: %s', (name) => {
    const { parse: _, ...own } = schemeOf(name)
    const { parse: __, ...known } = verifications[name as 'github'].scheme
    const timed = known.timestamp ? { timestamp: { form: 'seconds', ...known.timestamp } } : {}
    expect(own).toEqual({ ...known, ...timed })
  })

  it('takes GitHub’s documented example of a signature', () => {
    const headers = {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    }
    const sent = (body: string, secret = "It's a Secret to Everybody") => ({
      headers,
      body: Buffer.from(body),
      keys: { secret: [Buffer.from(secret)], publicKeys: [] },
      nowSeconds: 0,
    })
    const row = { scheme: schemeOf('github') }
    expect(verifyDelivery(row, sent('Hello, World!')).refused).toBeUndefined()
    expect(verifyDelivery(row, sent('Hello, World?')).refused).toBe('signature_mismatch')
    expect(verifyDelivery(row, sent('Hello, World!', '')).refused).toBe('no_secret')
  })
})

it('is told at synthesis what is wrong with its settings', () => {
  const local = stages.local
  const wrong = (signature: object) => () =>
    checkStages({ local: { ...local, sources: { own: { type: 'hmac', signature } } } })
  expect(wrong({ header: 'X-Signature' })).toThrow(
    /stages\.local\.sources\.own\.signature\.header: got "X-Signature", expected a header's name in lower case/,
  )
  expect(wrong({ header: 'x-s', over: '{ts}.{body}' })).toThrow(
    /stages\.local\.sources\.own\.signature\.over: got "\{ts\}\.\{body\}", expected timestamp together with \{ts\}/,
  )
  expect(wrong({ header: 'x-s', overr: '{body}' })).toThrow(/signature\.overr: got a field that Earshot does not know/)
  expect(wrong({ header: 'x-s' })).not.toThrow()
})
