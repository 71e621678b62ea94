import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { githubIssue } from '../../local/payloads/github.ts'
import type { DecisionAnswer, MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { scanAll } from '../support/graph.ts'
import { startGuide } from '../support/guide.ts'

/** What an operator lives through: large bodies, poison, refusals of SES, complaints, power cuts, a stop. */

const NOON = Date.parse(`${new Date().toISOString().slice(0, 10)}T12:00:00.000Z`)
let earshot: Earshot
let stopped = Number.POSITIVE_INFINITY

beforeAll(async () => {
  earshot = await startEarshot('operations')
  await earshot.runner.moveTo(new Date(NOON).toISOString())
  await earshot.api.post('/api/content', [startGuide()])
}, 120_000)

afterAll(async () => {
  stopped = await earshot.stop()
  expect(stopped).toBeLessThan(5_000)
})

const repository = { id: 1, fullName: 'cloud-nine/nimbus' }
const author = { id: 77, login: 'writer' }
const post = (id: number, words: string): Promise<{ status: number }> => {
  const payload = githubIssue(
    { id, number: id, title: `Post ${id}`, body: words, by: author, createdAt: '2026-11-20T10:00:00Z' },
    { action: 'opened', repository, sender: author },
  )
  return push(earshot, { source: 'github', event: 'issues', body: payload.body })
}

const order = async (who: string): Promise<void> => {
  const body = {
    type: 'order.placed',
    timestamp: new Date(NOON - 1_000).toISOString(),
    data: {
      kind: 'order',
      id: `order-${who}`,
      author: { id: who, name: who, email: `${who}@mail.example`, emailVerified: true, timeZone: 'Europe/London' },
      total: { amount: 4_200, currency: 'EUR' },
      items: [{ title: 'Nimbus', quantity: 1 }],
    },
  }
  const { now } = (await (await fetch(earshot.own('clock'))).json()) as { now: string }
  const { status } = await push(earshot, { source: 'standard', body, now: Date.parse(now), id: `msg_${who}` })
  expect(status).toBe(202)
  await earshot.runner.settle()
}

const decisionOf = async (who: string): Promise<DecisionAnswer | undefined> => {
  const person = await earshot.api.get<{ id: string }>(`/api/people?identity=standard:${who}`)
  const { items } = await earshot.api.get<{ items: DecisionAnswer[] }>(`/api/decisions?person=${person.id}`)
  return items[0]
}

const emailsTo = async (who: string): Promise<string[]> => {
  const all = (await (await fetch(`${earshot.local.inbox}/api/emails`)).json()) as { id: string; to: string[] }[]
  return all.filter(({ to }) => to.includes(`${who}@mail.example`)).map(({ id }) => id)
}

describe('a body over 200 kB', () => {
  it('goes through the archive bucket and comes out whole', async () => {
    const words = 'The steam wand sings. '.repeat(15_000)
    expect((await post(1, words)).status).toBe(202)
    await earshot.runner.settle()
    const { items } = await earshot.api.get<{ items: MentionAnswer[] }>('/api/mentions')
    expect(items.map(({ title }) => title)).toContain('Post 1')
    expect((await earshot.iam()).used).toContainEqual(
      expect.objectContaining({ function: 'understand-worker', action: 's3:GetObject' }),
    )
  })
})

describe('a stream record that the planner cannot digest', () => {
  it('is set aside after some tries, and the next ones are planned', async () => {
    await earshot.chaos({ before: 1, functions: ['nudge-plan'] })
    await post(2, 'Why does the pump not stop?')
    for (let waited = 0; waited < 60 && (await deadLetters(earshot)).length === 0; waited++)
      await new Promise((wake) => setTimeout(wake, 500))
    expect(await deadLetters(earshot)).toEqual([expect.stringMatching(/PlanDead/)])
    await earshot.chaos({})
    await earshot.runner.settle()
    await post(3, 'Why does the light blink?')
    await earshot.runner.settle()
    const planned = (await scanAll(earshot.local.aws)).filter(({ type }) => type === 'decision')
    expect(planned.map(({ subject }) => (subject as { id: string }).id)).toContain('issue:3')
  }, 90_000)
})

describe('SES', () => {
  it('takes an email and then breaks the line: the email is not sent again, and its event tells that it went out', async () => {
    await earshot.failNextEmail('accept-then-reset')
    await order('ada')
    expect(await emailsTo('ada')).toHaveLength(1)
    expect((await decisionOf('ada'))?.state).toBe('sent')
  })

  it('fails without a word: nobody knows, nothing is sent again', async () => {
    await earshot.failNextEmail('500')
    await order('bob')
    expect(await emailsTo('bob')).toEqual([])
    expect(await decisionOf('bob')).toMatchObject({ state: 'unknown', reason: 'unknown' })
  })

  it('says not so fast: the email goes out later, once', async () => {
    await earshot.failNextEmail('throttle')
    await order('cleo')
    expect((await decisionOf('cleo'))?.reason).toBe('waiting_rate')
    await earshot.runner.moveTo(new Date(NOON + 3_600_000).toISOString())
    await earshot.runner.tick()
    await earshot.runner.settle()
    expect(await emailsTo('cleo')).toHaveLength(1)
  })

  it('refuses the account: sending stops for everybody until somebody resumes', async () => {
    await earshot.failNextEmail('paused')
    await order('dora')
    expect(await emailsTo('dora')).toEqual([])
    expect(await earshot.api.get<object>('/api/pause')).toMatchObject({ paused: true })
    await order('emil')
    expect((await decisionOf('emil'))?.reason).toBe('paused_all')
    await earshot.api.post('/api/resume', {})
    await earshot.runner.moveTo(new Date(NOON + 2 * 3_600_000).toISOString())
    await earshot.runner.tick()
    await earshot.runner.settle()
    expect([await emailsTo('dora'), await emailsTo('emil')].map(({ length }) => length)).toEqual([1, 1])
  })

  it('reports a complaint: everything stops for that address', async () => {
    const [id] = await emailsTo('ada')
    await fetch(`${earshot.local.inbox}/mail/${id}/events`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'type=Complaint',
    })
    await earshot.runner.settle()
    expect((await decisionOf('ada'))?.outcome).toBe('complained')
    const preferences = (await scanAll(earshot.local.aws)).filter(({ suppressed }) => suppressed)
    expect(preferences.map(({ suppressed }) => suppressed)).toEqual([expect.objectContaining({ reason: 'complaint' })])
  })
})

