import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { jsonAnswer } from '../../shared/platform/handler.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { type DoorDeps, type Answer as Greeting, receive } from './receive.ts'
import { type Refused, STATUS } from './refusals.ts'
import { readRequest } from './request.ts'

type Answer = APIGatewayProxyStructuredResultV2

const EXTRA: Record<number, Record<string, string>> = { 405: { allow: 'POST' }, 503: { 'retry-after': '30' } }

const refuse = (source: string, { reason, message }: Refused): Answer => {
  log.warn('delivery refused', { source, reason })
  count({ rejected: 1 }, { source, reason })
  return jsonAnswer(STATUS[reason], { error: message }, EXTRA[STATUS[reason]])
}

/** What was echoed is never anything but text, whoever opens it. */
const PLAIN = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }

/** Without a body, but with a type: Discord takes no other 204. */
const EMPTY: Answer = { statusCode: 204, headers: { 'content-type': 'application/json; charset=utf-8' } }

const greet = (source: string, answer: Greeting): Answer => {
  log.info('challenge answered', { source })
  if ('empty' in answer) return EMPTY
  return 'json' in answer ? jsonAnswer(200, answer.json) : { statusCode: 200, headers: PLAIN, body: answer.text }
}

const unavailable: Refused = { reason: 'unavailable', message: 'The delivery could not be stored. Send it again.' }

/** The handler around its dependencies: reads the request, takes the delivery in, says what became of it. */
export const doorHandler =
  (deps: DoorDeps) =>
  async (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const request = readRequest(event)
    // Names that strangers make up are no dimension of a metric.
    const source = Object.hasOwn(deps.sources, request.source) ? request.source : 'unknown'
    try {
      const received = await receive(request, deps)
      if ('refused' in received) return refuse(source, received.refused)
      if ('ping' in received) return jsonAnswer(200, { pong: source })
      if ('answer' in received) return greet(source, received.answer)
      const { id, archiveKey } = received.accepted
      log.info('delivery accepted', { source, id, archived: archiveKey !== undefined })
      count({ accepted: 1 }, { source })
      return received.status === EMPTY.statusCode ? EMPTY : jsonAnswer(received.status, { id })
    } catch (error) {
      log.error('delivery not taken', error, { source })
      return refuse(source, unavailable)
    }
  }
