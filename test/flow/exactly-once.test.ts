import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import guides from '../../local/demo/content.json' with { type: 'json' }
import { seededRandom } from '../../local/random.ts'
import { deadLetters, type Earshot, redrive, startEarshot } from '../support/earshot.ts'
import { graphOf, scanAll } from '../support/graph.ts'
import { deliver, happenings } from '../support/story.ts'

/**
 * The demo's deliveries once in order and in peace; then shuffled, each three times, while functions are killed at random
 * between their calls to AWS and the whole runner loses its power once. Both must end in the same customer graph.
 */

/** Half an hour after the story's last word, out of quiet hours: some of what it calls for is still to be decided. */
const NOW = '2026-11-14T16:05:00.000Z'
const NEXT_MORNING = '2026-11-15T11:05:00.000Z'
/** What has no time of its own on the platform (a like, an accepted answer) has the time at which the door took it. */
const AT_THE_DOOR = /2026-11-14T16:[\d:.]+Z/g
const SEED = Number(process.env.EARSHOT_SEED ?? 20_261_121)

const shuffled = <T>(list: readonly T[], random: () => number): T[] =>
  list
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)

/** Lets everything come to rest, today and the next morning. */
const settled = async ({ runner }: Earshot): Promise<void> => {
  for (const now of [NOW, NEXT_MORNING]) {
    await runner.settle()
    await runner.moveTo(now)
    await runner.tick()
    await runner.settle()
  }
}

const killsOf = async ({ own }: Earshot): Promise<number> => {
  const { chaos } = (await (await fetch(own('state'))).json()) as { chaos: { kills: number } }
  return chaos.kills
}

const graph = async ({ local }: Earshot): Promise<string[]> =>
  graphOf(await scanAll(local.aws)).map((line) => line.replaceAll(AT_THE_DOOR, 'at the door'))

let calm: Earshot
let stormy: Earshot
let expected: string[]
let redriven = 0
let kills = 0

beforeAll(async () => {
  calm = await startEarshot('exactly-once-calm')
  const twin = mkdtempSync(join(tmpdir(), 'earshot-twin-'))
  await calm.crashAndRestart((data) => cpSync(data, twin, { recursive: true }))
  await calm.runner.moveTo(NOW)
  await calm.api.post('/api/content', guides)
  for (const happening of happenings) {
    await deliver(calm, happening, NOW)
    await calm.runner.settle()
  }
  await settled(calm)
  expected = await graph(calm)

  stormy = await startEarshot('exactly-once-stormy', { twinOf: twin })
  rmSync(twin, { recursive: true })
  await stormy.runner.moveTo(NOW)
  await stormy.api.post('/api/content', guides)
  const random = seededRandom(SEED)
  const thrice = shuffled([...happenings, ...happenings, ...happenings], random)
  await stormy.chaos({ before: 0.004, after: 0.004, seed: SEED })
  const half = Math.floor(thrice.length / 2)
  const [first, second] = [thrice.slice(0, half), thrice.slice(half)]
  for (const part of [first, second]) {
    const waiting = [...part]
    const pusher = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await deliver(stormy, next, NOW)
    }
    await Promise.all([pusher(), pusher(), pusher()])
    if (part === second) break
    kills += await killsOf(stormy)
    await stormy.crashAndRestart()
    await stormy.chaos({ before: 0.004, after: 0.004, seed: SEED + 1 })
  }
  await settled(stormy)
  kills += await killsOf(stormy)
  await stormy.chaos({})
  // What was killed five times over is a dead letter: the operator gives it back.
  redriven = await redrive(stormy)
  // What was killed on its way is picked up by the sweep, a quarter of an hour later at the most.
  await stormy.runner.moveTo('2026-11-15T11:30:00.000Z')
  await stormy.runner.tick()
  await stormy.runner.settle()
}, 400_000)

afterAll(async () => {
  await calm.stop()
  await stormy.stop()
})

describe('deliveries that come shuffled, three times each, while functions are killed', () => {
  it('end in the same mentions, identities, persons, edges, rollups and threads', async () => {
    const got = await graph(stormy)
    expect(expected.length).toBeGreaterThan(100)
    expect(got.filter((line) => !expected.includes(line))).toEqual([])
    expect(expected.filter((line) => !got.includes(line))).toEqual([])
  })

  it('send nobody the same email twice, and nothing without a decision that says sent or unknown', async () => {
    const emails = (await (await fetch(`${stormy.local.inbox}/api/emails`)).json()) as {
      tags: Record<string, string>
    }[]
    const nudges = emails.map(({ tags }) => tags.nudge_id)
    expect(nudges.length).toBeGreaterThan(0)
    expect(new Set(nudges).size).toBe(nudges.length)
    const decisions = (await scanAll(stormy.local.aws)).filter(({ type }) => type === 'decision')
    const out = decisions.filter(({ state }) => state === 'sent' || state === 'unknown' || state === 'sending')
    expect(emails.length).toBeLessThanOrEqual(out.length)
  })

  it('send nothing to anybody who did not agree', async () => {
    const items = await scanAll(stormy.local.aws)
    const preferences = new Map(items.filter(({ type }) => type === 'preferences').map((item) => [item.pk, item]))
    for (const { emailIid, topic } of items.filter(({ type, state }) => type === 'decision' && state === 'sent')) {
      const topics = preferences.get(`I#${emailIid}`)?.topics as Record<string, { granted: boolean }> | undefined
      expect((topics?.[String(topic)] ?? topics?.['*'])?.granted).toBe(true)
    }
  })

  it('need no right that a function does not have, and poison nothing', async () => {
    expect((await stormy.iam()).denied).toEqual([])
    expect((await calm.iam()).denied).toEqual([])
    expect(await deadLetters(calm)).toEqual([])
    expect(await deadLetters(stormy)).toEqual([])
    expect(kills).toBeGreaterThan(0)
    process.stdout.write(`seed ${SEED}: ${kills} kills, ${redriven} dead letters redriven\n`)
  })
})
