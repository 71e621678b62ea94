import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { LIKENESSES, type Likeness, likenessesOf } from '../domain/connect/hints.ts'
import type { Iso } from '../domain/time.ts'
import type { IdentityItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import { suggest } from './suggestions.ts'
import { query, type Table } from './table.ts'

/** What more accounts than this have in common says nothing about any two of them. */
const MOST_ALIKE = 5

type LikenessItem = { pk: string; sk: IdentityId; type: 'likeness'; platform: string }

/** Notes the likeness and answers who else has it: none when too many have. */
const othersWith = async (
  table: Table,
  { kind, value }: Likeness,
  { iid, platform }: IdentityItem,
): Promise<LikenessItem[]> => {
  const key = keys.likeness(kind, value, iid)
  // Noted before it is looked up: of two accounts that come at the same moment one at least sees the other.
  await table.client.send(new PutCommand({ TableName: table.name, Item: { ...key, type: 'likeness', platform } }))
  const { items } = await query(table, { pk: key.pk, limit: MOST_ALIKE + 2, consistent: true })
  const others = (items as LikenessItem[]).filter(({ sk }) => sk !== iid)
  return others.length > MOST_ALIKE ? [] : others
}

/** Whether two accounts having it says something: one platform has a handle only once, so there it has changed hands. */
const tells = ({ kind }: Likeness, one: string, other: string): boolean =>
  kind !== 'handle' || one !== other || one === 'email'

const written = ({ kind, value }: Likeness): string => `${kind} ${value}`

/**
 * Suggests who may be the same person as an account, by what it has in common with others. At first sight of it, or when
 * its profile says something new: a write and a read for each of at most four likenesses, whatever comes of them.
 * @param before the account as it was
 * @returns how many suggestions are new or stronger
 */
export const suggestAlike = async (
  table: Table,
  before: IdentityItem | undefined,
  after: IdentityItem,
  at: Iso,
): Promise<number> => {
  const known = new Set(before ? likenessesOf(before).map(written) : [])
  let suggested = 0
  for (const likeness of likenessesOf(after).filter((one) => !known.has(written(one)))) {
    const { confidence, why } = LIKENESSES[likeness.kind]
    for (const other of await othersWith(table, likeness, after)) {
      if (!tells(likeness, after.platform, other.platform)) continue
      const evidence = { a: after.iid, b: other.sk, kind: 'hint', confidence, actor: 'earshot', at, why } as const
      if ((await suggest(table, evidence)) === 'suggested') suggested += 1
    }
  }
  return suggested
}
