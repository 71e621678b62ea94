import { generateKeyPairSync, sign as signWith } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import * as z from 'zod/mini'
import { standardEvent } from '../../local/payloads/standard.ts'
import { signV1a } from '../../local/sign.ts'
import { type Sources, sourcesSchema } from '../../shared/domain/listen/source-settings.ts'
import { NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { AT, order } from './fixtures/shop.ts'

const pair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '', d = '' } = privateKey.export({ format: 'jwk' })
  const [raw, seed] = [Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url')]
  return {
    whpk: `whpk_${raw.toString('base64')}`,
    whsk: `whsk_${Buffer.concat([seed, raw]).toString('base64')}`,
    short: `whsk_${seed.toString('base64')}`,
    privateKey,
    publicKey,
  }
}
const [own, next, other] = [pair(), pair(), pair()]
const { headers, body } = standardEvent('order.placed', AT, order())
const sources = (...publicKeys: string[]): Sources => ({ ...SOURCES, shop: { type: 'standard', publicKeys } })
const request = (key = own.whsk, { now = NOW, id = 'msg_1', text = body } = {}) => ({
  headers: { ...headers, ...signV1a(key, text, now, id) },
  body: text,
})
const answer = async (sent: { headers: Record<string, string>; body: string }, known = sources(own.whpk)) => {
  const door = openDoor(known)
  const { status } = await door.post('shop', sent)
  expect(door.queue).toHaveLength(status === 202 ? 1 : 0)
  return status
}
const v1 = signed('standard', SECRETS.shop ?? '', { headers, body })
const withSignature = (signature: string) => ({
  headers: { ...request().headers, 'webhook-signature': signature },
  body,
})
const good = request().headers['webhook-signature'] ?? ''

describe('the generic door with public keys (v1a)', () => {
  it('takes what the owner of the key pair signed, without knowing a secret', async () => {
    expect(await answer(request())).toBe(202)
    expect(await answer(request(own.short))).toBe(202)
    const bytes = Buffer.from(`msg_1.${NOW / 1_000}.${body}`)
    expect(good).toBe(`v1a,${signWith(null, bytes, own.privateKey).toString('base64')}`)
  })

  it('still takes what is signed with the secret', async () => {
    expect(await answer(v1)).toBe(202)
  })

  it('takes both keys while one is replaced, and no third one', async () => {
    const both = sources(own.whpk, next.whpk)
    expect([await answer(request(own.whsk), both), await answer(request(next.whsk), both)]).toEqual([202, 202])
    expect(await answer(request(other.whsk), both)).toBe(401)
  })

  it('takes no v1a where the settings have no public key', async () => {
    for (const known of [sources(), SOURCES]) expect(await answer(request(), known)).toBe(401)
  })

  it('takes one good signature of those that are there, whichever version', async () => {
    const bad = request(other.whsk).headers['webhook-signature']
    expect(await answer(withSignature(`${bad} ${good}`))).toBe(202)
    expect(await answer(withSignature(`v1,${'A'.repeat(43)}= ${good}`))).toBe(202)
    expect(await answer(withSignature(`${bad} v1,${'A'.repeat(43)}=`))).toBe(401)
    expect(await answer(withSignature(Array.from({ length: 5 }, () => good).join(' ')))).toBe(401)
  })

  it('refuses a signature that is not written as it has to be', async () => {
    const wrong = [
      good.slice(4),
      good.replace('v1a,', 'v1,'),
      good.replace('v1a,', 'V1A,'),
      good.replace(/=+$/, ''),
      ` ${good}`,
      `${good},${good}`,
      'v1a,',
    ]
    for (const signature of wrong) expect(await answer(withSignature(signature))).toBe(401)
  })

  it('takes a delivery up to five minutes old or early, to the second', async () => {
    const at = (seconds: number) => answer(request(own.whsk, { now: NOW + seconds * 1_000 }))
    expect([await at(-300), await at(-301), await at(300), await at(301)]).toEqual([202, 401, 202, 401])
  })

  it('signs id, time and body', async () => {
    const sent = request()
    expect(await answer({ ...sent, body: `${body} ` })).toBe(401)
    for (const name of ['webhook-id', 'webhook-timestamp']) {
      const changed = { ...sent.headers, [name]: `${sent.headers[name]?.slice(0, -1)}9` }
      expect(await answer({ headers: changed, body })).toBe(401)
    }
    expect(await answer(request(own.whsk, { id: 'a.b' }))).toBe(401)
  })

  it('never takes a body that was tampered with', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 127 }), async (at, by) => {
        const bytes = Buffer.from(body)
        const place = at % bytes.length
        bytes[place] = (bytes[place] ?? 0) ^ by
        expect(await answer({ ...request(), body: bytes.toString('latin1') })).toBe(401)
      }),
      { numRuns: 50 },
    )
  })

  it('wants keys in the form of the specification', () => {
    const valid = (key: string) => z.safeParse(sourcesSchema, { shop: { type: 'standard', publicKeys: [key] } }).success
    expect(valid(own.whpk)).toBe(true)
    for (const key of [own.whsk, own.whpk.slice(5), own.whpk.slice(0, -1), 'whpk_', `${own.whpk} `])
      expect(valid(key)).toBe(false)
  })
})
