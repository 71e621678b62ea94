import { isInsideType } from '../../shared/domain/listen/event-settings.ts'
import type { SourceSettings, Sources } from '../../shared/domain/listen/source-settings.ts'
import { log } from '../../shared/platform/logger.ts'
import { type HandOverDeps, handOver, nameable } from './hand-over.ts'

/** What messages from within the account are taken in with. */
export type InsideDeps = HandOverDeps & {
  sources: Sources
  /** Milliseconds since the epoch. */
  now: () => number
}

/** A message of a source's own queue. */
export type InsideMessage = { id: string; body: string }

const fieldsOf = (body: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // What is no JSON goes on as it is: the worker says what is wrong with it, and it waits with the dead letters there.
    return {}
  }
}

const isNotice = ({ Type, TopicArn }: Record<string, unknown>, settings: SourceSettings): boolean =>
  settings.type === 'queue' &&
  Type === 'Notification' &&
  typeof TopicArn === 'string' &&
  (settings.topics ?? []).includes(TopicArn)

/**
 * The id that stays the same when a message is sent again: EventBridge's and SNS's own, else the queue's, which a sender
 * who sends twice does not repeat.
 */
const idOf = ({ id, body }: InsideMessage, settings: SourceSettings): string => {
  const fields = fieldsOf(body)
  const own = settings.type === 'eventbridge' ? fields.id : isNotice(fields, settings) ? fields.MessageId : undefined
  return nameable(typeof own === 'string' ? own : undefined) ?? id
}

/**
 * Puts a message of a source's own queue into the deliveries queue, as it came. Which source that is follows from the
 * queue: nothing in a message can say that it is another one's.
 * @throws when there is no such source any more, or the queue or the archive do not take it
 */
export const takeInside = async (source: string, message: InsideMessage, deps: InsideDeps): Promise<void> => {
  const settings = Object.hasOwn(deps.sources, source) ? deps.sources[source] : undefined
  if (!settings || !isInsideType(settings.type))
    throw new Error(`The queue belongs to the source "${source}", which the settings do not have as an in-account one.`)
  const id = idOf(message, settings)
  const receivedAt = new Date(deps.now()).toISOString()
  const delivery = await handOver({ id, source, receivedAt, headers: {} }, Buffer.from(message.body), deps)
  log.info('delivery accepted', { source, id, archived: delivery.archiveKey !== undefined })
}
