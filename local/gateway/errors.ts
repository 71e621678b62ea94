import type { Answer } from './forward.ts'

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
  body: Buffer.from(JSON.stringify(body)),
})

const xml = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`),
})

const escaped = (text: string): string =>
  text.replace(/[<>&]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;' })[char] ?? char)

/** How each service says that something is not allowed. */
const DENIALS: Record<string, (message: string) => Answer> = {
  dynamodb: (Message) => json(400, { __type: 'com.amazon.coral.service#AccessDeniedException', Message }),
  sqs: (message) => json(403, { __type: 'com.amazon.coral.service#AccessDeniedException', message }),
  sns: (message) =>
    xml(
      403,
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>${escaped(message)}</Message></Error><RequestId>local</RequestId></ErrorResponse>`,
    ),
  s3: (message) => xml(403, `<Error><Code>AccessDenied</Code><Message>${escaped(message)}</Message></Error>`),
  ses: (message) => json(403, { message }, { 'x-amzn-errortype': 'AccessDeniedException' }),
}

/** AccessDenied in the shape that the service's SDK client understands. */
export const accessDenied = (service: string, message: string): Answer =>
  DENIALS[service]?.(message) ?? json(400, { __type: 'AccessDeniedException', Message: message, message })

/** An answer of our own JSON services. */
export const jsonAnswer = (status: number, body: unknown): Answer => json(status, body)

/** No such service here, or nothing that says which. */
export const refused = (status: number, code: string, message: string): Answer =>
  json(status, { __type: code, message, Message: message }, { 'x-amzn-errortype': code })
