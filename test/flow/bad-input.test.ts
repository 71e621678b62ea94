import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sign } from '../../local/sign.ts'
import type { SourceType } from '../../shared/domain/listen/source-settings.ts'
import type { DecisionAnswer, MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { type Push, push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { scanAll } from '../support/graph.ts'
import { startGuide } from '../support/guide.ts'

/** What strangers, broken senders and attackers try, against a whole Earshot: a clear answer, nothing stored, nothing down. */

let earshot: Earshot
beforeAll(async () => {
  earshot = await startEarshot('bad-input')
}, 120_000)
afterAll(async () => {
  await earshot.stop()
})

const issue = (id: number, words: object = {}): object => ({
  action: 'opened',
  issue: {
    id,
    number: id,
    title: 'A title',
    body: 'Some words about the steam wand.',
    html_url: `https://github.com/cloud-nine/nimbus/issues/${id}`,
    user: { login: 'stranger', id: 424_242, type: 'User', html_url: 'https://github.com/stranger' },
    created_at: '2026-11-20T10:00:00Z',
    updated_at: '2026-11-20T10:00:00Z',
    ...words,
  },
  repository: { id: 1, full_name: 'cloud-nine/nimbus', html_url: 'https://github.com/cloud-nine/nimbus' },
  sender: { login: 'stranger', id: 424_242, type: 'User' },
})

const secretOf = (source: SourceType): string => earshot.local.sources.find(({ name }) => name === source)?.secret ?? ''
const good = (source: SourceType, body: string): string =>
  Object.values(sign(source, secretOf(source), body, Date.now()))[0] ?? ''

const body = JSON.stringify(issue(1))
const H = 'x-hub-signature-256'
const github = (headers: Record<string, string | undefined>, sent: string | Buffer = body): Push => ({
  source: 'github',
  event: 'issues',
  body: sent,
  headers,
})

describe('a signature that is not one', () => {
  const refusals: [string, () => Push][] = [
    ['is missing', () => github({ [H]: undefined })],
    ['is empty', () => github({ [H]: '' })],
    ['is truncated', () => github({ [H]: good('github', body).slice(0, -2) })],
    ['is in capitals', () => github({ [H]: `sha256=${good('github', body).slice(7).toUpperCase()}` })],
    ['has another prefix', () => github({ [H]: good('github', body).replace('sha256=', 'sha1=') })],
    ['has no prefix', () => github({ [H]: good('github', body).slice(7) })],
    ['is too long', () => github({ [H]: `${good('github', body)}00` })],
    ['comes twice', () => github({ [H]: `${good('github', body)}, ${good('github', body)}` })],
    ['is over the same JSON written differently', () => github({}, JSON.stringify(JSON.parse(body), null, 1))],
    ['is for another body', () => github({ [H]: good('github', `${body} `) })],
    [
      'is made with the secret of another source',
      () => github({ [H]: sign('github', secretOf('discourse'), body, 0)[H] }),
    ],
  ]
  it.each(refusals)('is refused when it %s', async (what, delivery) => {
    const made = delivery()
    if (what.startsWith('is over the same JSON')) made.headers = { [H]: good('github', body) }
    const { status, text } = await push(earshot, made)
    expect(status).toBe(401)
    expect(JSON.parse(text).error).toMatch(/signature/i)
  })

  it('is refused at the generic door when its time is over, or yet to come', async () => {
    for (const now of [Date.now() - 301_000, Date.now() + 302_000]) {
      const { status } = await push(earshot, { source: 'standard', body: {}, now })
      expect(status).toBe(401)
    }
  })
})

describe('a door that is not there', () => {
  it('answers as one whose token is wrong: 404', async () => {
    const url = new URL(earshot.local.sources.find(({ name }) => name === 'github')?.url ?? '')
    const answers = []
    for (const path of ['/hooks/nowhere/abcdefgh', `${url.pathname.slice(0, -2)}zz`, '/hooks/__proto__/x']) {
      const response = await fetch(new URL(path, url), { method: 'POST', body })
      answers.push([response.status, await response.text()])
    }
    expect(new Set(answers.map(([status]) => status))).toEqual(new Set([404]))
    expect(new Set(answers.map(([, text]) => text)).size).toBe(1)
  })
})

describe('a body that is too large', () => {
  it('is refused with 413, and says the limit', async () => {
    const { status, text } = await push(earshot, github({}, Buffer.alloc(5_000_001, ' ')))
    expect(status).toBe(413)
    expect(text).toMatch(/5/)
  })
})

it('leaves nothing behind when it was refused', async () => {
  await earshot.runner.settle()
  const items = await scanAll(earshot.local.aws)
  expect(items.filter(({ type }) => type !== 'setting')).toEqual([])
  expect(await deadLetters(earshot)).toEqual([])
})

describe('a delivery that is signed and still no good', () => {
  const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const unreadable: [string, string | Buffer][] = [
    ['an empty body', ''],
    ['no JSON', '{"action":'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['nesting of 100,000', nested],
    ['a list where an object belongs', '[]'],
    ['null', 'null'],
  ]
  it.each(unreadable)('is refused with the reason when it is unreadable: %s', async (_what, sent) => {
    const { status, text } = await push(earshot, github({}, sent))
    // API Gateway hands JSON on as text: bytes that are none do not even keep their signature.
    expect(status).toBe(Buffer.isBuffer(sent) ? 401 : 400)
    expect(JSON.parse(text).error).toMatch(/JSON|empty|UTF-8|object|nest|signature/i)
  })

  it('costs a good neighbour nothing, and ends in the dead-letter queue with its reason in the log', async () => {
    const poison = JSON.stringify(issue(3, { user: { login: 'no id' }, created_at: 'yesterday' }))
    const answers = await Promise.all([
      push(earshot, github({}, JSON.stringify(issue(2)))),
      push(earshot, github({}, poison)),
      push(earshot, { source: 'standard', body: { type: 'order.placed', data: { kind: 'order', id: 'o-9' } } }),
      push(earshot, { source: 'standard', body: { type: 'post', data: { platform: 'github', id: '1' } } }),
      push(earshot, github({}, JSON.stringify(issue(4, { title: 'Another title' })))),
    ])
    expect(answers.map(({ status }) => status).filter((status) => status > 299)).toEqual([])
    await earshot.runner.settle()
    const { items } = await earshot.api.get<{ items: MentionAnswer[] }>('/api/mentions')
    expect(items.map(({ title }) => title).sort()).toEqual(['A title', 'Another title'])
    expect(await deadLetters(earshot)).toHaveLength(1)
    expect(earshot.log()).toMatch(/data\.platform/)
    expect(earshot.log()).toMatch(/data\.at/)
  }, 120_000)
})

describe('a delivery that tries to break out', () => {
  const big = 'steam '.repeat(175_000)
  const tries: [string, object][] = [
    [
      'keys called __proto__',
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    ],
    ['line breaks and terminal colours in a title', { title: 'Hello\r\nBcc: evil@example.com\u001b[31m red' }],
    ['a link that would run code', { html_url: 'javascript:alert(1)' }],
    ['a megabyte of text', { body: big }],
    ['markup that runs code', { body: '<script>alert(1)</script><img src=x onerror=alert(1)>Hi' }],
  ]
  it('is stored as what it is: words', async () => {
    for (const [at, [, words]] of tries.entries()) {
      const { status } = await push(earshot, github({}, JSON.stringify(issue(100 + at, words))))
      expect(status).toBeLessThan(300)
    }
    await earshot.runner.settle()
    const { items } = await earshot.api.get<{ items: MentionAnswer[] }>('/api/mentions?limit=100')
    const all = JSON.stringify(items)
    expect(items.length).toBeGreaterThanOrEqual(tries.length)
    expect(all).not.toMatch(/\\u001b|\\r|javascript:|<script|polluted/)
    expect(items.some(({ title }) => title?.startsWith('Hello Bcc: evil@example.com'))).toBe(true)
  }, 60_000)

  it('keeps an id with more digits than a number has, digit for digit', async () => {
    const exact = JSON.stringify(issue(777)).replaceAll('424242', '9007199254740993')
    await push(earshot, github({}, exact))
    await earshot.runner.settle()
    const person = await earshot.api.get<{ id: string }>('/api/people?identity=github:9007199254740993')
    expect(person.id).toHaveLength(26)
  })
})

describe('the API', () => {
  it.each(['/api/mentions', '/api/people?handle=github:alice', '/api/decisions', '/api/pause', '/api/content'])(
    'answers 401 without a token: %s',
    async (path) => {
      expect((await fetch(new URL(path, earshot.local.app))).status).toBe(401)
      const forged = { authorization: `Bearer ${earshot.local.token.slice(0, -3)}abc` }
      expect((await fetch(new URL(path, earshot.local.app), { headers: forged })).status).toBe(401)
    },
  )

  it('takes no content that leads to a host which is not allowed', async () => {
    const piece = {
      id: 'x',
      kind: 'guide',
      title: 'Free coffee',
      url: 'https://evil.example/free',
      language: 'en',
      stage: 'onboarding',
      topics: ['coffee'],
      exclusive: false,
      helpful: 0,
      votes: 0,
      publishedAt: '2026-11-01T00:00:00Z',
    }
    await expect(earshot.api.post('/api/content', [piece])).rejects.toThrow(/evil\.example/)
    await expect(earshot.api.post('/api/content', [{ ...piece, url: 'http://community.example/t/1' }])).rejects.toThrow(
      /https/,
    )
  })

  it.each([
    ['/api/mentions?limit=0', 'limit'],
    ['/api/mentions?sentiment=angry', 'sentiment'],
    ['/api/mentions?before=yesterday', 'before'],
    ['/api/mentions?next=%00', 'next'],
    ['/api/people?handle=alice', 'handle'],
  ])('says which parameter is wrong: %s', async (path, name) => {
    await expect(earshot.api.get(path)).rejects.toThrow(new RegExp(name))
  })
})

describe('a link from an email', () => {
  it.each(['/u/nonsense', '/u/AQ', '/u/%00', '/r/nonsense', `/r/${'A'.repeat(2_000)}`])(
    'that was altered does nothing: %s',
    async (path) => {
      const url = new URL(path, earshot.local.app)
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(url, { method, redirect: 'manual' })
        expect(answer.status).toBeLessThan(500)
        expect(answer.headers.get('location') ?? 'https://community.example').toMatch(/^https:\/\/community\.example/)
      }
    },
  )
})

describe('an email to somebody with a name that tries to break out', () => {
  it('has the headers it should have, and no others', async () => {
    const at = new Date(Date.now()).toISOString()
    await earshot.runner.moveTo(`${at.slice(0, 10)}T12:00:00.000Z`)
    const now = Date.parse(`${at.slice(0, 10)}T12:00:00.000Z`)
    await earshot.api.post('/api/content', [
      startGuide({ title: 'Start\u001b[31m here <script>alert(1)</script> {{ brand }}' }),
    ])
    const order = {
      type: 'order.placed',
      timestamp: new Date(now - 1_000).toISOString(),
      data: {
        kind: 'order',
        id: 'o-1',
        author: {
          id: 'c-1',
          name: 'Eve\r\nBcc: everybody@example.com\u001b[31m <b>{{ token }}</b>',
          email: 'eve@mail.example',
          emailVerified: true,
          timeZone: 'Europe/London',
        },
        total: { amount: 100, currency: 'EUR' },
        items: [{ title: 'Nimbus\r\nX-Evil: 1 {{ 700001 | times: 3 }}' }],
      },
    }
    expect((await push(earshot, { source: 'standard', body: order, now })).status).toBeLessThan(300)
    await earshot.runner.settle()
    await earshot.runner.moveTo(new Date(now + 3 * 3_600_000).toISOString())
    await earshot.runner.tick()
    await earshot.runner.settle()
    const { items } = await earshot.api.get<{ items: DecisionAnswer[] }>('/api/decisions?recipe=first-order')
    expect(items.map(({ state, reason }) => `${state} ${reason}`)).toEqual(['sent sent'])
    const emails = (await (await fetch(`${earshot.local.inbox}/api/emails`)).json()) as {
      to: string[]
      subject: string
      headers: { name: string; value: string }[] | Record<string, string>
      html: string
      text: string
    }[]
    expect(emails).toHaveLength(1)
    const [email] = emails
    expect(email?.to).toEqual(['eve@mail.example'])
    const esc = String.fromCharCode(27)
    expect(JSON.stringify(email?.headers)).not.toMatch(/Bcc|X-Evil|\\r|\\n/)
    expect(email?.subject).not.toMatch(/[\r\n]/)
    expect(`${email?.subject}${email?.html}${email?.text}`).not.toContain(esc)
    expect(email?.html).not.toMatch(/<script|<b>\{\{/)
    expect(email?.html).toContain('&lt;script&gt;')
    expect(email?.text).not.toContain('2100003')
  }, 60_000)
})
