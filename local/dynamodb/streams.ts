import type { Engine } from './engine.ts'
import { streamNotFound, trimmed, validationError } from './errors.ts'
import type { Description, Request } from './kernel.ts'
import { type StoredRecord, type StreamRecord, sequenceNumber, streamPrefix } from './records.ts'
import { END, type Operation } from './storage.ts'

/** How long a stream keeps a record, in milliseconds. */
const STREAM_TTL = 24 * 3600_000
const SHARD = 'shardId-00000000000000000001-00000001'
const MAX_RECORDS = 1000
const MAX_BYTES = 1024 * 1024
const HORIZON = 'horizon~'

const streamOf = (engine: Engine, arn: unknown): Description => {
  for (const { description } of engine.tables.values()) {
    if (description.LatestStreamArn === arn) return description
  }
  throw streamNotFound(String(arn))
}

const horizonOf = async (engine: Engine, stream: Description): Promise<string> =>
  (await engine.storage.get<string>(HORIZON + streamPrefix(stream))) ?? ''

const listStreams = async (engine: Engine, data: Request): Promise<Request> => ({
  Streams: [...engine.tables.values()]
    .map(({ description }) => description)
    .filter(({ TableName, LatestStreamArn }) => LatestStreamArn && (data.TableName ?? TableName) === TableName)
    .map(({ TableName, LatestStreamArn, LatestStreamLabel }) => ({
      StreamArn: LatestStreamArn,
      StreamLabel: LatestStreamLabel,
      TableName,
    })),
})

const describeStream = async (engine: Engine, data: Request): Promise<Request> => {
  const stream = streamOf(engine, data.StreamArn)
  return {
    StreamDescription: {
      StreamArn: stream.LatestStreamArn,
      StreamLabel: stream.LatestStreamLabel,
      StreamStatus: stream.StreamSpecification?.StreamEnabled ? 'ENABLED' : 'DISABLED',
      StreamViewType: stream.StreamSpecification?.StreamViewType,
      CreationRequestDateTime: Date.parse(`${stream.LatestStreamLabel}Z`) / 1000,
      TableName: stream.TableName,
      KeySchema: stream.KeySchema,
      Shards: [{ ShardId: SHARD, SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(0) } }],
    },
  }
}

/** A place in a stream: `from` is the first sequence number wanted. */
type Position = { arn: string; from: string }
const toIterator = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64')
const fromIterator = (text: unknown): Position => {
  try {
    const position = JSON.parse(Buffer.from(String(text), 'base64').toString()) as Position
    if (typeof position.arn === 'string' && typeof position.from === 'string') return position
  } catch {}
  throw validationError('Invalid ShardIterator')
}
/** The number right after a sequence number, as text that sorts between it and the next. */
const after = (sequence: string): string => `${sequence}~`

const START: Record<string, (given: string, horizon: string, last: string) => string> = {
  TRIM_HORIZON: (_given, horizon) => (horizon === '' ? '' : after(horizon)),
  LATEST: (_given, _horizon, last) => after(last),
  AT_SEQUENCE_NUMBER: (given) => given,
  AFTER_SEQUENCE_NUMBER: (given) => after(given),
}

const getShardIterator = async (engine: Engine, data: Request): Promise<Request> => {
  const stream = streamOf(engine, data.StreamArn)
  const start = START[String(data.ShardIteratorType)]
  if (!start) {
    throw validationError(
      `1 validation error detected: Value '${data.ShardIteratorType}' at 'shardIteratorType' failed to satisfy constraint: ` +
        'Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_SEQUENCE_NUMBER, TRIM_HORIZON]',
    )
  }
  const given = data.SequenceNumber == null ? '' : String(data.SequenceNumber)
  if (String(data.ShardIteratorType).endsWith('SEQUENCE_NUMBER') && given === '') {
    throw validationError('Missing parameter SequenceNumber for this ShardIteratorType')
  }
  const from = start(given, await horizonOf(engine, stream), sequenceNumber(engine.sequence))
  return { ShardIterator: toIterator({ arn: String(data.StreamArn), from }) }
}

const getRecords = async (engine: Engine, data: Request): Promise<Request> => {
  const { arn, from } = fromIterator(data.ShardIterator)
  const stream = streamOf(engine, arn)
  const limit = data.Limit == null ? MAX_RECORDS : Number(data.Limit)
  if (!(limit >= 1 && limit <= MAX_RECORDS)) throw validationError(`Limit must be 1 to ${MAX_RECORDS}, it was ${limit}`)
  const horizon = await horizonOf(engine, stream)
  if (horizon !== '' && from <= horizon) throw trimmed()
  const prefix = streamPrefix(stream)
  const Records: StreamRecord[] = []
  let [next, bytes] = [from, 0]
  for await (const [, { record }] of engine.storage.entries<StoredRecord>({
    gte: prefix + from,
    lt: prefix + END,
    limit,
  })) {
    if (bytes + record.dynamodb.SizeBytes > MAX_BYTES && Records.length > 0) break
    bytes += record.dynamodb.SizeBytes
    Records.push(record)
    next = after(record.dynamodb.SequenceNumber)
  }
  const NextShardIterator = stream.StreamSpecification?.StreamEnabled ? toIterator({ arn, from: next }) : undefined
  return { Records, NextShardIterator: Records.length > 0 ? toIterator({ arn, from: next }) : NextShardIterator }
}

/** Removes records older than 24 hours. Call it while you hold the storage exclusively. */
export const trimStreams = async (engine: Engine): Promise<void> => {
  const oldest = engine.wall() - STREAM_TTL
  for (const { description } of engine.tables.values()) {
    if (!description.LatestStreamLabel) continue
    const prefix = streamPrefix(description)
    const operations: Operation[] = []
    let horizon = ''
    for await (const [key, { wall, record }] of engine.storage.entries<StoredRecord>({
      gte: prefix,
      lt: prefix + END,
    })) {
      if (wall > oldest) break
      horizon = record.dynamodb.SequenceNumber
      operations.push({ type: 'del', key })
    }
    if (horizon === '') continue
    await engine.storage.commit([...operations, { type: 'put', key: HORIZON + prefix, value: horizon }])
  }
}

export const streamOperations = {
  ListStreams: listStreams,
  DescribeStream: describeStream,
  GetShardIterator: getShardIterator,
  GetRecords: getRecords,
}
