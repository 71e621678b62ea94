import { createHash } from 'node:crypto'
import { sign, signV1a } from '../../local/sign.ts'
import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import type { SourceSettings, Sources } from '../../shared/domain/listen/source-settings.ts'
import { doorToken, senderSecret } from '../../shared/sources/door.ts'
import { textToSign } from '../../shared/sources/sns-signature.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { timeIn } from '../../shared/sources/verify.ts'
import * as mapped from '../sources/fixtures/mapped.ts'
import { certificateFor, rsaKey } from '../support/certificate.ts'
import { NOW, publicKeyOf, SECRETS, SEEDS, SOURCES } from '../support/door.ts'
import type { Sample } from './samples.ts'

/** The sources that the fuzz sends to, each with its secrets, and their senders. */

const KEYED_SEED = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'
const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64')

/** The tests' sources, and those that they have no door for. */
export const SOURCES_OF_FUZZ: Sources = {
  ...SOURCES,
  reddit: { type: 'token' },
  keyed: { type: 'standard', publicKeys: [`whpk_${base64(publicKeyOf(KEYED_SEED))}`] },
  sky: { type: 'bluesky', accounts: ['did:plc:brandbrandbrandbrandbran'], terms: ['tea'] },
  feedy: { type: 'feed', url: 'https://blog.example/feed.xml' },
  pages: {
    ...{ type: 'sitemap', url: 'https://guides.example/sitemap.xml', under: ['https://guides.example/'] },
    ...{ kind: 'guide', stage: 'use', language: 'en' },
  },
}

/** Ids that are the same everywhere, whatever the source is called. */
export const PLATFORMS: Readonly<Record<string, string>> = { code: 'github', sky: 'bluesky' }

/** The mappings of sources that take one. */
export const mappings: Readonly<Record<string, Mapping>> = mapped.mappings

/** A secret of its own for every source, while a rotation is under way. */
const rotated = (source: string, secret: string): string => {
  const previous = createHash('sha256').update(`previous of ${source}`).digest('hex').slice(0, 32)
  return JSON.stringify({ ...JSON.parse(secret), previous })
}
export const secrets: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(SOURCES_OF_FUZZ).map((source) => [
    source,
    rotated(
      source,
      SECRETS[source] ?? JSON.stringify({ current: `${source}0123456789abcdef0123456789abcdef`.slice(0, 32) }),
    ),
  ]),
)

const key = rsaKey()
/** The certificate that SNS's messages are checked with here. */
export const CERTIFICATE = certificateFor(key)

/** What a source's sender signed: the delivery, and all that vouches for it. */
export type Signing = {
  source: string
  settings: SourceSettings
  /** Milliseconds since the epoch: the sender's clock. */
  at: number
  headers: Record<string, string>
  body: Buffer
  /** The signature itself, in the form in which it is sent, without what stands around it. */
  signature: string
  /** The header that has it, as it was sent; empty where there is none. */
  header: string
  value: string
  /** The signed time as text and the signed id; undefined where the scheme has none. */
  ts: string | undefined
  id: string | undefined
  tokens: readonly string[]
}

/** The settings under a name, which may be anything. */
export const settingsNamed = (name: string): SourceSettings | undefined =>
  Object.hasOwn(SOURCES_OF_FUZZ, name) ? SOURCES_OF_FUZZ[name] : undefined

/** Whether there is a source of this name that no address opens for. */
export const isWithoutDoor = (name: string): boolean => {
  const settings = settingsNamed(name)
  return settings !== undefined && verificationOf(settings).scheme.kind === 'inside'
}

const settingsOf = (source: string): SourceSettings => {
  const settings = settingsNamed(source)
  if (settings) return settings
  throw new Error(`There is no source ${source} in the fuzz.`)
}

const TOKENS = new Map(
  Object.entries(secrets).map(([source, secret]) => {
    const { current, previous } = JSON.parse(secret)
    return [source, [current, previous].map((one) => doorToken(JSON.stringify({ current: one })))]
  }),
)

/** Everything that opens a source's door at the moment. */
export const tokensOf = (source: string): readonly string[] => TOKENS.get(source) ?? []

const snsBody = (body: string, at: number): string => {
  const message = { ...JSON.parse(body), Timestamp: new Date(at).toISOString() }
  // What SNS could not have said is signed by nobody.
  const known = /^(Notification|SubscriptionConfirmation|UnsubscribeConfirmation)$/.test(message.Type)
  return JSON.stringify({ ...message, Signature: known ? signRsa(textToSign(message)) : 'AAAA' })
}

const signRsa = (text: string): string =>
  process.getBuiltinModule('node:crypto').sign('RSA-SHA256', Buffer.from(text), key.privateKey).toString('base64')

const senderKey = (source: string, settings: SourceSettings, secret: string): string =>
  source === 'keyed'
    ? `whsk_${base64(KEYED_SEED)}`
    : settings.type === 'discord'
      ? SEEDS.discord
      : senderSecret(settings.type, secret)

const signing = ({ source, payload }: Sample, at: number, which: 'current' | 'previous'): Signing => {
  const settings = settingsOf(source)
  const { scheme } = verificationOf(settings)
  const secret = JSON.stringify({ current: JSON.parse(secrets[source] ?? '{}')[which] })
  const own = senderKey(source, settings, secret)
  const body = scheme.kind === 'certificate' ? snsBody(payload.body, at) : payload.body
  const id = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 24)}`
  const added = source === 'keyed' ? signV1a(own, body, at, id) : sign(settings, own, body, at, id)
  const header = scheme.header ?? ''
  const value = added[header] ?? ''
  return {
    source,
    settings,
    at,
    headers: { ...payload.headers, ...added },
    body: Buffer.from(body),
    signature: /[^=,\s]+=*$/.exec(value)?.[0] ?? '',
    header,
    value,
    ts: scheme.timestamp ? timeIn(scheme.timestamp.form, at) : undefined,
    id: scheme.idHeader ? id : undefined,
    tokens: tokensOf(source),
  }
}

/** The same for words that no other trial has: nothing of it is kept. */
export const signedOnce = (sample: Sample, at: number): Signing => signing(sample, at, 'current')

const made = new WeakMap<Sample, Map<string, Signing>>()

/**
 * A delivery as the source's own sender signs it: the same object for the same question.
 * @param at milliseconds since the epoch
 * @param which the secret it uses
 */
export const signedBy = (sample: Sample, at = NOW, which: 'current' | 'previous' = 'current'): Signing => {
  const known = made.get(sample) ?? new Map<string, Signing>()
  made.set(sample, known)
  const name = `${which}:${at}`
  const one = known.get(name) ?? signing(sample, at, which)
  known.set(name, one)
  return one
}
