import { afterEach, describe, expect, it, jest } from '@jest/globals'
import type { DynamoDBRecord } from 'aws-lambda'
import { type BatchAnswer, react, type StreamBatch } from '../../../functions/score/reacting.ts'
import { type Rescoring, rescore } from '../../../functions/score/rescore.ts'
import { wake } from '../../../functions/score/waking.ts'
import { compileFilters } from '../../../local/events/pattern.ts'
import type { StreamRecord } from '../../../local/events/shard-reader.ts'
import type { Source } from '../../../local/events/source.ts'
import { startStreamSource } from '../../../local/events/stream-source.ts'
import { leastRank } from '../../../shared/domain/score/boards.ts'
import { DEFAULT_SCORE_SETTINGS } from '../../../shared/domain/score/settings.ts'
import { DAY, isoOf, monthOf, msOf } from '../../../shared/domain/time.ts'
import { listBoard } from '../../../shared/store/boards.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import { unlink } from '../../../shared/store/split.ts'
import type { Item, Table } from '../../../shared/store/table.ts'
import { scan } from '../../store/ingest-bench.ts'
import { ofType } from '../../store/ingest-judged.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { readNearStream } from '../../support/stream.ts'
import { createNearTable } from '../../support/table.ts'
import { deliverAll, heard, NOW, reactionsWith, rescoringWith, storedScores } from './world.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  jest.restoreAllMocks()
  for (const close of open.splice(0)) await close()
})

const opened = async (now: () => number = () => NOW) => {
  const near = await createNearTable(now)
  open.push(near.close)
  return near
}

const rollup = (iid: string, n: number, month = monthOf(isoOf(NOW)), more: Item = {}): Item => ({
  ...keys.rollup(iid, month),
  type: 'rollup',
  ...{ n, wf: 1_000 * n, fv: 1_000 * n, fv2: 1_000 * n, fs: -800 * n, fs2: 640 * n, d01: n, ...more },
})

const ANN = 'forum:ann'
const BOB = 'forum:bob'

/** The stream from where it was read last, to the end. */
const follower = (near: Awaited<ReturnType<typeof opened>>, deps: Rescoring) => {
  let after = ''
  return async (): Promise<number> => {
    const records = await readNearStream(near, after)
    after = records.at(-1)?.dynamodb?.SequenceNumber ?? after
    await deliverAll(reactionsWith(deps), heard(records))
    return records.length
  }
}

/** The board of participation, from its top. */
const onBoard = async (table: Table, least?: number) =>
  (await listBoard(table, 'participation', { limit: 10, least })).items

/** Without how often it was written and what that brought, and when it is looked at again: perhaps earlier than need be, after a link. */
const withoutMoments = (items: readonly Item[]) =>
  items.filter(({ sk }) => sk !== 'DUE').map(({ ver: _, personVer: __, due: ___, moved: ____, ...item }) => item)
