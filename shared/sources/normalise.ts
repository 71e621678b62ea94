import { normaliseAddress } from '../domain/connect/address.ts'
import { type Activity, type Author, activitySchema } from '../domain/listen/activity.ts'
import type { Delivery, Normalised } from '../domain/listen/delivery.ts'
import type { SourceSettings, Sources, SourceType } from '../domain/listen/source-settings.ts'
import { MalformedDeliveryError } from './errors.ts'
import { readFields } from './fields.ts'
import { sources as platforms } from './index.ts'
import { parseJson } from './json.ts'
import type { Normalise, SettingsOf, Source } from './source.ts'

export { MalformedDeliveryError }

const normaliserOf = <T extends SourceType>(type: T): Normalise<T> => platforms[type].normalise

const normalise = <T extends SourceType>(type: T, delivery: Delivery, body: object, settings: SourceSettings) =>
  normaliserOf(type)(body, {
    source: delivery.source,
    settings: settings as SettingsOf<T>,
    headers: delivery.headers,
    receivedAt: delivery.receivedAt,
  })

/**
 * An author whose address is in `email` only, and there only when the platform has verified it. Some platforms show the
 * address where an account has no name; as an id it would become part of keys.
 */
const withoutStrayAddress = ({ email, emailVerified, ...author }: Author, under: string): Author => {
  const address = email === undefined ? undefined : normaliseAddress(email)
  if (email === undefined || address === undefined) return author
  const isAddress = (value: unknown): boolean => typeof value === 'string' && normaliseAddress(value) === address
  if (isAddress(author.id))
    throw new MalformedDeliveryError(`${under}.author.id`, "is the account's email address; send an id that is none")
  const kept = Object.fromEntries(Object.entries(author).filter(([, value]) => !isAddress(value)))
  return { ...kept, id: author.id, ...(emailVerified ? { email, emailVerified } : {}) }
}

/** What nobody signed is marked, and an address that it says is verified is not. */
const checked = (value: Activity, under: string, unverified: boolean): Activity => {
  const activity = readFields(activitySchema, value, under)
  if (!unverified) return { ...activity, author: withoutStrayAddress(activity.author, under) }
  const author = withoutStrayAddress({ ...activity.author, emailVerified: false }, under)
  return { ...activity, unverified, author }
}

/**
 * What a delivery says, as activities, each valid by {@link activitySchema}; or why it says nothing to us.
 * @param body the raw bytes, from the delivery or from the archive
 * @throws MalformedDeliveryError when it can never be understood: poison, to be put aside. The message names the field.
 */
export const normaliseDelivery = (delivery: Delivery, body: Buffer, sources: Sources): Normalised => {
  const settings = Object.hasOwn(sources, delivery.source) ? sources[delivery.source] : undefined
  if (!settings) throw new MalformedDeliveryError('source', `there is no source "${delivery.source}" in the settings`)
  const { read = parseJson, unverified = false }: Pick<Source, 'read' | 'unverified'> = platforms[settings.type]
  const { activities, ignored } = normalise(settings.type, delivery, read(body), settings)
  return {
    activities: activities.map((activity, at) => checked(activity, `activities.${at}`, unverified)),
    ...(ignored ? { ignored } : {}),
  }
}
