import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What went over the wire: calls of DynamoDB by operation, and the units it says that took. */
export type TableReading = { calls: Record<string, number>; write: number; read: number }

/** A DynamoDB endpoint that counts. */
export type Meter = {
  url: string
  /** What was counted since the last reading. */
  take(): TableReading
  close(): Promise<void>
}

type Capacity = { CapacityUnits: number }
const READS = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan'])
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'])

const empty = (): TableReading => ({ calls: {}, write: 0, read: 0 })

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const unitsIn = (text: string): number => {
  const { ConsumedCapacity: consumed } = JSON.parse(text) as { ConsumedCapacity?: Capacity | Capacity[] }
  return [consumed ?? []].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0)
}

/**
 * Stands between a client and a DynamoDB endpoint, asks for the consumed capacity in every request that can, and adds up
 * what comes back. The client's code need not know.
 * @param target the endpoint behind
 */
export const startMeter = async (target: string): Promise<Meter> => {
  let reading = empty()
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
    const ask: unknown = JSON.parse(await bodyOf(request))
    const metered = READS.has(operation) || WRITES.has(operation)
    const answer = await fetch(target, {
      method: 'POST',
      headers: {
        'x-amz-target': String(request.headers['x-amz-target']),
        'content-type': String(request.headers['content-type']),
      },
      body: JSON.stringify(metered ? { ...(ask as object), ReturnConsumedCapacity: 'INDEXES' } : ask),
    })
    const text = await answer.text()
    reading.calls[operation] = (reading.calls[operation] ?? 0) + 1
    if (metered && answer.ok) reading[READS.has(operation) ? 'read' : 'write'] += unitsIn(text)
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text)
  }
  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => {
      const taken = reading
      reading = empty()
      return taken
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
