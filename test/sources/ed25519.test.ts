import { createPrivateKey, createPublicKey, generateKeyPairSync, sign as signWith } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { type Ed25519Scheme, messageOf, verifyEd25519 } from '../../shared/sources/ed25519.ts'
import { verifications } from '../../shared/sources/verification.ts'
import { NOW, publicKeyOf } from '../support/door.ts'

const nowSeconds = NOW / 1_000
const scheme: Ed25519Scheme = verifications.discord.scheme
const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { raw: Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'), privateKey }
}
const own = pair()
const body = Buffer.from('{"type":1}')
const ts = String(nowSeconds)
const headersOf = (of: Buffer = body, at = ts, key = own.privateKey) => ({
  'x-signature-ed25519': signWith(null, Buffer.concat([Buffer.from(at), of]), key).toString('hex'),
  'x-signature-timestamp': at,
})
const verdict = (headers: Record<string, string>, of: Uint8Array = body, keys: Buffer[] = [own.raw]) =>
  verifyEd25519(scheme, { headers, body: of, keys, nowSeconds })

describe('verifyEd25519', () => {
  it('takes the examples of RFC 8032, section 7.1', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'
    expect(publicKeyOf(seed)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
    const rfc =
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(seed, 'hex')])
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    expect(signWith(null, Buffer.alloc(0), key).toString('hex')).toBe(rfc)
    expect(createPublicKey(key).asymmetricKeyType).toBe('ed25519')
  })

  it('takes a good signature with any of the keys that count', () => {
    expect(verdict(headersOf())).toEqual({ timestamp: nowSeconds })
    expect(verdict(headersOf(), body, [pair().raw, own.raw])).toEqual({ timestamp: nowSeconds })
    expect(verdict(headersOf(), body, [pair().raw])).toEqual({ refused: 'signature_mismatch' })
  })

  it('refuses everything without a key, or with one that is none', () => {
    for (const keys of [[], [Buffer.alloc(0)], [own.raw.subarray(1)], [own.raw, Buffer.alloc(33)]])
      expect(verdict(headersOf(), body, keys)).toEqual({ refused: 'no_secret' })
    expect(verdict(headersOf(), body, [Buffer.alloc(32, 0xff)]).refused).toBeDefined()
  })

  it('takes times up to fifteen minutes off, to the second', () => {
    const at = (seconds: number) => verdict(headersOf(body, String(nowSeconds + seconds))).refused
    expect([at(-900), at(900)]).toEqual([undefined, undefined])
    expect([at(-901), at(901)]).toEqual(['timestamp_too_old', 'timestamp_in_the_future'])
    const { 'x-signature-timestamp': _, ...none } = headersOf()
    expect(verdict(none)).toEqual({ refused: 'timestamp_missing' })
    expect(verdict({ ...headersOf(), 'x-signature-timestamp': 'now' })).toEqual({ refused: 'timestamp_malformed' })
  })

  it('does not take a signature whose second half was moved by the order of the group', () => {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const good = Buffer.from(headersOf()['x-signature-ed25519'], 'hex')
    const half = BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`) + order
    const moved = Buffer.from(half.toString(16).padStart(64, '0'), 'hex').reverse()
    const signature = Buffer.concat([good.subarray(0, 32), moved]).toString('hex')
    expect(verdict({ ...headersOf(), 'x-signature-ed25519': signature })).toEqual({ refused: 'signature_mismatch' })
  })

  it('signs what the template says, byte by byte', () => {
    expect(messageOf('{id}.{ts}.{body}', { body: Buffer.from([0xff, 0]), ts: '7', id: 'a{ts}' })).toEqual(
      Buffer.concat([Buffer.from('a{ts}.7.'), Buffer.from([0xff, 0])]),
    )
  })

  it('never takes bytes that were tampered with, and never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('body', 'signature', 'ts'),
        (bytes, at, by, what) => {
          const message = Buffer.from(bytes)
          const headers = headersOf(message)
          const flip = (of: Buffer) => of.map((one, place) => (place === at % of.length ? one ^ by : one))
          const hex = Buffer.from(flip(Buffer.from(headers['x-signature-ed25519'], 'hex'))).toString('hex')
          const changed = {
            ...headers,
            ...(what === 'signature' ? { 'x-signature-ed25519': hex } : {}),
            ...(what === 'ts' ? { 'x-signature-timestamp': String(nowSeconds + by) } : {}),
          }
          const sent = what === 'body' ? Buffer.concat([message, Buffer.from([by])]) : message
          expect(verdict(changed, sent).refused).toBeDefined()
        },
      ),
      { numRuns: 300 },
    )
  })

  it('never takes and never throws at a signature that was made up', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9a-f]{128}$/))
    fc.assert(
      fc.property(text, text, (signature, time) => {
        const headers = { 'x-signature-ed25519': signature, 'x-signature-timestamp': time }
        expect(verdict(headers).refused).toBeDefined()
        expect(verdict({ ...headers, 'x-signature-timestamp': ts }).refused).toBeDefined()
      }),
    )
  })
})
