import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allOf } from '../../local/cli/api.ts'
import { blogComment, redditEvents, ticket } from '../../local/payloads/mapped.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, redrive, startEarshot } from '../support/earshot.ts'
import { exampleMapping } from '../support/mappings.ts'

/** What a mapping can change while everything runs, and that nothing is lost when it is wrong. */

const MINUTE = 60_000

let earshot: Earshot
beforeAll(async () => {
  earshot = await startEarshot('mapping')
}, 120_000)
afterAll(async () => {
  await earshot.stop()
})

const mapping = async (source: string, method: string, body?: unknown): Promise<{ status: number; rev?: number }> => {
  const response = await fetch(new URL(`/api/sources/${source}/mapping`, earshot.local.app), {
    method,
    headers: { authorization: `Bearer ${earshot.local.token}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  return { status: response.status, ...((await response.json()) as { rev?: number }) }
}
const aMinuteLater = async (): Promise<void> => {
  await earshot.runner.moveTo(new Date((await earshot.runner.now()) + MINUTE + 1_000).toISOString())
}
const mentions = (source: string): Promise<MentionAnswer[]> =>
  allOf<MentionAnswer>(earshot.api, `/api/mentions?source=${source}`)

const asked = (id: string) =>
  ticket({
    id,
    by: { id: '9007199254740993', name: 'Bo' },
    subject: `Ticket ${id}`,
    comment: {
      id: `c${id}`,
      by: '5',
      html: '<p>It leaks, <b>badly</b>.</p>',
      at: '2026-11-20T10:00:00Z',
      isFirst: true,
    },
  })
const send = async (id: string): Promise<void> => {
  expect((await push(earshot, { source: 'hmac', body: asked(id).body })).status).toBe(202)
}

describe('a source that is signed in its own way', () => {
  it('loses nothing while it has no mapping: what it sends waits among the dead letters', async () => {
    await send('1')
    await earshot.runner.settle()
    expect(await mentions('hmac')).toEqual([])
    expect(await deadLetters(earshot)).toHaveLength(1)
    expect(earshot.log()).toMatch(/there is none for the source .{0,4}hmac/)
  }, 60_000)

  it('is read once there is one, without a restart, and what waited is redriven', async () => {
    const example = exampleMapping('Tickets')
    const tried = await earshot.api.post<{ activities: object[] }>('/api/sources/hmac/mapping/test', {
      mapping: example,
      sample: asked('1').body,
    })
    expect(tried.activities).toMatchObject([{ id: 'ticket:1', author: { id: '9007199254740993' } }])
    expect(await mentions('hmac')).toEqual([])

    expect(await mapping('hmac', 'PUT', example)).toMatchObject({ status: 200, rev: 1 })
    await aMinuteLater()
    expect(await redrive(earshot)).toBe(1)
    await send('2')
    await earshot.runner.settle()
    expect(await deadLetters(earshot)).toEqual([])
    const read = await mentions('hmac')
    expect(read.map(({ title }) => title).sort()).toEqual(['Ticket 1', 'Ticket 2'])
    expect(read[0]).toMatchObject({ text: 'It leaks, badly.', author: { identity: 'hmac:9007199254740993' } })
    expect(read[0]?.unverified).toBeUndefined()
  }, 60_000)

  it('is read differently a minute after its mapping was changed', async () => {
    const changed = JSON.parse(
      JSON.stringify(exampleMapping('Tickets')).replace('"{ticket.subject}"', '"[{ticket.id}] {ticket.subject}"'),
    )
    expect(await mapping('hmac', 'PUT', changed)).toMatchObject({ status: 200, rev: 2 })
    await aMinuteLater()
    await send('3')
    await earshot.runner.settle()
    expect((await mentions('hmac')).map(({ title }) => title).sort()).toEqual(['Ticket 1', 'Ticket 2', '[3] Ticket 3'])
  }, 60_000)

  it('keeps its mapping when a wrong one is put', async () => {
    expect((await mapping('hmac', 'PUT', { rules: [] })).status).toBe(400)
    expect(await mapping('hmac', 'GET')).toMatchObject({ status: 200, rev: 2 })
  })

  it('has what does not fit put aside, and read after the correction', async () => {
    const other = blogComment({
      id: '8',
      post: { id: '7', title: 'How to descale', url: 'https://blog.example/descale' },
      by: { name: 'Ida' },
      content: '<p>Vinegar?</p>',
      at: '2026-11-20 10:00:00',
    })
    expect((await push(earshot, { source: 'hmac', body: other.body })).status).toBe(202)
    await earshot.runner.settle()
    expect(await deadLetters(earshot)).toHaveLength(1)
    expect(earshot.log()).toMatch(/no rule of the mapping fits/)
    const [tickets, comments] = [exampleMapping('Tickets'), exampleMapping('Comments')]
    const both = { rules: [...(tickets.rules as object[]), ...(comments.rules as object[])] }
    expect(await mapping('hmac', 'PUT', both)).toMatchObject({ status: 200, rev: 3 })
    await aMinuteLater()
    expect(await redrive(earshot)).toBe(1)
    await earshot.runner.settle()
    expect(await deadLetters(earshot)).toEqual([])
    expect((await mentions('hmac')).map(({ text }) => text)).toContain('Vinegar?')
  }, 60_000)

  it('takes no body under the signature of another one', async () => {
    const forged = { 'x-signature': '0'.repeat(64) }
    expect((await push(earshot, { source: 'hmac', body: asked('4').body, headers: forged })).status).toBe(401)
    expect(
      (await push(earshot, { source: 'hmac', body: asked('4').body, headers: { 'x-signature': undefined } })).status,
    ).toBe(401)
  })
})

describe('a source that signs nothing', () => {
  it('is read by its mapping, and marked', async () => {
    await mapping('token', 'PUT', exampleMapping('Posts'))
    await aMinuteLater()
    const post = {
      type: 'PostSubmit',
      id: 't3_a',
      by: { id: 't2_rex', name: 'rex' },
      title: 'Which?',
      text: '**Big** or small?',
      at: Date.parse('2026-11-20T10:00:00Z'),
    } as const
    expect((await push(earshot, { source: 'token', body: redditEvents(post).body })).status).toBe(202)
    await earshot.runner.settle()
    expect(await mentions('token')).toMatchObject([{ text: 'Big or small?', unverified: true }])
  }, 60_000)
})

it('needed no right that a function did not have', async () => {
  expect((await earshot.iam()).denied).toEqual([])
})
