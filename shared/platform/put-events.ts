import type { DomainEvent } from '../domain/events.ts'
import { AwsCallError, callJson, type Env, type JsonService } from './aws-call.ts'

/** The most entries of one call. */
const MOST = 10
/** Calls for one entry, the first included. */
const TRIES = 3

/** What EventBridge rules can match on as the source of an event. */
const EVENT_SOURCE = 'earshot'

const EVENTS: JsonService = { service: 'events', name: 'EventBridge', target: 'AWSEvents' }

const put = async (bus: string, events: readonly DomainEvent[], env: Env): Promise<(string | undefined)[]> => {
  const asked = events.map((event) => ({
    EventBusName: bus,
    Source: EVENT_SOURCE,
    DetailType: event.type,
    Time: Date.parse(event.at) / 1_000,
    Detail: JSON.stringify(event),
  }))
  const answer = await callJson('events:PutEvents', EVENTS, { Entries: asked }, env)
  const { Entries } = answer as { Entries: { ErrorCode?: string; EventId?: string }[] }
  return events.map((_, at) => (Entries[at]?.EventId ? undefined : (Entries[at]?.ErrorCode ?? 'Unanswered')))
}

/**
 * Tells events to a bus, ten a call; what EventBridge leaves out of a call is told again.
 * @param bus the bus's name
 * @throws AwsCallError when some are still left out after three calls; the others have been told
 */
export const putEvents = async (bus: string, events: readonly DomainEvent[], env: Env = process.env): Promise<void> => {
  for (let from = 0; from < events.length; from += MOST) {
    let left = events.slice(from, from + MOST)
    let code = ''
    for (let tries = 0; left.length > 0 && tries < TRIES; tries++) {
      const codes = await put(bus, left, env)
      code = codes.find((one) => one !== undefined) ?? ''
      left = left.filter((_, at) => codes[at] !== undefined)
    }
    if (left.length > 0) throw new AwsCallError('events:PutEvents', 200, code)
  }
}
