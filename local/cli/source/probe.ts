import { randomUUID } from 'node:crypto'
import { types } from 'node:util'
import { senderSecret } from '../../../shared/sources/door.ts'
import { verificationOf } from '../../../shared/sources/verification.ts'
import type { Payload } from '../../payloads/payload.ts'
import { sign } from '../../sign.ts'
import { type Harmless, harmless, unsigned } from './harmless.ts'
import { newSecret } from './secret.ts'
import type { Declared } from './work.ts'

/** What a door answered; `status` 0 and why, when nobody answered at all. */
export type Answer = { status: number; text: string }

/** One thing that was tried, and in plain words how it went. */
export type Check = { what: string; ok: boolean; status: number; said: string }

const PATIENCE = 15_000

const causeOf = (error: unknown): string => {
  if (!types.isNativeError(error)) return String(error)
  const { cause } = error
  if (!types.isNativeError(cause)) return error.message
  return 'code' in cause ? String(cause.code) : cause.message
}

/** Sends one request to a door. Redirects are not followed: a door has none. */
const knock = async (address: string, { headers, body }: Payload): Promise<Answer> => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    })
    return { status: response.status, text: (await response.text()).slice(0, 500) }
  } catch (error) {
    return { status: 0, text: causeOf(error) }
  }
}

/** What the statuses of a door mean to who set it up. */
const MEANINGS: Record<number, string> = {
  0: 'Nobody answers there',
  400: 'The door cannot read the body',
  401: 'The door does not take the signature: it goes by another secret. A secret changed within the last minute is not known to every function yet',
  403: 'The signature is good, but the delivery is for another forum, shop or workspace than the settings say',
  404: 'There is no such door, or not at this address: the source is not deployed, or its secret was changed within the last minute',
  405: 'The door does not know this way of asking',
  413: 'The body is too large',
  429: 'Too many requests at once: the limit is traffic.requestsPerSecond in infra/config.ts',
  503: 'The door is there, but could not take the delivery: its secret is missing or broken, or the queue failed. The log of listen-door says which',
}

/** A door's answer in plain words. */
export const meaningOf = ({ status, text }: Answer): string => {
  if (status === 0) return `${MEANINGS[0]} (${text})`
  const known = MEANINGS[status]
  return known ?? `The door answered ${status}, which it should not`
}

type Door = { declared: Declared; address: string; secretJson: string; now: number }

/** The sender's clock, and an id that says what it is. */
const stamps = ({ now }: Door): [at: string, id: string] => [
  new Date(now).toISOString(),
  `earshot-test-${randomUUID()}`,
]

const payloadOf = (door: Door): Harmless | undefined => harmless(door.declared.settings, ...stamps(door))

const signedBy = (door: Door, secretJson: string, payload: Payload): Payload => {
  const { settings } = door.declared
  return {
    headers: { ...payload.headers, ...sign(settings, senderSecret(settings.type, secretJson), payload.body, door.now) },
    body: payload.body,
  }
}

const refusedAs = (what: string, expected: number, answer: Answer, fine: string): Check => {
  const { status } = answer
  if (status === expected) return { what, ok: true, status, said: fine }
  const said =
    status >= 200 && status < 300
      ? 'The door took what it must refuse. Close it (npm run source -- remove) and report this as a bug'
      : meaningOf(answer)
  return { what, ok: false, status, said }
}

/** Sends what the door has to refuse: another secret's signature, or, where nothing is signed, another address. */
export const forgery = async (door: Door): Promise<Check> => {
  const { address, declared } = door
  const { kind } = verificationOf(declared.settings).scheme
  const payload = payloadOf(door) ?? unsigned(declared.settings, ...stamps(door))
  const nobody = JSON.stringify({ current: newSecret() })
  if (kind === 'token') {
    const elsewhere = address.replace(/[^/]+$/, newSecret())
    return refusedAs('a wrong address', 404, await knock(elsewhere, payload), 'It leads nowhere, as it must.')
  }
  // Some sign with a key that nobody else has; without a signature it has to be refused, too.
  const forged = kind === 'ed25519' || kind === 'certificate' ? payload : signedBy(door, nobody, payload)
  return refusedAs('a wrong signature', 401, await knock(address, forged), 'The door refuses it, as it must.')
}

const FINE: Record<Harmless['becomes'], string> = {
  answered: 'The door answers the platform’s greeting: address and secret are right.',
  ignored:
    'The door took it and queued it: address and secret are right. It is a test that means nothing, so nothing comes of it.',
  refused:
    'The door found address and signature good, and then refused the body, which is none on purpose: a mapping might take any other for a message.',
}

/** Sends a signed delivery that says nothing. Undefined where only the platform can sign. */
export const delivery = async (door: Door): Promise<Check | undefined> => {
  const payload = payloadOf(door)
  if (!payload) return undefined
  const answer = await knock(door.address, signedBy(door, door.secretJson, payload))
  const { success = 202 } = verificationOf(door.declared.settings)
  const ok = answer.status === { answered: 200, ignored: success, refused: 400 }[payload.becomes]
  const said = ok ? FINE[payload.becomes] : meaningOf(answer)
  return { what: 'a signed delivery', ok, status: answer.status, said }
}
