import type { Payload } from './payload.ts'

/** CloudEvents 1.0 over HTTP in its three modes. */

export type EventToSend = {
  id: string
  source: string
  type: string
  time?: string
  subject?: string
  data?: unknown
}

/** An attribute as a header has it: percent signs, quotes, blanks and what is not ASCII are encoded. */
const headerValue = (text: string): string => text.replace(/[^!#-$&-~]/gu, (char) => encodeURIComponent(char))

/** Attributes in headers, the data as the body. */
export const binaryEvent = ({ data, ...attributes }: EventToSend): Payload => ({
  headers: {
    'content-type': 'application/json',
    'ce-specversion': '1.0',
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`ce-${name}`, headerValue(value)])),
  },
  body: data === undefined ? '' : JSON.stringify(data),
})

const envelope = (event: EventToSend): object => ({ specversion: '1.0', datacontenttype: 'application/json', ...event })

/** Everything in the body. */
export const structuredEvent = (event: EventToSend): Payload => ({
  headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
  body: JSON.stringify(envelope(event)),
})

/** Several events in one body. */
export const eventBatch = (...events: EventToSend[]): Payload => ({
  headers: { 'content-type': 'application/cloudevents-batch+json' },
  body: JSON.stringify(events.map(envelope)),
})
