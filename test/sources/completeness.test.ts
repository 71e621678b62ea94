import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { sign as octokitSign } from '@octokit/webhooks-methods'
import { verifyKey } from 'discord-interactions'
import { Webhook } from 'standardwebhooks'
import { Stripe } from 'stripe'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { isInsideType } from '../../shared/domain/listen/event-settings.ts'
import { isPulledType } from '../../shared/domain/listen/pull-settings.ts'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import { senderSecret } from '../../shared/sources/door.ts'
import { sources } from '../../shared/sources/index.ts'
import { verificationOf, verifications } from '../../shared/sources/verification.ts'
import { eventOf, requestOf } from '../fuzz/request.ts'
import { samples } from '../fuzz/samples.ts'
import {
  CERTIFICATE,
  isWithoutDoor,
  mappings,
  SOURCES_OF_FUZZ,
  secrets,
  settingsNamed,
  signedBy,
} from '../fuzz/world.ts'
import { DOCUMENTED, type Sent } from '../support/documented-signatures.ts'
import { doorEvent, NOW, openDoor, publicKeyOf, SEEDS } from '../support/door.ts'
import { HISTORIES } from '../support/histories.ts'
import { normalised } from '../support/normalised.ts'
import { endOf, permutations } from './contract.ts'

/** What has to be shown of every type of source. A type without one of these fails here. */

const TYPES = Object.keys(sources) as SourceType[]
const sourceOf = (type: SourceType): string => {
  const found = Object.entries(SOURCES_OF_FUZZ).find(
    ([name, settings]) => settings.type === type && (type !== 'cloudevents' || name === 'secured'),
  )
  if (!found) throw new Error(`The tests have no source of the type ${type}.`)
  return found[0]
}
const withDoor = TYPES.filter((type) => !isWithoutDoor(sourceOf(type)))
const signing = withDoor.filter((type) => {
  const { kind } = verifications[type].scheme
  return kind !== 'token' && kind !== 'certificate'
})
const sampleOf = (source: string) => {
  const found = samples.find((one) => one.source === source)
  if (!found) throw new Error(`There is no sample of ${source}.`)
  return found
}
const open = () => {
  const door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
  Object.assign(door.state, { certificate: CERTIFICATE })
  return door
}
const ok = (source: string): number => {
  const settings = settingsNamed(source)
  return (settings && verificationOf(settings).success) ?? 202
}

/** Sends a sample of a source with other headers; what they sign is the sender's own affair. */
const send = async (source: string, made: (sent: Sent) => Record<string, string> | Promise<Record<string, string>>) => {
  const { payload } = sampleOf(source)
  const type = settingsNamed(source)?.type ?? 'github'
  const secret = senderSecret(type, secrets[source] ?? '')
  const headers = await made({ secret, body: payload.body, now: NOW, id: 'msg_1' })
  const token = requestOf(signedBy(sampleOf(source)), NOW).token
  return await open().send(
    doorEvent(source, token, { headers: { ...payload.headers, ...headers }, body: payload.body }),
  )
}

