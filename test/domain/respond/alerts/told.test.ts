import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { eventSchema } from '../../../../shared/domain/events.ts'
import type { AlertOn } from '../../../../shared/domain/respond/alerts/alert.ts'
import { raisedEvent, slackMessage, teamsMessage } from '../../../../shared/domain/respond/alerts/channels.ts'
import { alertMail } from '../../../../shared/domain/respond/alerts/mail.ts'
import { type Digest, type Notice, sampleNotice } from '../../../../shared/domain/respond/alerts/notice.ts'
import { signedHeaders } from '../../../../shared/domain/respond/alerts/sign.ts'
import { toldOf } from '../../../../shared/domain/respond/alerts/words.ts'

const AT = '2026-11-20T12:00:00.000Z'
const ALERT = { id: 'team', name: 'Team' }
const WHERE = { appUrl: 'https://app.example' }
const KINDS: AlertOn[] = [
  'complaint.high-reach',
  'question.unanswered',
  'advocate.emerged',
  'topic.hot',
  'recipe.paused',
  'digest.weekly',
]

const brand = {
  name: 'Crema',
  senderDomain: 'news.example.com',
  senderName: 'hello',
  address: 'Crema Ltd, 1 Street',
  community: 'https://c.example',
}

/** What strangers would write to be noticed by everybody. */
const NASTY =
  '@channel <!here> <@U1> &amp; [x](https://evil.example) <https://evil.example|y>\u202E\n\u0000**b** {{DATE()}}'

const digest = (more: Partial<Digest> = {}): Digest => ({
  ...{
    from: AT,
    to: AT,
    questions: 0,
    looked: 0,
    unanswered: 0,
    advocates: 0,
    topics: [],
    paused: [],
    recipes: [],
    sources: [],
  },
  ...more,
})