describe('a power cut', () => {
  it('loses nothing that was accepted', async () => {
    for (const id of [11, 12, 13, 14]) expect((await post(id, `Number ${id} before the cut.`)).status).toBe(202)
    const before = (await emailsTo('ada')).length
    await earshot.crashAndRestart()
    await earshot.runner.settle()
    const { items } = await earshot.api.get<{ items: MentionAnswer[] }>('/api/mentions?limit=100')
    for (const id of [1, 11, 12, 13, 14]) expect(items.map(({ title }) => title)).toContain(`Post ${id}`)
    expect(await emailsTo('ada')).toHaveLength(before)
  }, 60_000)
})

describe('a reply to something that never came, taken back', () => {
  it('leaves no stub behind', async () => {
    const reply = (deleted: boolean): Promise<{ status: number }> =>
      push(earshot, {
        source: 'standard',
        now: NOON + 2 * 3_600_000,
        id: `msg_reply_${deleted}`,
        body: {
          type: deleted ? 'reply.deleted' : 'reply.created',
          timestamp: new Date(NOON + (deleted ? 1_000 : 0)).toISOString(),
          data: {
            kind: 'reply',
            id: 'r-1',
            author: { id: 'fay' },
            text: 'I agree',
            thread: { id: 't-1' },
            parent: { id: 'never-came' },
            ...(deleted ? { deleted } : {}),
          },
        },
      })
    expect((await reply(false)).status).toBe(202)
    await earshot.runner.settle()
    expect((await scanAll(earshot.local.aws)).filter(({ type }) => type === 'stub')).toHaveLength(1)
    expect((await reply(true)).status).toBe(202)
    await earshot.runner.settle()
    expect((await scanAll(earshot.local.aws)).filter(({ type }) => type === 'stub')).toEqual([])
  })
})
