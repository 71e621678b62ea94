import { describe, expect, it } from '@jest/globals'
import type { Payload } from '../../local/payloads/payload.ts'
import * as build from '../../local/payloads/slack.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { slackText } from '../../shared/sources/slack-text.ts'
import { verifications } from '../../shared/sources/verification.ts'
import { signatureOf, verifyHmac } from '../../shared/sources/verify.ts'
import { openDoor, SECRETS, signed } from '../support/door.ts'
import { timeGrowsWithLength } from '../support/linear.ts'
import { normalised } from '../support/normalised.ts'
import { sourceContract } from './contract.ts'
import { asked, member, replied, ts } from './fixtures/workspace.ts'

const normalise = (payload: Payload) => normalised('workspace', payload)
const first = (payload: Payload): Activity | undefined => normalise(payload).activities[0]
const ignored = (payload: Payload) => normalise(payload).ignored

const edited = (text: string, second: number) => asked({ text, editedTs: ts(second, '000000') })
const like = { user: 'U0BEN', name: 'tada', of: asked() }

describe('Slack', () => {
  sourceContract({
    type: 'slack',
    source: 'workspace',
    payload: build.slackMessage(asked()),
    ofSize: (bytes) => {
      const { headers, body } = build.slackMessage(asked({ text: '' }))
      return { headers, body: body.replace('"text":""', `"text":"${'x'.repeat(bytes - body.length)}"`) }
    },
    histories: {
      'a message is edited twice': [
        build.slackMessage(asked()),
        build.slackChanged(asked(), edited('two', 10), ts(10, '200000')),
        build.slackChanged(edited('two', 10), edited('three', 20), ts(20, '200000')),
      ],
      'a message is edited twice within a second': [
        build.slackMessage(asked()),
        build.slackChanged(asked(), edited('zzz', 10), ts(10, '200000')),
        build.slackChanged(edited('zzz', 10), edited('aaa', 10), ts(10, '900000')),
      ],
      'a message is edited and deleted': [
        build.slackMessage(asked()),
        build.slackChanged(asked(), edited('two', 10), ts(10, '200000')),
        build.slackDeleted(edited('two', 10), ts(11)),
      ],
      'a message is told as a mention of the app too, its link gets a preview, and it is edited': [
        build.slackMessage(asked()),
        build.slackMention(asked()),
        build.slackChanged(asked(), asked(), ts(5)),
        build.slackChanged(asked(), edited('two', 10), ts(10, '200000')),
      ],
      'a reply is deleted': [build.slackMessage(replied()), build.slackDeleted(replied(), ts(70))],
      'a reaction is given, taken away and given again': [
        build.slackReaction('reaction_added', like, ts(30)),
        build.slackReaction('reaction_removed', like, ts(31)),
        build.slackReaction('reaction_added', like, ts(32)),
      ],
      'a member joins and changes': [
        build.slackMember('team_join', member(), ts(0)),
        build.slackMember('user_change', member({ name: 'adal', updated: 1_763_755_300 }), ts(100)),
        build.slackMember('user_change', member({ deleted: true, updated: 1_763_755_400 }), ts(200)),
      ],
      'somebody joins a channel and leaves it': [
        build.slackJoin('member_joined_channel', { user: 'U0ADA', channel: 'C0001' }, ts(0)),
        build.slackJoin('member_left_channel', { user: 'U0ADA', channel: 'C0001' }, ts(9)),
      ],
    },
    challenges: [
      {
        what: 'the verification of its address',
        asked: build.slackGreeting('3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P'),
        answer: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
        refused: [
          build.slackGreeting('<script>alert(1)</script>'),
          build.slackGreeting('x'.repeat(513)),
          build.slackGreeting('ü'),
        ],
      },
    ],
  })

  it('takes Slack’s documented example of a signature', () => {
    const body = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    )
    const keys = [Buffer.from('8f742231b10e8888abcd99yyyzzz85a5')]
    const headers = {
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
      'x-slack-request-timestamp': '1531420618',
    }
    const { scheme } = verifications.slack
    expect(verifyHmac(scheme, { headers, body, keys, nowSeconds: 1_531_420_618 })).toEqual({ timestamp: 1_531_420_618 })
    const other = { ...headers, 'x-slack-request-timestamp': '1531420619' }
    expect(verifyHmac(scheme, { headers: other, body, keys, nowSeconds: 1_531_420_618 }).refused).toBe(
      'signature_mismatch',
    )
    expect(`v0=${signatureOf(scheme, keys[0] ?? Buffer.alloc(0), { body, ts: '1531420618', id: '' })}`).toBe(
      headers['x-slack-signature'],
    )
  })

  it('makes a post of a message', () => {
    expect(normalise(build.slackMessage(asked())).activities).toEqual([
      {
        kind: 'post',
        source: 'workspace',
        platform: 'workspace',
        id: `C0001/${ts(0)}`,
        at: '2025-11-21T20:00:00.000Z',
        revision: expect.stringMatching(/^2025-11-21T20:00:00\.000Z\|0\|/),
        author: { id: 'U0ADA', name: 'Ada', handle: 'ada', avatar: 'https://avatars.slack-edge.com/a_72.png' },
        text: 'How do I export my list?',
        url: 'https://acme.slack.com/archives/C0001/p1763755200000100',
        thread: {
          id: `C0001/${ts(0)}`,
          url: 'https://acme.slack.com/archives/C0001/p1763755200000100',
          author: { id: 'U0ADA' },
        },
        createdAt: '2025-11-21T20:00:00.000Z',
      },
    ])
  })

  it('makes a reply of a message in a thread, also when it is shown in the channel', () => {
    for (const subtype of [undefined, 'thread_broadcast'])
      expect(first(build.slackMessage(replied(subtype ? { subtype } : {})))).toMatchObject({
        kind: 'reply',
        id: `C0001/${ts(60)}`,
        thread: { id: `C0001/${ts(0)}`, author: { id: 'U0ADA' } },
        parent: { id: `C0001/${ts(0)}`, author: { id: 'U0ADA' } },
        url: 'https://acme.slack.com/archives/C0001/p1763755260000100?thread_ts=1763755200.000100&cid=C0001',
      })
  })

  it('makes a post of the message that others answered', () => {
    expect(first(build.slackMessage(asked({ threadTs: ts(0) })))).toMatchObject({ kind: 'post' })
  })

  it('tells when words were edited, and takes a preview of a link for what was known', () => {
    const edit = first(build.slackChanged(asked(), edited('Now', 10), ts(10, '200000')))
    expect(edit).toMatchObject({ text: 'Now', editedAt: '2025-11-21T20:00:10.000Z', at: '2025-11-21T20:00:10.000Z' })
    expect(first(build.slackChanged(asked(), asked(), ts(5)))).toEqual(first(build.slackMessage(asked())))
  })

  it('knows who wrote what is gone, if Slack says so', () => {
    expect(first(build.slackDeleted(replied(), ts(70)))).toMatchObject({
      kind: 'reply',
      deleted: true,
      id: `C0001/${ts(60)}`,
      text: '',
      author: { id: 'U0BEN' },
      at: '2025-11-21T20:01:10.000Z',
    })
    expect(first(build.slackDeleted(asked(), ts(70), false))).toMatchObject({
      deleted: true,
      author: { id: 'USLACKBOT', role: 'bot' },
    })
    const tombstone = asked({ subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.' })
    expect(first(build.slackChanged(asked(), tombstone, ts(70)))).toMatchObject({
      deleted: true,
      text: '',
      author: { id: 'U0ADA' },
    })
  })

  it('makes reactions, members and joins of what they are', () => {
    expect(first(build.slackReaction('reaction_added', like, ts(30)))).toMatchObject({
      kind: 'reaction',
      reaction: 'tada',
      author: { id: 'U0BEN' },
      target: { id: `C0001/${ts(0)}`, author: { id: 'U0ADA' } },
    })
    expect(first(build.slackMember('team_join', member({ admin: true }), ts(0)))).toMatchObject({
      kind: 'account',
      id: 'account:U0ADA',
      joinedAt: '2025-11-21T20:00:00.000Z',
      author: { name: 'Ada L.', handle: 'ada', role: 'staff', email: 'ada@mail.example', timeZone: 'Europe/Berlin' },
    })
    expect(first(build.slackJoin('member_joined_channel', { user: 'U0ADA', channel: 'C0001' }, ts(0)))).toMatchObject({
      kind: 'follow',
      author: { id: 'U0ADA' },
      target: { id: 'channel:C0001' },
    })
  })

  it('believes an address only when Slack says that it is confirmed', () => {
    const { author } = first(build.slackMember('team_join', member({ emailConfirmed: false }), ts(0))) ?? {}
    expect(author).not.toHaveProperty('email')
  })

  it('knows bots', () => {
    const bot = { subtype: 'bot_message', botId: 'B0001' }
    const { user: _, ...message } = asked(bot)
    expect(first(build.slackMessage(message))).toMatchObject({ author: { id: 'B0001', role: 'bot' } })
    expect(first(build.slackMessage(asked({ botId: 'B0001' })))).toMatchObject({ author: { id: 'U0ADA', role: 'bot' } })
  })

  it('never takes direct messages, and private channels only by name', () => {
    const inChannel = (channel: string, channelType: string) =>
      ignored(build.slackMessage(asked({ channel, channelType })))
    expect(inChannel('D0001', 'im')).toBe('direct message')
    expect(inChannel('C0009', 'mpim')).toBe('direct message')
    expect(inChannel('C0008', 'group')).toBe('channel not in the settings')
    expect(inChannel('C0009', 'group')).toBeUndefined()
    expect(
      ignored(build.slackJoin('member_joined_channel', { user: 'U', channel: 'C8', channelType: 'G' }, ts(0))),
    ).toBe('channel not in the settings')
  })

  it('takes only what its workspace and its app send', () => {
    expect(ignored(build.slackMessage(asked(), { team: 'T0002' }))).toBe('workspace not in the settings')
    expect(ignored(build.slackMessage(asked(), { app: 'A0002' }))).toBe('app not in the settings')
  })

  it('says what means nothing to it', () => {
    expect(ignored(build.slackRateLimited())).toBe('not an event: app_rate_limited')
    expect(ignored(build.slackEvent({ type: 'constructor' }))).toBe('event not mapped: constructor')
    expect(ignored(build.slackMessage(asked({ subtype: 'channel_join' })))).toBe('message not mapped: channel_join')
    const file = { type: 'reaction_added', user: 'U0ADA', reaction: 'x', item: { type: 'file', file: 'F1' } }
    expect(ignored(build.slackEvent(file))).toBe('reaction to a file')
  })

  it('names the field that is wrong', () => {
    const { headers, body } = build.slackMessage(asked())
    const wrong = (from: string, to: string) => () => normalise({ headers, body: body.replace(from, to) })
    expect(wrong(`"ts":"${ts(0)}"`, '"ts":"yesterday"')).toThrow(/^event\.ts: expected a time of Slack/)
    expect(wrong('"channel":"C0001"', '"channel":[]')).toThrow(/^event\.channel: /)
  })

  it('gives a delivery the same id when Slack tries again', async () => {
    const door = openDoor()
    const payload = build.slackMessage(asked())
    const again = { headers: { ...payload.headers, 'x-slack-retry-num': '1' }, body: payload.body }
    for (const one of [payload, again]) await door.post('workspace', signed('slack', SECRETS.workspace ?? '', one))
    expect(door.queue[0]?.id).toBe(door.queue[1]?.id)
    expect(door.queue[0]?.headers).toEqual({})
  })
})

describe('the text of a message on Slack', () => {
  it.each([
    ['Hi <@U1|ada>, see <#C1|general>', 'Hi @ada, see #general'],
    ['Hi <@U1>', 'Hi @U1'],
    ['<!here> <!subteam^S1|@devs> <!date^1^{date}|today>', '@here @devs today'],
    ['<https://a.example/x_y_z|the *docs*> or <https://a.example/x_y_z>', 'the *docs* or https://a.example/x_y_z'],
    ['<mailto:a@b.example>', 'a@b.example'],
    ['*bold* _it_ ~gone~ snake_case 2 * 3', 'bold it gone snake_case 2 * 3'],
    ['`*raw*` and ```\n_raw_\n```', '*raw* and\n_raw_'],
    ['&gt; quoted\nmine', 'mine'],
    ['&gt; only this', '> only this'],
    ['a &lt; b &amp;&amp; c &amp;lt;', 'a < b && c &lt;'],
  ])('%s', (from, to) => {
    expect(slackText(from)).toBe(to)
  })

  it.each(['<', '`', '```', '*a', '_', '&gt;', '<@', '~a ~'])(
    'is read in a time that grows with it, and not faster: %s',
    (piece) => timeGrowsWithLength(slackText, piece),
  )
})
