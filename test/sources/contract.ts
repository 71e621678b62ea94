import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import { sign } from '../../local/sign.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { INLINE_BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import { doorToken, senderSecret, signatureHeader } from '../../shared/sources/door.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { signatureOf } from '../../shared/sources/verify.ts'
import { doorEvent, NOW, openDoor, SECRETS, SOURCES, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { challenged } from './contract-challenges.ts'
import { type Subject, settingsOf } from './contract-subject.ts'

const OLD = 'oldoldoldoldoldoldoldoldoldoldol'
const NEW = 'newnewnewnewnewnewnewnewnewnewne'

/** Every order of some things. */
export const permutations = <T>(items: readonly T[]): T[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))

/** What a store that keeps the greatest revision of each thing ends with. */
export const endOf = (activities: Activity[]): Record<string, Activity> => {
  const kept: Record<string, Activity> = {}
  for (const activity of activities) {
    const known = kept[activity.id]
    if (!known || activity.revision > known.revision) kept[activity.id] = activity
  }
  return kept
}

/** What a delivery of the subject says. */
export const activitiesOf = ({ source, mapping }: Subject, payload: Payload): Activity[] =>
  normalised(source, payload, { mapping }).activities

const signatures = (subject: Subject): void => {
  const { source, payload } = subject
  const settings = settingsOf(subject)
  const secret = SECRETS[source] ?? ''
  const header = signatureHeader(settings)
  const taken = verificationOf(settings).success ?? 202
  const good = signed(settings, secret, payload)
  const value = good.headers[header] ?? ''
  // A bare base64 signature has no prefix; the `=` at its end is no sign of one.
  const split = /^[a-z0-9]{1,8}[=,]/.exec(value)?.[0].length ?? 0
  const [prefix, digits] = [value.slice(0, split), value.slice(split)]
  const withSignature = (text: string) => ({ ...good, headers: { ...good.headers, [header]: text } })
  const { [header]: _, ...unsigned } = good.headers
  const signedWith = { body: Buffer.from(payload.body), ts: String(NOW / 1_000), id: good.headers['webhook-id'] ?? '' }
  const { scheme } = verificationOf(settings)
  const forged =
    scheme.kind === undefined || scheme.kind === 'hmac'
      ? signatureOf(scheme, Buffer.alloc(0), signedWith)
      : (sign(settings, '0'.repeat(64), payload.body, NOW)[header] ?? '')

  it('takes a delivery with a good signature', async () => {
    const door = openDoor()
    expect((await door.post(source, good)).status).toBe(taken)
    expect(Buffer.from(door.queue[0]?.body ?? '', 'base64').toString()).toBe(payload.body)
    expect(door.queue[0]).toMatchObject({ v: 1, source, receivedAt: '2026-11-21T20:00:00.000Z' })
  })

  it('takes a body that the gateway handed over as base64', async () => {
    const door = openDoor()
    expect((await door.post(source, { ...good, body: Buffer.from(good.body) })).status).toBe(taken)
    expect(Buffer.from(door.queue[0]?.body ?? '', 'base64').toString()).toBe(payload.body)
  })

  it('takes header names in any case', async () => {
    const headers = Object.fromEntries(Object.entries(good.headers).map(([name, text]) => [name.toUpperCase(), text]))
    expect((await openDoor().post(source, { ...good, headers })).status).toBe(taken)
  })

  const bad: Record<string, { headers: Record<string, string>; body: string }> = {
    missing: { ...good, headers: unsigned },
    empty: withSignature(''),
    truncated: withSignature(value.slice(0, -1)),
    'longer by one': withSignature(`${value}0`),
    'in upper case': withSignature(prefix + digits.toUpperCase()),
    ...(prefix === ''
      ? {}
      : {
          'with its prefix in upper case': withSignature(prefix.toUpperCase() + digits),
          'without its prefix': withSignature(digits),
        }),
    'with another prefix': withSignature(`x${value}`),
    'with blanks around': withSignature(` ${value} `),
    'sent twice': withSignature(`${value},${value}`),
    'sent twice, with a blank': withSignature(`${value}, ${value}`),
    'sent after a forged one': withSignature(`${prefix}${'0'.repeat(digits.length)},${value}`),
    'of other bytes': { ...good, body: `${good.body} ` },
    'of the body parsed and written again': {
      ...signed(settings, secret, { ...payload, body: payload.body.replace('{', '{ ').replace('><', '> <') }),
      body: payload.body.startsWith('{') ? JSON.stringify(JSON.parse(payload.body)) : payload.body,
    },
    'over an empty body, with the body left out': { ...good, body: '' },
    'made with an empty key': withSignature(prefix + forged),
  }
  it.each(Object.keys(bad))('refuses a signature %s', async (name) => {
    const door = openDoor()
    expect(await door.post(source, bad[name] ?? good)).toMatchObject({ status: 401 })
    expect(door.queue).toEqual([])
  })

  it('refuses the right signature of another source', async () => {
    for (const other of Object.keys(SOURCES).filter((name) => name !== source)) {
      const door = openDoor()
      const theirs = SOURCES[other] ?? settings
      const request = signed(theirs, SECRETS[other] ?? '', payload)
      expect(await door.post(source, request)).toMatchObject({ status: 401 })
      expect(door.queue).toEqual([])
    }
  })
}

