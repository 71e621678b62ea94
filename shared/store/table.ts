import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { INDEXES, type IndexName } from './index-keys.ts'
import type { Key } from './keys.ts'

/** The single table: its name and the client to reach it. */
export type Table = { readonly name: string; readonly client: DynamoDBDocumentClient }

/** Opens the table. Call once per module, outside the handler. */
export const openTable = (name: string, base: DynamoDBClient = new DynamoDBClient({})): Table => ({
  name,
  client: DynamoDBDocumentClient.from(base, { marshallOptions: { removeUndefinedValues: true } }),
})

/** An item as the document client reads and writes it. */
export type Item = Record<string, unknown>
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number]
/** One action of a transaction, without the table's name. */
export type Action =
  | { Put: Omit<NonNullable<TransactItem['Put']>, 'TableName'> }
  | { Update: Omit<NonNullable<TransactItem['Update']>, 'TableName'> }
  | { Delete: Omit<NonNullable<TransactItem['Delete']>, 'TableName'> }
  | { ConditionCheck: Omit<NonNullable<TransactItem['ConditionCheck']>, 'TableName'> }

/** A transaction was called off because the state it was built on has changed: read again and decide again. */
export class ConflictError extends Error {
  override name = 'ConflictError'
  /** DynamoDB's code per action, `None` where that action was not the reason. */
  readonly reasons: readonly string[]
  constructor(reasons: readonly string[], cause: unknown) {
    super(`The transaction was cancelled: ${reasons.join(', ')}. Read the items again and retry.`, { cause })
    this.reasons = reasons
  }
}

const RETRYABLE = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict'])

/**
 * Writes up to 100 items at once, or none.
 * @throws ConflictError when a condition failed or another transaction was under way on the same items
 */
export const transact = async (table: Table, actions: readonly Action[], token?: string): Promise<void> => {
  const TransactItems = actions.map((action) => {
    const [verb, body] = Object.entries(action)[0] ?? []
    return { [verb ?? '']: { TableName: table.name, ...body } } as TransactItem
  })
  try {
    await table.client.send(
      new TransactWriteCommand({ TransactItems, ...(token ? { ClientRequestToken: token } : {}) }),
    )
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    const reasons = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
    if (reasons.every((reason) => RETRYABLE.has(reason))) throw new ConflictError(reasons, error)
    throw error
  }
}

/**
 * Runs `attempt` again (which must read afresh) when somebody else was faster, after a jittered pause.
 * @param random 0..1, for the jitter
 */
export const retryConflicts = async <T>(
  attempt: () => Promise<T>,
  { tries = 12, random = Math.random }: { tries?: number; random?: () => number } = {},
): Promise<T> => {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof ConflictError) || failed >= tries) throw error
      await new Promise((wake) => setTimeout(wake, random() * Math.min(1_000, 10 * 2 ** failed)))
    }
  }
}

const keyText = (key: Key): string => `${key.pk}\0${key.sk}`

/**
 * Reads items by key, strongly consistent, at most 100 keys a call; asks again for what DynamoDB left out.
 * @returns one entry per key, in order; undefined where there is no item
 */
export const getAll = async (table: Table, wanted: readonly Key[]): Promise<(Item | undefined)[]> => {
  const found = new Map<string, Item>()
  const distinct = [...new Map(wanted.map(({ pk, sk }) => [keyText({ pk, sk }), { pk, sk }])).values()]
  for (let from = 0; from < distinct.length; from += 100) {
    let Keys: Item[] = distinct.slice(from, from + 100)
    for (let round = 0; Keys.length > 0; round++) {
      if (round > 0) await new Promise((wake) => setTimeout(wake, Math.random() * 50 * 2 ** Math.min(round, 6)))
      const answer = await table.client.send(
        new BatchGetCommand({ RequestItems: { [table.name]: { Keys, ConsistentRead: true } } }),
      )
      for (const item of answer.Responses?.[table.name] ?? []) found.set(keyText(item as Key), item)
      Keys = answer.UnprocessedKeys?.[table.name]?.Keys ?? []
    }
  }
  return wanted.map((key) => found.get(keyText(key)))
}

/** Where the next page of a query starts; opaque. */
export type Cursor = Item
/** Some of what a query found; without `next` there is no more. */
export type Page<T = Item> = { items: T[]; next?: Cursor | undefined }

/** One page of a query on the table (`index` left out) or on an index. */
export const query = async (
  table: Table,
  ask: {
    index?: IndexName
    pk: string
    /** A condition on the sort key, `#sk < :x`; `#sk` is filled in. */
    where?: string
    values?: Item
    filter?: string
    names?: Record<string, string>
    newestFirst?: boolean
    limit?: number
    from?: Cursor | undefined
    consistent?: boolean
  },
): Promise<Page> => {
  const { pk, sk } = ask.index ? INDEXES[ask.index] : { pk: 'pk', sk: 'sk' }
  const input: QueryCommandInput = {
    TableName: table.name,
    ...(ask.index ? { IndexName: ask.index } : {}),
    KeyConditionExpression: ask.where ? `#pk = :pk and ${ask.where}` : '#pk = :pk',
    ExpressionAttributeNames: { '#pk': pk, ...(ask.where?.includes('#sk') ? { '#sk': sk } : {}), ...ask.names },
    ExpressionAttributeValues: { ':pk': ask.pk, ...ask.values },
    ...(ask.filter ? { FilterExpression: ask.filter } : {}),
    ScanIndexForward: !ask.newestFirst,
    ...(ask.limit ? { Limit: ask.limit } : {}),
    ...(ask.from ? { ExclusiveStartKey: ask.from } : {}),
    ...(ask.consistent ? { ConsistentRead: true } : {}),
  }
  const answer = await table.client.send(new QueryCommand(input))
  return { items: answer.Items ?? [], next: answer.LastEvaluatedKey }
}
