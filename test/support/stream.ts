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
