import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { LinkState } from '../domain/nudge/links.ts'
import type { Iso } from '../domain/time.ts'
import { indexKeys } from './index-keys.ts'
import { type Key, keys } from './keys.ts'
import type { ContentItem } from './nudge-records.ts'
import { ConflictError, getAll, query, type Table } from './table.ts'

/** How far the links of the catalogue have been looked at: once through it is a round. `after`: the id of the last piece. */
export type LinkRound = { startedAt: Iso; after?: string; finishedAt?: Iso }

type RoundItem = LinkRound & { rev: number }

/** The latest round, strongly consistent; undefined before the first. */
export const readRound = async (table: Table): Promise<RoundItem | undefined> =>
  (await getAll(table, [keys.linkRound()]))[0] as RoundItem | undefined

/**
 * Notes how far a round is.
 * @param before as it was read
 * @throws ConflictError when another run was faster
 */
export const moveRound = async (
  table: Table,
  before: RoundItem | undefined,
  { startedAt, after = '', finishedAt = '' }: LinkRound,
): Promise<RoundItem> => {
  const rev = (before?.rev ?? 0) + 1
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.linkRound(),
        UpdateExpression: 'SET #type = :type, #rev = :rev, #since = :since, #after = :after, #end = :end',
        ConditionExpression: before ? '#rev = :before' : 'attribute_not_exists(pk)',
        ExpressionAttributeNames: {
          ...{ '#type': 'type', '#rev': 'rev', '#since': 'startedAt', '#after': 'after', '#end': 'finishedAt' },
        },
        ExpressionAttributeValues: {
          ...{ ':type': 'links', ':rev': rev, ':since': startedAt, ':after': after, ':end': finishedAt },
          ...(before ? { ':before': before.rev } : {}),
        },
      }),
    )
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
  return { startedAt, after, finishedAt, rev }
}

/** A piece as far as its link matters. */
export type LinkedPiece = Pick<ContentItem, 'id' | 'url' | 'link'>

/** The next pieces of the list of all content, by id; none after the last. */
export const nextLinked = async (table: Table, after: string | undefined, limit: number): Promise<LinkedPiece[]> => {
  const { items } = await query(table, {
    ...({ index: 'feed', pk: indexKeys.contents(), limit } as const),
    ...(after ? { where: '#sk > :after', values: { ':after': after } } : {}),
  })
  const pieces = (await getAll(table, items as Key[])) as (ContentItem | undefined)[]
  // One that is gone in the meantime still says how far this has come.
  return pieces.map((piece, at) => piece ?? { id: String(items[at]?.at), url: '' })
}

/** Notes what a piece's link was found to be; where it stands follows from the table's stream. */
export const putLink = async (table: Table, id: string, link: LinkState): Promise<void> => {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.content(id),
        UpdateExpression: 'SET #link = :link',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#link': 'link' },
        ExpressionAttributeValues: { ':link': link },
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}
