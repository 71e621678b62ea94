import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const WANTED = ['x-amz-target', 'content-type', 'authorization', 'x-amz-date']

/** Stands before an endpoint that cannot do two things at once, and hands it one request at a time. */
export const startOneAtATime = async (target: string): Promise<{ url: string; close(): Promise<void> }> => {
  let last: Promise<unknown> = Promise.resolve()
  const forward = async (request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> => {
    const headers = Object.fromEntries(WANTED.map((name) => [name, String(request.headers[name] ?? '')]))
    const answer = await fetch(target, { method: 'POST', headers, body: new Uint8Array(body) })
    const type = answer.headers.get('content-type') ?? ''
    response.writeHead(answer.status, { 'content-type': type }).end(Buffer.from(await answer.arrayBuffer()))
  }
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    last = last
      .then(() => forward(request, body, response))
      .catch((error: unknown) => {
        response.writeHead(502).end(String(error))
      })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
