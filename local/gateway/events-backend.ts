import { putEvents } from '../events/bus.ts'
import type { World } from '../resources/world.ts'
import { jsonAnswer } from './errors.ts'
import type { Backend } from './forward.ts'

/** The most entries of one call. */
const MOST = 10

/** EventBridge's JSON protocol over the rules of the template; it knows PutEvents. */
export const eventsBackend =
  (world: World): Backend =>
  async ({ headers, body }) => {
    const action = String(headers['x-amz-target'] ?? '')
      .split('.')
      .pop()
    if (action !== 'PutEvents')
      return jsonAnswer(400, {
        __type: 'UnknownOperationException',
        message: `The local EventBridge has no ${action}.`,
      })
    try {
      const { Entries } = JSON.parse(body.toString('utf8')) as { Entries: Parameters<typeof putEvents>[1] }
      if (Entries.length < 1 || Entries.length > MOST)
        return jsonAnswer(400, { __type: 'ValidationException', message: `Expected 1 to ${MOST} entries.` })
      return jsonAnswer(200, putEvents(world, Entries))
    } catch {
      return jsonAnswer(400, { __type: 'SerializationException', message: 'The body is not what PutEvents takes.' })
    }
  }
