import * as z from 'zod/mini'
import type { Normalised } from '../domain/listen/delivery.ts'
import { MalformedDeliveryError } from './errors.ts'
import { readFields } from './fields.ts'
import { activitiesGiven } from './given.ts'
import { parseJsonOrList } from './json.ts'
import { type MappedContext, normaliseMapped } from './mapped.ts'
import type { Normalise } from './source.ts'

/**
 * What comes through AWS's own messengers: SNS over HTTPS, a queue, an event bus. What is carried is an activity in
 * Earshot's own words, or a list of them (docs/activity.md), or something that a mapping reads.
 */

const noticeSchema = z.object({ Message: z.string(), Timestamp: z.string() })

const eventSchema = z.object({
  source: z.string(),
  'detail-type': z.string(),
  time: z.string(),
  detail: z.unknown(),
})

type Envelope = { type?: string; timestamp?: string }

const given = (data: unknown, envelope: Envelope, source: string, under: string): Normalised => {
  const activities = activitiesGiven(data, envelope, source, under)
  return activities.length > 0 ? { activities } : { activities, ignored: 'no activities' }
}

/** The JSON in a notification of SNS. */
const carried = (message: string): object => {
  try {
    return parseJsonOrList(Buffer.from(message))
  } catch (cause) {
    if (cause instanceof MalformedDeliveryError) throw new MalformedDeliveryError('Message', cause.message, { cause })
    throw cause
  }
}

const notice = (body: object, context: MappedContext): Normalised => {
  const { Message, Timestamp } = readFields(noticeSchema, body)
  const message = carried(Message)
  if (context.mapping) return normaliseMapped(message, context)
  return given(message, { timestamp: Timestamp }, context.source, 'Message')
}

/** Notifications of SNS, which the door has verified, as activities. */
export const normaliseSns: Normalise<'sns'> = notice

/** Whether a message of a queue is a notification of a topic that may send to it, wrapped as SNS does by default. */
const isNotice = (body: object, topics: readonly string[]): boolean => {
  const { Type, TopicArn, Message } = body as Record<string, unknown>
  const named = typeof TopicArn === 'string' && topics.includes(TopicArn)
  return Type === 'Notification' && typeof Message === 'string' && named
}

/** Messages of a queue within the account as activities. */
export const normaliseQueue: Normalise<'queue'> = (body, context) => {
  if (isNotice(body, context.settings.topics ?? [])) return notice(body, context)
  return context.mapping ? normaliseMapped(body, context) : given(body, {}, context.source, 'body')
}

/** Events of EventBridge as activities: `detail` is what they say; a mapping reads the whole event. */
export const normaliseEventBridge: Normalise<'eventbridge'> = (body, context) => {
  const { source, settings } = context
  const event = readFields(eventSchema, body)
  const type = event['detail-type']
  if (!settings.sources.includes(event.source) || settings.detailTypes?.includes(type) === false)
    return { activities: [], ignored: 'source or detail type not in the settings' }
  if (context.mapping) return normaliseMapped(body, context)
  return given(event.detail, { type, timestamp: event.time }, source, 'detail')
}
