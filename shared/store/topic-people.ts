import type { Total } from '../domain/score/topics/merge.ts'
import { authorHash } from '../domain/score/topics/sightings.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import { isReadable, readIdentities } from './mentions.ts'
import { getAll, type Table } from './table.ts'

/** The key of a mention that a sketch names `<platform>#<id>`. */
export const mentionKey = (mention: string): Key => {
  const hash = mention.indexOf('#')
  return keys.activity(mention.slice(0, hash), mention.slice(hash + 1))
}

/** Who wrote the examples of a topic. */
export type Written = {
  /** The authors, by their hash, that are no part of the community. */
  others: ReadonlySet<string>
  /** The accounts of the community, those with most examples first. */
  leading: { iid: IdentityId; count: number }[]
  /** Examples that are still there. */
  mentions: string[]
}

/** Whether an account is the brand's own, staff or a bot. */
export type IsOutside = (iid: IdentityId, identity: IdentityItem | undefined) => boolean

/** At most so many accounts are named per hour. */
const LEADING = 10

/** Reads the examples of a topic (at most fifty) and the accounts that wrote them. */
export const readWritten = async (
  table: Table,
  { mentions }: Pick<Total, 'mentions'>,
  isOutside: IsOutside,
): Promise<Written> => {
  const items = (await getAll(table, mentions.map(mentionKey))) as (ActivityItem | undefined)[]
  const there = mentions.flatMap((mention, at) => {
    const item = items[at]
    return item && isReadable(item) ? [{ mention, iid: item.iid }] : []
  })
  const identities = await readIdentities(
    table,
    there.map(({ iid }) => iid),
  )
  const outside = new Set(there.map(({ iid }) => iid).filter((iid) => isOutside(iid, identities.get(iid))))
  const own = there.filter(({ iid }) => !outside.has(iid))
  const counts = new Map<IdentityId, number>()
  for (const { iid } of own) counts.set(iid, (counts.get(iid) ?? 0) + 1)
  const leading = [...counts].map(([iid, count]) => ({ iid, count }))
  leading.sort((a, b) => b.count - a.count || (a.iid < b.iid ? -1 : 1))
  return {
    others: new Set([...outside].map(authorHash)),
    leading: leading.slice(0, LEADING),
    mentions: own.map(({ mention }) => mention),
  }
}
