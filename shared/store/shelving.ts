import { isDeepStrictEqual } from 'node:util'
import { discussionOf } from '../domain/nudge/content-news.ts'
import { type ContentSource, type Featured, ruleOf, stageOf } from '../domain/nudge/content-rules.ts'
import type { FeaturedWord } from '../domain/nudge/featured.ts'
import { isDead } from '../domain/nudge/links.ts'
import { type AuthorStanding, leftOutOf, standingOfAuthor } from '../domain/nudge/standing.ts'
import type { Iso } from '../domain/time.ts'
import { type ContentFields, contentUpdate, getContent, placed, TEXT_LIMIT } from './content-fields.ts'
import { type FeaturedItem, featuredActions, readFeatured, sameFeatured } from './featured.ts'
import { indexKeys } from './index-keys.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import { type IdentityId, keys } from './keys.ts'
import { isReadable, readIdentities } from './mentions.ts'
import type { ContentItem } from './nudge-records.ts'
import { type Action, getAll, query, retryConflicts, type Table, transact } from './table.ts'

/** What finding out where pieces stand works with. */
export type Shelving = {
  table: Table
  /** The hosts that emails may lead to. */
  hosts: readonly string[]
  /** What the settings say of the sources of content, by name. */
  sources: Readonly<Record<string, ContentSource>>
  /** Accounts that the settings call the brand's own, staff or bots. */
  outside: ReadonlySet<IdentityId>
}

/** What follows for a piece from where it comes from. */
type Derived = { listed: boolean; fields: ContentFields; featured: Featured }

/** Reactions that are counted for one mention. */
const MOST_VOTES = 1_000

/** How many accounts reacted to a mention: a reaction that was taken back is in no index. */
const votesFor = async (table: Table, platform: string, id: string): Promise<number> => {
  const pk = indexKeys.votes(platform, id)
  const { items } = await query(table, { index: 'byThread', pk, limit: MOST_VOTES })
  return new Set(items.map(({ iid }) => iid)).size
}

const sourceOf = ({ sources }: Shelving, name: string | undefined): ContentSource | undefined =>
  name !== undefined && Object.hasOwn(sources, name) ? sources[name] : undefined

/** What the stream itself tells of a mention that is pointed to: its words as they are now, what they sound like, who liked them. */
const wordsNow = async (table: Table, platform: string, id: string) => {
  const [[item], votes] = await Promise.all([
    getAll(table, [keys.activity(platform, id)]) as Promise<[ActivityItem | undefined]>,
    votesFor(table, platform, id),
  ])
  const mention = item?.type === 'activity' ? item : undefined
  return {
    gone: mention?.deleted === true,
    text: mention && isReadable(mention) ? mention.text : undefined,
    negative: mention?.label === 'NEGATIVE',
    counts: { helpful: votes, votes },
  }
}

const discussion = async (shelving: Shelving, item: ContentItem): Promise<Derived> => {
  const { platform = '', source, bySolved, byThread } = item
  const rule = ruleOf(sourceOf(shelving, source))
  const { candidate, language, ...known } = discussionOf(bySolved, byThread)
  const now = candidate && bySolved?.answerId ? await wordsNow(shelving.table, platform, bySolved.answerId) : undefined
  const listed = candidate && rule !== undefined && !now?.gone
  // What its author took down is not kept here either.
  const kept = now?.gone && bySolved ? (({ text: _, ...rest }) => rest)(bySolved) : bySolved
  return {
    listed,
    featured: rule?.featured ?? 'ask',
    fields: {
      ...known,
      text: now?.gone ? undefined : (now?.text ?? known.text)?.slice(0, TEXT_LIMIT),
      bySolved: kept,
      publishedAt: known.publishedAt,
      language: rule?.language ?? language,
      ...{ kind: rule?.kind ?? 'discussion', exclusive: rule?.exclusive ?? true },
      stage: rule ? stageOf(rule, known.topics) : 'use',
      traits: { ...rule?.traits, ...(now?.negative ? { negative: true as const } : {}) },
      accepted: bySolved?.solved ?? false,
      ...(now?.counts ?? { helpful: 0, votes: 0 }),
    },
  }
}

const post = async (shelving: Shelving, item: ContentItem): Promise<Derived> => {
  const { platform = '', postId = '', deleted, topics = [] } = item
  const rule = ruleOf(sourceOf(shelving, item.source))
  const listed = !deleted && rule !== undefined
  if (!listed) return { listed, featured: 'ask', fields: {} }
  const { negative, counts } = await wordsNow(shelving.table, platform, postId)
  const { kind, exclusive, featured, language, traits } = rule
  return {
    ...{ listed, featured },
    fields: {
      ...{ kind, exclusive, stage: stageOf(rule, topics) },
      ...(language === undefined ? {} : { language }),
      traits: { ...traits, ...(negative ? { negative: true as const } : {}) },
      ...counts,
    },
  }
}

