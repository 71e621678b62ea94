import { expect, it } from '@jest/globals'
import type { DynamoDBRecord } from 'aws-lambda'
import { type Reactions, react } from '../../../functions/score/reacting.ts'
import { seededRandom } from '../../../local/random.ts'
import type { Activity } from '../../../shared/domain/listen/activity.ts'
import { journeyAt } from '../../../shared/domain/score/journey/journey.ts'
import { DEFAULT_SCORE_SETTINGS as settings } from '../../../shared/domain/score/settings.ts'
import { DAY, isoOf, monthOf } from '../../../shared/domain/time.ts'
import type { Understanding } from '../../../shared/domain/understand/understanding.ts'
import { applyActivity } from '../../../shared/store/apply.ts'
import { birthId } from '../../../shared/store/keys.ts'
import { link } from '../../../shared/store/link.ts'
import type { Table } from '../../../shared/store/table.ts'
import { type Done, whoDid } from '../../domain/score/journey/people.ts'
import { applyingWith, CrashError, crashing } from '../../store/ingest-bench.ts'
import { readNearStream } from '../../support/stream.ts'
import { createNearTable } from '../../support/table.ts'
import { heard, NOW, reactionsWith, rescoringWith, storedScores } from './world.ts'

/** How many mentions and orders there are; every one comes in up to three states, each of them three times. */
const THINGS = Number(process.env.EARSHOT_THINGS ?? 1_700)
const SEED = Number(process.env.EARSHOT_SEED ?? 7)
const PEOPLE = 40

type Feeling = { positive: number; negative: number }
type State = { deleted: boolean; feeling: Feeling; rev: number }
type Thing = { id: string; by: number; at: number; order?: number; parent?: string; states: State[] }

const random = seededRandom(SEED)
const pick = (below: number): number => Math.floor(random() * below)

const FEELINGS: Feeling[] = [
  { positive: 0.9, negative: 0.1 },
  { positive: 0.2, negative: 0.7 },
  { positive: 0.8, negative: 0 },
  { positive: 0.3, negative: 0.3 },
]

const things: Thing[] = Array.from({ length: THINGS }, (_, n): Thing => {
  const order = random() < 0.1 ? { order: 500 + pick(5_000) } : {}
  const parent = !('order' in order) && n > 0 && random() < 0.4 ? { parent: `m${pick(n)}` } : {}
  return {
    ...{ id: `m${n}`, by: pick(PEOPLE), ...order, ...parent },
    at: NOW - Math.floor(random() * 150 * DAY),
    states: Array.from({ length: 1 + pick(3) }, (_, rev) => ({
      rev,
      deleted: rev > 0 && random() < 0.3,
      feeling: FEELINGS[pick(FEELINGS.length)] ?? { positive: 0, negative: 0 },
    })),
  }
})

const FOLLOWERS = Array.from({ length: PEOPLE }, () => pick(20_000))

const activityOf = (thing: Thing, { rev, deleted }: State): Activity => {
  const at = isoOf(thing.at)
  const common = {
    ...{ source: 'forum', platform: 'forum', id: thing.id, revision: `r${rev}`, at },
    author: {
      id: `u${thing.by}`,
      followers: FOLLOWERS[thing.by],
      ...(thing.by === 0 ? { role: 'staff' as const } : {}),
    },
    ...(deleted ? { deleted } : {}),
  }
  if (thing.order !== undefined)
    return { ...common, kind: 'order', total: { amount: thing.order, currency: 'EUR' } } as Activity
  const mention = { ...common, text: 'words', thread: { id: 't' }, createdAt: at }
  return (
    thing.parent === undefined
      ? { ...mention, kind: 'post' }
      : { ...mention, kind: 'reply', parent: { id: thing.parent } }
  ) as Activity
}

const understood = ({ feeling }: State): Understanding => ({
  language: 'en',
  sentiment: {
    label: feeling.positive > feeling.negative ? 'POSITIVE' : 'NEGATIVE',
    scores: { ...feeling, neutral: 0, mixed: 0 },
    confidence: 0.9,
    engine: 'test',
  },
  intents: [],
})

const shuffled = <T>(list: readonly T[]): T[] =>
  list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one)

/** All states three times in any order, by workers that are killed now and then. */
const deliver = async (table: Table): Promise<number> => {
  const all = things.flatMap((thing) => thing.states.map((state) => ({ thing, state })))
  const queue = shuffled([...all, ...all, ...all])
  const deliveries = queue.length
  const work = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const { thing, state } = next
      const applying = applyingWith(crashing(table, () => random() < 0.003))
      const understanding = thing.order === undefined && !state.deleted ? { understanding: understood(state) } : {}
      try {
        await applyActivity(applying, activityOf(thing, state), { ...understanding, receivedAt: isoOf(NOW) })
      } catch (error) {
        if (!(error instanceof CrashError)) throw error
        queue.splice(pick(queue.length + 1), 0, next)
      }
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  return deliveries
}

const LINKS = Array.from({ length: 10 }, (_, n) => [n * 3, n * 3 + 1] as const)

