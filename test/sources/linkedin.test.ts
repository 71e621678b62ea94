import { createHmac } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { type LinkedinNotification, linkedinDelivery } from '../../local/payloads/linkedin.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { openDoor, SECRETS, signed } from '../support/door.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { AT, COMMENT, commented, MEMBER, POST } from './fixtures/company.ts'

const SECRET = 'client-secret-of-the-app'
const CODE = '890e4665-4dfe-4ab1-b689-ed553bceeed0'
const ORGANIZATION = 'urn:li:organization:96072893'
const normalise = (payload: Payload) => normalised('company', payload)
const of = (...notifications: LinkedinNotification[]) => normalise(linkedinDelivery(notifications))
const one = (notification: LinkedinNotification) => of(notification).activities[0]
const state = (second: number, action: LinkedinNotification['action'], text: string) =>
  linkedinDelivery([commented({ action, at: AT + second * 1_000, id: second }, text)])
const { comment: _, ...undecorated } = commented({ action: 'COMMENT_DELETE', at: AT + 9_000 })
const shared = (action: 'SHARE' | 'SHARE_MENTION', text: string): LinkedinNotification => ({
  action,
  post: POST,
  at: AT,
  generated: 'urn:li:activity:7094637247890620999',
  share: { entity: 'urn:li:share:7094637247890620998', owner: MEMBER, text },
})
const liked: LinkedinNotification = { action: 'LIKE', post: POST, at: AT, generated: `urn:li:like:(${MEMBER},${POST})` }

describe('LinkedIn', () => {
  sourceContract({
    type: 'linkedin',
    source: 'company',
    payload: linkedinDelivery([commented()]),
    ofSize: (bytes) => {
      const { headers, body } = linkedinDelivery([commented({}, '')])
      return { headers, body: body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a comment is edited twice and deleted': [
        state(0, 'COMMENT', 'one'),
        state(1, 'COMMENT_EDIT', 'two'),
        state(2, 'COMMENT_EDIT', 'three'),
        linkedinDelivery([undecorated]),
      ],
    },
    challenges: [
      {
        what: 'the validation of its address',
        asked: { query: { challengeCode: CODE } },
        answer: { challengeCode: CODE, challengeResponse: createHmac('sha256', SECRET).update(CODE).digest('hex') },
        refused: [
          { query: { challengeCode: '' } },
          { query: { challengeCode: 'hmacsha256={"type":"x"}' } },
          { query: { challengeCode: `${CODE}0` } },
          { query: { challengeCode: '<b>not a code</b>' } },
        ],
      },
    ],
  })

  it('takes a signature over the body with the words that LinkedIn puts before it', async () => {
    const { headers, body } = linkedinDelivery([commented()])
    const hex = (text: string) => createHmac('sha256', SECRET).update(text).digest('hex')
    const post = (signature: string) =>
      openDoor().post('company', { headers: { ...headers, 'x-li-signature': signature }, body })
    expect(signed('linkedin', SECRETS.company ?? '', { headers, body }).headers['x-li-signature']).toBe(
      hex(`hmacsha256=${body}`),
    )
    expect((await post(hex(`hmacsha256=${body}`))).status).toBe(202)
    expect((await post(hex(body))).status).toBe(401)
  })

  it('makes a reply of a comment', () => {
    const url = `https://www.linkedin.com/feed/update/${POST}`
    expect(of(commented()).activities).toEqual([
      {
        kind: 'reply',
        source: 'company',
        platform: 'company',
        id: COMMENT,
        at: '2025-11-21T20:00:00.123Z',
        revision: expect.stringMatching(/^2025-11-21T20:00:00\.123Z\|0\|/),
        author: { id: MEMBER },
        text: 'How do I export?',
        createdAt: '2025-11-21T20:00:00.123Z',
        url,
        thread: { id: POST, url, author: { id: ORGANIZATION } },
        parent: { id: POST, author: { id: ORGANIZATION } },
      },
    ])
    const answer = { entity: COMMENT.replace('792)', '793)'), owner: MEMBER, text: 'x', parent: COMMENT }
    expect(one(commented({ comment: answer }))).toMatchObject({ parent: { id: COMMENT } })
  })

  it('knows the organisation itself', () => {
    const own = { entity: COMMENT, owner: ORGANIZATION, text: 'Under Tools.' }
    expect(one(commented({ action: 'ADMIN_COMMENT', comment: own }))).toMatchObject({
      author: { id: ORGANIZATION, role: 'brand', url: 'https://www.linkedin.com/company/96072893' },
    })
  })

  it('tells edits, and deletes even without their author', () => {
    const at = '2025-11-21T20:00:00.123Z'
    expect(one(commented({ action: 'COMMENT_EDIT' }))).toMatchObject({ editedAt: at, at })
    expect(one(undecorated)).toMatchObject({ id: COMMENT, deleted: true, text: '', author: { id: ORGANIZATION } })
    expect(one(commented({ action: 'COMMENT_DELETE' }))).toMatchObject({ deleted: true, author: { id: MEMBER } })
  })

  it('makes posts of mentions and of shares with words, reactions of likes and of shares without', () => {
    for (const action of ['SHARE', 'SHARE_MENTION'] as const)
      expect(one(shared(action, 'Look'))).toMatchObject({
        kind: 'post',
        id: 'urn:li:activity:7094637247890620999',
        text: 'Look',
        author: { id: MEMBER },
        thread: { id: 'urn:li:activity:7094637247890620999', author: { id: MEMBER } },
      })
    expect(one(shared('SHARE', ''))).toMatchObject({ kind: 'reaction', reaction: 'share', target: { id: POST } })
    expect(one(liked)).toMatchObject({
      kind: 'reaction',
      reaction: 'like',
      id: `like:${POST}:${MEMBER}`,
      author: { id: MEMBER },
      target: { id: POST, author: { id: ORGANIZATION } },
    })
    const ofComment = { ...liked, generated: `urn:li:like:(${MEMBER},${COMMENT})` }
    expect(one(ofComment)).toMatchObject({ id: `like:${COMMENT}:${MEMBER}`, target: { id: COMMENT } })
  })

  it('takes a batch apart, and passes over what means nothing to it', () => {
    const { activities } = of(commented(), liked, { ...liked, generated: 'urn:li:activity:1' }, shared('SHARE', 'x'))
    expect(activities.map(({ kind }) => kind)).toEqual(['reply', 'reaction', 'post'])
  })

  it('takes only the organisations of its settings', () => {
    expect(of(commented({ organization: 'urn:li:organization:1' })).ignored).toBe('organisation not in the settings')
    expect(of(commented({ organization: 'urn:li:organizationBrand:96072893' })).activities).toHaveLength(1)
  })

  it('says what means nothing to it', () => {
    expect(of().ignored).toBe('no notifications')
    expect(of({ ...liked, generated: 'urn:li:activity:1' }).ignored).toBe('like without the account that gave it')
    expect(of({ ...undecorated, action: 'COMMENT' }).ignored).toBe('comment without its words and author')
    expect(of(commented({ action: 'constructor' as 'LIKE' })).ignored).toBe('action not mapped: constructor')
    expect(normalise(linkedinDelivery([], 'LEAD_ACTION')).ignored).toBe('type not mapped: LEAD_ACTION')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = linkedinDelivery([commented()])
    const wrong = { headers, body: body.replace(`"lastModifiedAt":${AT}`, '"lastModifiedAt":"now"') }
    expect(() => normalise(wrong)).toThrow(/^notifications\.0\.lastModifiedAt: expected /)
  })
})
