import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Iso } from '../domain/time.ts'
import { keys } from './keys.ts'
import { type Action, retryConflicts, type Table, transact } from './table.ts'

/**
 * A source's mapping as it was put: `mapping` is its JSON, missing once it was taken away. `rev` counts the changes, so
 * that a later one is never taken for an earlier one.
 */
export type StoredMapping = { source: string; rev: number; by: string; at: Iso; mapping?: string }

/** A source's mapping, strongly consistent; undefined when there never was one. */
export const readStoredMapping = async (table: Table, source: string): Promise<StoredMapping | undefined> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.mapping(source), ConsistentRead: true }),
  )
  if (!answer.Item) return undefined
  const { rev, by, at, mapping } = answer.Item as StoredMapping
  return { source, rev, by, at, ...(mapping === undefined ? {} : { mapping }) }
}

/** The mapping as it is from now on, if it still is as it was read, and a line of the log that stays for ever. */
const actions = (stored: StoredMapping, before: StoredMapping | undefined): Action[] => [
  {
    Put: {
      Item: { ...keys.mapping(stored.source), type: 'mapping', ...stored },
      ...(before
        ? { ConditionExpression: 'rev = :before', ExpressionAttributeValues: { ':before': before.rev } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  },
  { Put: { Item: { ...keys.mappingLog(stored.source, stored.rev), type: 'mapping', ...stored } } },
]

/**
 * Puts a source's mapping, or takes it away. Each change is logged with who made it; the same again changes nothing.
 * @param mapping its JSON, checked by `readMapping`; undefined takes it away
 * @returns the mapping as it is now; undefined when there is nothing to take away
 */
export const putStoredMapping = async (
  table: Table,
  source: string,
  mapping: string | undefined,
  { by, at }: { by: string; at: Iso },
): Promise<StoredMapping | undefined> =>
  await retryConflicts(async () => {
    const before = await readStoredMapping(table, source)
    if (before?.mapping === mapping) return before
    const stored = { source, rev: (before?.rev ?? 0) + 1, by, at, ...(mapping === undefined ? {} : { mapping }) }
    await transact(table, actions(stored, before))
    return stored
  })
