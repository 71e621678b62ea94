import { createHmac } from 'node:crypto'
import { signingKeys } from '../../shared/sources/door.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import type { Random } from './random.ts'
import { type Request, valuesOf, withHeader } from './request.ts'
import { type Signing, secrets } from './world.ts'

/** What a mutation of a request knows. */
export type Scene = {
  random: Random
  /** What the request carries, before anything was changed. */
  own: Signing
  /** Something else that somebody signed: another delivery of the same source, or of another one. */
  other: Signing
}

/** Changes a request, or hands it back where it has nothing to change. */
export type RequestMutation = (request: Request, scene: Scene) => Request

/** The signature's header as it is sent at the moment, changed. */
const value =
  (change: (value: string, scene: Scene) => string | undefined): RequestMutation =>
  (request, scene) => {
    const { header } = scene.own
    const [sent] = header ? valuesOf(request, header) : []
    return sent === undefined ? request : withHeader(request, header, change(sent, scene))
  }

/** The signature within its header, changed. */
const digits = (change: (signature: string, scene: Scene) => string): RequestMutation =>
  value((text, scene) => text.replace(scene.own.signature, () => change(scene.own.signature, scene)))

const looksLikeHex = (text: string): boolean => /^[0-9a-f]+$/.test(text)
const bytesOf = (signature: string): Buffer => Buffer.from(signature, looksLikeHex(signature) ? 'hex' : 'base64')

/** What is signed, without what stands around the body, made with any key and any hash. */
const computed = (
  request: Request,
  { own }: Scene,
  made: { key?: Buffer; algorithm?: string; body?: Buffer },
): string => {
  const { scheme } = verificationOf(own.settings)
  const template = 'template' in scheme ? scheme.template : '{body}'
  const key = made.key ?? signingKeys(own.settings.type, secrets[own.source] ?? '')[0] ?? Buffer.alloc(0)
  const hmac = createHmac(made.algorithm ?? 'sha256', key)
  for (const part of template.split(/(\{body\}|\{ts\}|\{id\})/))
    hmac.update(
      part === '{body}'
        ? (made.body ?? request.body)
        : part.replace('{ts}', own.ts ?? '').replace('{id}', own.id ?? ''),
    )
  return hmac.digest(looksLikeHex(own.signature) ? 'hex' : 'base64')
}

const forged =
  (how: (scene: Scene) => { key?: Buffer; algorithm?: string; body?: Buffer }): RequestMutation =>
  (request, scene) =>
    digits(() => computed(request, scene, how(scene)))(request, scene)

const PREFIXES = [
  '',
  'sha256=',
  'sha1=',
  'sha512=',
  'v0=',
  'v1=',
  'v1,',
  'v1a,',
  'v2,',
  't=0,v1=',
  'Bearer ',
  'hmac ',
] as const
const FULL_WIDTH = 0xfee0

const strange = (text: string): string =>
  text.replace(/[0-9a-f]/, (one) => String.fromCharCode(one.charCodeAt(0) + FULL_WIDTH))

/** Forms of a signature; `made with ...` are the ones that somebody without the key can make, or that a sender should not. */
export const SIGNATURE_MUTATIONS: Readonly<Record<string, RequestMutation>> = {
  'no signature': value(() => undefined),
  'an empty signature': value(() => ''),
  'a signature cut off': digits((text, { random }) => text.slice(0, random.int(text.length))),
  'a longer signature': digits((text, { random }) => text + random.pick(['0', '=', 'A', ' ', '\u0000', text])),
  'a digit of the signature': digits((text, { random }) => {
    const place = random.int(text.length)
    return `${text.slice(0, place)}${random.pick(['0', 'f', 'A', '/', '+', '_'])}${text.slice(place + 1)}`
  }),
  'a signature of zeros': digits((text) => text.replace(/[^=]/g, looksLikeHex(text) ? '0' : 'A')),
  'a signature in capitals': digits((text) => text.toUpperCase()),
  'hex as base64, base64 as hex': digits((text) => bytesOf(text).toString(looksLikeHex(text) ? 'base64' : 'hex')),
  'a signature as base64url': digits((text) => bytesOf(text).toString('base64url')),
  'a signature without its padding': digits((text) => text.replace(/=+$/, '')),
  'a signature with other last bits': digits((text) => text.replace(/.(=+)$/, 'B$1')),
  'a signature in full-width digits': digits(strange),
  'another prefix': value((text, { own, random }) => random.pick(PREFIXES) + text.slice(text.indexOf(own.signature))),
  'a prefix in capitals': value((text, { own }) => {
    const from = text.indexOf(own.signature)
    return text.slice(0, from).toUpperCase() + text.slice(from)
  }),
  'blanks around it': value((text, { random }) => random.pick([` ${text}`, `${text} `, `\t${text}`, `"${text}"`])),
  'the header twice in one': value((text) => `${text},${text}`),
  'a forged one before it': value((text, { own }) => `${text.replace(own.signature, 'A'.repeat(44))},${text}`),
  'many forged ones beside it': value((text, { own, random }) => {
    const fake = text.replace(own.signature, own.signature.replace(/[^=]/g, looksLikeHex(own.signature) ? '1' : 'B'))
    const glue = random.pick([' ', ',', ', '])
    return [...Array.from({ length: random.int(12) }, () => fake), text].join(glue)
  }),
  'a long header': value(
    (text, { random }) => text + random.pick([',', ' ', '=', 'v1,', 'a']).repeat(random.int(9_000)),
  ),
  'a header of anything': value((_, { random }) =>
    Array.from({ length: random.int(100) }, () => String.fromCharCode(random.int(256))).join(''),
  ),
  'another one’s signature': (request, scene) =>
    scene.own.header ? withHeader(request, scene.own.header, scene.other.value || undefined) : request,
  'made with an empty key': forged(() => ({ key: Buffer.alloc(0) })),
  'made with a key of zeros': forged(() => ({ key: Buffer.alloc(32) })),
  'made with the word null': forged(({ random }) => ({
    key: Buffer.from(random.pick(['null', 'undefined', '[object Object]'])),
  })),
  'made with the token of the door': forged(({ own }) => ({ key: Buffer.from(own.tokens[0] ?? '') })),
  'made with another source’s secret': forged(({ own, other }) => {
    // One whose sender has no part in this: the other one's would be right at the other one's door.
    const third = ['code', 'forum', 'toots'].find((name) => name !== own.source && name !== other.source) ?? 'code'
    return { key: signingKeys('github', secrets[third] ?? '')[0] ?? Buffer.from('x') }
  }),
  'made with another hash': forged(({ random, own }) => {
    const { scheme } = verificationOf(own.settings)
    const right = 'algorithm' in scheme ? scheme.algorithm : ''
    // A hub of WebSub may choose among all the others.
    const hashes = own.settings.type === 'youtube' ? ['md5'] : ['md5', 'sha1', 'sha256', 'sha384', 'sha512']
    return { algorithm: random.pick(hashes.filter((one) => one !== right)) }
  }),
  'made over an empty body': forged(() => ({ body: Buffer.alloc(0) })),
}
