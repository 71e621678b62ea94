import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import { AwsCallError, THROTTLED } from '../../shared/platform/aws-call.ts'
import { jsonAnswer } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { verificationOf } from '../../shared/sources/verification.ts'
import { type DoorDeps, type Answer as Greeting, receive } from './receive.ts'
import { type Refused, STATUS, UNSIGNED } from './refusals.ts'
import { type RefusedLine, refusedLine } from './refused-log.ts'
import { readRequest } from './request.ts'

type Answer = APIGatewayProxyStructuredResultV2

const LATER = { 'retry-after': '30' }
const EXTRA: Record<number, Record<string, string>> = { 405: { allow: 'POST' }, 429: LATER, 503: LATER }

/** Of each reason and of all together: an alarm and a sum over twenty metrics would cost twenty times as much. */
const BY = [['source'], ['source', 'reason']] as const

const refuse = (line: RefusedLine, message: string): Answer => {
  const { source, reason } = line
  log.warn('delivery refused', line)
  count({ Rejected: 1 }, { source, reason }, BY)
  // Whoever gets as far as the signature knows the address: one of these is a mistake, many are a wrong secret or a forger.
  if (STATUS[reason] === UNSIGNED) count({ BadSignatures: 1 }, { source })
  return jsonAnswer(STATUS[reason], { error: message }, EXTRA[STATUS[reason]])
}

/** What was echoed is never anything but text, whoever opens it. */
const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }

/** Without a body, but with a type: Discord takes no other 204. */
const EMPTY: Answer = { statusCode: 204, headers: { 'content-type': 'application/json; charset=utf-8' } }

const greet = (source: string, answer: Greeting): Answer => {
  log.info('challenge answered', { source })
  if ('empty' in answer) return EMPTY
  if ('headers' in answer) return { statusCode: 200, headers: answer.headers }
  return 'json' in answer ? jsonAnswer(200, answer.json) : { statusCode: 200, headers: PLAIN, body: answer.text }
}

const noted = (source: string, what: string): Answer => {
  log.info(what, { source })
  return jsonAnswer(200, { noted: what })
}

const unavailable: Refused = { reason: 'unavailable', message: 'The delivery could not be stored. Send it again.' }

/** Some senders come back when they are told when, and only then. */
const busy: Refused = { reason: 'busy', message: 'Too much comes in at the moment. Send it again later.' }

const isThrottled = (error: unknown): boolean =>
  error instanceof AwsCallError && (error.status === 429 || THROTTLED.test(error.code))

const waits = (sources: Sources, source: string): boolean => {
  const settings = Object.hasOwn(sources, source) ? sources[source] : undefined
  return settings !== undefined && verificationOf(settings).waits === true
}

/** The handler around its dependencies: reads the request, takes the delivery in, says what became of it. */
export const doorHandler =
  (deps: DoorDeps) =>
  async (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const request = readRequest(event)
    // Names that strangers make up are no dimension of a metric.
    const source = Object.hasOwn(deps.sources, request.source) ? request.source : 'unknown'
    const refused = ({ reason, message }: Refused) => refuse(refusedLine(source, reason, request, event), message)
    try {
      const received = await receive(request, deps)
      if ('refused' in received) return refused(received.refused)
      if ('ping' in received) return jsonAnswer(200, { pong: source })
      if ('answer' in received) return greet(source, received.answer)
      if ('noted' in received) return noted(source, received.noted)
      const { id, archiveKey } = received.accepted
      log.info('delivery accepted', { source, id, archived: archiveKey !== undefined })
      count({ Accepted: 1 }, { source })
      return received.status === EMPTY.statusCode ? EMPTY : jsonAnswer(received.status, { id })
    } catch (error) {
      log.error('delivery not taken', error, { source })
      return refused(isThrottled(error) && waits(deps.sources, source) ? busy : unavailable)
    }
  }
