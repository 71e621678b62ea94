import { type Audience, audienceOf } from '../../shared/domain/nudge/audience.ts'
import type { DecisionSubject } from '../../shared/domain/nudge/context.ts'
import { eventOf, type NudgeEvent, newsOf } from '../../shared/domain/nudge/events.ts'
import { isFresh, type Move, movesOf } from '../../shared/domain/nudge/moved.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import { OURSELVES } from '../../shared/domain/nudge/subjects.ts'
import type { WhenEvent } from '../../shared/domain/nudge/when.ts'
import { hourText } from '../../shared/domain/score/topics/hours.ts'
import { HOUR, type Iso, isoOf } from '../../shared/domain/time.ts'
import type { ActivityItem, IdentityItem, PersonItem, ThreadItem } from '../../shared/store/items.ts'
import { type IdentityId, keys } from '../../shared/store/keys.ts'
import { isEmail } from '../../shared/store/nudge-items.ts'
import type { ScoresItem } from '../../shared/store/score-items.ts'
import { getAll, type Item, type Table } from '../../shared/store/table.ts'
import { didNews, threadStart } from '../../shared/store/thread-start.ts'
import type { TopicHourItem, TopicItem } from '../../shared/store/topic-items.ts'

/** Whose nudge it would be, and what about. */
export type Concerned = { iid: IdentityId; subject: DecisionSubject; provisional?: true | undefined }

/** A change that recipes may begin with. */
export type Beginning = {
  event: NudgeEvent | undefined
  /** What it was before the change: an edit that makes nothing new of it begins nothing. */
  was?: NudgeEvent | undefined
  /** Read only for those that some recipe asks for. */
  whom: (audience: Audience) => Promise<readonly Concerned[]>
}

type Changed<T> = { before: T | undefined; after: T }

const aboutActivity = (item: ActivityItem): Concerned => {
  const { platform, id, kind, threadId, createdAt, iid, provisional } = item
  return { iid, provisional, subject: { platform, id, kind, ...(threadId ? { threadId } : {}), at: createdAt } }
}

/** A reply is also news to whoever started the thread. */
const toAsker = async (table: Table, item: ActivityItem): Promise<Concerned[]> => {
  if (item.threadId === undefined) return []
  const start = await threadStart(table, item.platform, item.threadId)
  return start && start.iid !== item.iid ? [{ ...aboutActivity(item), iid: start.iid }] : []
}

const ofActivity = (table: Table, { before, after }: Changed<ActivityItem>): Beginning[] => [
  {
    event: newsOf(after),
    was: eventOf(before),
    whom: async (audience) => (audience === 'asker' ? toAsker(table, after) : [aboutActivity(after)]),
  },
]

/** Finds the post that started a thread. */
type FindStart = () => Promise<ActivityItem | undefined>

/** The thread's starter and whoever answered it, each with what they wrote as the subject. */
const ofThreads =
  (thread: ThreadItem, event: DecisionSubject['event'], at: DecisionSubject['at'], findStart: FindStart) =>
  async (audience: Audience): Promise<Concerned[]> => {
    const { platform, id: threadId, answerBy, answerId } = thread
    const common = { platform, threadId, at, ...(event ? { event } : {}) }
    if (audience === 'answerer')
      return answerBy && answerId ? [{ iid: answerBy, subject: { ...common, id: answerId, kind: 'reply' } }] : []
    const start = await findStart()
    // Nobody is told that they have answered themselves.
    if (!start || (event !== 'idea.shipped' && start.iid === answerBy)) return []
    return [{ iid: start.iid, subject: { ...common, id: start.id, kind: start.kind } }]
  }

const solvedOf = (thread: ThreadItem | undefined): NudgeEvent | undefined =>
  thread?.solvedAt ? { type: 'thread.solved', platform: thread.platform } : undefined

/** An answer is accepted once it is known whose it is; another answer is another thing. */
const acceptedOf = (thread: ThreadItem | undefined, answerId: string | undefined): NudgeEvent | undefined =>
  thread?.solvedAt && thread.answerBy && thread.answerId === answerId
    ? { type: 'answer.accepted', platform: thread.platform }
    : undefined

const ideaOf = (thread: ThreadItem | undefined): NudgeEvent | undefined =>
  thread && {
    ...{ type: 'idea.shipped', platform: thread.platform },
    tags: thread.tags ?? [],
    completed: thread.completed === true,
  }

const ofThread = ({ before, after }: Changed<ThreadItem>, written: string, findStart: FindStart): Beginning[] => {
  const { solvedAt, solvedPast, infoPast, answerId, answerBy } = after
  const solved = solvedAt && !solvedPast ? solvedAt : undefined
  return [
    ...(solved
      ? [
          { event: solvedOf(after), was: solvedOf(before), whom: ofThreads(after, 'thread.solved', solved, findStart) },
          {
            event: acceptedOf(after, answerId),
            was: acceptedOf(before, answerId),
            whom: async (audience: Audience): Promise<Concerned[]> => {
              if ((await findStart())?.iid === answerBy) return []
              return ofThreads(after, 'answer.accepted', solved, findStart)(audience)
            },
          },
        ]
      : []),
    ...(infoPast
      ? []
      : [{ event: ideaOf(after), was: ideaOf(before), whom: ofThreads(after, 'idea.shipped', written, findStart) }]),
  ]
}

const OF_THREADS: ReadonlySet<WhenEvent> = new Set<WhenEvent>(['thread.solved', 'answer.accepted', 'idea.shipped'])

/** Does a recipe wait for what becomes of a platform's threads, for whoever starts them? Who answers is known without the first post. */
const asksForStarters = (recipe: Pick<Recipe, 'when' | 'to'>, platform: string): boolean => {
  const { when } = recipe
  if (!OF_THREADS.has(when.event) || audienceOf(recipe) === 'answerer') return false
  return !('platforms' in when) || when.platforms === undefined || when.platforms.includes(platform)
}

