import { describe, expect, it } from '@jest/globals'
import { FORMATS } from '../../../local/import/formats.ts'
import { forumPost, forumTopic, forumUser } from '../../../local/payloads/discourse.ts'
import { all, askOf } from './read.ts'
import { bodyOf, live, problems, said } from './said.ts'

const by = { id: 7, username: 'ada', name: 'Ada' }

describe('Discourse', () => {
  const topic = { id: 12, title: 'The light blinks', by, createdAt: '2026-03-01T10:00:00.000Z', tags: ['light'] }
  const first = { id: 100, topic, number: 1, by, cooked: '<p>Why?</p>', createdAt: '2026-03-01T10:00:00.000Z' }
  const reply = {
    ...{ id: 101, topic, number: 2, by: { id: 8, username: 'bob' }, cooked: '<p>Descale <b>it</b>.</p>' },
    ...{
      createdAt: '2026-03-02T10:00:00.000Z',
      version: 2,
      updatedAt: '2026-03-03T10:00:00.000Z',
      replyTo: { number: 1 },
    },
  }
  const webhooks = [forumPost('post_created', first), forumPost('post_edited', reply)]
  const posts = webhooks.map((payload) => bodyOf<{ post: Record<string, unknown> }>(payload).post)
  const read = (files: Record<string, string | object>) => all(FORMATS.discourse.read(askOf('discourse', files)))

  it.each([
    ['posts.json', { latest_posts: posts }],
    ['a list of posts', posts],
    [
      'the Data Explorer',
      {
        columns: Object.keys(posts[1] ?? {}),
        rows: posts.map((post) => Object.keys(posts[1] ?? {}).map((name) => post[name])),
      },
    ],
  ])('posts of %s are what the webhook says, revision and all', async (_, file) => {
    expect(said('discourse', await read({ 'a.json': file }))).toEqual(live('discourse', ...webhooks))
  })

  it('a topic with its posts is the topic, the posts and the answer', async () => {
    const whole = {
      ...{ id: 12, title: topic.title, slug: 'the-light-blinks', archetype: 'regular', tags: ['light'], closed: false },
      ...{ created_at: topic.createdAt, details: { created_by: { id: 7, username: 'ada', name: 'Ada' } } },
      accepted_answer: { post_number: 2, username: 'bob' },
      post_stream: { posts: posts.map(({ topic_title: _, topic_slug: __, topic_archetype: ___, ...post }) => post) },
    }
    const found = said('discourse', await read({ '12.json': whole }))
    expect(found.map(({ kind, id }) => [kind, id])).toEqual([
      ['thread', 'topic:12'],
      ['post', '12/1'],
      ['reply', '12/2'],
      ['solved', 'solved:12'],
    ])
    expect(found[3]).toMatchObject({ at: '2026-03-03T10:00:00.000Z', answer: { id: '12/2', author: { id: '8' } } })
    expect(found[0]).toMatchObject({
      ...live('discourse', forumTopic('topic_created', topic))[0],
      revision: expect.any(String),
      author: { id: '7' },
      tags: ['light'],
    })
    expect(said('discourse', await read({ '12.json': whole }))).toEqual(found)
  })

  it('private messages are nobody’s business', async () => {
    const secret = bodyOf<{ post: object }>(
      forumPost('post_created', { ...first, topic: { ...topic, archetype: 'private_message' } }),
    )
    expect(said('discourse', await read({ 'a.json': [secret.post] }))).toEqual([])
  })

  it('the list of users and posts may be CSV', async () => {
    const users = [
      'id,name,username,email,created_at,last_seen_at,active,admin,moderator,staged',
      '7,Ada,ada,ada@mail.example,2026-01-01 10:00:00 UTC,2026-02-01 10:00:00 UTC,true,false,false,false',
      '9,,carl,carl@mail.example,2026-01-01 10:00:00 UTC,,false,false,false,true',
    ].join('\n')
    const table = [
      'topic_id,post_number,user_id,username,raw,created_at,updated_at,version,topic_title,reply_to_post_number,tags',
      '12,1,7,ada,"Why, oh why?",2026-03-01 10:00:00 UTC,,1,The light blinks,,light',
      '12,2,8,bob,Descale it.,2026-03-02T10:00:00Z,,one,The light blinks,1,',
    ].join('\n')
    const found = await read({ 'users.csv': users, 'posts.csv': table })
    const [post, account, other] = said('discourse', found)
    expect(post).toMatchObject({ kind: 'post', id: '12/1', text: 'Why, oh why?', author: { id: '7', handle: 'ada' } })
    expect(account).toMatchObject({
      author: { id: '7', email: 'ada@mail.example', emailVerified: true },
      at: '2026-01-01T10:00:00.000Z',
    })
    expect(other?.author).not.toHaveProperty('email')
    expect(account).toMatchObject(
      live(
        'discourse',
        forumUser('user_created', {
          ...by,
          email: 'ada@mail.example',
          active: true,
          createdAt: '2026-01-01T10:00:00.000Z',
        }),
      ).map(({ id, kind }) => ({ id, kind }))[0] ?? {},
    )
    expect(problems(found)).toEqual([[3, 'version: expected a whole number']])
  })

  it('what a member downloads of their own cannot be imported, and says why', async () => {
    const own = 'topic_title,categories,is_pm,post_raw,like_count,url,created_at\nx,y,No,z,0,u,2026-01-01'
    await expect(read({ 'user_archive.csv': own })).rejects.toThrow(/names neither the topic nor the account by id/)
  })

  it('another forum’s posts are refused one by one', async () => {
    const found = await read({
      'a.json': [{ ...posts[0], url: 'https://other.example/t/12/1' }, posts[1], { what: 1 }],
    })
    expect(said('discourse', found)).toHaveLength(1)
    expect(problems(found).map(([, problem]) => problem)).toEqual([
      expect.stringMatching(/another forum; this source is https:\/\/forum\.example/),
      expect.stringMatching(/^expected a post/),
    ])
  })
})
