import { jsonAnswer } from './errors.ts'
import type { Backend } from './forward.ts'
import type { Secrets } from './secrets.ts'

/** Secrets Manager's JSON protocol over our own secrets. */
export const secretsBackend =
  (secrets: Secrets): Backend =>
  async ({ headers, body }) => {
    const action =
      String(headers['x-amz-target'] ?? '')
        .split('.')
        .pop() ?? ''
    try {
      const result = secrets.call(action, JSON.parse(body.toString('utf8') || '{}') as Record<string, unknown>)
      return jsonAnswer(result.status, result.body)
    } catch {
      return jsonAnswer(400, { __type: 'SerializationException', message: 'The body is not JSON.' })
    }
  }
