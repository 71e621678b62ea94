import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allOf } from '../../local/cli/api.ts'
import { isMention, type MentionActivity } from '../../shared/domain/listen/activity.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { normaliseDelivery } from '../../shared/sources/normalise.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'

/** Every example payload that GitHub publishes, signed, through the door, into the table and out of the API. */

type Example = { name: string; examples: object[] }
const events = createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[]
const deliveries = events.flatMap(({ name, examples }) => examples.map((body) => ({ name, body })))

/** What the source makes of each payload, without door, queue or table: the reference. */
const normalised = deliveries.map(({ name, body }) => ({
  name,
  ...normaliseDelivery(
    {
      v: 1,
      id: 'x',
      source: 'github',
      receivedAt: '2026-11-21T00:00:00.000Z',
      headers: { 'x-github-event': name },
    },
    Buffer.from(JSON.stringify(body)),
    { github: { type: 'github', repositories: ['*'] } },
  ),
}))

const latest = new Map<string, MentionActivity>()
for (const activity of normalised.flatMap(({ activities }) => activities).filter(isMention)) {
  const before = latest.get(activity.id)
  if (!before || before.revision < activity.revision) latest.set(activity.id, activity)
}

let earshot: Earshot
const statuses: number[] = []

beforeAll(async () => {
  earshot = await startEarshot('real-input')
  const waiting = [...deliveries]
  const pusher = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { status } = await push(earshot, { source: 'github', event: next.name, body: next.body })
      statuses.push(status)
    }
  }
  await Promise.all(Array.from({ length: 8 }, pusher))
  await earshot.runner.settle()
}, 240_000)

afterAll(async () => {
  await earshot.stop()
})

describe('all example payloads of GitHub, delivered signed', () => {
  it('are accepted, every one', () => {
    expect(statuses.length).toBeGreaterThan(300)
    expect(statuses.filter((status) => status < 200 || status > 299)).toEqual([])
  })

  it('leave nothing in a dead-letter queue, and no function without a right', async () => {
    expect(await deadLetters(earshot)).toEqual([])
    expect((await earshot.iam()).denied).toEqual([])
  })

  it('become the mentions that they describe: the latest state of each, and none that was deleted', async () => {
    const expected = [...latest.values()].filter(({ deleted }) => !deleted)
    const mentions = await allOf<MentionAnswer>(earshot.api, '/api/mentions?source=github')
    expect(expected.length).toBeGreaterThan(1)
    expect(mentions.map(({ text }) => text).sort()).toEqual(expected.map(({ text }) => text).sort())
    for (const { source, author, sentiment } of mentions) {
      expect(source).toBe('github')
      expect(author.identity).toMatch(/^github:\d+$/)
      expect(author.personId).toHaveLength(26)
      expect(sentiment?.engine).toBeTruthy()
    }
  })

  it('are counted where they mean nothing to Earshot', async () => {
    // A ping is answered at the door and goes no further.
    const ignored = normalised.filter(({ name, ignored: reason }) => name !== 'ping' && reason !== undefined)
    expect(ignored.length).toBeGreaterThan(0)
    const metrics = (await (await fetch(earshot.own('metrics'))).json()) as Record<string, number>
    expect(metrics['Ignored source=github']).toBe(ignored.length)
    const reasons = Map.groupBy(ignored, ({ ignored: reason }) => reason?.split(':')[0])
    const counts = Object.fromEntries([...reasons].map(([reason, all]) => [reason, all.length]))
    process.stdout.write(`${normalised.length} payloads, ignored by reason: ${JSON.stringify(counts)}\n`)
  })

  it('write nobody an email: they are years old, and nobody agreed', async () => {
    expect(await earshot.runner.emails()).toEqual([])
  })
})
