import middy from '@middy/core'
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda'
import { log } from './logger.ts'

/** An answer to an HTTP caller that is not a success: `status`, and words that say what came and what was expected. */
export class HttpError extends Error {
  override name = 'HttpError'
  readonly status: number
  readonly headers: Record<string, string>
  constructor(status: number, message: string, options: { headers?: Record<string, string>; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.status = status
    this.headers = options.headers ?? {}
  }
}

/** A JSON answer. */
export const jsonAnswer = (
  statusCode: number,
  body: unknown,
  headers: Record<string, string> = {},
): APIGatewayProxyStructuredResultV2 => ({
  statusCode,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
})

/** Turns errors into answers: an HttpError says what it says; anything else is logged and becomes a plain 500. */
const httpErrors = {
  onError: (request: middy.Request): void => {
    const { error } = request
    if (error instanceof HttpError) {
      request.response = jsonAnswer(error.status, { error: error.message }, error.headers)
      return
    }
    log.error('request failed', error)
    request.response = jsonAnswer(500, { error: 'Something went wrong here. Try again; the log has the details.' })
  },
}

/** Wraps an HTTP handler. */
export const httpHandler = <E>(handle: (event: E) => Promise<APIGatewayProxyStructuredResultV2>) =>
  middy<E, APIGatewayProxyStructuredResultV2, Error, Context>().use(httpErrors).handler(handle)

/** Wraps a queue, stream or schedule handler: an error is logged once and thrown on, so that the event source retries. */
export const eventHandler = <E, R>(handle: (event: E, context: Context) => Promise<R>) =>
  middy<E, R, Error, Context>()
    .onError((request) => {
      log.error('event failed', request.error)
    })
    .handler(handle)