describe('every type that signs', () => {
  it.each(signing)('is taken as its platform’s document says, written down a second time: %s', async (type) => {
    const source = sourceOf(type)
    expect(Object.keys(DOCUMENTED)).toContain(source)
    expect((await send(source, (sent) => DOCUMENTED[source]?.(sent) ?? {})).status).toBe(ok(source))
    expect((await send(source, (sent) => DOCUMENTED[source]?.({ ...sent, body: `${sent.body} ` }) ?? {})).status).toBe(
      type === 'cloudevents' ? ok(source) : 401,
    )
  })

  // RFC 4231 and RFC 2202, test case 2: what a wrong or a home-made HMAC would not give.
  it.each([
    ['sha1', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ['sha256', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ])('hashes as the standard’s own example does: %s', (algorithm, digest) => {
    expect(createHmac(algorithm, 'Jefe').update('what do ya want for nothing?').digest('hex')).toBe(digest)
  })
})

/** The platforms' own libraries, where there is one on the registry that signs or checks webhooks and is small enough. */
const LIBRARIES: Partial<Record<SourceType, (sent: Sent) => Record<string, string> | Promise<Record<string, string>>>> =
  {
    github: async ({ secret, body }) => ({ 'x-hub-signature-256': await octokitSign(secret, body) }),
    standard: ({ secret, body, now, id }) => ({
      'webhook-id': id,
      'webhook-timestamp': String(now / 1_000),
      'webhook-signature': new Webhook(secret).sign(id, new Date(now), body),
    }),
    stripe: ({ secret, body, now }) => ({
      'stripe-signature': new Stripe('sk_test_none').webhooks.generateTestHeaderString({
        payload: body,
        secret,
        timestamp: now / 1_000,
      }),
    }),
  }

describe('the platforms’ own libraries', () => {
  it.each(Object.keys(LIBRARIES) as SourceType[])('sign what is taken here: %s', async (type) => {
    const sent = LIBRARIES[type]
    if (!sent) throw new Error(`There is no library for ${type}.`)
    expect((await send(sourceOf(type), sent)).status).toBe(ok(sourceOf(type)))
    const other = (one: Sent) => sent({ ...one, body: `${one.body} ` })
    expect((await send(sourceOf(type), other)).status).toBe(401)
  })

  it('take what is signed here: Discord’s, which only checks', async () => {
    const { body, headers } = signedBy(sampleOf('discord'))
    const [signature = '', ts = ''] = [headers['x-signature-ed25519'], headers['x-signature-timestamp']]
    const key = publicKeyOf(SEEDS.discord)
    expect(await verifyKey(body, signature, ts, key)).toBe(true)
    expect(await verifyKey(Buffer.concat([body, Buffer.from(' ')]), signature, ts, key)).toBe(false)
  })
})

describe('every type with a door', () => {
  it.each(withDoor)('takes the current and the previous secret while one is rotated: %s', async (type) => {
    const source = sourceOf(type)
    for (const which of ['current', 'previous'] as const) {
      const request = requestOf(signedBy(sampleOf(source), NOW, which), NOW)
      const { status } = await open().send(eventOf(request))
      expect(status).toBe(ok(source))
    }
  })

  it.each(withDoor)('keeps to its window to the second, both ways, or has none: %s', async (type) => {
    const source = sourceOf(type)
    const { scheme } = verifications[type]
    const tolerance = scheme.kind === 'certificate' ? 7_200 : scheme.timestamp?.toleranceSeconds
    const at = async (seconds: number) =>
      (await open().send(eventOf(requestOf(signedBy(sampleOf(source), NOW - seconds * 1_000), NOW)))).status
    const year = 31_536_000
    for (const way of [1, -1]) {
      expect(await at(way * (tolerance ?? year))).toBe(ok(source))
      if (tolerance !== undefined) expect(await at(way * (tolerance + 1))).toBe(401)
    }
  })

  it('and no other, as the others are asked or come from within the account', () => {
    const others = TYPES.filter((type) => !withDoor.includes(type))
    expect(others.every((type) => isPulledType(type) || isInsideType(type))).toBe(true)
  })
})

const saidBy = (source: string, payload: Payload): Activity[] =>
  normalised(source, payload, { sources: SOURCES_OF_FUZZ, mapping: mappings[source] }).activities

const changes = TYPES.flatMap((type) =>
  (['edited', 'gone'] as const).map((what) => [type, what, HISTORIES[type][what]] as const),
)

describe('what is edited and what is gone', () => {
  it.each(changes)('ends the same in any order of arrival, or is not told: %s, %s', (_, what, history) => {
    if (typeof history === 'string') return expect(history.length).toBeGreaterThan(20)
    const said = history.states.map((payload) => saidBy(history.source, payload))
    const [first = [], last = []] = [said[0], said.at(-1)]
    const shared = last.filter(({ id }) => first.some((one) => one.id === id))
    expect(shared).not.toEqual([])
    expect(shared).not.toEqual(first)
    if (what === 'gone') expect(shared.some(({ deleted }) => deleted === true)).toBe(true)
    for (const order of permutations(said)) {
      const end = endOf([...order, ...order].flat())
      for (const activity of last) expect(end[activity.id]).toEqual(activity)
    }
  })
})