describe('words', () => {
  it('every kind of alert says what happened, why it is told, and where to go on; a test says that it is one', () => {
    for (const on of KINDS) {
      const { test: _, ...notice } = sampleNotice(on, AT)
      const told = toldOf(notice, ALERT, WHERE)
      expect(told.title).not.toMatch(/^Test/)
      expect(told.lines.at(-1)).toBe('Told by the alert “Team”.')
      const test = toldOf(sampleNotice(on, AT), ALERT, WHERE)
      expect(test.title).toBe(`Test: ${told.title}`)
      expect(test.lines[0]).toBe('This is a test with made-up numbers: nothing has happened.')
      expect(test.links).toEqual([
        { label: 'What became of the test', url: 'https://app.example/api/alerts/team/deliveries' },
      ])
    }
  })

  it('a post is linked where it is, if that is a web address, and in the API', () => {
    const notice: Notice = {
      on: 'complaint.high-reach',
      at: AT,
      mention: 'github:a~2f1',
      url: 'https://github.com/x/1',
      source: 'github',
      followers: 1,
    }
    const told = toldOf(notice, ALERT, WHERE)
    expect(told.title).toBe('A complaint by somebody with 1 follower')
    expect(told.lines[0]).toBe('Somebody with 1 follower wrote a complaint on github.')
    expect(told.links.map(({ url }) => url)).toEqual([
      'https://github.com/x/1',
      'https://app.example/api/mentions/github%3Aa~2f1',
    ])
    expect(toldOf({ ...notice, url: 'javascript:alert(1)' }, ALERT, WHERE).links).toHaveLength(1)
    const asked = toldOf({ on: 'question.unanswered', at: AT, afterHours: 72 }, ALERT, WHERE)
    expect(asked.title).toBe('A question has waited for 3 days')
    expect(toldOf({ on: 'question.unanswered', at: AT, afterHours: 1 }, ALERT, WHERE).title).toBe(
      'A question has waited for 1 hour',
    )
    expect(toldOf({ on: 'question.unanswered', at: AT }, ALERT, WHERE).lines[0]).toMatch(/on a source/)
    expect(toldOf({ on: 'complaint.high-reach', at: AT }, ALERT, WHERE).lines[0]).toMatch(
      /0 followers wrote a complaint on a source/,
    )
  })

  it('a reason ends with one full stop, whether it came with one or not', () => {
    const why = (words: string) =>
      toldOf({ on: 'recipe.paused', at: AT, recipe: 'x', why: words }, ALERT, WHERE).lines[1]
    expect(why('4 complaints of 900.')).toBe('Why: 4 complaints of 900.')
    expect(why('4 complaints of 900')).toBe('Why: 4 complaints of 900.')
  })

  it('says as much as is known where little is', () => {
    for (const on of KINDS) expect(toldOf({ on, at: AT }, ALERT, WHERE).title).not.toMatch(/undefined|NaN/)
  })

  it('what was too much for an hour is one summary', () => {
    const told = toldOf({ on: 'topic.hot', at: AT, more: 14 }, ALERT, WHERE)
    expect(told.title).toBe('And 14 more')
    expect(told.lines).toEqual(['14 more like these came up within the hour. Told by the alert “Team”.'])
  })

  it('a digest tells what a week came to', () => {
    const full = digest({
      names: { welcome: 'Welcome to us', quiet: 'Gone quiet' },
      ...{
        questions: 250,
        looked: 100,
        unanswered: 4,
        advocates: 1,
        topics: ['pump', 'beans'],
        more: true,
        paused: ['quiet'],
      },
      recipes: [
        { recipe: 'welcome', sent: 900, looked: 500, clicked: 40, complained: 1 },
        { recipe: 'peer', sent: 1, looked: 1, clicked: 0, complained: 0 },
      ],
      sources: [
        { source: 'forum', silentSince: '2026-11-18T00:00:00.000Z', refused: 2 },
        { source: 'shop', refused: 1 },
        { source: 'blog', silentSince: '2026-11-18T00:00:00.000Z', refused: 0 },
      ],
    })
    expect(toldOf({ on: 'digest.weekly', at: AT, digest: digest({ to: AT }) }, ALERT, WHERE).title).toBe(
      'Your community this week, to 20 November 2026',
    )
    expect(toldOf({ on: 'digest.weekly', at: AT, digest: full }, ALERT, WHERE).lines).toEqual([
      'At least 250 questions asked; 4 without an answer (of the latest 100).',
      'Hot: “pump”, “beans”.',
      '1 new advocate.',
      'Recipe “Welcome to us”: 900 emails sent; of the latest 500, 40 clicked, 1 complained about.',
      'Recipe peer: 1 email sent; 0 clicked, 0 complained about.',
      'Recipe “Gone quiet” paused itself.',
      'Source forum: silent since 18 November 2026 and 2 deliveries refused.',
      'Source shop: 1 delivery refused.',
      'Source blog: silent since 18 November 2026.',
      'Told by the alert “Team”.',
    ])
    expect(toldOf({ on: 'digest.weekly', at: AT, digest: digest() }, ALERT, WHERE).lines).toEqual([
      '0 questions asked; 0 without an answer.',
      'No topic was hot.',
      '0 new advocates.',
      'No emails were sent.',
      'All sources are heard of as usual.',
      'Told by the alert “Team”.',
    ])
  })
})

/** The longest that anything in a notice can be. */
const worst = (words: string) =>
  toldOf(
    {
      ...{ on: 'digest.weekly', at: AT },
      digest: digest({
        topics: Array(5).fill(words),
        paused: Array(5).fill('r'.repeat(61)),
        recipes: Array(10).fill({ recipe: 'r'.repeat(61), sent: 1e9, looked: 500, clicked: 500, complained: 500 }),
        sources: Array(10).fill({ source: 's'.repeat(31), silentSince: AT, refused: 1e9 }),
      }),
    },
    { id: 'a'.repeat(41), name: words },
    WHERE,
  )

