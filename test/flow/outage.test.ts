import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ComprehendFaults } from '../../local/comprehend/server.ts'
import type { MentionAnswer } from '../../shared/domain/respond/answers.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { graphOf, scanAll } from '../support/graph.ts'

/**
 * An hour in which Amazon Comprehend throttles, breaks and does not answer, with mentions coming in all the time, against
 * the same hour in peace. Comprehend here says other things than the embedded engine, so that refining changes a lot.
 */

const START = Date.parse('2026-11-14T10:00:00.000Z')
const SAYS = { lovely: 'NEGATIVE', plain: 'POSITIVE', dreadful: 'MIXED' }
const WORDS = [
  'It is a lovely and wonderful grinder',
  'The plain box has a lid',
  'This is dreadful and broken, I hate it',
]
const MENTIONS = 32
const at = (minutes: number): string => new Date(START + minutes * 60_000).toISOString()

const minuteOf = (n: number): number => 4 * Math.floor(n / 2)

type Sent = { id: string; minute: number; edit?: boolean }
/** Two mentions every four minutes; every eighth is edited twelve minutes later, every third answers an earlier one. */
const traffic: Sent[] = Array.from({ length: MENTIONS }, (_, n) => ({ id: `m${n}`, minute: minuteOf(n) }))
  .flatMap((one, n) => (n % 8 === 0 ? [one, { ...one, minute: one.minute + 12, edit: true }] : [one]))
  .sort((a, b) => a.minute - b.minute)

const bodyOf = ({ id, minute, edit }: Sent): object => {
  const n = Number(id.slice(1))
  const text = `${WORDS[(n + (edit ? 1 : 0)) % 3]}, number ${n % 20}`
  const created = at(minuteOf(n))
  const common = {
    id,
    author: { id: `u${n % 5}` },
    text,
    language: 'en',
    thread: { id: `t${n % 4}` },
    createdAt: created,
  }
  const data =
    n % 3 === 2
      ? { kind: 'reply', ...common, parent: { id: `m${n - 1}` } }
      : { kind: 'post', ...common, ...(n % 7 === 0 ? { language: 'ja', text: `とてもいい ${n}` } : {}) }
  return { type: 'mention', timestamp: at(minute), data }
}

const deliver = async (earshot: Earshot, sent: Sent): Promise<void> => {
  const now = Date.parse(((await (await fetch(earshot.own('clock'))).json()) as { now: string }).now)
  const id = `msg_${sent.id}_${sent.edit ? 2 : 1}`
  const { status } = await push(earshot, { source: 'standard', body: bodyOf(sent), now, id })
  expect(status).toBe(202)
}

const setChaos = async ({ own }: Earshot, comprehend: Partial<ComprehendFaults>, kill?: object): Promise<void> => {
  const body = JSON.stringify({ comprehend, ...(kill ? { kill } : {}) })
  const headers = { 'content-type': 'application/json' }
  expect((await fetch(own('chaos'), { method: 'POST', headers, body })).status).toBe(200)
}

type State = { comprehend: { calls: Record<string, number>; documents: number; refused: number } }
const callsOf = async ({ own }: Earshot): Promise<number> => {
  const { comprehend } = (await (await fetch(own('state'))).json()) as State
  return Object.values(comprehend.calls).reduce((sum, calls) => sum + calls, 0)
}

const mentionsOf = async ({ local }: Earshot) =>
  (await scanAll(local.aws)).filter(({ type, platform }) => type === 'activity' && platform === 'standard')
const waiting = async (earshot: Earshot): Promise<number> =>
  (await mentionsOf(earshot)).filter(({ provisional }) => provisional).length

/** The graph, without the one field that says that a judgement was refined later. */
const graph = async ({ local }: Earshot): Promise<string[]> =>
  graphOf((await scanAll(local.aws)).map(({ refinedAt: _, ...item }) => item))

/** What Comprehend does in which part of the hour. */
const HOUR: readonly { from: number; faults: Partial<ComprehendFaults> }[] = [
  { from: 0, faults: { throttleShare: 0.5, says: SAYS } },
  { from: 15, faults: { throttleShare: 0, outage: 'hang' } },
  { from: 30, faults: { outage: 'down' } },
  { from: 45, faults: { outage: '', throttleShare: 1 } },
]

