import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { BatchWriteCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Iso } from '../domain/time.ts'
import { keys, shortHash } from './keys.ts'
import { ConflictError, getAll, type Item, type Table } from './table.ts'

/**
 * How far a source that is asked has been read. `cursor` is the puller's own text, opaque here; `rev` counts its moves, so
 * that of two runs at once only one moves it on.
 */
export type PullState = {
  rev: number
  cursor?: string
  /** The latest look, whatever came of it. */
  lastRunAt?: Iso
  /** Why the latest look failed; gone after one that did not. */
  lastError?: string
  /** The source asked to be left alone until then. */
  notBefore?: Iso
  /** What ends unless it is renewed (a subscription of a hub), and when, by its name. */
  leases?: Readonly<Record<string, Iso>>
}

type PullItem = PullState & { pk: string; sk: 'A'; type: 'pull'; source: string }

/** What an item says of how far a source has been read. One that was never read is at revision 0, without a cursor. */
export const pullStateOf = (item: Item | undefined): PullState => {
  const { rev = 0, cursor, lastRunAt, lastError, notBefore, leases } = (item ?? {}) as Partial<PullItem>
  return {
    rev,
    ...(cursor === undefined ? {} : { cursor }),
    ...(lastRunAt === undefined ? {} : { lastRunAt }),
    ...(lastError === undefined ? {} : { lastError }),
    ...(notBefore === undefined ? {} : { notBefore }),
    ...(leases === undefined ? {} : { leases }),
  }
}

/** How far a source has been read, strongly consistent. */
export const readPull = async (table: Table, source: string): Promise<PullState> => {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.pull(source), ConsistentRead: true }),
  )
  return pullStateOf(Item)
}

/** Where a cursor is moved to, from which revision; leases stay as they are when left out. */
export type CursorMove = { rev: number; cursor: string; at: Iso; leases?: Readonly<Record<string, Iso>> | undefined }

/**
 * Moves the cursor on, from the revision that was read.
 * @returns the new revision
 * @throws ConflictError when another run has moved it since: it stands where that one put it
 */
export const moveCursor = async (
  table: Table,
  source: string,
  { rev, cursor, at, leases }: CursorMove,
): Promise<number> => {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.pull(source),
        UpdateExpression: `SET #type = :type, #source = :source, #cursor = :cursor, rev = :next, lastRunAt = :at${leases ? ', leases = :leases' : ''} REMOVE lastError, notBefore`,
        ConditionExpression: rev === 0 ? 'attribute_not_exists(rev)' : 'rev = :rev',
        ExpressionAttributeNames: { '#type': 'type', '#source': 'source', '#cursor': 'cursor' },
        ExpressionAttributeValues: {
          ...{ ':type': 'pull', ':source': source, ':cursor': cursor, ':next': rev + 1, ':at': at },
          ...(rev === 0 ? {} : { ':rev': rev }),
          ...(leases ? { ':leases': leases } : {}),
        },
      }),
    )
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
  return rev + 1
}

/** Notes a look that moved nothing: that it was, why it failed, until when the source wants to be left alone. */
export const notePull = async (
  table: Table,
  source: string,
  { at, lastError, notBefore }: { at: Iso; lastError?: string; notBefore?: Iso | undefined },
): Promise<void> => {
  const set: Item = {
    lastRunAt: at,
    ...(lastError === undefined ? {} : { lastError }),
    ...(notBefore === undefined ? {} : { notBefore }),
  }
  const gone = ['lastError', 'notBefore'].filter((name) => !(name in set))
  await table.client.send(
    new UpdateCommand({
      TableName: table.name,
      Key: keys.pull(source),
      UpdateExpression: `SET #type = :type, #source = :source, ${Object.keys(set)
        .map((name) => `${name} = :${name}`)
        .join(', ')}${gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''}`,
      ExpressionAttributeNames: { '#type': 'type', '#source': 'source' },
      ExpressionAttributeValues: {
        ...{ ':type': 'pull', ':source': source },
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      },
    }),
  )
}

const BATCH = 25

/**
 * Remembers that things of a source were taken, by a hash of their ids.
 * @param expires end of the memory, in epoch seconds
 * @throws Error when DynamoDB does not take them after some tries
 */
export const rememberPulled = async (
  table: Table,
  source: string,
  ids: readonly string[],
  expires: number,
): Promise<void> => {
  const distinct = [...new Set(ids)]
  for (let from = 0; from < distinct.length; from += BATCH) {
    let requests = distinct.slice(from, from + BATCH).map((id) => ({
      PutRequest: { Item: { ...keys.pulled(source, shortHash(id)), type: 'pulled', expires } },
    }))
    for (let tried = 0; requests.length > 0; tried++) {
      if (tried > 5) throw new Error(`DynamoDB left out ${requests.length} items of a batch, six times in a row.`)
      if (tried > 0) await new Promise((wake) => setTimeout(wake, Math.random() * 50 * 2 ** tried))
      const answer = await table.client.send(new BatchWriteCommand({ RequestItems: { [table.name]: requests } }))
      requests = (answer.UnprocessedItems?.[table.name] ?? []) as typeof requests
    }
  }
}

/** @returns those of the ids that are remembered as taken from the source */
export const knownPulled = async (table: Table, source: string, ids: readonly string[]): Promise<Set<string>> => {
  const items = await getAll(
    table,
    ids.map((id) => keys.pulled(source, shortHash(id))),
  )
  return new Set(ids.filter((_, at) => items[at] !== undefined))
}
