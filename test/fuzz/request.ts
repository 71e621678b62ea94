import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { doorEvent } from '../support/door.ts'
import type { Signing } from './world.ts'

/** A request as it travels: mutations work on this. Header names are as they are sent, and may come twice. */
export type Request = {
  source: string
  token: string
  method: string
  query: Record<string, string>
  headers: [name: string, value: string][]
  body: Buffer
  /** How the gateway hands the body over; `broken`: marked as base64 and written as `raw` says. */
  wire: 'base64' | 'text' | { broken: string }
  /** Milliseconds since the epoch by the door's clock. */
  now: number
}

/** The request that carries what a sender signed. */
export const requestOf = (signing: Signing, now: number): Request => ({
  source: signing.source,
  token: signing.tokens[0] ?? '',
  method: 'POST',
  query: {},
  headers: Object.entries(signing.headers),
  body: signing.body,
  wire: 'base64',
  now,
})

/** The values of a header, whatever the case of its name. */
export const valuesOf = (request: Request, name: string): string[] =>
  request.headers.filter(([one]) => one.toLowerCase() === name).map(([, value]) => value)

/** The request with one header in place of all of that name; without it when there is no value. */
export const withHeader = (request: Request, name: string, value: string | undefined): Request => ({
  ...request,
  headers: [
    ...request.headers.filter(([one]) => one.toLowerCase() !== name),
    ...(value === undefined ? [] : [[name, value] satisfies [string, string]]),
  ],
})

/** As API Gateway hands it over: names that are the same to the letter are joined by a comma. */
export const eventOf = (request: Request): APIGatewayProxyEventV2 => {
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers)
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]},${value}` : value
  const event = doorEvent(request.source, request.token, { headers, method: request.method, query: request.query })
  if (request.wire === 'text') return { ...event, body: request.body.toString('utf8'), isBase64Encoded: false }
  const text = request.wire === 'base64' ? request.body.toString('base64') : request.wire.broken
  return { ...event, body: text, isBase64Encoded: true }
}
