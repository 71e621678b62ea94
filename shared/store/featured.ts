import { type FeaturedWord, featuredWinner } from '../domain/nudge/featured.ts'
import { type IdentityId, keys, shortHash } from './keys.ts'
import { type Action, getAll, query, retryConflicts, type Table, transact } from './table.ts'

/** The word of an account (or address) that counts. */
export type FeaturedItem = FeaturedWord & {
  pk: string
  sk: 'FEATURED'
  type: 'featured'
  iid: IdentityId
  ver: number
}

/** What identities have said about being pointed to, strongly consistent; who has said nothing is not in it. */
export const readFeatured = async (
  table: Table,
  iids: readonly IdentityId[],
): Promise<Map<IdentityId, FeaturedItem>> => {
  const items = (await getAll(table, iids.map(keys.featured))) as (FeaturedItem | undefined)[]
  return new Map(items.flatMap((item) => (item ? [[item.iid, item] as const] : [])))
}

const wordIn = ({ granted, at, source, wording, by, why, signUp }: FeaturedWord): FeaturedWord => ({
  ...{ granted, at, source, wording },
  ...(by === undefined ? {} : { by }),
  ...(why === undefined ? {} : { why }),
  ...(signUp ? { signUp } : {}),
})

/** The same for the same word, so that it is kept once however often it is told. */
const logId = ({ granted, source, wording }: FeaturedWord): string => shortHash([granted, source, wording].join('\n'))

/**
 * Writes a word: into the log that only grows, and as the word that counts. Both fail when somebody was faster.
 * @param before the word that counts so far, as read
 */
export const featuredActions = (iid: IdentityId, before: FeaturedItem | undefined, word: FeaturedWord): Action[] => [
  {
    Put: {
      Item: { ...keys.featuredLog(iid, word.at, logId(word)), type: 'featured-word', iid, ...wordIn(word) },
    },
  },
  {
    Put: {
      Item: { ...keys.featured(iid), type: 'featured', iid, ...wordIn(word), ver: (before?.ver ?? 0) + 1 },
      ConditionExpression: before ? '#ver = :before' : 'attribute_not_exists(pk)',
      ...(before
        ? { ExpressionAttributeNames: { '#ver': 'ver' }, ExpressionAttributeValues: { ':before': before.ver } }
        : {}),
    },
  },
]

/** Only the log: a word that another one beats is kept all the same. */
const logOnly = (iid: IdentityId, word: FeaturedWord): Action[] => featuredActions(iid, undefined, word).slice(0, 1)

/**
 * Records a word. Idempotent, and the same in any order; every word stays in the log.
 * @returns whether it is the word that counts from now on, and was not before
 */
export const recordFeatured = (table: Table, iid: IdentityId, word: FeaturedWord): Promise<boolean> =>
  retryConflicts(async () => {
    const before = (await readFeatured(table, [iid])).get(iid)
    const counts = !before || featuredWinner(wordIn(before), word) === word
    const changes = counts && JSON.stringify(before && wordIn(before)) !== JSON.stringify(wordIn(word))
    await transact(table, changes ? featuredActions(iid, before, word) : logOnly(iid, word))
    return changes
  })

/**
 * A person's word on whether emails to others may point to what they wrote, said on any of their identities (also an email's). The
 * table's stream hands it on to the person's other accounts and puts their pieces in or out of the catalogue's shelves, within
 * seconds.
 * @param said when, where (`preferences`), and the name of the wording that they saw
 */
export const setFeatured = async (
  table: Table,
  iid: IdentityId,
  granted: boolean,
  said: Pick<FeaturedWord, 'at' | 'source' | 'wording' | 'by' | 'why'>,
): Promise<void> => {
  await recordFeatured(table, iid, { granted, ...said })
}

/** Every word that was said on an identity, oldest first. */
export const readFeaturedLog = async (table: Table, iid: IdentityId): Promise<FeaturedWord[]> => {
  const { pk, sk } = keys.featuredLog(iid, '', '')
  const start = sk.slice(0, sk.indexOf('#') + 1)
  const { items } = await query(table, {
    ...{ pk, where: 'begins_with(#sk, :log)', values: { ':log': start }, consistent: true },
  })
  return (items as FeaturedWord[]).map(wordIn)
}

/** On condition that an identity's word is still the one that was read. */
export const sameFeatured = (iid: IdentityId, read: FeaturedItem | undefined): Action => ({
  ConditionCheck: {
    Key: keys.featured(iid),
    ConditionExpression: read ? '#ver = :ver' : 'attribute_not_exists(pk)',
    ...(read ? { ExpressionAttributeNames: { '#ver': 'ver' }, ExpressionAttributeValues: { ':ver': read.ver } } : {}),
  },
})
