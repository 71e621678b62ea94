import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { githubIssue } from '../../local/payloads/github.ts'
import { sign } from '../../local/sign.ts'
import type { SourceAnswer } from '../../shared/domain/respond/answers.ts'
import { HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'
import { metricSums } from '../../shared/platform/aws.ts'
import { type Earshot, startEarshot } from '../support/earshot.ts'
import { synthesizeWith } from '../support/synthesize-with.ts'

/** How sources are doing, in a whole Earshot whose clock runs ahead: what the alarms look at, and what the API says. */

const CHANNEL = 'UC_x5XG1OV2P6uZZ5FSM9Ttw'

let earshot: Earshot
let remove: () => Promise<void>

beforeAll(async () => {
  const made = await synthesizeWith({
    hub: { type: 'github', repositories: ['*'], health: { multiple: 1.5, leastHours: 0.25 } },
    // Nobody answers there.
    videos: { type: 'youtube', channels: [CHANNEL], hub: 'http://127.0.0.1:9/subscribe' },
  })
  remove = made.remove
  earshot = await startEarshot('health', { assembly: made.assembly })
}, 240_000)

afterAll(async () => {
  await earshot?.stop()
  await remove?.()
})

let number = 0
const deliver = async (signedWith?: string): Promise<number> => {
  const door = earshot.local.sources.find(({ name }) => name === 'hub')
  if (!door) throw new Error('The runner has no source "hub".')
  const id = ++number
  const by = { id: 7, login: 'writer' }
  const createdAt = isoOf(await earshot.runner.now())
  const { headers, body } = githubIssue(
    { id, number: id, title: 'Hello', body: `It works, the ${id}. time`, by, createdAt },
    { action: 'opened', repository: { id: 1, fullName: 'cloud-nine/nimbus' }, sender: by },
  )
  const signature = sign('github', signedWith ?? door.secret, body, Date.now())
  const answer = await fetch(door.url, { method: 'POST', headers: { ...headers, ...signature }, body })
  return answer.status
}

/** Moves the clock; all schedules fire, the watch's among them. */
const pass = async (ms: number): Promise<void> => {
  await earshot.runner.moveTo(isoOf((await earshot.runner.now()) + ms))
  await earshot.runner.settle()
}

/** The sum of a metric over the latest minutes, as an alarm would see it; undefined where there is none. */
const metric = async (name: string, source: string, by: Record<string, string> = {}): Promise<number | undefined> => {
  const now = await earshot.runner.now()
  const env = {
    ...{ AWS_ENDPOINT_URL: earshot.local.aws, AWS_REGION: earshot.local.region },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  }
  const [sums] = await metricSums(
    [{ name, dimensions: { stage: 'local', source, ...by } }],
    { from: now - MINUTE, to: now + MINUTE, period: 60 },
    env,
  )
  const values = [...(sums ?? new Map<number, number>()).values()]
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
}

const sourceOf = async (wanted: string): Promise<SourceAnswer | undefined> => {
  const { items } = await earshot.api.get<{ items: SourceAnswer[] }>('/api/sources')
  return items.find(({ name }) => name === wanted)
}

describe('sources', () => {
  it('that are forged show a burst of bad signatures, and what was refused is on record without its words', async () => {
    for (let at = 0; at < 6; at++) expect(await deliver('somebody else’s secret')).toBe(401)
    await earshot.runner.settle()
    expect(await metric('BadSignatures', 'hub')).toBe(6)
    expect(await metric('Rejected', 'hub')).toBe(6)
    expect(await metric('Rejected', 'hub', { reason: 'signature_mismatch' })).toBe(6)
    const refused = (await (await fetch(earshot.own('refused'))).json()) as Record<string, unknown>[]
    expect(refused).toHaveLength(6)
    expect(refused[0]).toMatchObject({
      ...{ source: 'hub', reason: 'signature_mismatch', method: 'POST', agent: 'github' },
      headers: expect.arrayContaining(['x-hub-signature-256', 'x-github-event']),
    })
    expect(JSON.stringify(refused)).not.toMatch(/It works|writer|sha256=/)
  })

  it('are silent once nothing has come for much longer than usual, and no longer when something comes', async () => {
    for (let at = 0; at < 12; at++) {
      expect(await deliver()).toBe(202)
      await pass(5 * MINUTE)
    }
    expect(await metric('Silent', 'hub')).toBe(0)
    expect(await sourceOf('hub')).toMatchObject({
      ...{ type: 'github', silentSince: null, usualGapMinutes: expect.any(Number) },
    })
    await pass(48 * HOUR)
    expect(await metric('Silent', 'hub')).toBeGreaterThan(0)
    const silent = await sourceOf('hub')
    expect(silent?.silentSince).toBe(silent?.lastAt)
    // Sources that were never heard of are not missed.
    expect(await metric('Silent', 'discourse')).toBe(0)

    expect(await deliver()).toBe(202)
    await pass(5 * MINUTE)
    expect(await metric('Silent', 'hub')).toBe(0)
    expect(await sourceOf('hub')).toMatchObject({ silentSince: null })
  }, 120_000)

  it('have their counts by the day', async () => {
    await deliver()
    await pass(20 * MINUTE)
    const source = await sourceOf('hub')
    const sum = (name: 'accepted' | 'rejected') => source?.days.reduce((all, day) => all + day[name], 0)
    expect(sum('accepted')).toBe(14)
    expect(sum('rejected')).toBe(6)
  })

  it('say when subscriptions are not renewed', async () => {
    expect(await metric('LeaseExpiring', 'videos')).toBeGreaterThan(0)
    expect(await metric('LeaseExpiring', 'hub')).toBeUndefined()
    expect((await sourceOf('videos'))?.leaseUntil).toEqual(expect.any(String))
  })

  it('are read from the metrics by a function that may do that and no more', async () => {
    const { denied, used } = await earshot.iam()
    expect(denied).toEqual([])
    expect(used.map(({ action }) => action)).toContain('cloudwatch:GetMetricData')
  })
})
