import type { Firehose } from '../firehose/streams.ts'
import { jsonAnswer } from './errors.ts'
import type { Backend } from './forward.ts'

/** Firehose's JSON protocol over our own streams. */
export const firehoseBackend =
  (firehose: Firehose): Backend =>
  async ({ headers, body }) => {
    const action =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .pop() ?? ''
    try {
      const answer = firehose.call(action, JSON.parse(body.toString('utf8')) as Record<string, unknown>)
      return jsonAnswer(answer.status, answer.body)
    } catch {
      return jsonAnswer(400, { __type: 'SerializationException', message: 'The body is not JSON.' })
    }
  }
