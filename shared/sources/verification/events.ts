import type { SourceSettings } from '../../domain/listen/source-settings.ts'
import type { BearerScheme } from '../bearer.ts'
import { CLOUDEVENTS_HEADERS, eventName, eventsOf, isAllowedSource, readCloudEvents } from '../cloudevents-read.ts'
import { cloudEventsPreflight, isAllowedOrigin } from '../handshake.ts'
import { parseJsonOrList } from '../json.ts'
import { noSecret } from '../key-forms.ts'
import { snsMessage } from '../sns-signature.ts'
import type { Rows, SourceVerification } from '../source-verification.ts'
import { plainKey } from '../verify.ts'

const inside = { scheme: { kind: 'inside', key: noSecret }, read: parseJsonOrList, keep: [] } as const

const needsBearer = (settings: SourceSettings): boolean => settings.type === 'cloudevents' && settings.bearer === true

const cloudevents: SourceVerification<BearerScheme> = {
  scheme: { kind: 'bearer', header: 'authorization', key: plainKey },
  of: (settings) =>
    needsBearer(settings) ? cloudevents : { ...cloudevents, scheme: { kind: 'token', key: noSecret } },
  read: readCloudEvents,
  keep: CLOUDEVENTS_HEADERS,
  preflight: cloudEventsPreflight,
  wrongTenant: (headers, settings) => {
    const origin = headers['webhook-request-origin']
    if (origin === undefined || settings.type !== 'cloudevents' || !settings.origins) return undefined
    return isAllowedOrigin(origin, settings)
      ? undefined
      : 'WebHook-Request-Origin is none of the origins in the source’s settings.'
  },
  wrongSender: (body, settings) => {
    const events = eventsOf(body)
    const known = events.some(
      ({ source }) => settings.type === 'cloudevents' && isAllowedSource(source, settings.sources),
    )
    return known || events.length === 0 ? undefined : 'None of the events is of a source in the settings.'
  },
  idIn: (body) => {
    const [event, ...others] = eventsOf(body)
    return event && others.length === 0 ? eventName(event) : undefined
  },
  waits: true,
}

/** How deliveries of these are checked. */
export const events: Rows<'cloudevents' | 'sns' | 'queue' | 'eventbridge'> = {
  cloudevents,
  sns: {
    scheme: { kind: 'certificate', key: noSecret },
    keep: [],
    idIn: (body) => snsMessage(body).MessageId,
    success: 200,
  },
  queue: inside,
  eventbridge: inside,
}
