import { randomUUID } from 'node:crypto'
import { evaluate, statementsFor } from '../iam/policy.ts'
import { ACCOUNT, type World } from '../resources/world.ts'
import type { Pattern } from './pattern.ts'

/** A rule of the template that sends the events of a bus into queues. */
export type BusRule = {
  arn: string
  /** The bus's name; `default` is the account's own. */
  bus: string
  pattern: Pattern
  queueArns: string[]
}

/** An event as rules see it. */
export type BusEvent = { bus: string; source: string; 'detail-type': string; time: string; detail: object }

/** So many events can be looked at afterwards. */
const REMEMBERED = 500

type Entry = {
  EventBusName?: string
  Source?: string
  DetailType?: string
  Detail?: string
  Resources?: string[]
  /** Seconds since the epoch. */
  Time?: number
}

type Answered = { EventId: string } | { ErrorCode: string; ErrorMessage: string }

/** The name in a name or an ARN of a bus. */
export const busNameOf = (nameOrArn: unknown): string =>
  nameOrArn === undefined ? 'default' : (String(nameOrArn).split(':event-bus/').pop() ?? 'default')

/** Whether the policy of a queue lets EventBridge send there for a rule. */
export const maySend = (world: World, rule: BusRule, queueArn: string): boolean => {
  const statements = statementsFor(world.ledger.resourcePolicy(queueArn), 'service:events.amazonaws.com')
  const context = { 'aws:sourcearn': rule.arn, 'aws:securetransport': 'true', 'aws:sourceaccount': ACCOUNT }
  return evaluate(statements, { action: 'sqs:SendMessage', resource: queueArn, context }).decision === 'allowed'
}

const detailOf = (text: string | undefined): object | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

const refused = (ErrorCode: string, ErrorMessage: string): Answered => ({ ErrorCode, ErrorMessage })

const put = (world: World, entry: Entry): Answered => {
  const bus = busNameOf(entry.EventBusName)
  const { Source: source, DetailType: type, Time } = entry
  if (!source || !type) return refused('InvalidArgument', 'Parameter Source and DetailType are required.')
  if (source.startsWith('aws.')) return refused('NotAuthorizedForSourceException', 'Not authorized for the source.')
  const detail = detailOf(entry.Detail)
  if (!detail) return refused('MalformedDetail', 'Detail is malformed.')
  if (!world.buses.has(bus) && !world.busRules.some((rule) => rule.bus === bus))
    return refused('ResourceNotFoundException', `Event bus ${bus} does not exist.`)
  const id = randomUUID()
  const event = {
    version: '0',
    id,
    'detail-type': type,
    source,
    account: ACCOUNT,
    time: new Date(Time === undefined ? world.clock.now() : Time * 1_000).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: world.region,
    resources: entry.Resources ?? [],
    detail,
  }
  world.told.push({ bus, source, 'detail-type': type, time: event.time, detail })
  if (world.told.length > REMEMBERED) world.told.shift()
  for (const rule of world.busRules.filter((one) => one.bus === bus && one.pattern(event)))
    for (const queueArn of rule.queueArns.filter((arn) => maySend(world, rule, arn)))
      world.messaging.put(queueArn, JSON.stringify(event))
  return { EventId: id }
}

/** Puts events on their buses, as the action of EventBridge does: one that is refused costs the others nothing. */
export const putEvents = (
  world: World,
  entries: readonly Entry[],
): { FailedEntryCount: number; Entries: Answered[] } => {
  const Entries = entries.map((entry) => put(world, entry))
  return { FailedEntryCount: Entries.filter((one) => 'ErrorCode' in one).length, Entries }
}
