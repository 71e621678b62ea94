import type { Normalised } from '../domain/listen/delivery.ts'
import { type CloudEvent, eventName, eventsOf, isAllowedSource } from './cloudevents-read.ts'
import { MalformedDeliveryError } from './errors.ts'
import { activitiesGiven } from './given.ts'
import { normaliseMapped } from './mapped.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'

/**
 * CloudEvents whose `data` is an activity in Earshot's own words (docs/activity.md), or which a mapping reads. Events of
 * other sources and types than the settings name are passed over.
 */

/** The most activities that a batch may come to. */
const MOST = 1_000

type Context = SourceContext<SettingsOf<'cloudevents'>>

const isTaken = ({ source, type }: CloudEvent, { sources, types }: SettingsOf<'cloudevents'>): boolean =>
  isAllowedSource(source, sources) && (types === undefined || types.includes(type))

/** What an event's data says; an activity that names no id has that of its event. */
const dataOf = (event: CloudEvent): unknown => {
  const { data } = event
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data
  return 'id' in data ? data : { ...data, id: eventName(event) }
}

const said = (event: CloudEvent, context: Context): Normalised => {
  if (context.mapping) return normaliseMapped(event, context)
  if (event.data === undefined || event.data === null) return { activities: [], ignored: 'event without data' }
  const envelope = { type: event.type, timestamp: event.time }
  const activities = activitiesGiven(dataOf(event), envelope, context.source, 'data')
  return activities.length > 0 ? { activities } : { activities, ignored: 'no activities' }
}

/** Deliveries of CloudEvents as activities. */
export const normaliseCloudEvents: Normalise<'cloudevents'> = (body, context) => {
  const events = eventsOf(body)
  const all = events.filter((event) => isTaken(event, context.settings)).map((event) => said(event, context))
  const activities = all.flatMap((one) => one.activities)
  if (activities.length > MOST)
    throw new MalformedDeliveryError('', `The batch holds ${activities.length} activities; at most ${MOST} are taken.`)
  if (activities.length > 0) return { activities }
  const why = events.length === 0 ? 'no events' : 'source or type not in the settings'
  return { activities, ignored: all.find(({ ignored }) => ignored !== undefined)?.ignored ?? why }
}
