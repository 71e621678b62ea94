import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { type DayCounts, NO_RHYTHM, type Rhythm } from '../domain/listen/health.ts'
import type { Iso } from '../domain/time.ts'
import { keys } from './keys.ts'
import { type PullState, pullStateOf } from './pulls.ts'
import { getAll, type Item, type Table } from './table.ts'

/**
 * How a source has been doing, as `listen-watch` last saw it: a summary of metrics, written by nobody else.
 * `checkedAt`: up to when it was looked at; `countedAt`: as of when `days` are.
 */
export type Health = { checkedAt?: Iso; countedAt?: Iso; rhythm: Rhythm; days: Record<string, DayCounts> }

/** What the table has of a source: its health, its pull and the revision of its mapping. */
export type SourceState = { health: Health; pull: PullState; mappingRev?: number }

const healthOf = (item: Item | undefined): Health => {
  const { checkedAt, countedAt, rhythm = NO_RHYTHM, days = {} } = (item ?? {}) as Partial<Health>
  return {
    rhythm,
    days,
    ...(checkedAt === undefined ? {} : { checkedAt }),
    ...(countedAt === undefined ? {} : { countedAt }),
  }
}

/** What the table has of sources, in their order, strongly consistent; one call for 33 of them. */
export const readSourceStates = async (table: Table, sources: readonly string[]): Promise<SourceState[]> => {
  const items = await getAll(
    table,
    sources.flatMap((source) => [keys.health(source), keys.pull(source), keys.mapping(source)]),
  )
  return sources.map((_, at) => {
    const [health, pull, mapping] = items.slice(3 * at, 3 * at + 3)
    const { rev, mapping: text } = (mapping ?? {}) as { rev?: number; mapping?: string }
    return {
      health: healthOf(health),
      pull: pullStateOf(pull),
      ...(rev === undefined || text === undefined ? {} : { mappingRev: rev }),
    }
  })
}

/** Writes what was seen of a source, unless somebody has looked later. */
export const putHealth = async (table: Table, source: string, health: Health & { checkedAt: Iso }): Promise<void> => {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...keys.health(source), type: 'health', source, ...health },
        ConditionExpression: 'attribute_not_exists(checkedAt) or checkedAt <= :at',
        ExpressionAttributeValues: { ':at': health.checkedAt },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}
