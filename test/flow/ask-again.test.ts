import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sourceSecretName } from '../../infra/source-secret-name.ts'
import { allOf } from '../../local/cli/api.ts'
import { readSecret, replaceSecret } from '../../local/cli/secrets-manager.ts'
import { rotated, withApiToken } from '../../local/cli/source/secret.ts'
import { type GithubComment, type GithubRoot, githubIssue, githubIssueComment } from '../../local/payloads/github.ts'
import type { Payload } from '../../local/payloads/payload.ts'
import { youtubeVideo } from '../../local/payloads/youtube.ts'
import { sign } from '../../local/sign.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { youtubeTopic } from '../../shared/sources/challenge.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { startGithub } from '../support/github-api.ts'
import { graphOf, scanAll } from '../support/graph.ts'
import { startHub } from '../support/hub.ts'
import { synthesizeWith } from '../support/synthesize-with.ts'

/**
 * What platforms do not do by themselves, against whole Earshots: YouTube's subscriptions over a month, and what GitHub sent
 * while nobody was there.
 */

const CHANNEL = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'
const TOPIC = youtubeTopic(CHANNEL)
const START = Date.parse('2026-11-21T20:00:00.000Z')

/** The runner's clock, as it was last set. */
const clock = { at: START, set: performance.now() }
const now = (): number => clock.at + performance.now() - clock.set

let earshot: Earshot
let twin: Earshot
let hub: Awaited<ReturnType<typeof startHub>>
let github: Awaited<ReturnType<typeof startGithub<Payload>>>
let remove: () => Promise<void>

const moveTo = async (at: number): Promise<void> => {
  Object.assign(clock, { at, set: performance.now() })
  await earshot.runner.moveTo(isoOf(at))
  await settle()
}

/** Until nothing is on its way: looks, what the hub asks, what GitHub sends, what becomes of it. */
const settle = async (): Promise<void> => {
  for (let round = 0; round < 2; round++) {
    await earshot.runner.settle()
    await hub.settle()
    await github.settle()
  }
  await earshot.runner.settle()
}

const bringTo = async ({ local }: Earshot, { headers, body }: Payload): Promise<number> => {
  const door = local.sources.find(({ name }) => name === 'github')
  const signed = { ...headers, ...sign('github', door?.secret ?? '', body, now()) }
  return (await fetch(door?.url ?? '', { method: 'POST', headers: signed, body })).status
}

const changeSecret = async (source: string, change: (json: string) => string): Promise<void> => {
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: earshot.local.aws,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  }
  const id = sourceSecretName('local', source)
  const secret = await readSecret(id, env)
  if (!secret) throw new Error(`The runner has no secret ${id}.`)
  await replaceSecret(id, secret, change(secret.text), env)
}

const person = (id: number) => ({ id, login: `person-${id}` })
const issueOf = (n: number): GithubRoot => ({
  ...{ id: 1_000 + n, number: n, title: `Question ${n}`, body: 'How do I descale it?', by: person(n % 3) },
  createdAt: isoOf(START + n * MINUTE),
})
const frame = (action: string, by: number) => ({
  ...{ action, repository: { id: 1, fullName: 'cloud-nine/nimbus' }, sender: person(by) },
})
const commentOn = (n: number, text: string, minutes = 0): Payload => {
  const comment: GithubComment = {
    ...{ id: 5_000 + n, body: text, by: person((n + 1) % 3), createdAt: isoOf(START + (n + 30) * MINUTE) },
    ...(minutes > 0 ? { updatedAt: isoOf(START + (n + 30 + minutes) * MINUTE) } : {}),
  }
  return githubIssueComment(issueOf(n), comment, frame(minutes > 0 ? 'edited' : 'created', (n + 1) % 3))
}
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)
/** Issues with answers, some of them edited. */
const told = (from: number, count: number): Payload[] => [
  ...numbers(from, count).map((n) => githubIssue(issueOf(n), frame('opened', n % 3))),
  ...numbers(from, count).map((n) => commentOn(n, 'Try citric acid.')),
  ...numbers(from, count).flatMap((n) => (n % 2 === 0 ? [commentOn(n, 'Try vinegar, no: citric acid!', 5)] : [])),
]

beforeAll(async () => {
  hub = await startHub({ now })
  github = await startGithub<Payload>({
    now,
    bring: ({ payload }) => bringTo(earshot, payload),
    of: 'cloud-nine/nimbus',
  })
  const made = await synthesizeWith({
    youtube: { type: 'youtube', channels: [CHANNEL], hub: hub.url },
    github: { type: 'github', repositories: ['*'], redeliver: { hooks: [github.hook], api: github.url } },
  })
  remove = made.remove
  const options = { assembly: made.assembly }
  earshot = await startEarshot('ask-again', options)
  const data = mkdtempSync(join(tmpdir(), 'earshot-twin-'))
  await earshot.crashAndRestart((folder) => cpSync(folder, data, { recursive: true }))
  twin = await startEarshot('ask-again-twin', { ...options, twinOf: data })
  rmSync(data, { recursive: true })
  // The twin has none, so that it does not ask for what the other one lost.
  await changeSecret('github', (json) => withApiToken(json, github.state.token, isoOf(START)))
}, 240_000)

