import * as z from 'zod/mini'

/** Sources that speak in events rather than in a platform's own webhooks: CloudEvents, SNS, and doors inside the account. */

/** The kinds of source that send from within the account. They have a queue, and neither address nor secret. */
const INSIDE_TYPES = ['queue', 'eventbridge'] as const
export type InsideType = (typeof INSIDE_TYPES)[number]

/** Whether sources of a type send from within the account, rather than to an address. */
export const isInsideType = (type: string): type is InsideType => (INSIDE_TYPES as readonly string[]).includes(type)

const text = z.string().check(z.minLength(1), z.maxLength(256))

const sender = z
  .string()
  .check(
    z.maxLength(1_000),
    z.regex(/^[!-)+-~]+(\/\*)?$/, 'expected a source such as https://shop.example.com/orders or /shop/*'),
  )

const origin = z
  .string()
  .check(z.regex(/^(\*|[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)$/, 'expected a DNS name such as events.example.com, or *'))

const topic = z
  .string()
  .check(
    z.regex(
      /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'expected the ARN of an SNS topic such as arn:aws:sns:eu-central-1:123456789012:news',
    ),
  )

const principal = z
  .string()
  .check(
    z.regex(
      /^arn:aws(-[a-z]+)*:iam::\d{12}:(role|user)\/[\w+=,.@/-]{1,512}$/,
      'expected the ARN of a role or a user such as arn:aws:iam::123456789012:role/shop',
    ),
  )

/**
 * `sources`: the `source` of the events that are taken, whole, or ending in `/*`; `types`: their `type`, any when left out.
 * `origins`: who may register the address (`WebHook-Request-Origin`). `perMinute`: the rate that they are granted. `bearer`:
 * the secret has to come as a Bearer token; without it what comes in is marked `unverified`.
 */
export const cloudEventsSettings = {
  type: z.literal('cloudevents'),
  sources: z.array(sender).check(z.minLength(1)),
  types: z.optional(z.array(text).check(z.minLength(1))),
  origins: z.optional(z.array(origin).check(z.minLength(1))),
  perMinute: z.optional(z.int().check(z.positive())),
  bearer: z.optional(z.boolean()),
}

/** `topics`: the ARNs of the topics that may subscribe the address and send to it. */
export const snsSettings = { type: z.literal('sns'), topics: z.array(topic).check(z.minLength(1)) }

/** `senders`: ARNs of roles and users who may send to the queue; `topics`: SNS topics that may. At least one of all. */
export const queueSettings = {
  type: z.literal('queue'),
  senders: z.optional(z.array(principal).check(z.minLength(1))),
  topics: z.optional(z.array(topic).check(z.minLength(1))),
}

/** `bus`: the name of an event bus of this account and Region; `sources`, `detailTypes`: of the events that are taken. */
export const eventBridgeSettings = {
  type: z.literal('eventbridge'),
  bus: z.string().check(z.regex(/^[\w./-]{1,256}$/, "expected an event bus's name such as default")),
  sources: z.array(text).check(z.minLength(1)),
  detailTypes: z.optional(z.array(text).check(z.minLength(1))),
}

/** The sources that send from within the account, and only those. */
export const insideOf = <S extends { type: string }>(sources: Readonly<Record<string, S>>): Record<string, S> =>
  Object.fromEntries(Object.entries(sources).filter(([, { type }]) => isInsideType(type)))
