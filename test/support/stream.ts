import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type ShardIteratorType,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import type { DynamoDB } from '../../local/dynamodb/server.ts'
import { type Change, changeOf } from '../../shared/store/changes.ts'
import { TEST_CREDENTIALS } from './table.ts'

/** Reads a table's stream with the real client, all shards one after the other. */
export const readStream = async (
  { client, url, name }: { client: DynamoDBClient; url: string; name: string },
  from: { ShardIteratorType: ShardIteratorType; SequenceNumber?: string } = { ShardIteratorType: 'TRIM_HORIZON' },
  Limit = 1000,
): Promise<StreamRecord[]> => {
  const streams = new DynamoDBStreamsClient({ endpoint: url, region: 'us-east-1', credentials: TEST_CREDENTIALS })
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }))
  const StreamArn = Table?.LatestStreamArn
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }))
  const records: StreamRecord[] = []
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    let { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...from }))
    while (ShardIterator) {
      const page: GetRecordsCommandOutput = await streams.send(new GetRecordsCommand({ ShardIterator, Limit }))
      records.push(...(page.Records ?? []))
      ShardIterator = page.Records?.length ? page.NextShardIterator : undefined
    }
  }
  streams.destroy()
  return records
}

/** A change as a reader of the stream has it: items went through the stream's own notation. */
export const changeTold = (before: object | undefined, after: object | undefined, at = 0): Change => {
  const image = (item: object | undefined) => item && marshall(item, { removeUndefinedValues: true })
  const dynamodb = { OldImage: image(before), NewImage: image(after), ApproximateCreationDateTime: at / 1_000 }
  return changeOf({ dynamodb } as DynamoDBRecord)
}

/** Reads the stream of a table that is answered within this process: all records after a sequence number, in order. */
export const readNearStream = async ({ ask }: Pick<DynamoDB, 'ask'>, after = ''): Promise<DynamoDBRecord[]> => {
  const call = async (name: string, body: object): Promise<Record<string, unknown>> => {
    const target = `DynamoDBStreams_20120810.${name}`
    return (await ask(target, Buffer.from(JSON.stringify(body)))).body as Record<string, unknown>
  }
  const { Streams } = await call('ListStreams', {})
  const [{ StreamArn = '' } = {}] = Streams as { StreamArn?: string }[]
  const { StreamDescription } = await call('DescribeStream', { StreamArn })
  const [{ ShardId = '' } = {}] = (StreamDescription as { Shards: { ShardId?: string }[] }).Shards
  const where = after
    ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
    : { ShardIteratorType: 'TRIM_HORIZON' }
  let { ShardIterator } = await call('GetShardIterator', { StreamArn, ShardId, ...where })
  const records: DynamoDBRecord[] = []
  for (;;) {
    const page = await call('GetRecords', { ShardIterator })
    const found = page.Records as DynamoDBRecord[]
    if (found.length === 0) return records
    records.push(...found)
    ShardIterator = page.NextShardIterator
  }
}
