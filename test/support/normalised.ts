import type { Payload } from '../../local/payloads/payload.ts'
import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { NOW, SOURCES } from './door.ts'

type Circumstances = {
  receivedAt?: string | undefined
  sources?: Sources | undefined
  mapping?: Mapping | undefined
}

/** What a delivery of a source means. */
export const normalised = (
  source: string,
  { headers, body }: Payload,
  { receivedAt = new Date(NOW).toISOString(), sources = SOURCES, mapping }: Circumstances = {},
) => normaliseDelivery({ v: 1, id: 'd', source, receivedAt, headers }, Buffer.from(body), sources, mapping)