/** Shards keep the order of each partition key, and are read side by side; batches come again, and die half done. */
const consume = async (table: Table, records: readonly DynamoDBRecord[], reactions: (table: Table) => Reactions) => {
  const shards = new Map<number, DynamoDBRecord[]>()
  for (const record of records) {
    const pk = record.dynamodb?.Keys?.pk?.S ?? ''
    const shard = [...pk].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 4, 0)
    shards.set(shard, [...(shards.get(shard) ?? []), record])
  }
  const read = async (list: DynamoDBRecord[]): Promise<void> => {
    for (let from = 0; from < list.length; ) {
      const size = 1 + pick(100)
      const { batchItemFailures } = await react(reactions(crashing(table, () => random() < 0.004)), {
        Records: list.slice(from, from + size),
      })
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
      const first = list
        .slice(from, from + size)
        .findIndex(({ dynamodb }) => failed.has(dynamodb?.SequenceNumber ?? ''))
      from += first < 0 ? size : first
      // A checkpoint that is lost: what was done comes again.
      if (random() < 0.05) from = Math.max(0, from - 50)
    }
  }
  await Promise.all([...shards.values()].map(read))
}

/** The scores of some accounts together, counted again from the last state of everything: by the definitions, not by the months. */
const recount = (accounts: readonly number[]) => {
  const live = things.filter(({ by, states }) => accounts.includes(by) && !states.at(-1)?.deleted)
  const mentions = live.filter(({ order }) => order === undefined)
  const orders = live.filter(({ order }) => order !== undefined)
  const ages = mentions.map(({ at }) => (NOW - at) / DAY)
  const months = live.map(({ at }) => {
    const [then, now] = [new Date(at), new Date(NOW)]
    return (now.getUTCFullYear() - then.getUTCFullYear()) * 12 + now.getUTCMonth() - then.getUTCMonth()
  })
  const felt = mentions.map(({ states }) => {
    const { positive, negative } = states.at(-1)?.feeling ?? { positive: 0, negative: 0 }
    return Math.round((positive - negative) * 10) / 10
  })
  const weights = ages.map((age) => 2 ** (-age / 60))
  const sum = (list: readonly number[]): number => list.reduce((so, one) => so + one, 0)
  const days = new Set(orders.map(({ at }) => isoOf(at).slice(0, 10)))
  const spent = sum(orders.map(({ order = 0 }) => order))
  return {
    participation: sum(ages.map((age) => 2 ** (-age / 30))),
    love: sum(months.map((age) => 0.9 ** age)),
    satisfaction: sum(weights.map((weight, at) => weight * (felt[at] ?? 0))) / (sum(weights) + 5),
    favourable: mentions.filter(({ states }) => (states.at(-1)?.feeling.positive ?? 0) >= 0.75).length,
    mentions: mentions.length,
    value: days.size === 0 ? undefined : (spent * 0.3) / (1 - 0.6 + 0.1),
  }
}

/** The stage of the same accounts, from the last state of everything and when it was. */
const stageOf = (accounts: readonly number[]) => {
  const live = things.filter(({ by, states }) => accounts.includes(by) && !states.at(-1)?.deleted)
  const done = live.map((thing): Done => {
    const at = isoOf(thing.at).slice(0, 10)
    if (thing.order !== undefined) return { at, orders: 1 }
    const favourable = (thing.states.at(-1)?.feeling.positive ?? 0) >= 0.75 ? 1 : 0
    return { at, n: 1, replies: thing.parent === undefined ? 0 : 1, favourable }
  })
  const followers = Math.max(...accounts.map((one) => FOLLOWERS[one] ?? 0))
  const { stage, since } = journeyAt(whoDid(done, { followers }), { settings, nightly: {} }, NOW)
  return { stage, since: isoOf(since) }
}

it('scores equal a recount from all mentions, whatever came twice, late, changed, or died on the way', async () => {
  const near = await createNearTable(() => NOW)
  const { table } = near
  const deliveries = await deliver(table)
  for (const [a, b] of LINKS)
    await link(table, {
      ...{ a: `forum:u${a}`, b: `forum:u${b}`, kind: 'agent', confidence: 1 },
      ...{ actor: 'user:test', at: isoOf(NOW) },
    })
  const records = heard(await readNearStream(near))
  await consume(table, records, (some) => reactionsWith(rescoringWith(some)))
  const stored = await storedScores(table)
  await near.close()

  const linked = new Map(LINKS.map(([a, b]) => [a, b]))
  const merged = new Set(LINKS.map(([, b]) => b))
  const people = Array.from({ length: PEOPLE }, (_, n) => n).filter((n) => !merged.has(n))
  expect(deliveries).toBeGreaterThanOrEqual(THINGS === 1_700 ? 10_000 : 0)
  expect(stored.size).toBe(people.length)
  const stages = new Set<string | undefined>()
  for (const n of people) {
    const other = linked.get(n)
    const accounts = other === undefined ? [n] : [n, other]
    const scores = accounts.map((one) => stored.get(birthId(`forum:u${one}`))).find((one) => one !== undefined)
    const expected = recount(accounts)
    expect(scores?.values.participation).toBeCloseTo(expected.participation, 1)
    expect(scores?.values.love).toBeCloseTo(expected.love, 2)
    expect(scores?.values.satisfaction).toBeCloseTo(expected.satisfaction, 3)
    expect(scores?.journey).toEqual(accounts.includes(0) ? undefined : expect.objectContaining(stageOf(accounts)))
    stages.add(scores?.journey?.stage)
    if (accounts.includes(0)) expect([scores?.role, scores?.values.value]).toEqual(['staff', undefined])
    else if (expected.value === undefined) expect(scores?.values.value).toBeUndefined()
    else expect(scores?.values.value).toBeCloseTo(expected.value, 1)
  }
  process.stdout.write(
    `${deliveries} deliveries, ${records.length} changes, ${stored.size} people: all scores as recounted\n`,
  )
  expect(stages.size).toBeGreaterThan(2)
  expect(monthOf(isoOf(NOW))).toBe('2026-06')
}, 240_000)
