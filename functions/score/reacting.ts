import type { DynamoDBRecord } from 'aws-lambda'
import { log } from '../../shared/platform/logger.ts'
import { type Change, changeOf, sequenceOf } from '../../shared/store/changes.ts'

/** What reacts to changes. It may be told of the same change again. @returns the sequence numbers of those that failed */
export type Reaction = (changes: readonly Change[]) => Promise<readonly string[]>

/** The tumbling window that a batch belongs to. */
export type Window = {
  /** Its first moment, in ISO 8601. */
  start: string
  end: string
  shard: string
  /** The window ends with this invocation. */
  last: boolean
}

/**
 * What collects changes over a window. It is told of the changes that everything else has taken, and answers the state that it
 * is handed again the next time; the states of all collectors together are at most 1 MB.
 */
export type Collector = (changes: readonly Change[], state: unknown, window: Window) => Promise<unknown>

/** All that the second reader of the stream does. */
export type Reactions = {
  reactions: Readonly<Record<string, Reaction>>
  collectors: Readonly<Record<string, Collector>>
}

/** A batch of the stream, with its tumbling window. */
export type StreamBatch = {
  Records: DynamoDBRecord[]
  window?: { start?: string; end?: string }
  state?: Record<string, unknown>
  shardId?: string
  isFinalInvokeForWindow?: boolean
}

/** What Lambda is told. */
export type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[]; state: Record<string, unknown> }

/** Changes that can be read, and the sequence numbers of those that cannot. */
const read = (records: readonly DynamoDBRecord[]): { changes: Change[]; failed: string[] } => {
  const [changes, failed]: [Change[], string[]] = [[], []]
  for (const record of records) {
    try {
      changes.push(changeOf(record))
    } catch (error) {
      log.error('change cannot be read', error, { record: sequenceOf(record) })
      failed.push(sequenceOf(record))
    }
  }
  return { changes, failed }
}

const failuresOf = async (name: string, one: Reaction, changes: readonly Change[]): Promise<readonly string[]> => {
  try {
    return await one(changes)
  } catch (error) {
    log.error('reaction failed', error, { reaction: name, changes: changes.length })
    return changes.map(({ sequence }) => sequence)
  }
}

/** The changes before the first record that failed: those that will not be delivered again. */
const takenOf = (
  records: readonly DynamoDBRecord[],
  changes: readonly Change[],
  failed: ReadonlySet<string>,
): Change[] => {
  const first = records.findIndex((record) => failed.has(sequenceOf(record)))
  const taken = new Set((first < 0 ? records : records.slice(0, first)).map(sequenceOf))
  return changes.filter(({ sequence }) => taken.has(sequence))
}

/**
 * Has everything react to a batch. A change that fails with one is delivered again to all, with what comes after it; so
 * collectors are told only of the changes before the first that failed, and none is collected twice.
 */
export const react = async ({ reactions, collectors }: Reactions, batch: StreamBatch): Promise<BatchAnswer> => {
  const { changes, failed } = read(batch.Records)
  const named = changes.length > 0 ? Object.entries(reactions) : []
  const failures = await Promise.all(named.map(([name, one]) => failuresOf(name, one, changes)))
  const all = new Set([...failed, ...failures.flat()])
  const taken = takenOf(batch.Records, changes, all)
  const { start = '', end = '' } = batch.window ?? {}
  const window: Window = { start, end, shard: batch.shardId ?? '', last: batch.isFinalInvokeForWindow === true }
  const states = await Promise.all(
    Object.entries(collectors).map(
      async ([name, collect]) => [name, await collect(taken, batch.state?.[name], window)] as const,
    ),
  )
  return {
    batchItemFailures: [...all].map((itemIdentifier) => ({ itemIdentifier })),
    state: Object.fromEntries(states),
  }
}
