import { isObject } from '../../shared/domain/is-object.ts'
import type { FormatAsk } from './formats.ts'
import { type Found, ImportError, listIn, type Place, pick, textIn } from './found.ts'
import { discussionEvents, discussionsIn } from './github-discussions.ts'
import { jsonValuesOf } from './json-values.ts'

/**
 * What GitHub's API answers for issues, comments and discussions. Each becomes what the webhook would have said. A comment
 * names its issue by number and the webhook by id, so the issues are read first and remembered: about half a kilobyte each.
 */

type Fields = Record<string, unknown>
const MOST = 64_000_000
/** Issues that are remembered. */
const MOST_ISSUES = 2_000_000

const WORDS = ['id', 'author_association', 'html_url', 'created_at', 'updated_at']
const ACCOUNT = ['id', 'login', 'type', 'avatar_url', 'html_url']

const account = (value: unknown): Fields | null => (isObject(value) ? pick(value, ACCOUNT) : null)
const labels = (issue: Fields): Fields[] =>
  listIn(issue, 'labels')
    .filter(isObject)
    .map((label) => pick(label, ['name']))

/** `https://api.github.com/repos/owner/name/issues/12` or `https://github.com/owner/name/issues/12`: whose, and which. */
const numbered = (url: unknown): { repository: string; key: string } | undefined => {
  const found = /^https:\/\/(?:api\.github\.com\/repos|github\.com)\/([^/]+\/[^/]+)\/(?:issues|pull)\/(\d+)/.exec(
    String(url),
  )
  return found?.[1] && found[2] ? { repository: found[1], key: `${found[1].toLowerCase()}#${found[2]}` } : undefined
}

const event = (place: Place, name: string, repository: string, body: Fields): Found => ({
  ...place,
  event: {
    headers: { 'x-github-event': name },
    body: { ...body, repository: { full_name: repository, html_url: `https://github.com/${repository}` } },
  },
})

const named = (value: Fields): { id?: string } =>
  textIn(value, 'id') === undefined ? {} : { id: textIn(value, 'id') ?? '' }

const isIssue = (value: Fields): boolean =>
  value.title !== undefined && value.number !== undefined && value.issue_url === undefined

const issueEvent = (place: Place, issue: Fields, index: Map<string, Fields>): Found => {
  const at = numbered(issue.html_url) ?? numbered(issue.url)
  if (!at) return { ...place, ...named(issue), problem: 'html_url: expected the address of an issue on github.com' }
  const root = { ...pick(issue, [...WORDS, 'title']), user: account(issue.user), labels: labels(issue) }
  if (index.size >= MOST_ISSUES)
    throw new ImportError(`There are more than ${MOST_ISSUES} issues; import one repository at a time.`)
  index.set(at.key, root)
  if (issue.pull_request !== undefined) return { ...place, skipped: 'pull request' }
  const whole = { ...root, ...pick(issue, ['body', 'state', 'locked']) }
  return event(place, 'issues', at.repository, { action: 'opened', issue: whole, sender: root.user })
}

const commentEvent = (place: Place, comment: Fields, index: ReadonlyMap<string, Fields>): Found => {
  const at = numbered(comment.issue_url) ?? numbered(comment.html_url)
  const issue = at && index.get(at.key)
  if (!at || !issue)
    return {
      ...place,
      ...named(comment),
      problem: `issue_url: ${at?.key ?? 'none'} is not in this import; put its issues.json beside it`,
    }
  const whole = { ...pick(comment, [...WORDS, 'body']), user: account(comment.user) }
  return event(place, 'issue_comment', at.repository, { action: 'created', issue, comment: whole, sender: whole.user })
}

const isComment = (value: Fields): boolean => value.issue_url !== undefined

/** A migration's archive names things and people by their addresses only, never by id. */
const isMigration = (value: Fields): boolean =>
  value.id === undefined && typeof value.type === 'string' && typeof value.user === 'string'

const firstPass = function* (place: Place, value: Fields, index: Map<string, Fields>): Iterable<Found> {
  const discussions = discussionsIn(value)
  if (isComment(value)) return
  if (isMigration(value))
    yield { ...place, problem: 'is of a migration archive, which has no ids; export with `gh api` (docs/import.md)' }
  else if (discussions) yield* discussionEvents(place, discussions, event)
  else if (isIssue(value)) yield issueEvent(place, value, index)
  else if (isObject(value.data) && listIn(value, 'errors').length > 0)
    yield { ...place, problem: 'is an error of the API, not an answer' }
  else yield { ...place, ...named(value), problem: 'expected an issue, a comment on an issue or a page of discussions' }
}

/** What GitHub's API answers, as files. */
export const readGithub = async function* ({ folder }: FormatAsk): AsyncIterable<Found> {
  const files = folder.names.filter((name) => /\.jsonl?$/i.test(name) || folder.names.length === 1)
  const index = new Map<string, Fields>()
  let comments = 0
  for (const file of files)
    for await (const found of jsonValuesOf(folder.open(file), MOST)) {
      const place = { file, line: found.line }
      if ('problem' in found) yield { ...place, problem: found.problem.replaceAll('The body', 'The value') }
      else {
        if (isComment(found.value)) comments++
        yield* firstPass(place, found.value, index)
      }
    }
  if (comments === 0) return
  for (const file of files)
    for await (const found of jsonValuesOf(folder.open(file), MOST))
      if ('value' in found && isComment(found.value)) yield commentEvent({ file, line: found.line }, found.value, index)
}
