import { describe, expect, it } from '@jest/globals'
import { FORMATS } from '../../../local/import/formats.ts'
import {
  githubAnswer,
  githubDiscussion,
  githubDiscussionComment,
  githubIssue,
  githubIssueComment,
} from '../../../local/payloads/github.ts'
import { all, askOf } from './read.ts'
import { bodyOf, live, normalise, problems, said } from './said.ts'

const ada = { id: 7, login: 'ada' }
const bob = { id: 8, login: 'bob' }

describe('GitHub', () => {
  const repository = { id: 1, fullName: 'acme/app' }
  const frame = { repository, sender: ada }
  const issue = {
    ...{
      id: 501,
      number: 5,
      title: 'It leaks',
      body: 'From **below**.',
      by: ada,
      association: 'NONE',
      labels: ['bug'],
    },
    ...{ createdAt: '2026-03-01T10:00:00Z', updatedAt: '2026-03-02T10:00:00Z', state: 'closed' },
  }
  const comment = { id: 900, body: 'Same here', by: bob, createdAt: '2026-03-02T10:00:00Z' }
  const opened = githubIssue(issue, { ...frame, action: 'opened' })
  const commented = githubIssueComment(issue, comment, { ...frame, sender: bob, action: 'created' })
  const rest = bodyOf<{ issue: Record<string, unknown> }>(opened).issue
  const restComment = {
    ...bodyOf<{ comment: object }>(commented).comment,
    issue_url: 'https://api.github.com/repos/acme/app/issues/5',
  }
  const read = (files: Record<string, string | object>) => all(FORMATS.github.read(askOf('github', files)))

  it('issues and comments are what the webhook says, whatever the order of the files', async () => {
    const files = { 'comments.json': [restComment], 'issues.json': [rest] }
    expect(said('github', await read(files))).toEqual(live('github', opened, commented))
  })

  it('one file may hold all, page after page', async () => {
    const file = `${JSON.stringify([restComment])}${JSON.stringify([rest])}`
    expect(said('github', await read({ 'all.json': file }))).toEqual(live('github', opened, commented))
  })

  it('pull requests are left out as they are live, and their comments are not', async () => {
    const found = await read({ 'a.json': [{ ...rest, pull_request: {} }, restComment] })
    expect(found[0]).toMatchObject({ skipped: 'pull request' })
    expect(said('github', found)).toEqual(live('github', commented))
  })

  it('other repositories are ignored as they are live; the owner of the settings is not', async () => {
    const other = JSON.parse(JSON.stringify(rest).replaceAll('acme/app', 'evil/app')) as object
    const [found] = await read({ 'a.json': [other] })
    expect(
      found && 'event' in found && normalise('github', found.event.headers, JSON.stringify(found.event.body)).ignored,
    ).toBe('repository not in the settings')
  })

  it('what cannot have the webhook’s ids is told', async () => {
    const migration = {
      type: 'issue',
      url: 'https://github.com/acme/app/issues/5',
      user: 'https://github.com/ada',
      title: 'x',
    }
    const lost = { ...restComment, issue_url: 'https://api.github.com/repos/acme/app/issues/77' }
    const found = await read({
      'a.json': [migration, lost, { what: 1 }, { id: 1, number: 2, title: 'x' }, { data: null, errors: [1] }],
    })
    expect(problems(found).map(([, problem]) => problem)).toEqual([
      expect.stringMatching(/migration archive, which has no ids/),
      expect.stringMatching(/^expected an issue/),
      expect.stringMatching(/^html_url: expected/),
      expect.stringMatching(/^expected an issue/),
      expect.stringMatching(/acme\/app#77 is not in this import/),
    ])
  })

  describe('discussions', () => {
    const discussion = {
      ...issue,
      id: 701,
      number: 7,
      category: 'q-a',
      answerChosenAt: '2026-03-03T10:00:00Z',
      state: 'open',
    }
    const answer = { ...comment, id: 950 }
    const thanks = { ...comment, id: 951, body: 'Thanks', by: ada, parentId: 950 }
    const webhooks = [
      githubDiscussion(discussion, { ...frame, action: 'created' }),
      githubDiscussionComment(discussion, answer, { ...frame, sender: bob, action: 'created' }),
      githubDiscussionComment(discussion, thanks, { ...frame, action: 'created' }),
      githubAnswer(discussion, answer, { ...frame, action: 'answered' }),
    ]
    const author = ({ id, login }: typeof ada) => ({
      ...{ __typename: 'User', login, databaseId: id, url: `https://github.com/${login}` },
      avatarUrl: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    })
    const node = (
      of: { id: number; body: string | null; createdAt: string; updatedAt?: string },
      who: typeof ada,
      url: string,
    ) => ({
      ...{ databaseId: of.id, body: of.body, url, createdAt: of.createdAt, updatedAt: of.updatedAt ?? of.createdAt },
      ...{ author: author(who), authorAssociation: 'NONE' },
    })
    const at = 'https://github.com/acme/app/discussions/7'
    const page = (more: boolean) => ({
      data: {
        repository: {
          nameWithOwner: 'acme/app',
          discussions: {
            nodes: [
              {
                ...node(discussion, ada, at),
                ...{
                  title: discussion.title,
                  closed: false,
                  locked: false,
                  category: { slug: 'q-a' },
                  labels: { nodes: [{ name: 'bug' }] },
                },
                ...{
                  answerChosenAt: discussion.answerChosenAt,
                  answer: { databaseId: 950 },
                  answerChosenBy: author(ada),
                },
                comments: {
                  pageInfo: { hasNextPage: more },
                  nodes: [
                    {
                      ...node(answer, bob, `${at}#discussioncomment-950`),
                      replies: { nodes: [node(thanks, ada, `${at}#discussioncomment-951`)] },
                    },
                  ],
                },
              },
            ],
          },
        },
      },
    })

    it('are what the webhook says, with comments, replies and answer', async () => {
      const found = said('github', await read({ 'd.json': page(false) }))
      expect(found).toEqual(live('github', ...webhooks))
    })

    it('say so when a page was too small for them', async () => {
      expect(problems(await read({ 'd.json': page(true) }))).toEqual([
        [1, expect.stringMatching(/more than the query asked/)],
      ])
    })
  })
})
