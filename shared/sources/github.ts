import type * as z from 'zod/mini'
import type { Activity } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import type { Iso } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import { authorOf, common, type Story } from './github-common.ts'
import { fork, release, sponsorship } from './github-more.ts'
import { type Comment, commentSchema, frameSchema, type Root, rootSchema, starSchema } from './github-shapes.ts'
import { markdownToText } from './markdown.ts'
import type { Normalise } from './source.ts'
import { oneLine, webUrl } from './text.ts'

/**
 * GitHub. Ids are the same on all of github.com, so the platform is `github` whatever the source is called. The ids of
 * mentions say what they are (`issue:1`, `issue_comment:2`), because GitHub counts each sort from one. A thread's id is
 * that of the issue or discussion that started it: unlike `owner/name#1` it survives renaming.
 */

type Sort = 'issue' | 'discussion'

/** The platform's clock for what somebody wrote. */
const clockOf = (words: Comment | Root): Iso => words.updated_at ?? words.created_at

const rootId = (sort: Sort, root: Root): string => `${sort}:${root.id}`

const threadOf = (sort: Sort, root: Root) =>
  compact({
    id: rootId(sort, root),
    title: oneLine(root.title),
    url: webUrl(root.html_url),
    author: { id: authorOf(root.user).id },
  })

const tagsOf = (root: Root): string[] | undefined => {
  const names = [root.category?.slug, ...(root.labels ?? []).map(({ name }) => name)].map((name) => oneLine(name))
  const tags = names.filter((name) => name !== undefined)
  return tags.length > 0 ? [...new Set(tags)].slice(0, 50) : undefined
}

const written = (words: Comment | Root, story: Story, deleted: boolean) => {
  const text = markdownToText(words.body ?? '')
  const title = 'title' in words ? words.title : ''
  return {
    ...common(story, clockOf(words), { deleted, final: deleted, digest: stateDigest(title, text) }),
    author: authorOf(words.user, words.author_association),
    text,
    createdAt: words.created_at,
    ...compact({
      url: webUrl(words.html_url),
      editedAt: story.action === 'edited' ? clockOf(words) : undefined,
    }),
  }
}

const post = (sort: Sort, root: Root, story: Story, deleted: boolean): Activity => ({
  ...written(root, story, deleted),
  kind: 'post',
  id: rootId(sort, root),
  thread: threadOf(sort, root),
  ...compact({ title: oneLine(root.title), tags: tagsOf(root) }),
})

const thread = (sort: Sort, root: Root, story: Story, deleted: boolean): Activity => {
  const closed = root.state === 'closed' || root.state === 'locked' || root.locked === true
  const digest = stateDigest(root.title, closed, tagsOf(root))
  return compact({
    ...common(story, clockOf(root), { deleted, final: deleted, digest }),
    kind: 'thread' as const,
    id: `thread:${rootId(sort, root)}`,
    author: authorOf(story.frame.sender),
    thread: threadOf(sort, root),
    closed,
    completed: (closed && root.state_reason === 'completed') || undefined,
    tags: tagsOf(root),
  })
}

const WRITTEN = new Set(['opened', 'created', 'edited'])
// To GitHub a transfer is a new issue or discussion elsewhere, with a delivery of its own.
const GONE = new Set(['deleted', 'transferred'])

/** Every action tells how the thread stands; only some touch the words. */
const fromRoot = (sort: Sort, root: Root, story: Story): Activity[] => {
  const deleted = GONE.has(story.action)
  const news = thread(sort, root, story, deleted)
  return deleted || WRITTEN.has(story.action) ? [post(sort, root, story, deleted), news] : [news]
}

const fromComment = (sort: Sort, root: Root, comment: Comment, story: Story): Activity => {
  const parent = comment.parent_id
    ? { id: `${sort}_comment:${comment.parent_id}` }
    : { id: rootId(sort, root), author: { id: authorOf(root.user).id } }
  return {
    ...written(comment, story, GONE.has(story.action)),
    kind: 'reply',
    id: `${sort}_comment:${comment.id}`,
    thread: threadOf(sort, root),
    parent,
    ...compact({ tags: tagsOf(root) }),
  }
}

