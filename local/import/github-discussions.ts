import { isObject } from '../../shared/domain/is-object.ts'
import { type Found, listIn, objectIn, type Place, textIn } from './found.ts'

/** Discussions as GitHub's GraphQL API answers the query in docs/import.md, in the words of its webhooks. */

type Fields = Record<string, unknown>
type Page = { repository: string; nodes: Fields[] }
type Event = (place: Place, name: string, repository: string, body: Fields) => Found

/** The page of discussions that a value is; undefined when it is none. */
export const discussionsIn = (value: Fields): Page | undefined => {
  const repository = objectIn(isObject(value.data) ? value.data : value, 'repository')
  const name = textIn(repository, 'nameWithOwner')
  if (name === undefined || !isObject(repository.discussions)) return undefined
  return { repository: name, nodes: listIn(repository.discussions, 'nodes').filter(isObject) }
}

/** An account; null where it has been deleted. One that was asked for without its id cannot be told from others. */
const account = (value: unknown): Fields | null =>
  isObject(value)
    ? {
        id: value.databaseId,
        login: value.login,
        type: value.__typename,
        avatar_url: value.avatarUrl,
        html_url: value.url,
      }
    : null

const words = (node: Fields): Fields => ({
  id: node.databaseId,
  user: account(node.author),
  author_association: node.authorAssociation,
  body: node.body,
  html_url: node.url,
  created_at: node.createdAt,
  updated_at: node.updatedAt,
})

const rootOf = (node: Fields): Fields => ({
  ...words(node),
  title: node.title,
  locked: node.locked,
  state: node.closed === true ? 'closed' : 'open',
  category: objectIn(node, 'category'),
  labels: listIn(node.labels, 'nodes'),
  answer_chosen_at: node.answerChosenAt ?? null,
})

const nodesIn = (node: Fields, name: string): Fields[] => listIn(node[name], 'nodes').filter(isObject)

/** Lists within a page have an end of their own; what is beyond it is not here. */
const cutOff = (node: Fields, name: string): boolean => objectIn(node[name], 'pageInfo').hasNextPage === true

const events = function* (place: Place, node: Fields, repository: string, event: Event): Iterable<Found> {
  const root = rootOf(node)
  const { body: _, ...brief } = root
  yield event(place, 'discussion', repository, { action: 'created', discussion: root, sender: root.user })
  const comments = nodesIn(node, 'comments').flatMap((comment): Fields[] => [
    words(comment),
    ...nodesIn(comment, 'replies').map((reply) => ({ ...words(reply), parent_id: comment.databaseId })),
  ])
  for (const comment of comments)
    yield event(place, 'discussion_comment', repository, {
      action: 'created',
      discussion: brief,
      comment,
      sender: comment.user,
    })
  const answerId = textIn(objectIn(node, 'answer'), 'databaseId')
  const answer = comments.find(({ id }) => String(id) === answerId)
  const sender = account(node.answerChosenBy) ?? root.user
  if (answer) yield event(place, 'discussion', repository, { action: 'answered', discussion: brief, answer, sender })
  const short = cutOff(node, 'comments') || nodesIn(node, 'comments').some((comment) => cutOff(comment, 'replies'))
  if (short || (answerId !== undefined && !answer))
    yield {
      ...place,
      id: String(node.databaseId ?? ''),
      problem: 'comments: there are more than the query asked for; ask for this discussion alone',
    }
}

/** A page's discussions with their comments, replies and answers. */
export const discussionEvents = function* (place: Place, { repository, nodes }: Page, event: Event): Iterable<Found> {
  for (const node of nodes) yield* events(place, node, repository, event)
}
