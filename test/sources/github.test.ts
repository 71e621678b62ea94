import { describe, expect, it } from '@jest/globals'
import * as build from '../../local/payloads/github.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { comment, discussion, frame, hubot, issue, mona, octo, repository } from './fixtures/repository.ts'

const normalise = (payload: Payload) => normalised('code', payload)
const kinds = (payload: Payload): string[] =>
  normalise(payload).activities.map(({ kind, deleted }) => `${kind}${deleted ? ' deleted' : ''}`)
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]

const later = { updatedAt: '2026-11-20T12:00:00Z' }
const latest = { updatedAt: '2026-11-20T13:00:00Z' }

const owner: build.GithubRelease['by'] = { id: 1, login: 'Octo', type: 'Organization' }
const version = (over: Partial<build.GithubRelease> = {}): build.GithubRelease => ({
  id: 7001,
  tag: 'v1.2.0',
  body: '## New\n**Export** works.',
  by: octo,
  createdAt: '2026-11-20T09:00:00Z',
  publishedAt: '2026-11-20T10:00:00Z',
  ...over,
})

describe('GitHub', () => {
  sourceContract({
    type: 'github',
    source: 'code',
    payload: build.githubIssue(issue(), frame('opened')),
    ofSize: (bytes) => {
      const { headers, body } = build.githubIssue(issue({ body: '' }), frame('opened'))
      return { headers, body: body.replace('"body":""', `"body":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'an issue is edited and closed': [
        build.githubIssue(issue(), frame('opened')),
        build.githubIssue(issue({ ...later, body: 'Now' }), frame('edited')),
        build.githubIssue(issue({ ...latest, body: 'Now', state: 'closed' }), frame('closed')),
      ],
      'an issue is edited and deleted': [
        build.githubIssue(issue(), frame('opened')),
        build.githubIssue(issue({ ...latest, body: 'Now' }), frame('edited')),
        build.githubIssue(issue({ ...later, body: 'Now' }), frame('deleted')),
      ],
      'a comment is edited': [
        build.githubIssueComment(issue(), comment({ ...later, body: 'a' }), frame('created')),
        build.githubIssueComment(issue(), comment({ ...latest, body: 'b' }), frame('edited')),
      ],
      'a comment is edited and deleted': [
        build.githubDiscussionComment(discussion(), comment(), frame('created')),
        build.githubDiscussionComment(discussion(), comment({ ...later, body: 'b' }), frame('edited')),
        build.githubDiscussionComment(discussion(), comment({ ...later, body: 'b' }), frame('deleted')),
      ],
      'an answer is chosen, taken back and another one chosen': [
        build.githubAnswer(discussion(later), comment(), frame('answered')),
        build.githubAnswer(discussion(latest), comment(), frame('unanswered')),
        build.githubAnswer(discussion({ updatedAt: '2026-11-20T14:00:00Z' }), comment({ id: 6 }), frame('answered')),
      ],
      'a release is published, edited and deleted': [
        build.githubRelease(version(), frame('published', octo)),
        build.githubRelease(version({ body: 'Now with tea', updatedAt: '2026-11-20T12:00:00Z' }), frame('edited')),
        build.githubRelease(version({ body: 'Now with tea' }), frame('deleted')),
      ],
      'a sponsor stops': [
        build.githubSponsorship('created', { to: owner, by: mona, at: '2026-11-20T10:00:00Z' }),
        build.githubSponsorship('cancelled', { to: owner, by: mona, at: '2026-11-20T10:00:00Z' }),
      ],
      'a star is given, taken away and given again': [
        build.githubStar({ ...frame('created'), starredAt: '2026-11-20T10:00:00Z' }),
        build.githubStar({ ...frame('deleted'), repository: { ...repository, updatedAt: '2026-11-20T11:00:00Z' } }),
        build.githubStar({ ...frame('created'), starredAt: '2026-11-20T12:00:00Z' }),
      ],
    },
  })

  it('makes a post and news of its thread of an issue', () => {
    const thread = {
      id: 'issue:3001',
      title: 'Export is broken',
      url: 'https://github.com/octo/tool/issues/7',
      author: { id: '101' },
    }
    expect(normalise(build.githubIssue(issue(), frame('opened'))).activities).toEqual([
      {
        kind: 'post',
        source: 'code',
        platform: 'github',
        id: 'issue:3001',
        at: '2026-11-20T10:00:00.000Z',
        revision: expect.stringMatching(/^2026-11-20T10:00:00\.000Z\|0\|/),
        author: {
          id: '101',
          handle: 'mona',
          url: 'https://github.com/mona',
          avatar: 'https://avatars.githubusercontent.com/u/101?v=4',
        },
        title: 'Export is broken',
        text: 'It crashes when I press Export.',
        url: 'https://github.com/octo/tool/issues/7',
        thread,
        createdAt: '2026-11-20T10:00:00.000Z',
        tags: ['bug'],
      },
      expect.objectContaining({ kind: 'thread', id: 'thread:issue:3001', thread, closed: false, tags: ['bug'] }),
    ])
  })

  it('makes a reply of a comment, to the issue and its author', () => {
    expect(first(build.githubIssueComment(issue(), comment(), frame('created', octo)))).toMatchObject({
      kind: 'reply',
      id: 'issue_comment:5001',
      author: { id: '102', role: 'staff' },
      text: 'Under Tools.',
      url: 'https://github.com/octo/tool/issues/7#issuecomment-5001',
      thread: { id: 'issue:3001' },
      parent: { id: 'issue:3001', author: { id: '101' } },
    })
  })

  it('finds the parent of a nested comment of a discussion', () => {
    const nested = build.githubDiscussionComment(discussion(), comment({ id: 5002, parentId: 5001 }), frame('created'))
    expect(first(nested)).toMatchObject({ id: 'discussion_comment:5002', parent: { id: 'discussion_comment:5001' } })
    const top = build.githubDiscussionComment(discussion(), comment(), frame('created'))
    expect(first(top)).toMatchObject({ id: 'discussion_comment:5001', parent: { id: 'discussion:4001' } })
  })

  it('tells what touched the words, and what only the thread', () => {
    expect(kinds(build.githubIssue(issue(), frame('edited')))).toEqual(['post', 'thread'])
    expect(kinds(build.githubIssue(issue({ state: 'closed' }), frame('closed')))).toEqual(['thread'])
    expect(kinds(build.githubIssue(issue(), frame('labeled')))).toEqual(['thread'])
    expect(kinds(build.githubIssue(issue(), frame('deleted')))).toEqual(['post deleted', 'thread deleted'])
    expect(kinds(build.githubDiscussion(discussion(), frame('created')))).toEqual(['post', 'thread'])
    expect(kinds(build.githubDiscussion(discussion(), frame('transferred')))).toEqual([
      'post deleted',
      'thread deleted',
    ])
    expect(first(build.githubIssue(issue(later), frame('edited')))).toMatchObject({
      editedAt: '2026-11-20T12:00:00.000Z',
    })
    expect(first(build.githubIssue(issue({ state: 'closed' }), frame('closed')))).toMatchObject({ closed: true })
  })

  it('tells which answer a discussion has, and when it has none any more', () => {
    const answered = build.githubAnswer(
      discussion({ answerChosenAt: '2026-11-20T14:00:00+01:00' }),
      comment(),
      frame('answered'),
    )
    expect(normalise(answered).activities).toMatchObject([
      {
        kind: 'solved',
        id: 'solved:discussion:4001',
        at: '2026-11-20T13:00:00.000Z',
        author: { id: '101' },
        thread: { id: 'discussion:4001', title: 'How to export?' },
        answer: { id: 'discussion_comment:5001', author: { id: '102' }, text: 'Under Tools.' },
      },
      { kind: 'thread' },
    ])
    expect(kinds(build.githubAnswer(discussion(), comment(), frame('unanswered')))).toEqual([
      'solved deleted',
      'thread',
    ])
  })

  it('knows bots, and what became of deleted accounts', () => {
    expect(first(build.githubIssue(issue({ by: hubot }), frame('opened')))).toMatchObject({ author: { role: 'bot' } })
    expect(first(build.githubIssue(issue({ by: null, body: null }), frame('opened')))).toMatchObject({
      author: { id: '10137', handle: 'ghost' },
      text: '',
    })
  })

  it('takes only the repositories of its settings, whatever the case', () => {
    const from = (fullName: string) =>
      normalise(build.githubIssue(issue(), { ...frame('opened'), repository: { id: 1, fullName } })).ignored
    expect(from('OCTO/Other')).toBeUndefined()
    expect(from('acme/anvil')).toBeUndefined()
    expect(from('acme/other')).toBe('repository not in the settings')
    expect(from('octopus/tool')).toBe('repository not in the settings')
  })

  it('says which events and actions mean nothing to it', () => {
    const { headers, body } = build.githubStar({ ...frame('created'), starredAt: '2026-11-20T10:00:00Z' })
    const other = (event: string, text = body) =>
      normalise({ headers: { ...headers, 'x-github-event': event }, body: text }).ignored
    expect(other('push')).toBe('event not mapped: push')
    expect(other('constructor')).toBe('event not mapped: constructor')
    expect(other('star', body.replace('"created"', '"polished"'))).toBe('action not mapped: star.polished')
    expect(other('star', body.replace('"repository"', '"x"'))).toBe('no repository')
  })

  it('does not let a signed comment pass for its issue under another event name', () => {
    const { headers, body } = build.githubIssueComment(issue(), comment(), frame('deleted'))
    const replayed = normalise({ headers: { ...headers, 'x-github-event': 'issues' }, body })
    expect(replayed).toEqual({ activities: [], ignored: 'event issue with the body of a comment' })
  })

  it('names the field that is wrong', () => {
    const { headers, body } = build.githubIssue(issue(), frame('opened'))
    const wrong = (from: string | RegExp, to: string) => () => normalise({ headers, body: body.replace(from, to) })
    expect(wrong('"title":"Export is broken"', '"title":7')).toThrow(/^issue\.title: expected string/)
    expect(wrong('"action":"opened"', '"action":[]')).toThrow(/^action: expected string/)
  })

  it('keeps ids over 2^53 digit by digit', () => {
    const { headers, body } = build.githubIssue(issue(), frame('opened'))
    const big = body
      .replace('"id":3001', '"id":9007199254740993')
      .replaceAll(`"id":${mona.id}`, '"id":90071992547409931')
    expect(first({ headers, body: big })).toMatchObject({
      id: 'issue:9007199254740993',
      author: { id: '90071992547409931' },
    })
  })

  it('answers the ping and queues nothing', async () => {
    const door = openDoor()
    const ping = build.githubPing({ repository, sender: mona })
    expect(await door.post('code', signed('github', SECRETS.code ?? '', ping))).toMatchObject({ status: 200 })
    expect(door.queue).toEqual([])
  })

  it('passes on the id that GitHub gives a delivery', async () => {
    const door = openDoor()
    const payload = build.githubIssue(issue(), frame('opened'))
    await door.post('code', signed('github', SECRETS.code ?? '', payload))
    expect(door.queue[0]?.id).toBe(payload.headers['x-github-delivery'])
    expect(door.queue[0]?.headers).toEqual({
      'x-github-event': 'issues',
      'x-github-delivery': payload.headers['x-github-delivery'],
    })
  })
})