const runHour = async (earshot: Earshot, hour: typeof HOUR): Promise<number[]> => {
  const took: number[] = []
  const phases = [...hour]
  for (const [minute, batch] of Map.groupBy(traffic, ({ minute }) => minute)) {
    await earshot.runner.moveTo(at(minute))
    for (let next = phases[0]; next && next.from <= minute; next = phases[0]) {
      phases.shift()
      await setChaos(earshot, next.faults)
    }
    const began = performance.now()
    for (const sent of batch) await deliver(earshot, sent)
    await earshot.runner.settle()
    took.push(performance.now() - began)
  }
  return took
}

let calm: Earshot
let stormy: Earshot
let expected: string[]
let took: number[]
let storedInTheHour: number
let marked: number
let callsInTheHour: number
let callsInPeace: number
let firstAnswers: MentionAnswer[]

beforeAll(async () => {
  calm = await startEarshot('outage-calm')
  const twin = mkdtempSync(join(tmpdir(), 'earshot-twin-'))
  await calm.crashAndRestart((data) => cpSync(data, twin, { recursive: true }))
  stormy = await startEarshot('outage-stormy', { twinOf: twin })
  rmSync(twin, { recursive: true })
  const hours = [runHour(calm, [{ from: 0, faults: { says: SAYS } }]), runHour(stormy, HOUR)]
  took = (await Promise.all(hours))[1] ?? []
  await calm.runner.moveTo(at(80))
  await calm.runner.settle()
  expected = await graph(calm)
  callsInPeace = await callsOf(calm)
  storedInTheHour = (await mentionsOf(stormy)).length
  marked = await waiting(stormy)
  callsInTheHour = await callsOf(stormy)
  firstAnswers = (await stormy.api.get<{ items: MentionAnswer[] }>('/api/mentions?limit=100')).items
  // The first mentions come once more, and out of order, while they are being refined by a function that is killed.
  await setChaos(stormy, { throttleShare: 0 }, { before: 0.2, after: 0.2, seed: 7, functions: ['understand-refine'] })
  for (let round = 0; round < 8; round++) {
    await stormy.runner.moveTo(at(80 + 5 * round))
    await Promise.all(
      traffic
        .slice(4 * round, 4 * round + 4)
        .reverse()
        .map((sent) => deliver(stormy, sent)),
    )
    await stormy.runner.settle()
  }
  await setChaos(stormy, {}, {})
  await stormy.runner.moveTo(at(130))
  await stormy.runner.settle()
}, 400_000)

afterAll(async () => {
  await calm.stop()
  await stormy.stop()
})

describe('an hour without Comprehend', () => {
  it('keeps no mention waiting, and marks what was judged by another engine', () => {
    expect(storedInTheHour).toBe(MENTIONS)
    expect(marked).toBeGreaterThan(MENTIONS / 2)
    // One batch in a while pays the patience for finding out; the others go through at once, as far as the machine lets them.
    const slow = took.filter((ms) => ms > 4_000)
    expect(slow.length).toBeLessThan(took.length / 2)
    expect(Math.max(...took)).toBeLessThan(15_000)
    const provisional = firstAnswers.filter(({ sentiment }) => sentiment?.provisional)
    expect(provisional.length).toBe(marked)
    expect(provisional.some(({ sentiment }) => sentiment?.engine === 'embedded' && sentiment.version)).toBe(true)
    expect(provisional.some(({ language, sentiment }) => language === 'ja' && sentiment?.engine === 'none')).toBe(true)
  })

  it('ends, once Comprehend is back, in the table of an hour in peace', async () => {
    expect(await waiting(stormy)).toBe(0)
    const got = await graph(stormy)
    expect(expected.length).toBeGreaterThan(MENTIONS)
    expect(got.filter((line) => !expected.includes(line))).toEqual([])
    expect(expected.filter((line) => !got.includes(line))).toEqual([])
  })

  it('asks Comprehend a bounded number of times', async () => {
    const { chaos } = (await (await fetch(stormy.own('state'))).json()) as { chaos: { kills: number } }
    expect(chaos.kills).toBeGreaterThan(0)
    const calls = await callsOf(stormy)
    process.stdout.write(
      `Comprehend: ${callsInPeace} calls in peace, ${callsInTheHour} in the hour of the outage, ${calls} in all; ${marked} mentions refined, ${chaos.kills} kills\n`,
    )
    expect(callsInTheHour).toBeLessThan(6 * callsInPeace)
    expect(calls - callsInTheHour).toBeLessThan(2 * MENTIONS)
  })

  it('poisons nothing, and needs no right that a function does not have', async () => {
    expect(await deadLetters(stormy)).toEqual([])
    expect((await stormy.iam()).denied).toEqual([])
  })
})
