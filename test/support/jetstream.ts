import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

/** A stand-in for Jetstream: the handshake of RFC 6455 and frames from the server, which is all that it takes. */

/** The handshake's own constant (RFC 6455, 1.3). */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 1
const BINARY = 2
const CLOSE = 8

const frame = (opcode: number, payload: Buffer): Buffer => {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  head[1] = length < 126 ? length : length < 65_536 ? 126 : 127
  if (length >= 65_536) head.writeBigUInt64BE(BigInt(length), 2)
  else if (length >= 126) head.writeUInt16BE(length, 2)
  return Buffer.concat([head, payload])
}

/** Sends to one client. */
export type Client = {
  /** The microseconds that the client wants to go on from. */
  cursor: number
  query: URLSearchParams
  text: (text: string) => void
  binary: (bytes: Buffer) => void
  /** Ends the stream: with a closing frame, or by cutting the line. */
  close: () => void
  cut: () => void
}

const clientOf = (socket: Duplex, query: URLSearchParams): Client => ({
  cursor: Number(query.get('cursor')),
  query,
  text: (text) => void socket.write(frame(TEXT, Buffer.from(text))),
  binary: (bytes) => void socket.write(frame(BINARY, bytes)),
  close: () => void socket.end(frame(CLOSE, Buffer.from([0x03, 0xe8]))),
  cut: () => void socket.destroy(),
})

/** An event of the stream; only its time matters here. */
export type StreamEvent = { time_us: number }

/**
 * Starts a stream. What is in `events` from a client's cursor on is played to it; `onClient` says otherwise.
 */
export const startJetstream = async (events: StreamEvent[] = []) => {
  const server = createServer((_, response) => response.writeHead(426).end())
  const sockets = new Set<Duplex>()
  const clients: Client[] = []
  const stand = {
    url: '',
    events,
    clients,
    /** Plays to a client. */
    onClient: (client: Client): void => {
      for (const event of stand.events) if (event.time_us >= client.cursor) client.text(JSON.stringify(event))
    },
    close: () =>
      new Promise<void>((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
      }),
  }
  server.on('upgrade', (request, socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    const client = clientOf(socket, new URL(request.url ?? '', 'http://x').searchParams)
    clients.push(client)
    stand.onClient(client)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  stand.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/subscribe`
  return stand
}
