import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Engine, META } from './engine.ts'
import { ServiceError, unknownOperation } from './errors.ts'
import { type DynamoDBFaults, noFaults, refuseOnPurpose } from './faults.ts'
import { itemOperations } from './items.ts'
import type { Request } from './kernel.ts'
import { readOperations } from './reads.ts'
import { openStorage } from './storage.ts'
import { streamOperations } from './streams.ts'
import { loadTables, tableOperations } from './tables.ts'
import { transactionOperations } from './transactions.ts'
import { expireItems, forgetOld } from './upkeep.ts'

/** Where the embedded DynamoDB keeps its data and listens, and which clocks it goes by. */
export type DynamoDBOptions = {
  /** Folder of the database; left out: in memory. */
  dir?: string
  /** Milliseconds by which items expire and stream records are dated; may be moved. */
  now?: () => number
  /** Milliseconds by which streams (24 h) and transaction tokens (10 min) forget. Only tests need another than the real one. */
  wall?: () => number
  host?: string
  port?: number
  region?: string
  account?: string
}

/** A running embedded DynamoDB. */
export type DynamoDB = {
  url: string
  /** Answers a request that somebody else's server received. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /**
   * Answers a request without a connection, for who asks a great deal.
   * @param target `DynamoDB_20120810.GetItem`
   * @returns HTTP's status and the JSON of the answer
   */
  ask(target: string, body: Buffer): Promise<{ status: number; body: unknown }>
  /** Change it at any time. */
  faults: DynamoDBFaults
  /** Deletes at once what has expired, instead of within the next second; answers how many items. */
  expire(): Promise<number>
  /** Trims streams and forgets tokens at once, instead of within the next minute. */
  forget(): Promise<void>
  close(): Promise<void>
}

type Operations = Record<string, (engine: Engine, data: Request) => Promise<Request>>
const APIS: Record<string, Operations> = {
  DynamoDB_20120810: { ...itemOperations, ...readOperations, ...transactionOperations, ...tableOperations },
  DynamoDBStreams_20120810: streamOperations,
}

const MAX_REQUEST_BYTES = 16 * 1024 * 1024
const UPKEEP_EVERY = { expire: 1_000, forget: 60_000 }

const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > MAX_REQUEST_BYTES) {
      throw new ServiceError('com.amazon.coral.service#RequestEntityTooLargeException', 'Over 16 MB', {}, 413)
    }
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}

const parse = (body: Buffer): Request => {
  try {
    const data: unknown = JSON.parse(body.toString())
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as Request
  } catch {}
  throw new ServiceError('com.amazon.coral.service#SerializationException', 'The body is not a JSON object')
}

const answerTo = (engine: Engine, faults: DynamoDBFaults, target: string, body: Buffer): Promise<Request> => {
  const [api = '', name = ''] = target.split('.')
  const operations = Object.hasOwn(APIS, api) ? APIS[api] : undefined
  const operation = operations && Object.hasOwn(operations, name) ? operations[name] : undefined
  if (!operation) throw unknownOperation(target)
  const data = parse(body)
  refuseOnPurpose(faults, name, data)
  return operation(engine, data)
}

const answer = async (engine: Engine, faults: DynamoDBFaults, request: IncomingMessage): Promise<Request> =>
  answerTo(engine, faults, String(request.headers['x-amz-target'] ?? ''), await bodyOf(request))

const send = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
  })
  response.end(text)
}

const fail = (response: ServerResponse, error: unknown): void => {
  if (error instanceof ServiceError) {
    send(response, error.status, error.body)
    return
  }
  process.stderr.write(`dynamodb: ${error instanceof Error ? error.stack : error}\n`)
  send(response, 500, { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: 'Internal error' })
}

const openEngine = async (options: DynamoDBOptions): Promise<Engine> => {
  const storage = await openStorage(options.dir)
  const engine: Engine = {
    storage,
    tables: new Map(),
    now: options.now ?? Date.now,
    wall: options.wall ?? Date.now,
    region: options.region ?? 'us-east-1',
    account: options.account ?? '000000000000',
    sequence: (await storage.get<number>(META.sequence)) ?? 0,
  }
  await loadTables(engine)
  return engine
}

const repeat = (every: number, work: () => Promise<unknown>): NodeJS.Timeout =>
  setInterval(() => {
    work().catch((error: unknown) => process.stderr.write(`dynamodb upkeep: ${error}\n`))
  }, every).unref()

/**
 * Starts an embedded DynamoDB with streams, transactions and expiry. It checks no signatures: whoever stands in front
 * of it does.
 */
export const startDynamoDB = async (options: DynamoDBOptions = {}): Promise<DynamoDB> => {
  const engine = await openEngine(options)
  const faults = noFaults()
  let closed = false
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(engine, faults, request).then(
      (body) => {
        if (faults.lose === 0) {
          send(response, 200, body)
          return
        }
        faults.lose -= 1
        response.destroy()
      },
      (error: unknown) => {
        // Whoever asks while it closes has lost the connection already.
        if (closed) response.destroy()
        else fail(response, error)
      },
    )
  }
  const host = options.host ?? '127.0.0.1'
  // Node's own five seconds are over when a test has read a large file meanwhile, and its client is about to ask again.
  const server = createServer({ keepAliveTimeout: 60_000 }, handle)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const timers = [
    repeat(UPKEEP_EVERY.expire, () => expireItems(engine)),
    repeat(UPKEEP_EVERY.forget, () => forgetOld(engine)),
  ]
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host}:${port}`,
    handle,
    ask: async (target, body) => {
      try {
        return { status: 200, body: await answerTo(engine, faults, target, body) }
      } catch (error) {
        if (error instanceof ServiceError) return { status: error.status, body: error.body }
        throw error
      }
    },
    faults,
    expire: () => expireItems(engine),
    forget: () => forgetOld(engine),
    close: async () => {
      closed = true
      for (const timer of timers) clearInterval(timer)
      server.close()
      server.closeAllConnections()
      await engine.storage.close()
    },
  }
}
