import { randomUUID } from 'node:crypto'
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { TABLE_INDEXES } from '../../infra/constructs/table-indexes.ts'
import { type DynamoDB, startDynamoDB } from '../../local/dynamodb/server.ts'
import { openTable, type Table } from '../../shared/store/table.ts'

/** A table for a test, what to ask it with, and how to be rid of it. */
export type TestTable = {
  table: Table
  /** The client below `table.client`. */
  client: DynamoDBClient
  /** The endpoint, for `AWS_ENDPOINT_URL_DYNAMODB`. */
  url: string
  /** What goes wrong on purpose; undefined on an endpoint elsewhere. */
  faults: DynamoDB['faults'] | undefined
  close(): Promise<void>
}

export const TEST_CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' } as const

const key = (pk: string, sk: string) => [
  { AttributeName: pk, KeyType: 'HASH' as const },
  { AttributeName: sk, KeyType: 'RANGE' as const },
]

const indexes = Object.entries(TABLE_INDEXES)
const attributes = new Set(['pk', 'sk', ...indexes.flatMap(([, { pk, sk }]) => [pk, sk])])
const numbers = new Set<string>(indexes.filter(([, { number }]) => number).map(([, { sk }]) => sk))

/** The single table as `infra` declares it. */
export const tableDefinition = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: key('pk', 'sk'),
  AttributeDefinitions: [...attributes].map((AttributeName) => ({
    AttributeName,
    AttributeType: numbers.has(AttributeName) ? ('N' as const) : ('S' as const),
  })),
  GlobalSecondaryIndexes: indexes.map(([IndexName, { pk, sk, attributes: NonKeyAttributes }]) => ({
    IndexName,
    KeySchema: key(pk, sk),
    Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...NonKeyAttributes] },
  })),
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
})

/** A client for a local endpoint that fails at once instead of retrying. */
export const localClient = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({ endpoint, region: 'us-east-1', credentials: TEST_CREDENTIALS, maxAttempts: 1 })

/** What tests write is of dates of their own: the machine's clock must not end the life of it while they look. */
const NEVER_EXPIRES = () => Date.UTC(2020, 0)

/**
 * Creates Earshot's table on an embedded DynamoDB of its own, in memory; or, when `EARSHOT_TEST_DYNAMODB_URL` is set,
 * under a fresh name on that endpoint.
 * @param now milliseconds by which items expire (embedded only)
 * @default nothing ever does
 */
export const createTable = async (now: () => number = NEVER_EXPIRES): Promise<TestTable> => {
  const elsewhere = process.env.EARSHOT_TEST_DYNAMODB_URL
  const server = elsewhere ? undefined : await startDynamoDB({ now })
  const url = elsewhere ?? server?.url ?? ''
  const client = localClient(url)
  const TableName = elsewhere ? `earshot-${randomUUID()}` : 'earshot'
  await client.send(new CreateTableCommand(tableDefinition(TableName)))
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName })
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
    }),
  )
  return {
    table: openTable(TableName, client),
    client,
    url,
    faults: server?.faults,
    close: async () => {
      if (elsewhere) await client.send(new DeleteTableCommand({ TableName }))
      client.destroy()
      await server?.close()
    },
  }
}

/** Runs `work` with a fresh table and removes it afterwards, whatever happens. */
export const withTable = async <T>(work: (test: TestTable) => Promise<T>, now?: () => number): Promise<T> => {
  const test = await createTable(now)
  try {
    return await work(test)
  } finally {
    await test.close()
  }
}

/** Answers the SDK's requests inside this process: no socket, no signature. */
const within = (server: DynamoDB) => ({
  handle: async ({ headers, body }: { headers: Record<string, string>; body?: Uint8Array }) => {
    const answer = await server.ask(
      headers['x-amz-target'] ?? '',
      body ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : Buffer.alloc(0),
    )
    const bytes = Buffer.from(JSON.stringify(answer.body))
    return { response: { statusCode: answer.status, headers: {}, body: bytes } }
  },
})

/** As {@link createTable}, but several times as fast, for simulations that make hundreds of thousands of calls. */
export const createNearTable = async (
  now?: () => number,
): Promise<Pick<TestTable, 'table' | 'close'> & Pick<DynamoDB, 'ask'>> => {
  const server = await startDynamoDB(now ? { now } : {})
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: TEST_CREDENTIALS,
    maxAttempts: 1,
    requestHandler: within(server),
    signer: { sign: async (request) => request },
  })
  await client.send(new CreateTableCommand(tableDefinition('earshot')))
  return { table: openTable('earshot', client), close: () => server.close(), ask: server.ask }
}
