import { Agent, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

export type Call = { method: string; url: string; headers: IncomingHttpHeaders; body: Buffer }
export type Answer = { status: number; headers: Record<string, string | string[]>; body: Buffer }
/** Something that answers AWS calls. */
export type Backend = (call: Call) => Promise<Answer>

const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect', 'upgrade'])

const passedOn = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || HOP_BY_HOP.has(name) ? [] : [[name, value]],
    ),
  )

/** Sends a call on to an emulator's server. */
export const httpBackend = (base: string): Backend => {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(base)
  return ({ method, url, headers, body }) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        { hostname, port, method, path: url, agent, headers: { ...passedOn(headers), 'content-length': body.length } },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 502,
              headers: passedOn(response.headers),
              body: Buffer.concat(chunks),
            }),
          )
        },
      )
      outgoing.on('error', reject)
      outgoing.end(body)
    })
}

/** Hands a call to a server's handler in this process, without a socket between. */
export const directBackend =
  (handle: (request: IncomingMessage, response: ServerResponse) => void): Backend =>
  ({ method, url, headers, body }) =>
    new Promise((resolve) => {
      const incoming = Object.assign(Readable.from([body]), { method, url, headers })
      let status = 200
      let given: Answer['headers'] = {}
      const response = {
        writeHead: (code: number, fields: Record<string, string | number> = {}) => {
          status = code
          given = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
          return response
        },
        end: (text: string | Buffer = '') => resolve({ status, headers: given, body: Buffer.from(text) }),
      }
      handle(incoming as unknown as IncomingMessage, response as unknown as ServerResponse)
    })
