import { randomBytes } from 'node:crypto'
import * as z from 'zod/mini'
import { doorToken } from '../../../shared/sources/door.ts'

/**
 * A source's secret as people manage it: what the door reads (`current`, `previous`, `token`: shared/sources/door.ts), and
 * when what was done with it. Fields that are not known stay as they are.
 */
const schema = z.looseObject({
  current: z.optional(z.string()),
  previous: z.optional(z.string()),
  /** The door's token, where it must not follow from the secret. */
  token: z.optional(z.string()),
  /** When the platform's own secret was written here. */
  given: z.optional(z.string()),
  /** Since when `previous` counts beside `current`. */
  rotated: z.optional(z.string()),
  /** When the door was opened (again) with a secret of its own. */
  opened: z.optional(z.string()),
  /** The token with which the platform's own API is asked, and when it was given. */
  apiToken: z.optional(z.string()),
  apiTokenGiven: z.optional(z.string()),
  /** When the door was closed: `current` is a secret that nobody knows. */
  closed: z.optional(z.string()),
})
type Fields = z.infer<typeof schema>

/** How far a source's secret is. */
export type SecretState = {
  usable: boolean
  given?: string
  opened?: string
  rotated?: string
  previous: boolean
  /** Since when there is a token for the platform's own API. */
  apiToken?: string
  closed?: string
}

const fieldsOf = (json: string): Fields => {
  try {
    const parsed = z.safeParse(schema, JSON.parse(json))
    return parsed.success ? parsed.data : {}
  } catch {
    return {}
  }
}

const written = (fields: Fields): string =>
  JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** The largest multiple of the number of letters that a byte can hold: above it letters would not be equally likely. */
const FAIR = 256 - (256 % LETTERS.length)

/** 32 letters and digits, about 190 bits: what CDK generates, too. Every platform takes them, and they are base64. */
export const newSecret = (random: (bytes: number) => Uint8Array = randomBytes): string => {
  let secret = ''
  while (secret.length < 32)
    for (const byte of random(64)) if (byte < FAIR && secret.length < 32) secret += LETTERS[byte % LETTERS.length] ?? ''
  return secret
}

/** @param json the secret as it is in Secrets Manager */
export const stateOf = (json: string): SecretState => {
  const { current, previous, given, opened: since, rotated: changed, closed, ...fields } = fieldsOf(json)
  return {
    usable: Boolean(current) && closed === undefined,
    previous: Boolean(previous),
    ...(given ? { given } : {}),
    ...(since ? { opened: since } : {}),
    ...(changed ? { rotated: changed } : {}),
    ...(fields.apiToken ? { apiToken: fields.apiTokenGiven ?? 'unknown' } : {}),
    ...(closed ? { closed } : {}),
  }
}

/**
 * A secret for a source that has none (any more): a new one, and nothing of what was before.
 * @param fresh the new secret
 */
export const opened = (fresh: string, now: string): string => written({ current: fresh, opened: now })

/**
 * The platform has a secret of its own: it is written in, and the address that the platform was told stays.
 * @param now ISO 8601
 */
export const adopted = (json: string, given: string, now: string): string => {
  const fields = fieldsOf(json)
  return written({
    ...fields,
    current: given,
    previous: undefined,
    rotated: undefined,
    token: doorToken(json),
    given: now,
  })
}

/**
 * Current becomes previous. Both count until {@link finished}.
 * @param keepAddress the new secret is the platform's own, so the door stays where it is
 */
export const rotated = (json: string, next: string, now: string, keepAddress: boolean): string => {
  const { current, ...fields } = fieldsOf(json)
  return written({
    ...fields,
    current: next,
    previous: current,
    ...(keepAddress ? { token: doorToken(json), given: now } : {}),
    rotated: now,
  })
}

/** The platform's own API is asked with this token from now on; nothing else changes. */
export const withApiToken = (json: string, apiToken: string, now: string): string =>
  written({ ...fieldsOf(json), apiToken, apiTokenGiven: now })

/** The previous secret counts no longer. */
export const finished = (json: string): string =>
  written({ ...fieldsOf(json), previous: undefined, rotated: undefined })

/**
 * Nobody's door any more: the secret is one that nobody has seen, so the address leads nowhere and no signature fits. An
 * empty one would close the door, too, but answer 503, upon which platforms try again for days.
 */
export const shut = (fresh: string, now: string): string => written({ current: fresh, closed: now })

/** The secret in `current`. Never shown, but where it has to be compared or pasted. */
export const currentOf = (json: string): string | undefined => fieldsOf(json).current
