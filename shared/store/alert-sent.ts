import type { Digest } from '../domain/respond/alerts/notice.ts'
import type { Iso } from '../domain/time.ts'
import { indexKeys, SHARDS, shards } from './index-keys.ts'
import type { Key } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { getAll, query, type Table } from './table.ts'

/** Of what was sent, so many of the latest are read whole: clicks and complaints are counted of them. */
const LATEST = 500

type Sent = Key & { at: string; recipe: string }

/** Emails that were decided on between two moments, by recipe, the most sent first; a page of each shard at most. */
export const sentOfWeek = async (table: Table, { from, to }: { from: Iso; to: Iso }): Promise<Digest['recipes']> => {
  const pages = await Promise.all(
    shards(SHARDS.decisions).map((shard) =>
      query(table, {
        ...{ index: 'byThread', pk: indexKeys.decisionsInState('sent', shard), newestFirst: true },
        ...{ where: '#sk between :from and :to', values: { ':from': from, ':to': to } },
      }),
    ),
  )
  const sent = pages.flatMap(({ items }) => items as Sent[]).sort((a, b) => (a.at < b.at ? 1 : -1))
  const items = (await getAll(table, sent.slice(0, LATEST))) as (DecisionItem | undefined)[]
  const recipes = new Map<string, Digest['recipes'][number]>()
  const of = (recipe: string) => {
    const known = recipes.get(recipe) ?? { recipe, sent: 0, looked: 0, clicked: 0, complained: 0 }
    recipes.set(recipe, known)
    return known
  }
  for (const { recipe } of sent) of(recipe).sent++
  for (const item of items) {
    if (!item) continue
    const counts = of(item.recipe)
    counts.looked++
    if (item.clickedAt !== undefined) counts.clicked++
    if (item.outcome === 'complained') counts.complained++
  }
  return [...recipes.values()].sort((a, b) => b.sent - a.sent)
}
