import { createHash } from 'node:crypto'
import { type Payload, seconds } from './payload.ts'

/** Deliveries in the shape in which GitHub documents them; what Earshot does not read is left out where there is much of it. */

export type GithubUser = { id: number; login: string; type?: 'User' | 'Bot' | 'Organization' }
export type GithubRoot = {
  id: number
  number: number
  title: string
  body: string | null
  by: GithubUser | null
  createdAt: string
  updatedAt?: string
  association?: string
  labels?: string[]
  state?: string
  category?: string
  answerChosenAt?: string
}
export type GithubComment = {
  id: number
  body: string
  by: GithubUser | null
  createdAt: string
  updatedAt?: string
  association?: string
  parentId?: number
}
export type GithubRepository = { id: number; fullName: string; updatedAt?: string }
type Frame = { action: string; repository: GithubRepository; sender: GithubUser }

const account = (user: GithubUser | null) =>
  user && {
    login: user.login,
    id: user.id,
    node_id: Buffer.from(`04:User${user.id}`).toString('base64'),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    gravatar_id: '',
    url: `https://api.github.com/users/${user.login}`,
    html_url: `https://github.com/${user.login}`,
    type: user.type ?? 'User',
    site_admin: false,
  }

const repositoryOf = ({ id, fullName, updatedAt }: GithubRepository) => {
  const [owner = '', name = ''] = fullName.split('/')
  return {
    id,
    name,
    full_name: fullName,
    private: false,
    owner: account({ id: 1, login: owner, type: 'Organization' }),
    html_url: `https://github.com/${fullName}`,
    updated_at: seconds(updatedAt ?? '2026-01-01T00:00:00Z'),
    default_branch: 'main',
  }
}

const payload = (event: string, frame: Frame, fields: object): Payload =>
  sent(event, {
    action: frame.action,
    ...fields,
    repository: repositoryOf(frame.repository),
    sender: account(frame.sender),
  })

const sent = (event: string, fields: object): Payload => {
  const body = JSON.stringify(fields)
  const hash = createHash('sha256').update(`${event}\n${body}`).digest('hex')
  const guid = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join(
    '-',
  )
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      'x-github-event': event,
      'x-github-delivery': guid,
      'x-github-hook-id': '1',
    },
    body,
  }
}

const words = (thing: GithubRoot | GithubComment, url: string) => ({
  id: thing.id,
  html_url: url,
  user: account(thing.by),
  author_association: thing.association ?? 'NONE',
  created_at: seconds(thing.createdAt),
  updated_at: seconds(thing.updatedAt ?? thing.createdAt),
  body: thing.body,
})

const rootOf = (sort: 'issues' | 'discussions', root: GithubRoot, repository: GithubRepository) => ({
  ...words(root, `https://github.com/${repository.fullName}/${sort}/${root.number}`),
  number: root.number,
  title: root.title,
  state: root.state ?? 'open',
  locked: false,
  labels: (root.labels ?? []).map((name, at) => ({ id: at + 1, name, color: 'd73a4a', default: false })),
  ...(sort === 'discussions'
    ? { category: { slug: root.category ?? 'q-a', is_answerable: true }, answer_chosen_at: root.answerChosenAt ?? null }
    : {}),
})

const commentOf = (comment: GithubComment, rootUrl: string, anchor: string) => ({
  ...words(comment, `${rootUrl}#${anchor}-${comment.id}`),
  ...(anchor === 'discussioncomment' ? { parent_id: comment.parentId ?? null, child_comment_count: 0 } : {}),
})

/** `opened`, `edited`, `closed`, `deleted`, ... */
export const githubIssue = (issue: GithubRoot, frame: Frame): Payload =>
  payload('issues', frame, { issue: rootOf('issues', issue, frame.repository) })

/** `created`, `edited` or `deleted`. */
export const githubIssueComment = (issue: GithubRoot, comment: GithubComment, frame: Frame): Payload => {
  const root = rootOf('issues', issue, frame.repository)
  return payload('issue_comment', frame, { issue: root, comment: commentOf(comment, root.html_url, 'issuecomment') })
}

/** `created`, `edited`, `closed`, `deleted`, ... */
export const githubDiscussion = (discussion: GithubRoot, frame: Frame): Payload =>
  payload('discussion', frame, { discussion: rootOf('discussions', discussion, frame.repository) })

/** `created`, `edited` or `deleted`. */
export const githubDiscussionComment = (discussion: GithubRoot, comment: GithubComment, frame: Frame): Payload => {
  const root = rootOf('discussions', discussion, frame.repository)
  const fields = { discussion: root, comment: commentOf(comment, root.html_url, 'discussioncomment') }
  return payload('discussion_comment', frame, fields)
}

/** `answered` or `unanswered`. */
export const githubAnswer = (discussion: GithubRoot, answer: GithubComment, frame: Frame): Payload => {
  const root = rootOf('discussions', discussion, frame.repository)
  const key = frame.action === 'unanswered' ? 'old_answer' : 'answer'
  return payload('discussion', frame, {
    discussion: root,
    [key]: commentOf(answer, root.html_url, 'discussioncomment'),
  })
}

/** `created` (with the time) or `deleted` (without). */
export const githubStar = (frame: Frame & { starredAt?: string }): Payload =>
  payload('star', frame, { starred_at: frame.starredAt ? seconds(frame.starredAt) : null })

/** Somebody copies the repository; there is no action. */
export const githubFork = (
  { repository, sender }: Omit<Frame, 'action'>,
  copy: GithubRepository & { createdAt: string },
): Payload =>
  sent('fork', {
    forkee: { ...repositoryOf(copy), fork: true, owner: account(sender), created_at: seconds(copy.createdAt) },
    repository: repositoryOf(repository),
    sender: account(sender),
  })

export type GithubRelease = {
  id: number
  tag: string
  name?: string
  body: string | null
  by: GithubUser
  createdAt: string
  publishedAt?: string
  updatedAt?: string
}

/** `published`, `edited`, `unpublished`, `deleted`, ... ; a draft has no `publishedAt`. */
export const githubRelease = (release: GithubRelease, frame: Frame): Payload =>
  payload('release', frame, {
    release: {
      id: release.id,
      html_url: `https://github.com/${frame.repository.fullName}/releases/tag/${release.tag}`,
      tag_name: release.tag,
      target_commitish: 'main',
      name: release.name ?? null,
      draft: release.publishedAt === undefined,
      author: account(release.by),
      prerelease: false,
      created_at: seconds(release.createdAt),
      published_at: release.publishedAt ? seconds(release.publishedAt) : null,
      ...(release.updatedAt ? { updated_at: seconds(release.updatedAt) } : {}),
      assets: [],
      body: release.body,
    },
  })

/** `created`, `cancelled`, ...: of an account, so without a repository. */
export const githubSponsorship = (
  action: string,
  { to, by, at, isPrivate = false }: { to: GithubUser; by: GithubUser; at: string; isPrivate?: boolean },
): Payload =>
  sent('sponsorship', {
    action,
    sponsorship: {
      node_id: 'S_kwDO',
      created_at: seconds(at),
      sponsorable: account(to),
      sponsor: account(by),
      privacy_level: isPrivate ? 'private' : 'public',
      tier: { name: '$5 a month', monthly_price_in_cents: 500, is_one_time: false, is_custom_amount: false },
    },
    sender: account(by),
  })

/** What GitHub sends when a webhook is made. */
export const githubPing = (frame: Omit<Frame, 'action'>): Payload =>
  payload(
    'ping',
    { ...frame, action: 'ping' },
    { zen: 'Design for failure.', hook_id: 1, hook: { type: 'Repository' } },
  )