const clocks = (subject: Subject): void => {
  const { source, payload } = subject
  const settings = settingsOf(subject)
  const tolerance = (verificationOf(settings).scheme.timestamp?.toleranceSeconds ?? 0) * 1_000
  const secret = SECRETS[source] ?? ''
  const at = async (now: number): Promise<number> =>
    (await openDoor().post(source, signed(settings, secret, payload, now))).status

  it('takes what was signed to the second as long ago, or as early, as is allowed, and nothing beyond', async () => {
    const taken = verificationOf(settings).success ?? 202
    for (const sign of [-1, 1]) {
      expect(await at(NOW + sign * tolerance)).toBe(taken)
      expect(await at(NOW + sign * (tolerance + 1_000))).toBe(tolerance > 0 ? 401 : taken)
    }
  })
}

const rotation = (subject: Subject): void => {
  const { type, source, payload } = subject
  const settings = settingsOf(subject)
  const asymmetric = verificationOf(settings).scheme.kind === 'ed25519'
  const rotated = { ...SECRETS, [source]: JSON.stringify({ current: NEW, previous: OLD }) }

  it('takes the current and the previous secret while a rotation is under way, and no third one', async () => {
    const door = openDoor(SOURCES, rotated)
    for (const current of [NEW, OLD])
      expect((await door.post(source, signed(settings, JSON.stringify({ current }), payload))).status).toBe(
        verificationOf(settings).success ?? 202,
      )
    const third = JSON.stringify({ current: OLD.replaceAll('o', 'a') })
    // With the platform's own key pair the secret makes the address, and only that.
    const strange = signed(settings, third, payload)
    if (asymmetric) expect((await door.send(doorEvent(source, doorToken(third), strange))).status).toBe(404)
    else expect((await door.post(source, strange)).status).toBe(401)
    expect(door.queue).toHaveLength(2)
  })

  it('opens at the previous address too while a rotation is under way', async () => {
    const door = openDoor(SOURCES, rotated)
    const old = JSON.stringify({ current: OLD })
    expect((await door.send(doorEvent(source, doorToken(old), signed(settings, old, payload)))).status).toBe(
      verificationOf(settings).success ?? 202,
    )
  })

  it('reads the secret again when it does not fit, so that a rotation is seen at once', async () => {
    const door = openDoor(SOURCES, { ...SECRETS, [source]: JSON.stringify({ current: OLD }) })
    const fresh = JSON.stringify({ current: NEW })
    door.state.fresh = fresh
    const event = doorEvent(source, doorToken(fresh), signed(settings, fresh, payload))
    expect((await door.send(event)).status).toBe(verificationOf(settings).success ?? 202)
    expect(door.state.reads).toEqual([`${source}:`, `${source}:60000`])
  })

  it('fails closed without a secret', async () => {
    for (const broken of ['', '{}', '[]', 'null', '{"current":""}', '{"current":7}']) {
      const door = openDoor(SOURCES, { ...SECRETS, [source]: broken })
      const event = doorEvent(source, 'token', signed('github', '{"current":"x"}', payload))
      expect((await door.send(event)).status).toBe(503)
    }
  })

  it('hands the sender a secret that signs for this door', () => {
    const own = SECRETS[source] ?? ''
    expect(senderSecret(type, own)).toMatch(type === 'standard' ? /^whsec_/ : asymmetric ? /^$/ : /^[^_]+$/)
  })
}

export const bodies = (subject: Subject): void => {
  const { source } = subject
  const settings = settingsOf(subject)
  const secret = SECRETS[source] ?? ''

  it('puts a large body into the archive and a pointer into the queue', async () => {
    const door = openDoor()
    const small = subject.ofSize(INLINE_BODY_LIMIT)
    const large = subject.ofSize(INLINE_BODY_LIMIT + 1)
    for (const payload of [small, large])
      expect((await door.post(source, signed(settings, secret, payload))).status).toBe(
        verificationOf(settings).success ?? 202,
      )
    expect(door.queue.map((delivery) => [delivery.body === undefined, delivery.archiveKey === undefined])).toEqual([
      [false, true],
      [true, false],
    ])
    const key = door.queue[1]?.archiveKey ?? ''
    expect(key).toMatch(new RegExp(`^deliveries/${source}/2026/11/21/[A-Za-z0-9_-]+$`))
    expect(door.archive.get(key)?.toString()).toBe(large.body)
  })

  it('gives a delivery the same id when it is sent again', async () => {
    const door = openDoor()
    await door.post(source, signed(settings, secret, subject.payload))
    await door.post(source, signed(settings, secret, subject.payload, NOW + 60_000))
    expect(door.queue[0]?.id).toBe(door.queue[1]?.id)
  })
}

export const meaning = (subject: Subject): void => {
  it('makes activities of it, always the same', () => {
    const activities = activitiesOf(subject, subject.payload)
    expect(activities.length).toBeGreaterThan(0)
    expect(activitiesOf(subject, subject.payload)).toEqual(activities)
  })

  it.each(Object.keys(subject.histories))('ends the same way in any order of arrival: %s', (name) => {
    const history = subject.histories[name] ?? []
    const states = history.map((payload) => activitiesOf(subject, payload))
    const last = states.at(-1) ?? []
    for (const order of permutations(states)) {
      const end = endOf([...order, ...order].flat())
      for (const activity of last) expect(end[activity.id]).toEqual(activity)
    }
  })
}

/** What is asked of every source, through the door and on to its activities. */
export const sourceContract = (subject: Subject): void => {
  describe('signatures', () => signatures(subject))
  describe('clocks', () => clocks(subject))
  if (subject.challenges) describe('challenges', () => challenged(subject))
  describe('secrets', () => rotation(subject))
  describe('bodies', () => bodies(subject))
  describe('meaning', () => meaning(subject))
}
