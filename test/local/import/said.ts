import type { Found } from '../../../local/import/found.ts'
import type { Payload } from '../../../local/payloads/payload.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'
import { normaliseDelivery } from '../../../shared/sources/normalise.ts'
import { SETTINGS } from './read.ts'

export type SourceName = keyof typeof SETTINGS
const RECEIVED = '2026-11-21T12:00:00.000Z'

export const normalise = (source: SourceName, headers: Record<string, string>, body: string, receivedAt = RECEIVED) =>
  normaliseDelivery({ v: 1, id: 'x', source, receivedAt, headers }, Buffer.from(body), SETTINGS)

export const live = (source: SourceName, ...payloads: Payload[]): Activity[] =>
  payloads.flatMap(({ headers, body }) => normalise(source, headers, body).activities)

export const said = (source: SourceName, found: readonly Found[]): Activity[] =>
  found.flatMap((one) => {
    if (!('event' in one)) return []
    const { headers, body, receivedAt } = one.event
    return normalise(source, headers, JSON.stringify(body), receivedAt).activities
  })

export const problems = (found: readonly Found[]) =>
  found.flatMap((one) => ('problem' in one ? [[one.line, one.problem]] : []))
/** The body of a webhook, as the platform's API has what it is about, too. */
export const bodyOf = <T>({ body }: Payload): T => JSON.parse(body) as T