const imported = ({ deleted, authors, agreed }: ContentItem): Derived => ({
  listed: !deleted,
  featured: authors ? (agreed === undefined ? 'ask' : { wording: agreed }) : 'published',
  fields: {},
})

const derive = async (shelving: Shelving, item: ContentItem): Promise<Derived> => {
  if (item.bySolved || item.byThread) return discussion(shelving, item)
  return item.postId === undefined ? imported(item) : post(shelving, item)
}

type Author = { iid: IdentityId; word: FeaturedItem | undefined; standing: AuthorStanding }

const authorsOf = async (
  { table, outside }: Shelving,
  iids: readonly IdentityId[],
  featured: Featured,
): Promise<Author[]> => {
  const [words, identities] = await Promise.all([readFeatured(table, iids), readIdentities(table, iids)])
  return iids.map((iid) => {
    const { profile, gone }: Partial<IdentityItem> = identities.get(iid) ?? {}
    const word = words.get(iid)
    const role = outside.has(iid) ? 'brand' : profile?.role?.v
    return { iid, word, standing: standingOfAuthor({ word, role, gone: gone?.v }, featured) }
  })
}

/** What signing up at the source meant, for an author who has said nothing else. */
const signUpWord = (item: ContentItem, featured: Featured, at: Iso): FeaturedWord => ({
  ...{ granted: true, signUp: true, at, source: item.source ?? 'import' },
  wording: typeof featured === 'string' ? featured : featured.wording,
})

const wordActions = ({ iid, word, standing }: Author, signUp: FeaturedWord): Action[] =>
  standing === 'signed-up' ? featuredActions(iid, word, signUp) : [sameFeatured(iid, word)]

/** Wide enough for whatever comes from a platform; a transaction takes a hundred actions, of each item one, and each author three. */
const MOST_AUTHORS = 20

const write = async ({ table }: Shelving, item: ContentItem, after: ContentFields, actions: readonly Action[]) => {
  const { id, rev, settles } = item
  const times = settles === undefined ? 'attribute_not_exists(#settles)' : '#settles = :was'
  const condition = {
    text: `#rev = :rev and ${times}`,
    ...(settles === undefined ? {} : { values: { ':was': settles } }),
  }
  const fields = { ...after, rev, settles: (settles ?? 0) + 1 }
  await transact(table, [{ Update: contentUpdate(id, fields, condition) }, ...actions])
}

/**
 * Finds out where a piece stands, by what is known now: what it is, whether its authors agree to be pointed to, whether its link is
 * alive; and puts it on its shelf or takes it off. Idempotent, and the same whatever order things became known in. The words of
 * authors that it was built on are conditions of the write, so that no refusal is overlooked.
 * @param now when, for what is written down of a sign-up
 */
export const settleContent = (shelving: Shelving, id: string, now: Iso): Promise<void> =>
  retryConflicts(async () => {
    const item = await getContent(shelving.table, id)
    if (!item) return
    const { listed, fields, featured } = await derive(shelving, item)
    const { url = '', stage = '', language = '', authors: iids = [] } = { ...item, ...fields }
    const authors = listed ? await authorsOf(shelving, [...new Set(iids)].slice(0, MOST_AUTHORS), featured) : []
    const standings = authors.map(({ standing }) => standing)
    const about = { url, dead: isDead(item.link, url) }
    const leftOut = listed ? leftOutOf(about, standings, shelving.hosts) : undefined
    const shelf = listed && !leftOut ? indexKeys.content(stage, language) : undefined
    const after = { ...fields, leftOut, settledRev: item.rev, ...placed(id, { listed, shelf }) }
    const signsUp = standings.includes('signed-up')
    const known = item as Record<string, unknown>
    if (!signsUp && Object.entries(after).every(([name, value]) => isDeepStrictEqual(known[name], value))) return
    const signUp = signUpWord(item, featured, now)
    await write(shelving, item, after, [
      ...authors.flatMap((author) => wordActions(author, signUp)),
      ...authors.map(({ iid }) => ({ Put: { Item: { ...keys.authored(iid, id), type: 'authored', id } } })),
    ])
  })

/** The pieces that are (also) an identity's words. */
export const authoredBy = async (table: Table, iid: IdentityId): Promise<string[]> => {
  const ids: string[] = []
  let from: Record<string, unknown> | undefined
  do {
    const page = await query(table, {
      pk: keys.authored(iid, '').pk,
      where: 'begins_with(#sk, :pieces)',
      values: { ':pieces': keys.authored(iid, '').sk },
      consistent: true,
      from,
    })
    ids.push(...page.items.map(({ id }) => String(id)))
    from = page.next
  } while (from)
  return ids
}
