import type { Delivery, Normalised } from '../domain/listen/delivery.ts'
import type { Sources } from '../domain/settings.ts'
import { MalformedDeliveryError } from './errors.ts'

export { MalformedDeliveryError }

/**
 * What a delivery says, as activities.
 * @param body the raw bytes, from the delivery or from the archive
 * @throws MalformedDeliveryError when it can never be understood: poison, to be put aside
 */
export const normaliseDelivery = (delivery: Delivery, body: Buffer, sources: Sources): Normalised => {
  const settings = Object.hasOwn(sources, delivery.source) ? sources[delivery.source] : undefined
  if (!settings) throw new MalformedDeliveryError('source', `There is no source "${delivery.source}" in the settings.`)
  return { activities: [], ignored: `nothing is mapped yet (${body.length} bytes)` }
}