/**
 * What has become of a thread before the post arrived that started it: it found nobody whom it was about. One read for each post that
 * starts a thread, and only where a recipe asks for it.
 */
export const lateBeginningsOf = async (
  table: Table,
  { before, after }: { before?: Item | undefined; after: Item },
  written: string,
  recipes: readonly Pick<Recipe, 'when' | 'to'>[],
): Promise<Beginning[]> => {
  const post = after as ActivityItem
  const arrives = after.type === 'activity' && post.kind === 'post' && eventOf(post) && !before?.rev
  if (!arrives || !post.threadId || !recipes.some((recipe) => asksForStarters(recipe, post.platform))) return []
  const { platform, threadId } = post
  const [thread] = (await getAll(table, [keys.thread(platform, threadId)])) as [ThreadItem | undefined]
  if (!thread) return []
  // The index follows a moment later: a post that it does not know yet is the first one.
  const findStart: FindStart = async () => {
    const start = await threadStart(table, platform, threadId)
    return start && start.id !== post.id ? undefined : post
  }
  return ofThread({ before: undefined, after: thread }, written, findStart).map(({ whom, ...beginning }) => ({
    ...beginning,
    whom: async (audience) => (audience === 'answerer' ? [] : whom(audience)),
  }))
}

const ofIdentity = (_: Table, { before, after }: Changed<IdentityItem>): Beginning[] => {
  const { platform, iid, accountId, joined } = after
  if (joined === undefined || before?.joined !== undefined || platform === 'email') return []
  const subject: DecisionSubject = {
    ...{ platform, id: `account:${accountId}`, kind: 'account', at: joined },
    event: 'account.created',
  }
  return [{ event: { type: 'account.created', platform }, whom: async () => [{ iid, subject }] }]
}

/** The identity under which decisions about a person stand: the one that gave the person its id, or else the first account. */
const standsFor = ({ origin, ids }: PersonItem): IdentityId => {
  const all = Object.keys(ids).sort()
  return all.find((iid) => iid === origin) ?? all.find((iid) => !isEmail(iid)) ?? origin
}

/** The account that joined lately, as its platform told while that was news. */
const justJoined = async (table: Table, iids: readonly IdentityId[], at: Iso): Promise<IdentityId | undefined> => {
  const accounts = (await getAll(table, iids.map(keys.identity))) as (IdentityItem | undefined)[]
  return accounts.find((account) => account?.joined !== undefined && isFresh(account.joined, at))?.iid
}

/** Under whom a move stands; undefined where it is no news. Who has just joined may become another person by a link within seconds. */
const moved = async (
  table: Table,
  person: PersonItem,
  { move, at }: { move: Move; at: Iso },
): Promise<IdentityId | undefined> => {
  const iids = Object.keys(person.ids).sort()
  if (move.joins) return justJoined(table, iids, at)
  return !move.made || (await didNews(table, iids)) ? standsFor(person) : undefined
}

const aboutMove = async (table: Table, { personId, computedAt }: ScoresItem, move: Move): Promise<Concerned[]> => {
  const [person] = (await getAll(table, [keys.person(personId)])) as [PersonItem | undefined]
  if (person?.status !== 'active') return []
  const iid = await moved(table, person, { move, at: computedAt })
  if (iid === undefined) return []
  const { kind, of, at, id, event } = move
  return [{ iid, subject: { platform: OURSELVES, id, kind, at, of, event: event.type } }]
}

const ofScores = (table: Table, { before, after }: Changed<ScoresItem>): Beginning[] =>
  movesOf(before, after).map((move) => ({
    event: move.event,
    whom: () => aboutMove(table, after, move),
  }))

/** Those who wrote most about it in the hour that made it hot: they are noted with the hour, at most ten. */
const ofTopic = (table: Table, { before, after }: Changed<TopicItem>): Beginning[] => {
  const { heat, id, label } = after
  if (!heat || before?.heat) return []
  const subject: DecisionSubject = {
    ...{ platform: OURSELVES, id: `topic:${id}:${heat.since}`, kind: 'topic', of: id, event: 'topic.hot' },
    at: isoOf((heat.since + 1) * HOUR),
  }
  const whom = async (): Promise<Concerned[]> => {
    const [hour] = (await getAll(table, [keys.topicHour(id, hourText(heat.since))])) as [TopicHourItem | undefined]
    return (hour?.leading ?? []).map(({ iid }) => ({ iid, subject }))
  }
  return [{ event: { type: 'topic.hot', topic: label }, whom }]
}

/** By type of item: what a change of it may begin. `written` is when it was. */
const OF: Record<string, (table: Table, change: Changed<Item>, written: string) => Beginning[]> = {
  activity: (table, change) => ofActivity(table, change as Changed<ActivityItem>),
  thread: (table, change, written) => {
    const { platform, id } = change.after as ThreadItem
    return ofThread(change as Changed<ThreadItem>, written, () => threadStart(table, platform, id))
  },
  identity: (table, change) => ofIdentity(table, change as Changed<IdentityItem>),
  scores: (table, change) => ofScores(table, change as Changed<ScoresItem>),
  topic: (table, change) => ofTopic(table, change as Changed<TopicItem>),
}

/** All that a change of an item may begin. A stub that the item took the place of was nothing yet. */
export const beginningsOf = (
  table: Table,
  change: { before?: Item | undefined; after: Item },
  written: string,
): Beginning[] => {
  const { before, after } = change
  const same = before?.type === after.type ? before : undefined
  return OF[String(after.type)]?.(table, { before: same, after }, written) ?? []
}
