import { ACTIVITY_KINDS, type Activity } from '../../shared/domain/listen/activity.ts'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import type { Scheme } from '../../shared/sources/scheme.ts'
import { schemeOf } from '../../shared/sources/verification.ts'
import { samples } from '../fuzz/samples.ts'
import { mappings, SOURCES_OF_FUZZ, settingsNamed } from '../fuzz/world.ts'
import { NOW } from './door.ts'

/** What the table in docs/sources.md says of each type, as the code and the fixtures have it. */

/** Fields that a reader of the table asks for, in this order; what every activity has is left out. */
const AUTHOR = ['handle', 'name', 'url', 'avatar', 'followers', 'role', 'email', 'language', 'timeZone'] as const
const FIELDS = [
  ...['title', 'text', 'url', 'language', 'thread', 'parent', 'createdAt', 'editedAt', 'tags', 'target', 'answer'],
  ...['closed', 'total', 'items', 'joinedAt', 'granted', 'deleted'],
] as const

const activitiesOf = (type: SourceType): Activity[] =>
  samples
    .filter(({ source }) => settingsNamed(source)?.type === type)
    .flatMap(({ source, payload: { headers, body } }) => {
      const delivery = { v: 1 as const, id: 'd', source, receivedAt: new Date(NOW).toISOString(), headers }
      return normaliseDelivery(delivery, Buffer.from(body), SOURCES_OF_FUZZ, mappings[source]).activities
    })

const filled = (things: readonly object[], names: readonly string[]): string[] =>
  names.filter((name) => things.some((thing) => name in thing))

/** The kinds of activity that the type's fixtures become. */
export const kindsOf = (type: SourceType): string => {
  const kinds = new Set(activitiesOf(type).map(({ kind }) => kind))
  return ACTIVITY_KINDS.filter((kind) => kinds.has(kind)).join(', ') || '–'
}

/** The fields that the type's fixtures fill: of the author, then of what they did. */
export const fieldsOf = (type: SourceType): string => {
  const activities = activitiesOf(type)
  if (activities.length === 0) return '–'
  const author = filled(
    activities.map((activity) => activity.author),
    AUTHOR,
  )
  return `author: ${['id', ...author].join(', ')}; ${filled(activities, FIELDS).join(', ')}`
}

const HMAC = { sha1: 'HMAC-SHA-1', sha256: 'HMAC-SHA-256', sha384: 'HMAC-SHA-384', sha512: 'HMAC-SHA-512' }

const WORDS: { [K in NonNullable<Scheme['kind']>]: string } = {
  hmac: '',
  ed25519: 'Ed25519',
  bearer: 'Bearer token',
  certificate: 'RSA-SHA-256, certificate of SNS',
  token: 'the address alone: marked unverified',
  inside: 'no door',
}

/** How the door checks the type's deliveries, in a few words. */
export const checkOf = (type: SourceType): string => {
  const scheme = schemeOf(type)
  if (scheme.kind !== undefined && scheme.kind !== 'hmac') return WORDS[scheme.kind]
  const time = scheme.timestamp ? `, time within ${scheme.timestamp.toleranceSeconds} s` : ''
  return `${HMAC[scheme.algorithm]}${time}`
}
