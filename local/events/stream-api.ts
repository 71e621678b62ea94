import type { World } from '../resources/world.ts'
import type { StreamApi, StreamRecord } from './shard-reader.ts'

/** The embedded DynamoDB's streams. A checkpoint that the stream has forgotten starts again at the oldest record. */
export const streamApi = (call: World['dynamodb']): StreamApi => {
  const iterator = async (StreamArn: string, ShardId: string, after: string | undefined): Promise<unknown> => {
    const where = after
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }
      : { ShardIteratorType: 'TRIM_HORIZON' }
    const answer = await call('GetShardIterator', { StreamArn, ShardId, ...where })
    return answer.ShardIterator
  }
  const read: StreamApi['read'] = async (streamArn, shard, after) => {
    try {
      const ShardIterator = await iterator(streamArn, shard, after)
      const { Records } = await call('GetRecords', { ShardIterator, Limit: 1_000 })
      return (Records ?? []) as StreamRecord[]
    } catch (error) {
      if (after && error instanceof Error && error.message.includes('TrimmedDataAccess'))
        return await read(streamArn, shard, undefined)
      throw error
    }
  }
  return {
    read,
    shards: async (streamArn) => {
      const { StreamDescription } = await call('DescribeStream', { StreamArn: streamArn })
      const { Shards = [] } = StreamDescription as { Shards?: { ShardId: string }[] }
      return Shards.map(({ ShardId }) => ShardId)
    },
  }
}

/** Tells pollers that a table may have changed. */
export type ChangeSignal = { notify(): void; changed(): Promise<void> }

/** @param everyMs pollers look at least this often: expiry writes to the stream without a call */
export const changeSignal = (everyMs = 1_000): ChangeSignal => {
  let waiting: (() => void)[] = []
  const notify = (): void => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  return {
    notify,
    changed: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, everyMs)
        waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      }),
  }
}
