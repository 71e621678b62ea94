import type { Delivery, Normalised } from '../domain/listen/delivery.ts'
import type { Mapping } from '../domain/listen/mapping/mapping.ts'
import type { SourceSettings, Sources, SourceType } from '../domain/listen/source-settings.ts'
import { checked } from './checked.ts'
import { MalformedDeliveryError } from './errors.ts'
import { sources as platforms } from './index.ts'
import { parseJson } from './json.ts'
import type { Normalise, SettingsOf, Source } from './source.ts'

export { MalformedDeliveryError }

const normaliserOf = <T extends SourceType>(type: T): Normalise<T> => platforms[type].normalise

const normalise = <T extends SourceType>(
  type: T,
  delivery: Delivery,
  body: object,
  settings: SourceSettings,
  mapping: Mapping | undefined,
) =>
  normaliserOf(type)(body, {
    source: delivery.source,
    settings: settings as SettingsOf<T>,
    headers: delivery.headers,
    receivedAt: delivery.receivedAt,
    ...(mapping ? { mapping } : {}),
  })

/**
 * What a delivery says, as activities, each valid by {@link activitySchema}; or why it says nothing to us.
 * @param body the raw bytes, from the delivery or from the archive
 * @param mapping the source's, where its type takes one and there is one
 * @throws MalformedDeliveryError when it can never be understood: poison, to be put aside. The message names the field.
 */
export const normaliseDelivery = (
  delivery: Delivery,
  body: Buffer,
  sources: Sources,
  mapping?: Mapping,
): Normalised => {
  const settings = Object.hasOwn(sources, delivery.source) ? sources[delivery.source] : undefined
  if (!settings) throw new MalformedDeliveryError('source', `there is no source "${delivery.source}" in the settings`)
  const { read = parseJson, unverified = false }: Pick<Source, 'read' | 'unverified'> = platforms[settings.type]
  const said = normalise(settings.type, delivery, read(body, delivery.headers), settings, mapping)
  const unsigned = typeof unverified === 'function' ? unverified(settings) : unverified
  return { ...said, activities: said.activities.map((activity, at) => checked(activity, `activities.${at}`, unsigned)) }
}
