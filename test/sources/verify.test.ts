import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { sign as octokitSign } from '@octokit/webhooks-methods'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { sign } from '../../local/sign.ts'
import { senderSecret, signingKeys } from '../../shared/sources/door.ts'
import { verifications } from '../../shared/sources/verification.ts'
import { type Headers, type HmacScheme, signatureOf, verifyHmac } from '../../shared/sources/verify.ts'
import { NOW, SECRETS } from '../support/door.ts'

const nowSeconds = NOW / 1_000
const anyBody = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
)

const SLACK = verifications.slack.scheme
const STRIPE = verifications.stripe.scheme
const SHOPIFY = verifications.shopify.scheme

describe('verifyHmac', () => {
  it('takes GitHub’s documented example', () => {
    const digits = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
    const check = (text: string) =>
      verifyHmac(verifications.github.scheme, {
        headers: { 'x-hub-signature-256': `sha256=${digits}` },
        body: Buffer.from(text),
        keys: [Buffer.from("It's a Secret to Everybody")],
        nowSeconds,
      })
    expect(check('Hello, World!')).toEqual({})
    expect(check('Hello, World')).toEqual({ refused: 'signature_mismatch' })
  })

  it('takes what GitHub’s own library signs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), async (secret, text) => {
        const headers = { 'x-hub-signature-256': await octokitSign(secret, text) }
        const keys = [Buffer.from(secret)]
        expect(verifyHmac(verifications.github.scheme, { headers, body: Buffer.from(text), keys, nowSeconds })).toEqual(
          {},
        )
      }),
    )
  })

  it('takes what the Standard Webhooks library signs, and the library takes what we sign', () => {
    const secretJson = SECRETS.shop ?? ''
    const vendor = new Webhook(senderSecret('standard', secretJson))
    const keys = signingKeys('standard', secretJson)
    fc.assert(
      fc.property(fc.json(), fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), (text, id) => {
        const at = new Date()
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': vendor.sign(id, at, text),
        }
        const seconds = Math.floor(at.getTime() / 1_000)
        const verdict = verifyHmac(verifications.standard.scheme, {
          headers,
          body: Buffer.from(text),
          keys,
          nowSeconds: seconds,
        })
        expect(verdict).toEqual({ id, timestamp: seconds })
        const ours = sign('standard', senderSecret('standard', secretJson), text, at.getTime(), id)
        expect(vendor.verify(text, ours)).toEqual(JSON.parse(text))
      }),
    )
  })

  it('takes times in headers and in lists, and bare base64, as rows of the same table', () => {
    const key = Buffer.from('8f742231b10e8888abcd99yyyzzz85a5')
    const body = Buffer.from('token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J')
    const ts = String(nowSeconds)
    const hmac = (text: string, encoding: 'hex' | 'base64') => createHmac('sha256', key).update(text).digest(encoding)
    const cases: [HmacScheme, Headers][] = [
      [SLACK, { 'x-slack-signature': `v0=${hmac(`v0:${ts}:${body}`, 'hex')}`, 'x-slack-request-timestamp': ts }],
      [STRIPE, { 'stripe-signature': `t=${ts},v1=${'0'.repeat(64)},v1=${hmac(`${ts}.${body}`, 'hex')}` }],
      [SHOPIFY, { 'x-shopify-hmac-sha256': hmac(String(body), 'base64') }],
    ]
    for (const [scheme, headers] of cases) {
      const verdict = verifyHmac(scheme, { headers, body, keys: [key], nowSeconds })
      expect(verdict).toEqual(scheme.timestamp ? { timestamp: nowSeconds } : {})
      expect(verifyHmac(scheme, { headers, body: Buffer.from('x'), keys: [key], nowSeconds }).refused).toBe(
        'signature_mismatch',
      )
      const late = verifyHmac(scheme, { headers, body, keys: [key], nowSeconds: nowSeconds + 301 })
      expect(late.refused).toBe(scheme.timestamp ? 'timestamp_too_old' : undefined)
      const early = verifyHmac(scheme, { headers, body, keys: [key], nowSeconds: nowSeconds - 301 })
      expect(early.refused).toBe(scheme.timestamp ? 'timestamp_in_the_future' : undefined)
    }
    expect(
      verifyHmac(STRIPE, { headers: { 'stripe-signature': `v1=${'0'.repeat(64)}` }, body, keys: [key], nowSeconds }),
    ).toEqual({
      refused: 'timestamp_missing',
    })
  })

  it('refuses everything without a key, or with an empty one', () => {
    const body = Buffer.from('x')
    const headers = { 'x-hub-signature-256': `sha256=${createHmac('sha256', '').update(body).digest('hex')}` }
    for (const keys of [[], [Buffer.alloc(0)], [Buffer.from('good'), Buffer.alloc(0)]])
      expect(verifyHmac(verifications.github.scheme, { headers, body, keys, nowSeconds })).toEqual({
        refused: 'no_secret',
      })
  })

  it('hashes the bytes, whatever they are', () => {
    fc.assert(
      fc.property(anyBody, (body) => {
        const { scheme } = verifications.discourse
        const key = Buffer.from('secret')
        const headers = { [scheme.header]: `sha256=${createHmac('sha256', key).update(body).digest('hex')}` }
        expect(verifyHmac(scheme, { headers, body, keys: [key], nowSeconds })).toEqual({})
      }),
    )
  })

  it.each(['discourse', 'github', 'standard'] as const)('never takes a delivery that was tampered with: %s', (type) => {
    const { scheme } = verifications[type]
    const key = Buffer.from('k'.repeat(32))
    const other = Buffer.from('j'.repeat(32))
    const flip = (text: string, at: number, by: number): string => {
      const bytes = Buffer.from(text)
      const place = at % Math.max(1, bytes.length)
      bytes[place] = (bytes[place] ?? 0) ^ ((by % 255) + 1)
      return bytes.toString('latin1')
    }
    fc.assert(
      fc.property(
        anyBody,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('body', 'key', 'signature', 'id', 'ts'),
        (body, at, by, what) => {
          const ts = String(nowSeconds)
          const good = signatureOf(scheme, key, { body, ts, id: 'msg_1' })
          const prefix = type === 'standard' ? 'v1,' : 'sha256='
          const value = what === 'signature' ? flip(`${prefix}${good}`, at, by) : `${prefix}${good}`
          const headers = {
            [scheme.header]: value,
            'webhook-id': what === 'id' ? flip('msg_1', at, by) : 'msg_1',
            'webhook-timestamp': what === 'ts' ? flip(ts, at, by) : ts,
          }
          const sent = what === 'body' ? Buffer.concat([body, Buffer.from([by % 256])]) : body
          fc.pre(type === 'standard' || !['id', 'ts'].includes(what))
          const verdict = verifyHmac(scheme, { headers, body: sent, keys: [what === 'key' ? other : key], nowSeconds })
          expect(verdict.refused).toBeDefined()
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never takes and never throws at a signature that was made up', () => {
    const headerValue = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^(sha256=|v1,)?[0-9a-zA-Z+/=, ]*$/),
    )
    fc.assert(
      fc.property(headerValue, headerValue, headerValue, anyBody, (signature, ts, id, body) => {
        for (const { scheme } of Object.values(verifications)) {
          if (scheme.kind !== undefined && scheme.kind !== 'hmac') continue
          const headers = { [scheme.header]: signature, 'webhook-timestamp': ts, 'webhook-id': id }
          expect(verifyHmac(scheme, { headers, body, keys: [Buffer.from('k')], nowSeconds }).refused).toBeDefined()
        }
      }),
      { numRuns: 500 },
    )
  })
})
