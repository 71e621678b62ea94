import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Webhook } from 'standardwebhooks'
import { runAlerts } from '../../local/cli/alerts.ts'
import type { DomainEvent } from '../../shared/domain/events.ts'
import type { DeliveryAnswer } from '../../shared/domain/respond/alert-answers.ts'
import { HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

/** Marketers are told what calls for them: by email, by a signed webhook and on the bus, through everything that is deployed. */

let earshot: Earshot
const received: { headers: Record<string, string>; body: string }[] = []
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (part) => {
    body += String(part)
  })
  request.on('end', () => {
    received.push({ headers: request.headers as Record<string, string>, body })
    response.writeHead(204).end()
  })
})

beforeAll(async () => {
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready))
  earshot = await startEarshot('alerts')
}, 120_000)
afterAll(async () => {
  await earshot?.stop()
  receiver.closeAllConnections()
  await new Promise((done) => receiver.close(done))
})

const run = async (line: string, typed = ''): Promise<{ code: number; out: string; err: string }> => {
  let [out, err] = ['', '']
  const stderr = new PassThrough()
  stderr.on('data', (chunk) => {
    err += String(chunk)
  })
  const code = await runAlerts([...line.split(' '), '--data', earshot.data], {
    input: Readable.from(typed === '' ? [] : [typed]),
    out: (text) => {
      out += text
    },
    err: stderr,
  })
  return { code, out, err }
}

const until = async (what: string, isSo: () => Promise<boolean> | boolean): Promise<void> => {
  for (let tries = 0; tries < 150; tries++) {
    if (await isSo()) return
    await earshot.runner.settle()
    await sleep(100)
  }
  throw new Error(`It never came about that ${what}.\n${earshot.log().slice(-4_000)}`)
}

const write = async (id: string, text: string, author: object): Promise<void> => {
  const at = isoOf(await earshot.runner.now())
  const data = {
    kind: 'post',
    id,
    author,
    text,
    thread: { id: `t-${id}` },
    createdAt: at,
    url: `https://shop.example/${id}`,
  }
  const sent = { source: 'standard', body: { type: 'mention', timestamp: at, data }, id: `msg_${id}` } as const
  expect((await push(earshot, { ...sent, now: await earshot.runner.now() })).status).toBe(202)
}

const told = async (what: DomainEvent['type']): Promise<DomainEvent[]> => {
  const all = (await (await fetch(earshot.own('events'))).json()) as { detail: DomainEvent }[]
  return all.map(({ detail }) => detail).filter(({ type }) => type === what)
}
const raised = (): Promise<DomainEvent[]> => told('alert.raised')

const mails = async (words: RegExp) => (await earshot.runner.emails()).filter(({ subject }) => words.test(subject))

const deliveries = async (alert: string): Promise<DeliveryAnswer[]> =>
  (await earshot.api.get<{ items: DeliveryAnswer[] }>(`/api/alerts/${alert}/deliveries`)).items

it('a complaint by somebody whom many follow reaches the team by email and a program by a signed webhook', async () => {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
  expect((await run('add programs --kind webhook --url-stdin', 'http://10.0.0.1/hook')).err).toMatch(
    /^The address does not do/,
  )
  const added = await run('add programs --kind webhook --url-stdin', url)
  expect(added).toMatchObject({ code: 0, err: '' })
  const secret = /whsec_\S+/.exec(added.out)?.[0] ?? ''

  const on = { type: 'complaint.high-reach', minFollowers: 10_000 }
  const to = { kind: 'email', addresses: ['team@brand.example'] }
  await earshot.api.put('/api/alerts/loud', { name: 'Loud complaints', on, to })
  await earshot.api.put('/api/alerts/hook', {
    name: 'To the desk',
    on,
    to: { kind: 'webhook', destination: 'programs' },
  })
  await earshot.api.put('/api/alerts/bus', { name: 'On the bus', on, to: { kind: 'bus' }, mostAnHour: 1 })
  const after = { type: 'question.unanswered', afterHours: 2 }
  await earshot.api.put('/api/alerts/asked', { name: 'Asked', on: after, to: { kind: 'bus' } })
  await expect(
    earshot.api.put('/api/alerts/odd', { name: 'x', on: { type: 'topic.hot' }, to, where: { sources: ['x'] } }),
  ).rejects.toThrow(/where.sources: an alert on topic.hot has none, expected one of languages/)

  const tested = await run('test hook')
  expect(tested.out).toBe('webhook: sent, status 204\n')
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ data: { test: true, on: 'complaint.high-reach' } })

  const angry = 'This grinder is terrible. It broke after a week, awful quality, and I am very disappointed and angry.'
  await write('quiet', angry, { id: 'few', followers: 12 })
  await write('loud-1', angry, { id: 'many', followers: 50_000 })
  await until('the webhook has come', () => received.length === 2)
  await write('loud-2', `${angry} Awful!`, { id: 'many', followers: 50_000 })
  await until('the second has come', () => received.length === 3)
  const { body = '', headers = {} } = received[1] ?? {}
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({
    ...{
      type: 'alert.raised',
      data: { alert: 'hook', mention: 'standard:loud-1', followers: 50_000, url: 'https://shop.example/loud-1' },
    },
  })
  await until('the emails have come', async () => (await mails(/50,000 followers/)).length === 2)
  expect((await mails(/50,000 followers/))[0]).toMatchObject({ to: ['team@brand.example'] })
  expect(received.map(({ body: text }) => text).join()).not.toMatch(/loud-1.*quiet/)
  expect(await deliveries('loud')).toMatchObject([{ state: 'sent', to: 't***@brand.example' }, { state: 'sent' }])

  const [first] = await deliveries('hook')
  await earshot.api.post(`/api/alerts/hook/deliveries/${first?.id}/redeliver`, {})
  await until('it has come again', () => received.length === 4)
  expect(received[3]?.headers['webhook-id']).toBe(first?.id)

  await write('asked', 'How do I clean the grinder? Does anybody know which brush to use?', { id: 'asker' })
  await until('the question is told', async () =>
    (await told('mention.created')).some(({ data }) => JSON.stringify(data).includes('standard:asked')),
  )
  await until('there is one on the bus', async () => (await raised()).length === 1)
  await earshot.runner.settle()
  const soon = (await earshot.runner.now()) + 2 * HOUR
  for (const minutes of [6, 12, 18]) {
    await earshot.runner.moveTo(isoOf(soon + minutes * MINUTE))
    await earshot.runner.settle()
  }
  await until('the summary and the question are told', async () => (await raised()).length === 3)
  const all = (await raised()).map(({ data }) => data)
  expect(all).toContainEqual(expect.objectContaining({ alert: 'bus', more: 1 }))
  expect(all).toContainEqual(expect.objectContaining({ alert: 'asked', mention: 'standard:asked', afterHours: 2 }))

  const rotated = await run('rotate programs')
  expect(/whsec_\S+/.exec(rotated.out)?.[0]).not.toBe(secret)
  expect((await run('rotate programs')).out).toBe(rotated.out)
  expect((await run('rotate programs --finish')).out).toBe('The previous secret of "programs" signs no longer.\n')
  const lines = (await run('list')).out.split('\n')
  expect(lines).toContain('programs  webhook')
  expect(lines).toContain('hook  on complaint.high-reach  by webhook programs')
  await earshot.api.delete('/api/alerts/hook')
  expect((await run('remove program')).err).toMatch(/did you mean "programs"/)
  expect((await run('remove programs')).code).toBe(0)
  expect(await deadLetters(earshot)).toEqual([])
  expect((await earshot.iam()).denied).toEqual([])
}, 120_000)
