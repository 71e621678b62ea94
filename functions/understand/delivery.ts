import * as z from 'zod/mini'
import {
  type Delivery,
  type DeliveryMarks,
  deliverySchema,
  type Normalised,
  type PrivacyRequest,
} from '../../shared/domain/listen/delivery.ts'
import type { LeaseNews } from '../../shared/domain/listen/lease.ts'
import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { takesMapping } from '../../shared/domain/listen/takes-mapping.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { MalformedDeliveryError, normaliseDelivery } from '../../shared/sources/normalise.ts'

type Deps = {
  sources: Sources
  /** The bytes of an object in the archive. */
  archive: (key: string) => Promise<Buffer>
  /** The mapping of a source that takes one; undefined when there is none. */
  mappingOf: (source: string) => Promise<Mapping | undefined>
  /** Notes what a hub told of a subscription. */
  noteLease: (source: string, news: LeaseNews, at: Iso) => Promise<void>
  /** Notes what a platform asks for in a person's name. */
  notePrivacyRequest: (request: PrivacyRequest, from: { source: string; delivery: string; at: Iso }) => Promise<void>
}

/**
 * A message of the deliveries queue.
 * @throws MalformedDeliveryError when it is none that the doors write
 */
export const parseDelivery = (message: string): Delivery => {
  let value: unknown
  try {
    value = JSON.parse(message)
  } catch (cause) {
    throw new MalformedDeliveryError('', 'The message is no JSON; only the door may write to this queue.', { cause })
  }
  const result = z.safeParse(deliverySchema, value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new MalformedDeliveryError(issue?.path.join('.') ?? '', issue?.message ?? 'is not what the door writes.')
}

/** Which source a message is of; `unknown` where that cannot be told, or is none of the settings any more. */
export const sourceOf = (message: string, sources: Sources): string => {
  try {
    const { source } = parseDelivery(message)
    return Object.hasOwn(sources, source) ? source : 'unknown'
  } catch {
    return 'unknown'
  }
}

const bodyOf = async ({ body, archiveKey }: Delivery, { archive }: Deps): Promise<Buffer> => {
  if (body !== undefined) return Buffer.from(body, 'base64')
  if (archiveKey !== undefined) return await archive(archiveKey)
  throw new MalformedDeliveryError('body', 'The delivery has neither a body nor a pointer into the archive.')
}

const marksOf = ({ receivedAt, history, grantsNothing, replayed, quiet }: Delivery): DeliveryMarks => ({
  receivedAt,
  ...(history && { history }),
  ...(grantsNothing && { grantsNothing }),
  ...(replayed && { replayed }),
  ...(quiet && { quiet }),
})

/**
 * Reads a message of the deliveries queue and makes activities of it. One that has no body, but news of a subscription, is noted, and so is a privacy request.
 * @throws MalformedDeliveryError when it can never be read
 */
export const readDelivery =
  (deps: Deps) =>
  async (message: string): Promise<Normalised & DeliveryMarks & { source: string }> => {
    const delivery = parseDelivery(message)
    const { source, lease } = delivery
    if (lease) {
      await deps.noteLease(source, lease, delivery.receivedAt)
      return { activities: [], ...marksOf(delivery), source }
    }
    const settings = Object.hasOwn(deps.sources, source) ? deps.sources[source] : undefined
    const mapping = settings && takesMapping(settings.type) ? await deps.mappingOf(source) : undefined
    const normalised = normaliseDelivery(delivery, await bodyOf(delivery, deps), deps.sources, mapping)
    const { id, receivedAt: at } = delivery
    if (normalised.privacy) await deps.notePrivacyRequest(normalised.privacy, { source, delivery: id, at })
    return { ...normalised, ...marksOf(delivery), source }
  }
