import { isAllowedLink } from '../../shared/domain/nudge/content.ts'
import { discussionId } from '../../shared/domain/nudge/content-news.ts'
import { givesPosts } from '../../shared/domain/nudge/content-rules.ts'
import { type FeaturedWord, sharedRefusal } from '../../shared/domain/nudge/featured.ts'
import { isoOf } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import type { Change } from '../../shared/store/changes.ts'
import { postContentId, putPost } from '../../shared/store/content.ts'
import { getContent } from '../../shared/store/content-fields.ts'
import { type FeaturedItem, readFeatured, recordFeatured } from '../../shared/store/featured.ts'
import { indexKeys } from '../../shared/store/index-keys.ts'
import type { ActivityItem, IdentityItem, PersonItem } from '../../shared/store/items.ts'
import { type IdentityId, keys } from '../../shared/store/keys.ts'
import { isReadable } from '../../shared/store/mentions.ts'
import type { ContentItem } from '../../shared/store/nudge-records.ts'
import { resolvePerson } from '../../shared/store/people.ts'
import { authoredBy, type Shelving, settleContent } from '../../shared/store/shelving.ts'
import { getAll, type Item, type Table } from '../../shared/store/table.ts'
import type { Reaction } from './reacting.ts'

type Hear = (shelving: Shelving, change: Change) => Promise<readonly string[]>

const activityIn = (item: Item | undefined): ActivityItem | undefined =>
  item?.type === 'activity' ? (item as ActivityItem) : undefined

/** A video or an entry of a feed: it goes into the catalogue as it is now, if emails may lead there. */
const takePost = async ({ table, sources, hosts }: Shelving, { key, after }: Change): Promise<void> => {
  const told = activityIn(after)
  const source = told && Object.hasOwn(sources, told.source) ? sources[told.source] : undefined
  if (told?.kind !== 'post' || !source || !givesPosts(source)) return
  const [now] = (await getAll(table, [key])) as [ActivityItem | undefined]
  if (!now) return
  const listed = isReadable(now) && Boolean(now.title) && isAllowedLink(now.url ?? '', hosts)
  const known = await getContent(table, postContentId(now.platform, now.id))
  if (listed || known) await putPost(table, now, listed)
}

/** The mention that a reaction was to, by what puts it into the index. */
const targetOf = (reaction: ActivityItem | undefined): { platform: string; id: string } | undefined => {
  const start = reaction && indexKeys.votes(reaction.platform, '')
  if (reaction?.kind !== 'reaction' || !start || !reaction.th?.startsWith(start)) return undefined
  return { platform: reaction.platform, id: reaction.th.slice(start.length) }
}

/** The pieces that a mention is, or is the accepted answer of. */
const piecesOf = async (
  table: Table,
  { platform, id, threadId }: { platform: string; id: string; threadId?: string | undefined },
) => {
  const ids = [postContentId(platform, id), ...(threadId ? [discussionId(platform, threadId)] : [])]
  const items = (await getAll(table, ids.map(keys.content))) as (ContentItem | undefined)[]
  return items.flatMap((item) => (item && (item.postId === id || item.bySolved?.answerId === id) ? [item.id] : []))
}

const fromActivity: Hear = async (shelving, change) => {
  const { table } = shelving
  const [before, after] = [activityIn(change.before), activityIn(change.after)]
  await takePost(shelving, change)
  const target = targetOf(after) ?? targetOf(before)
  if (target) {
    const [mention] = (await getAll(table, [keys.activity(target.platform, target.id)])) as [ActivityItem | undefined]
    return piecesOf(table, { ...target, threadId: mention?.threadId })
  }
  // What is new is no piece yet: that it is one is told when its answer is accepted.
  return before && after?.threadId ? piecesOf(table, after) : []
}

/** What a person says on one account holds for all of theirs. */
const handOn = async (table: Table, word: FeaturedWord, to: readonly IdentityId[]): Promise<void> => {
  const { granted, at, source, wording, by, why } = word
  const said = {
    granted,
    at,
    source,
    wording,
    ...(by === undefined ? {} : { by }),
    ...(why === undefined ? {} : { why }),
  }
  for (const iid of to) await recordFeatured(table, iid, said)
}

const fromWord: Hear = async ({ table }, { after }) => {
  const word = after as FeaturedItem | undefined
  if (!word) return []
  if (!word.signUp) {
    const resolved = await resolvePerson(table, word.iid)
    const others = Object.keys(resolved?.person.ids ?? {}).filter((iid) => iid !== word.iid)
    await handOn(table, word, others)
  }
  return authoredBy(table, word.iid)
}

const fromPerson: Hear = async ({ table }, { before, after }) => {
  const ids = Object.keys((after as PersonItem | undefined)?.ids ?? {})
  const old = (before as PersonItem | undefined)?.ids ?? {}
  if (ids.length < 2 || ids.every((iid) => Object.hasOwn(old, iid))) return []
  const refusal = sharedRefusal([...(await readFeatured(table, ids)).values()])
  if (refusal) await handOn(table, refusal, ids)
  return []
}

const standingIn = (item: Item | undefined): string => {
  const { gone, profile } = (item ?? {}) as Partial<IdentityItem>
  return `${gone?.v ?? false} ${profile?.role?.v ?? ''}`
}

const fromIdentity: Hear = async ({ table }, { before, after }) => {
  const identity = after as IdentityItem | undefined
  return identity && standingIn(before) !== standingIn(after) ? authoredBy(table, identity.iid) : []
}

const fromContent: Hear = async (_, { before, after }) => {
  const [was, is] = [before as ContentItem | undefined, after as ContentItem | undefined]
  // Neither what is found out here nor the counts of emails change these two: nothing reacts to itself.
  return is && (was?.rev !== is.rev || was.link?.at !== is.link?.at) ? [is.id] : []
}

/** Which pieces a change concerns, by the type of what was changed. */
const HEARD: Readonly<Record<string, Hear>> = {
  activity: fromActivity,
  featured: fromWord,
  person: fromPerson,
  identity: fromIdentity,
  content: fromContent,
}

/** Pieces to be settled, each with the changes that concern it. `at`: of the first of them. */
type Wanted = Map<string, { sequences: string[]; at: number }>

const want = (wanted: Wanted, ids: readonly string[], { sequence, at }: Change): void => {
  for (const id of new Set(ids)) {
    const known = wanted.get(id)
    if (known) known.sequences.push(sequence)
    else wanted.set(id, { sequences: [sequence], at })
  }
}

/**
 * Keeps the catalogue's shelves in step with all that they follow from: news of discussions, videos and feeds, imports, what authors
 * agree to, reactions, links. Everything is read as it is now: so repeated and reordered changes end in the same, and a piece that
 * many changes of a batch concern, such as likes, is settled once.
 */
export const shelving =
  (deps: Shelving): Reaction =>
  async (changes) => {
    const failed = new Set<string>()
    const wanted: Wanted = new Map()
    const trying = async (sequences: readonly string[], work: () => Promise<void>): Promise<void> => {
      try {
        await work()
      } catch (error) {
        log.error('catalogue not kept', error, { record: sequences[0] })
        for (const sequence of sequences) failed.add(sequence)
      }
    }
    for (const change of changes)
      await trying([change.sequence], async () => {
        want(wanted, (await HEARD[change.type]?.(deps, change)) ?? [], change)
      })
    for (const [id, { sequences, at }] of wanted) await trying(sequences, () => settleContent(deps, id, isoOf(at)))
    return [...failed]
  }
