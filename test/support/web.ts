import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page of a website for tests: what it answers, by its path. */
type Answering = (request: IncomingMessage, response: ServerResponse) => void

/** A website on this machine. `asked`: the requests that came, oldest first. */
export type Web = {
  url: (path: string) => string
  asked: { path: string; headers: IncomingMessage['headers']; method: string }[]
  pages: Record<string, string | Buffer | Answering>
  close: () => Promise<void>
}

/** Starts a website; `pages` may be changed while it runs. A path that is not in it is 404. */
export const startWeb = async (pages: Web['pages'] = {}): Promise<Web> => {
  const asked: Web['asked'] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push({ path, headers: request.headers, method: request.method ?? '' })
    const page = web.pages[path]
    if (page === undefined) response.writeHead(404).end()
    else if (typeof page === 'function') page(request, response)
    else response.writeHead(200, { 'content-type': 'application/xml' }).end(page)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const web: Web = {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    asked,
    pages,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  return web
}