describe('a message for Slack', () => {
  it('calls nobody and links nowhere but where we say, whatever strangers write', () => {
    const { text, blocks } = slackMessage(
      toldOf({ on: 'topic.hot', at: AT, label: NASTY, topic: 'T' }, { id: 'team', name: NASTY }, WHERE),
    )
    // Plain text is shown as it is; what is in mrkdwn is read.
    expect(blocks.filter((one) => one.text.type === 'plain_text')).toHaveLength(1)
    const all = JSON.stringify({ text, blocks: blocks.filter((one) => one.text.type === 'mrkdwn') })
    expect(all).not.toMatch(/@channel|@here|<!|<@|\u202E|\\u0000/)
    expect(all.match(/<[^>]*>/g)).toEqual(['<https://app.example/api/topics/T|What they write>'])
  })

  it('keeps to the limits of Block Kit', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400, unit: fc.constantFrom('&', '@', '😀', 'a', '<', ' ') }), (words) => {
        const { text, blocks } = slackMessage(worst(words))
        const hot = slackMessage(toldOf({ on: 'topic.hot', at: AT, label: words }, { id: 'a', name: words }, WHERE))
        for (const one of [...blocks, ...hot.blocks]) {
          expect(one.text.text.length).toBeLessThanOrEqual(one.type === 'header' ? 150 : 3_000)
          expect(one.text.text.length).toBeGreaterThan(0)
        }
        expect(blocks.length).toBeLessThanOrEqual(50)
        expect(text.length).toBeLessThanOrEqual(4_000)
      }),
      { numRuns: 50 },
    )
  })

  it('cuts a long header, never through a character, and leaves out links that are none', () => {
    const told = {
      title: '@'.repeat(150),
      lines: ['x'],
      links: [
        { label: 'a', url: 'no url' },
        { label: 'b', url: `https://x.example/${'y'.repeat(3_000)}` },
        { label: 'c', url: 'https://x.example/<|>' },
      ],
    }
    const { blocks } = slackMessage(told)
    expect(blocks[0]?.text.text).toHaveLength(150)
    expect(blocks.at(-1)?.text.text).toBe('<https://x.example/%3C%7C%3E|c>')
    expect(slackMessage({ ...told, links: [{ label: 'x', url: 'ftp://x.example/' }] }).blocks).toHaveLength(2)
    expect(slackMessage({ ...told, title: '😀'.repeat(100) }).blocks[0]?.text.text).toMatch(/^(😀)+…$/u)
  })
})

describe('a message for Teams', () => {
  it('is an Adaptive Card as workflows take it, under 28 kB, with nothing of strangers that is read as Markdown', () => {
    const message = teamsMessage(toldOf({ on: 'topic.hot', at: AT, label: NASTY, topic: 'T' }, ALERT, WHERE))
    expect(message).toMatchObject({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }],
    })
    const [{ content } = { content: undefined }] = message.attachments
    expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' })
    expect(content?.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'What they write', url: 'https://app.example/api/topics/T' },
    ])
    for (const { text } of content?.body ?? []) expect(text).not.toMatch(/(^|[^\\])(\[|\*\*|\{\{|<)|@channel/)
    expect(Buffer.byteLength(JSON.stringify(teamsMessage(worst('😀'.repeat(100)))))).toBeLessThan(28_000)
  })
})

describe('a webhook', () => {
  const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`
  const OTHER = `whsec_${Buffer.from('another one of thirty-two bytes!').toString('base64')}`

  it('is an event of the documented shape, for every kind', () => {
    for (const on of KINDS) {
      const event = raisedEvent({ id: 'D1', notice: sampleNotice(on, AT) }, ALERT)
      expect(eventSchema('alert.raised').parse(event)).toEqual(event)
    }
  })

  it('is taken for ours by the library of Standard Webhooks, with the old secret and the new one while both count', () => {
    const now = Date.now()
    const body = JSON.stringify(raisedEvent({ id: 'D1', notice: sampleNotice('topic.hot', AT) }, ALERT))
    const headers = signedHeaders({ id: 'D1', at: now, body }, [OTHER, SECRET])
    for (const secret of [SECRET, OTHER]) expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body))
    expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow()
    expect(() => new Webhook(SECRET).verify(body, signedHeaders({ id: 'D1', at: now, body }, [OTHER]))).toThrow()
  })

  it('is not signed with what is no secret', () => {
    expect(() => signedHeaders({ id: 'D1', at: 0, body: '' }, ['whsec_short'])).toThrow(/24 to 64 bytes/)
    expect(() => signedHeaders({ id: 'D1', at: 0, body: '' }, [Buffer.alloc(65).toString('base64')])).toThrow(
      /24 to 64 bytes/,
    )
  })
})

describe('an email', () => {
  it('says what is told in HTML and in text, and breaks out of neither', () => {
    const label = '<script>alert(1)</script>\r\nBcc: a@b.example'
    const mail = alertMail(toldOf({ on: 'topic.hot', at: AT, label, topic: 'T' }, ALERT, WHERE), ALERT, brand)
    expect(mail.from).toMatch(/<hello@news.example.com>$/)
    expect(mail.subject).not.toMatch(/[\r\n]/)
    expect(mail.html).not.toMatch(/<script>/)
    expect(mail.text).toContain('https://app.example/api/topics/T')
    expect(mail.text).toContain(
      'You get this email because somebody of the team put your address into the alert "team".',
    )
    expect(
      alertMail({ title: 'x', lines: [], links: [{ label: 'x', url: 'javascript:1' }] }, ALERT, brand).html,
    ).not.toContain('javascript:')
  })
})
