import type { Board } from '../domain/score/boards.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import type { PersonId } from './keys.ts'
import { query, type Table } from './table.ts'

/** Somebody's rank on a board. */
export type Ranked = { personId: PersonId; rank: number }

/** The greatest rank first; of two the same, which hardly ever happens, by person. */
const inOrder = (a: Ranked, b: Ranked): number => b.rank - a.rank || (a.personId < b.personId ? -1 : 1)

/**
 * A page of a board, merged of all its shards: one call each, whatever the board's length. Whoever moves up or down between two
 * pages may be seen twice or not at all; whoever stays is seen once.
 * @param least ranks below are not on the board any more
 */
export const listBoard = async (
  table: Table,
  board: Board,
  { limit, after, least }: { limit: number; after?: Ranked | undefined; least?: number | undefined },
): Promise<{ items: Ranked[]; more: boolean }> => {
  const bounds = { from: least ?? Number.MIN_SAFE_INTEGER, to: after?.rank ?? Number.MAX_SAFE_INTEGER }
  // Read on days later, when the last one seen has fallen off: DynamoDB refuses a range that is upside down.
  if (bounds.from > bounds.to) return { items: [], more: false }
  const pages = await Promise.all(
    shards(SHARDS.board).map((shard) =>
      query(table, {
        index: 'rank',
        pk: indexKeys.board(board, shard),
        where: '#sk between :from and :to',
        values: { ':from': bounds.from, ':to': bounds.to },
        newestFirst: true,
        // One more than wanted says whether there is more; one more for the entry that the last page ended with.
        limit: limit + 2,
      }),
    ),
  )
  const all = pages
    .flatMap(({ items }) => items.map(({ pk, rs }) => ({ personId: String(pk).slice(2), rank: Number(rs) })))
    .filter((one) => !after || inOrder(after, one) < 0)
    .sort(inOrder)
  return { items: all.slice(0, limit), more: all.length > limit }
}