/** A discussion has one answer at a time, so all news about it are states of one activity. */
const fromAnswer = (root: Root, answer: Comment, story: Story): Activity => {
  const deleted = story.action === 'unanswered'
  const at = [clockOf(root), root.answer_chosen_at ?? ''].sort().at(-1) ?? clockOf(root)
  return compact({
    ...common(story, at, { deleted, digest: answer.id }),
    kind: 'solved' as const,
    id: `solved:${rootId('discussion', root)}`,
    author: authorOf(story.frame.sender),
    thread: threadOf('discussion', root),
    answer: compact({
      id: `discussion_comment:${answer.id}`,
      author: { id: authorOf(answer.user).id },
      text: markdownToText(answer.body ?? ''),
      url: webUrl(answer.html_url),
    }),
    tags: tagsOf(root),
  })
}

type Body = Record<string, unknown>
type Reader = (body: Body, story: Story) => Normalised
const told = (...activities: Activity[]): Normalised => ({ activities })

const read = <S extends z.ZodMiniType>(schema: S, body: Body, key: string): z.infer<S> =>
  readFields(schema, body[key], key)

const roots =
  (sort: Sort): Reader =>
  (body, story) => {
    // The event's name is not part of what is signed: news of a comment must not pass for news of its issue.
    if ('comment' in body) return { activities: [], ignored: `event ${sort} with the body of a comment` }
    return told(...fromRoot(sort, read(rootSchema, body, sort), story))
  }

const comments =
  (sort: Sort): Reader =>
  (body, story) =>
    told(fromComment(sort, read(rootSchema, body, sort), read(commentSchema, body, 'comment'), story))

const answers =
  (key: string): Reader =>
  (body, story) => {
    const root = read(rootSchema, body, 'discussion')
    return told(fromAnswer(root, read(commentSchema, body, key), story), thread('discussion', root, story, false))
  }

/** When a star is taken away the payload tells no time of it, but the repository has just changed by it. */
const star: Reader = (body, story) => {
  const { starred_at: starredAt } = readFields(starSchema, body)
  const { repository, sender } = story.frame
  const deleted = story.action === 'deleted'
  const what = repository.id ?? repository.full_name
  const at = starredAt ?? repository.updated_at ?? story.context.receivedAt
  return told({
    ...common(story, at, { deleted }),
    kind: 'reaction',
    reaction: 'star',
    id: `star:${what}:${authorOf(sender).id}`,
    author: authorOf(sender),
    target: { id: `repository:${what}` },
    ...compact({ url: webUrl(repository.html_url) }),
  })
}

/** `event.action`, or `event` for all its other actions. */
const EVENTS: Record<string, Reader> = {
  issues: roots('issue'),
  issue_comment: comments('issue'),
  discussion: roots('discussion'),
  'discussion.answered': answers('answer'),
  'discussion.unanswered': answers('old_answer'),
  discussion_comment: comments('discussion'),
  'star.created': star,
  'star.deleted': star,
  fork: (body, story) => told(fork(body, story)),
  release,
}

const wanted = (repositories: readonly string[], fullName: string): boolean => {
  const name = fullName.toLowerCase()
  return repositories.some((pattern) => {
    const text = pattern.toLowerCase()
    return text === '*' || text === name || (text.endsWith('/*') && name.startsWith(text.slice(0, -1)))
  })
}

const ignored = (reason: string): Normalised => ({ activities: [], ignored: reason })

/** Deliveries of GitHub as activities. */
export const normaliseGithub: Normalise<'github'> = (body, context) => {
  const event = oneLine(context.headers['x-github-event'], 60) ?? 'none'
  const named = event === 'sponsorship' || Object.hasOwn(EVENTS, event) || Object.hasOwn(EVENTS, `${event}.created`)
  if (!named) return ignored(`event not mapped: ${event}`)
  const frame = readFields(frameSchema, body)
  const { repository } = frame
  const action = oneLine(frame.action, 60) ?? 'none'
  // Of an account and of no repository.
  if (event === 'sponsorship') return sponsorship({ ...body }, action, context)
  const reader = EVENTS[`${event}.${action}`] ?? EVENTS[event]
  if (!reader) return ignored(`action not mapped: ${event}.${action}`)
  if (!repository) return ignored('no repository')
  if (!wanted(context.settings.repositories, repository.full_name)) return ignored('repository not in the settings')
  return reader({ ...body }, { frame: { ...frame, repository }, action, context })
}