afterAll(async () => {
  await earshot?.stop()
  await twin?.stop()
  await Promise.all([hub?.close(), github?.close(), remove?.()])
})

describe('what GitHub sent while nobody was there', () => {
  it('is asked for again, and leaves the table of no outage', async () => {
    await moveTo(START)
    const [before, during, after] = [told(1, 4), told(10, 8), [commentOn(2, 'Thanks!', 9), ...told(30, 2)]]
    for (const payload of before) expect(await github.send(payload)).toBe(202)
    await earshot.crashAndRestart(async () => {
      for (const payload of during) expect(await github.send(payload)).toBeUndefined()
    })
    for (const payload of after) expect(await github.send(payload)).toBe(202)
    expect(github.undelivered()).toHaveLength(during.length)
    await moveTo(START + 2 * HOUR)
    expect(github.undelivered()).toEqual([])
    await moveTo(START + 2 * HOUR + 15 * MINUTE)
    const again = github.attempts.filter(({ redelivery }) => redelivery)
    expect(again).toHaveLength(during.length)

    await twin.runner.moveTo(isoOf(START))
    for (const payload of [...before, ...during, ...after]) expect(await bringTo(twin, payload)).toBe(202)
    await twin.runner.settle()
    const [got, expected] = [graphOf(await scanAll(earshot.local.aws)), graphOf(await scanAll(twin.local.aws))]
    expect(expected.length).toBeGreaterThan(20)
    expect(got.filter((line) => !expected.includes(line))).toEqual([])
    expect(expected.filter((line) => !got.includes(line))).toEqual([])
  }, 120_000)
})

describe('a subscription to a channel', () => {
  let published = 0
  const publish = async (): Promise<void> => {
    const at = isoOf(now())
    const video = { id: `video-${++published}`, channel: CHANNEL, title: `Video ${published}`, published: at }
    const answers = await hub.publish(TOPIC, youtubeVideo(video))
    expect(answers).toContain(202)
  }

  it('is made by itself, and stays without a gap for a month: over an outage of the hub, a power cut and a new secret', async () => {
    const from = START + 3 * HOUR
    for (let hours = 0; hours <= 31 * 24; hours += 8) {
      const day = hours / 24
      // Just when the first lease is to be renewed.
      hub.state.trouble = day >= 6.5 && day < 7.5 ? 'gone' : undefined
      if (hours === 12 * 24) await earshot.crashAndRestart()
      if (hours === 20 * 24) {
        await changeSecret('youtube', (json) => rotated(json, 'n'.repeat(32), isoOf(now()), false))
        // The door remembers secrets for minutes of real time, and here days pass within seconds.
        await earshot.crashAndRestart()
      }
      await moveTo(from + hours * HOUR)
      expect({ day, live: hub.live(TOPIC).length > 0 }).toEqual({ day, live: true })
      if (hours % 96 === 0) await publish()
    }
    await settle()
    const videos = await allOf<MentionAnswer>(earshot.api, '/api/mentions?source=youtube')
    expect(videos.map(({ text }) => text).sort()).toEqual(
      numbers(1, published)
        .map((n) => `Video ${n}`)
        .sort(),
    )
    const items = await scanAll(earshot.local.aws)
    const pull = items.find(({ pk, sk }) => pk === 'PULL#youtube' && sk === 'A')
    const [end] = Object.values((pull?.leases ?? {}) as Record<string, string>)
    expect(Date.parse(end ?? '')).toBeGreaterThan(now() + 3 * DAY)
    // Secrets are in no item: neither what signs nor what opens the door.
    expect(JSON.stringify(items)).not.toContain('n'.repeat(32))
    expect(hub.live(TOPIC).map(({ secret }) => secret)).toEqual(['n'.repeat(32)])
  }, 300_000)

  it('costs few requests', () => {
    process.stdout.write(`The hub was asked ${hub.asked.length} times in a month.\n`)
    expect(hub.asked.length).toBeLessThan(20)
  })

  it('stays within the rights of the functions and poisons nothing', async () => {
    expect((await earshot.iam()).denied).toEqual([])
    expect(await deadLetters(earshot)).toEqual([])
    expect(earshot.log()).not.toContain(github.state.token)
  })
})
