import type { APIGatewayProxyEventV2 } from 'aws-lambda'

/** A form is short; more than this is not one. */
const LIMIT = 10_000

/**
 * The fields of a posted form, in either of the two ways of RFC 8058 §3.1. Anything else is a form without fields: the
 * token alone is what allows the request.
 */
export const formOf = async (
  event: Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>,
): Promise<Map<string, string>> => {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (body.length > LIMIT) return new Map()
  try {
    const type = event.headers['content-type'] ?? 'application/x-www-form-urlencoded'
    const form = await new Response(body, { headers: { 'content-type': type } }).formData()
    return new Map([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  } catch {
    return new Map()
  }
}