const derived = async (table: Table) =>
  withoutMoments((await scan(table)).filter(({ sk }) => /^(SCORES|SC#|DUE)/.test(String(sk))))

describe('a link', () => {
  it('moves scores and places on boards to who is left, and taking it back restores them exactly', async () => {
    const near = await opened()
    const follow = follower(near, rescoringWith(near.table))
    await putItems(near.table, [
      ...personItems([{ iid: ANN }]),
      ...personItems([{ iid: BOB }]),
      rollup(ANN, 3),
      rollup(BOB, 9),
    ])
    await follow()
    const before = await derived(near.table)
    const evidence = { a: ANN, b: BOB, kind: 'agent' as const }
    await link(near.table, { ...evidence, confidence: 1, actor: 'user:x', at: isoOf(NOW) })
    await follow()
    const [one, ...others] = [...(await storedScores(near.table)).values()]
    expect(others).toEqual([])
    expect(one?.values.love).toBe(12)
    expect((await onBoard(near.table)).map(({ personId }) => personId)).toEqual([one?.personId])
    expect(new Set((await derived(near.table)).map(({ pk }) => pk)).size).toBe(1)

    await unlink(near.table, evidence, { by: 'user:x', at: isoOf(NOW) })
    await follow()
    expect(await derived(near.table)).toEqual(before)
  })
})

describe('who is not of the community', () => {
  it.each(['brand', 'staff', 'bot'] as const)('has no level, no board and nothing that compares: %s', async (role) => {
    const near = await opened()
    const profile = { role: { v: role, at: isoOf(NOW) }, followers: { v: 1_000_000, at: isoOf(NOW) } }
    await putItems(near.table, [...personItems([{ iid: ANN, profile }]), rollup(ANN, 50)])
    await follower(near, rescoringWith(near.table))()
    const scores = (await storedScores(near.table)).get(birthId(ANN))
    expect(scores).toMatchObject({ role, boards: {} })
    expect(Object.keys(scores?.values ?? {}).sort()).toEqual(['love', 'participation', 'satisfaction'])
    expect(scores?.level).toBeUndefined()
    expect(ofType(await scan(near.table), 'place-on-board')).toEqual([])
    expect(await onBoard(near.table)).toEqual([])
  })
})

describe('somebody idle', () => {
  it('is written when a level is lost and at no other time, for more than two years', async () => {
    let now = NOW
    const near = await opened(() => now)
    const deps = rescoringWith(near.table, { now: () => now })
    const follow = follower(near, deps)
    await putItems(near.table, [
      ...personItems([{ iid: ANN }]),
      rollup(ANN, 31),
      ...personItems([{ iid: BOB }]),
      rollup(BOB, 1),
    ])
    await follow()
    const levels: string[] = []
    let looks = 0
    for (let day = 0; day < 900; day++) {
      now += DAY
      looks += (await wake(deps, () => true)).scored
      if (day % 5 > 0) continue
      const { level = '' } = (await storedScores(near.table)).get(birthId(ANN)) ?? {}
      if (level !== levels.at(-1)) levels.push(level)
    }
    expect(levels).toEqual(['leading', 'contributing', 'participating', 'exploring'])
    const ann = (await storedScores(near.table)).get(birthId(ANN))
    // Written once in the beginning, and once for each of the three levels that are lost.
    expect([ann?.ver, looks, ann?.due]).toEqual([4, 3, undefined])
    const bob = (await storedScores(near.table)).get(birthId(BOB))
    expect([bob?.ver, bob?.due]).toEqual([1, undefined])
    // Nobody is taken off a board by a write: lists end above those who have fallen too low.
    expect(await onBoard(near.table)).toHaveLength(1)
    expect(await onBoard(near.table, leastRank('participation', DEFAULT_SCORE_SETTINGS.boards, now))).toEqual([])
  }, 60_000)

  it('is looked at again an hour later when it could not be', async () => {
    jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
    let now = NOW
    const near = await opened(() => now)
    const deps = rescoringWith(near.table, { now: () => now })
    await putItems(near.table, [...personItems([{ iid: ANN }]), rollup(ANN, 31)])
    await follower(near, deps)()
    now = msOf((await storedScores(near.table)).get(birthId(ANN))?.due ?? '')
    const failing = { ...deps, memberships: async () => Promise.reject(new Error('no')) }
    expect(await wake(failing, () => true)).toEqual({ scored: 0, gone: 0, postponed: 1 })
    expect(await wake(deps, () => true)).toEqual({ scored: 0, gone: 0, postponed: 0 })
    now += 61 * 60_000
    expect(await wake(deps, () => true)).toEqual({ scored: 1, gone: 0, postponed: 0 })
  })
})

describe('two who score the same person at once', () => {
  it('never leave what the slower one knew', async () => {
    const near = await opened()
    await putItems(near.table, [...personItems([{ iid: ANN }]), rollup(ANN, 1)])
    const deps = rescoringWith(near.table)
    await rescore(deps, birthId(ANN))
    const held = Promise.withResolvers<void>()
    let first = true
    const slow = rescore(
      {
        ...deps,
        memberships: async () => {
          if (first) {
            first = false
            await held.promise
          }
          return { segments: {}, segmentsRev: 0 }
        },
      },
      birthId(ANN),
    )
    await new Promise((wake) => setTimeout(wake, 30))
    await putItems(near.table, [rollup(ANN, 7)])
    await rescore(deps, birthId(ANN))
    held.resolve()
    await slow
    expect((await storedScores(near.table)).get(birthId(ANN))?.values.love).toBe(7)
  })
})

describe('poison in the stream', () => {
  it('ends in the dead letters alone, and everybody else is scored as if it were not there', async () => {
    jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
    const near = await opened()
    const people = Array.from({ length: 30 }, (_, n) => `forum:u${n}`)
    await putItems(
      near.table,
      people.flatMap((iid, n) => [...personItems([{ iid }]), rollup(iid, n + 1)]),
    )
    const records = heard(await readNearStream(near)) as unknown as StreamRecord[]
    const poison = (sequence: string): StreamRecord => ({
      dynamodb: { SequenceNumber: sequence, NewImage: { type: { S: 'rollup' }, n: { X: 'no number' } } },
    })
    const middle = Math.floor(records.length / 2)
    const before = String(records[middle - 1]?.dynamodb?.SequenceNumber)
    const all = [...records.slice(0, middle), poison(`${before}~`), ...records.slice(middle)]
    const reactions = reactionsWith(rescoringWith(near.table))
    const letters: { DDBStreamBatchInfo: { startSequenceNumber: string; batchSize: number } }[] = []
    const checkpoints = new Map<string, string>()
    const source: Source = startStreamSource(
      {
        ...{ id: 'm', sourceArn: 'stream', functionArn: 'fn', label: 'fn', batchSize: 25, windowMs: 0 },
        ...{ reportsFailures: true, filter: compileFilters([]), maxConcurrency: undefined, retries: 2, bisect: true },
        ...{ maxAgeSeconds: -1, onFailureArn: 'arn:dead', startingPosition: 'TRIM_HORIZON', tumblingSeconds: 60 },
      },
      {
        invoke: async (_, event) => {
          const answer: BatchAnswer = await react(reactions, event as StreamBatch)
          return { ok: true, payload: JSON.stringify(answer) }
        },
        ...{ allowed: () => true, warn: () => {}, region: 'us-east-1', now: () => NOW },
        api: {
          shards: async () => ['shard'],
          read: async (_, __, after) => all.filter((one) => (one.dynamodb?.SequenceNumber ?? '') > (after ?? '')),
        },
        checkpoint: { get: (key) => checkpoints.get(key), set: (key, value) => checkpoints.set(key, value) },
        send: async (_, body) => void letters.push(JSON.parse(body)),
        changed: () => new Promise((resolve) => setTimeout(resolve, 10)),
      },
    )
    for (let tries = 0; tries < 1_000 && source.busy(); tries++) await new Promise((resolve) => setTimeout(resolve, 10))
    await source.close()
    expect(
      letters.map(({ DDBStreamBatchInfo: { startSequenceNumber, batchSize } }) => [startSequenceNumber, batchSize]),
    ).toEqual([[`${before}~`, 1]])
    const stored = await storedScores(near.table)
    expect(people.map((iid) => stored.get(birthId(iid))?.values.love)).toEqual(people.map((_, n) => n + 1))
  }, 30_000)
})

describe('a batch', () => {
  const change = (sequence: number): DynamoDBRecord => ({
    dynamodb: {
      SequenceNumber: String(sequence),
      NewImage: { pk: { S: 'x' }, sk: { S: 'y' }, type: { S: 'activity' } },
    },
  })

  it('is collected up to the first change that failed, because what comes after it comes again', async () => {
    jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
    const seen: string[][] = []
    const answer = await react(
      {
        reactions: { picky: async () => ['3'], broken: async () => [] },
        collectors: {
          all: async (changes, state, { last }) => {
            seen.push(changes.map(({ sequence }) => sequence))
            return [...((state as string[] | undefined) ?? []), last]
          },
        },
      },
      { Records: [1, 2, 3, 4].map(change), state: { all: ['before'] }, isFinalInvokeForWindow: false },
    )
    expect(seen).toEqual([['1', '2']])
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '3' }], state: { all: ['before', false] } })
  })

  it('fails as a whole with a reaction that throws', async () => {
    jest.spyOn(process.stdout, 'write').mockImplementation(() => true)
    const reactions = { broken: async () => Promise.reject(new Error('no')) }
    const { batchItemFailures } = await react({ reactions, collectors: {} }, { Records: [1, 2].map(change) })
    expect(batchItemFailures).toHaveLength(2)
  })
})
