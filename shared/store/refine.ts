import type { Iso } from '../domain/time.ts'
import { withCorrection } from '../domain/understand/correction.ts'
import type { Understanding } from '../domain/understand/understanding.ts'
import { wordsOf } from './corrected.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import { understandingFields, understandingIn } from './ingest-item.ts'
import type { ActivityItem } from './items.ts'
import type { Key } from './keys.ts'
import { isReadable } from './mentions.ts'
import { rejudge, unjudged } from './rejudge.ts'
import { type Cursor, getAll, query, retryConflicts, type Table, transact } from './table.ts'

/** A mention that waits for a better judgement, and since when. */
export type Waiting = Key & { since: Iso }

/** Entries per shard that are read at once. */
const PAGE = 25

/**
 * Mentions whose judgement is provisional, page by page, of every shard the oldest first. One small query per shard when
 * there are none.
 */
export async function* provisionalMentions(table: Table): AsyncGenerator<Waiting[]> {
  let open: { pk: string; from?: Cursor | undefined }[] = shards(SHARDS.refine).map((shard) => ({
    pk: indexKeys.refine(shard),
  }))
  while (open.length > 0) {
    const pages = await Promise.all(
      open.map(async ({ pk, from }) => ({ pk, ...(await query(table, { index: 'queue', pk, limit: PAGE, from })) })),
    )
    yield pages.flatMap(({ items }) =>
      (items as (Key & { qs: string })[]).map(({ pk, sk, qs }) => ({ pk, sk, since: qs.slice(0, qs.indexOf('#')) })),
    )
    open = pages.flatMap(({ pk, next }) => (next ? [{ pk, from: next }] : []))
  }
}

/** The whole items behind entries, as far as they still wait: the index follows the table a moment later. */
export const stillProvisional = async (table: Table, entries: readonly Key[]): Promise<ActivityItem[]> => {
  const items = (await getAll(table, entries)) as (ActivityItem | undefined)[]
  return items.filter((item) => item?.provisional && isReadable(item)).filter((item) => item !== undefined)
}

/**
 * Replaces a provisional judgement, in one transaction with all that was counted by it, exactly once: if the mention has
 * been edited, deleted or refined since, nothing is written, and a person's word stays the last.
 * @param understand what a better engine found in these words; undefined when it was asked about other words
 * @returns whether it was written
 */
export const refineMention = async (
  table: Table,
  key: Key,
  understand: (item: ActivityItem) => Understanding | undefined,
  at: Iso,
): Promise<boolean> =>
  await retryConflicts(async () => {
    const [before] = await stillProvisional(table, [key])
    const found = before && understand(before)
    if (!found) return false
    const understanding = withCorrection(found, before.correction, wordsOf(before))
    const after = { ...unjudged(before), ...understandingFields(before, understanding), refinedAt: at }
    await transact(table, rejudge(before, after))
    return true
  })

/** What stands, no longer provisional: nobody better is going to say anything. */
export const settledIn = (item: ActivityItem): Understanding => {
  const { sentiment, ...rest } = understandingIn(item)
  const { provisional: _, ...found } = sentiment
  return { ...rest, sentiment: found }
}
