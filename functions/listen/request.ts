import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import type { Headers } from '../../shared/sources/verify.ts'
import type { Refused } from './refusals.ts'

/** A request at a door. `body` is the raw bytes as they were sent. */
export type DoorRequest = {
  method: string
  source: string
  token: string
  query: Readonly<Record<string, string>>
  headers: Headers
  body: Buffer | Refused
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Names in lower case; a header that came twice is joined, so that no one of the two is believed. */
const headersOf = (raw: APIGatewayProxyEventV2['headers']): Headers => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw)) {
    const key = name.toLowerCase()
    if (value !== undefined) headers[key] = Object.hasOwn(headers, key) ? `${headers[key]},${value}` : value
  }
  return headers
}

const tooLarge: Refused = {
  reason: 'too_large',
  message: `The body is larger than ${BODY_LIMIT} bytes, the most that is taken.`,
}

const bodyOf = ({ body = '', isBase64Encoded }: APIGatewayProxyEventV2): Buffer | Refused => {
  // Looked at before anything is copied: no text of this many characters decodes to fewer bytes.
  if (body.length > (isBase64Encoded ? Math.ceil(BODY_LIMIT / 3) * 4 : BODY_LIMIT)) return tooLarge
  if (isBase64Encoded && (body.length % 4 !== 0 || !BASE64.test(body)))
    return { reason: 'not_base64', message: 'The body is marked as base64 and is not.' }
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  return bytes.length > BODY_LIMIT ? tooLarge : bytes
}

const queryOf = ({ queryStringParameters = {} }: APIGatewayProxyEventV2): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queryStringParameters).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )

/** Reads what API Gateway hands over. */
export const readRequest = (event: APIGatewayProxyEventV2): DoorRequest => ({
  method: event.requestContext.http.method,
  source: event.pathParameters?.source ?? '',
  token: event.pathParameters?.token ?? '',
  query: queryOf(event),
  headers: headersOf(event.headers),
  body: bodyOf(event),
})
