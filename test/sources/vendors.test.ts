import { createPrivateKey, sign as signWith } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { createSHA256HMAC, HashFormat } from '@shopify/shopify-api/runtime'
import { CloudEvent, HTTP } from 'cloudevents'
import { verifyKey } from 'discord-interactions'
import fc from 'fast-check'
import Stripe from 'stripe'
import { sign } from '../../local/sign.ts'
import { readCloudEvents } from '../../shared/sources/cloudevents-read.ts'
import { keysOf } from '../../shared/sources/door.ts'
import { verifyDelivery } from '../../shared/sources/scheme.ts'
import { verifications } from '../../shared/sources/verification.ts'
import { NOW, SECRETS, SEEDS, SOURCES } from '../support/door.ts'

/**
 * What the platforms' own libraries sign and write is taken, and what we sign they take. GitHub's and Standard Webhooks'
 * libraries are asked in verify.test.ts. Slack's only checks, and brings a web server: it is no dependency, was asked once by hand, and
 * agrees. Meta, X and the others have none for webhooks.
 */

const nowSeconds = Math.floor(NOW / 1_000)
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 })
const json = fc.jsonValue().map((value) => JSON.stringify({ value }))

describe('Stripe’s library', () => {
  const secret: string = JSON.parse(SECRETS.till ?? '').current
  const stripe = new Stripe('sk_test_nobody')
  const settings = SOURCES.till

  it('signs what the door takes, to the second', () => {
    fc.assert(
      fc.property(json, fc.integer({ min: -400, max: 400 }), (body, ago) => {
        const timestamp = nowSeconds - ago
        const header = stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp })
        const verdict =
          settings &&
          verifyDelivery(verifications.stripe, {
            headers: { 'stripe-signature': header },
            body: Buffer.from(body),
            keys: keysOf(settings, SECRETS.till ?? ''),
            nowSeconds,
          })
        const refused = ago > 300 ? 'timestamp_too_old' : ago < -300 ? 'timestamp_in_the_future' : undefined
        expect(verdict?.refused).toBe(refused)
      }),
    )
  })

  it('takes what we sign', () => {
    fc.assert(
      fc.property(json, (body) => {
        const header = sign('stripe', secret, body, NOW)['stripe-signature'] ?? ''
        expect(stripe.webhooks.signature?.verifyHeader(body, header, secret, 300, undefined, NOW)).toBe(true)
      }),
    )
  })
})

describe('Shopify’s library', () => {
  const secret: string = JSON.parse(SECRETS.store ?? '').current
  const settings = SOURCES.store

  it('signs what the door takes, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.boolean(), async (body, changed) => {
        const hmac = await createSHA256HMAC(secret, body, HashFormat.Base64)
        const verdict =
          settings &&
          verifyDelivery(verifications.shopify, {
            headers: { 'x-shopify-hmac-sha256': hmac },
            body: Buffer.from(changed ? `${body} ` : body),
            keys: keysOf(settings, SECRETS.store ?? ''),
            nowSeconds,
          })
        expect(verdict).toBeDefined()
        expect(verdict?.refused).toBe(changed ? 'signature_mismatch' : undefined)
      }),
    )
  })

  it('signs as we do', async () => {
    await fc.assert(
      fc.asyncProperty(json, async (body) => {
        const ours = sign('shopify', secret, body, NOW)['x-shopify-hmac-sha256']
        expect(ours).toBe(await createSHA256HMAC(secret, body, HashFormat.Base64))
      }),
    )
  })
})

describe('Discord’s library', () => {
  const key = SOURCES.discord?.type === 'discord' ? SOURCES.discord.publicKey : ''

  it('takes and refuses what the door does', async () => {
    await fc.assert(
      fc.asyncProperty(json, fc.boolean(), async (body, changed) => {
        const headers = sign('discord', SEEDS.discord, body, NOW)
        const arrived = changed ? `${body} ` : body
        const theirs = await verifyKey(
          arrived,
          headers['x-signature-ed25519'] ?? '',
          headers['x-signature-timestamp'] ?? '',
          key,
        )
        const ours = verifyDelivery(verifications.discord, {
          headers,
          body: Buffer.from(arrived),
          keys: { secret: [], publicKeys: [Buffer.from(key, 'hex')] },
          nowSeconds,
        })
        expect(theirs).toBe(!changed)
        expect(ours.refused === undefined).toBe(theirs)
      }),
      { numRuns: 30 },
    )
  })

  it('and we agree on who signed with another key', async () => {
    const other = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
      format: 'der',
      type: 'pkcs8',
    })
    const ts = String(nowSeconds)
    const signature = signWith(null, Buffer.from(`${ts}{}`), other).toString('hex')
    expect(await verifyKey('{}', signature, ts, key)).toBe(false)
    const headers = { 'x-signature-ed25519': signature, 'x-signature-timestamp': ts }
    const keys = { secret: [], publicKeys: [Buffer.from(key, 'hex')] }
    const ours = verifyDelivery(verifications.discord, { headers, body: Buffer.from('{}'), keys, nowSeconds })
    expect(ours.refused).toBe('signature_mismatch')
  })
})

describe('the CloudEvents SDK', () => {
  const events = fc.record({
    // The library leaves quotes as they are, which the HTTP binding has encoded: what begins with one is read as quoted.
    id: text.filter((id) => /^(?!")[^\p{C}]+$/u.test(id)),
    source: fc.constantFrom('https://shop.example/orders', '/tills/1'),
    type: fc.constantFrom('example.order.placed', 'com.example.reviewed'),
    time: fc.integer({ min: 0, max: 2e9 }).map((seconds) => new Date(seconds * 1_000).toISOString()),
    data: fc.record({ words: fc.string({ unit: 'grapheme' }), count: fc.nat() }),
  })

  it.each(['structured', 'binary'] as const)('writes %s messages that the door reads as they were meant', (mode) => {
    fc.assert(
      fc.property(events, (given) => {
        const { headers, body } = HTTP[mode](new CloudEvent(given))
        const lower = Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name.toLowerCase(), `${value}`]),
        )
        // Node writes header values as Latin-1; the SDK does not encode what the specification wants encoded.
        fc.pre(mode === 'structured' || /^[\x21-\x24\x26-\x7e]+$/.test(given.id))
        const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
        expect(readCloudEvents(bytes, lower).events).toEqual([expect.objectContaining(given)])
      }),
    )
  })
})
