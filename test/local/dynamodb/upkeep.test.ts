import { CreateTableCommand, DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type DynamoDB, startDynamoDB } from '../../../local/dynamodb/server.ts'
import { getAll, openTable, type Table, transact } from '../../../shared/store/table.ts'
import { readStream } from '../../support/stream.ts'
import { localClient, TEST_CREDENTIALS, tableDefinition } from '../../support/table.ts'

const START = Date.parse('2026-11-21T12:00:00Z')
const DAY = 24 * 3600
let [server, table, now, wall]: [DynamoDB, Table, number, number] = [] as never

beforeEach(async () => {
  now = START
  wall = START
  server = await startDynamoDB({ now: () => now, wall: () => wall })
  const client = localClient(server.url)
  await client.send(new CreateTableCommand(tableDefinition('upkeep')))
  table = openTable('upkeep', client)
})
afterEach(() => server.close())

const inDays = (days: number) => START / 1000 + days * DAY
const put = (pk: string, expires?: unknown) => transact(table, [{ Put: { Item: { pk, sk: 'A', expires } } }])
const expiry = (Enabled: boolean) =>
  localClient(server.url).send(
    new UpdateTimeToLiveCommand({
      TableName: 'upkeep',
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled },
    }),
  )
const left = async (...pks: string[]) => {
  const items = await getAll(
    table,
    pks.map((pk) => ({ pk, sk: 'A' })),
  )
  return items.flatMap((item) => (item ? [item.pk] : []))
}
const stream = () => readStream({ client: localClient(server.url), url: server.url, name: 'upkeep' })

describe('expiry', () => {
  it('deletes what is due by the clock it was given, and only that', async () => {
    await expiry(true)
    await put('soon', inDays(1))
    await put('later', inDays(3))
    await put('never')
    await put('wrong-type', String(inDays(1)))
    await put('long-ago', inDays(-365 * 6))
    const all = ['soon', 'later', 'never', 'wrong-type', 'long-ago']
    expect(await server.expire()).toBe(0)
    now += 2 * DAY * 1000
    expect(await server.expire()).toBe(1)
    expect(await left(...all)).toEqual(all.filter((pk) => pk !== 'soon'))
  })

  it('is told in the stream as the service own doing', async () => {
    await expiry(true)
    await put('soon', inDays(1))
    now += 2 * DAY * 1000
    await server.expire()
    const [, removed] = await stream()
    expect(removed).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' },
      dynamodb: { OldImage: { pk: { S: 'soon' } } },
    })
    expect(removed?.dynamodb?.NewImage).toBeUndefined()
  })

  it('goes by the latest word: an item that is put off stays, one brought forward goes', async () => {
    await expiry(true)
    await put('off', inDays(1))
    await put('off', inDays(9))
    await put('forward', inDays(9))
    await put('forward', inDays(1))
    now += 2 * DAY * 1000
    await server.expire()
    expect(await left('off', 'forward')).toEqual(['off'])
  })

  it('also finds what was there before it was switched on, and can be switched off', async () => {
    await put('early', inDays(1))
    await expiry(true)
    await put('second', inDays(4))
    now += 2 * DAY * 1000
    await server.expire()
    await expiry(false)
    now += 9 * DAY * 1000
    await server.expire()
    expect(await left('early', 'second')).toEqual(['second'])
    const { TimeToLiveDescription } = await localClient(server.url).send(
      new DescribeTimeToLiveCommand({ TableName: 'upkeep' }),
    )
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' })
  })
})

describe('a stream', () => {
  it('is listed and described', async () => {
    const streams = new DynamoDBStreamsClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: TEST_CREDENTIALS,
    })
    const { Streams } = await streams.send(new ListStreamsCommand({ TableName: 'upkeep' }))
    expect(Streams).toEqual([
      {
        StreamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/upkeep/stream/2026-11-21T12:00:00.000',
        StreamLabel: '2026-11-21T12:00:00.000',
        TableName: 'upkeep',
      },
    ])
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: Streams?.[0]?.StreamArn }))
    expect(StreamDescription).toMatchObject({ StreamStatus: 'ENABLED', StreamViewType: 'NEW_AND_OLD_IMAGES' })
    await expect(
      streams.send(new DescribeStreamCommand({ StreamArn: `${Streams?.[0]?.StreamArn}9` })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('forgets after 24 hours of real time, and says so to who asks for what is gone', async () => {
    await put('old')
    const [old] = await stream()
    wall += DAY * 1000 - 1000
    await put('young')
    now += 30 * DAY * 1000
    await server.forget()
    expect(await stream()).toHaveLength(2)
    wall += 2000
    await server.forget()
    expect((await stream()).map(({ dynamodb }) => dynamodb?.Keys?.pk?.S)).toEqual(['young'])
    const streams = new DynamoDBStreamsClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: TEST_CREDENTIALS,
    })
    const { Streams } = await streams.send(new ListStreamsCommand({}))
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: Streams?.[0]?.StreamArn,
        ShardId: 'shardId-00000000000000000001-00000001',
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        SequenceNumber: old?.dynamodb?.SequenceNumber,
      }),
    )
    await expect(streams.send(new GetRecordsCommand({ ShardIterator }))).rejects.toMatchObject({
      name: 'TrimmedDataAccessException',
    })
  })
})
