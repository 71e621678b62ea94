import { expect, it } from '@jest/globals'
import { backfill, SETTLED_AFTER } from '../../../functions/score/backfilling.ts'
import { membershipsBy } from '../../../functions/score/memberships.ts'
import { rescore } from '../../../functions/score/rescore.ts'
import { wake } from '../../../functions/score/waking.ts'
import { seededRandom } from '../../../local/random.ts'
import { evaluate, lookAt } from '../../../shared/domain/score/segments/evaluate.ts'
import { READY } from '../../../shared/domain/score/segments/ready.ts'
import type { Rule } from '../../../shared/domain/score/segments/rule.ts'
import { DAY, HOUR, isoOf } from '../../../shared/domain/time.ts'
import { add } from '../../../shared/store/expressions.ts'
import { indexKeys, SHARDS, shards } from '../../../shared/store/index-keys.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import { getPerson } from '../../../shared/store/people.ts'
import { readPersonFacts } from '../../../shared/store/person-facts.ts'
import type { ScoresItem } from '../../../shared/store/score-items.ts'
import { deleteSegment, putSegment, readCatalog, segmentsReader } from '../../../shared/store/segments.ts'
import { query, type Table, transact } from '../../../shared/store/table.ts'
import { crashing, scan } from '../../store/ingest-bench.ts'
import { personItems, putItems } from '../../support/graph-items.ts'
import { createNearTable } from '../../support/table.ts'
import { NOW, rescoringWith, storedScores } from './world.ts'

/**
 * People write, segments are put, changed and taken away, time goes by, and whatever reacts to it comes late, twice, out of order,
 * at the same time as others, with old copies of the segments, or is cut off. In the end memberships are what the rules say.
 */

const SEEDS = Number(process.env.EARSHOT_SEEDS ?? 6)
const PEOPLE = 6
const STEPS = 60
const IDS = ['a', 'b', 'c', 'new']

const iidOf = (n: number): string => `forum:u${n}`

const RULES: readonly Rule[] = [
  { f: 'mentions', op: '>=', v: 2 },
  { f: 'daysSinceActivity', op: '<', v: 3 },
  { f: 'activities', op: '>=', v: 2, days: 5 },
  { all: [{ f: 'participation', op: '>=', v: 1.2 }, { not: { f: 'mentions', op: '>=', v: 9 } }] },
]

/** One history, by one seed. */
const live = async (table: Table, seed: number): Promise<{ now: number }> => {
  const random = seededRandom(seed)
  const pick = (below: number): number => Math.floor(random() * below)
  let now = NOW
  const clock = () => now
  const depsOn = (on: Table) =>
    rescoringWith(on, { now: clock, memberships: membershipsBy(segmentsReader(on, clock), 'EUR') })
  // Three functions, each with a copy of the segments of its own.
  const functions = [depsOn(table), depsOn(table), depsOn(table)]
  const anyOf = () => functions[pick(3)] ?? depsOn(table)
  /** What the stream has not brought yet; a record may be brought again. */
  const pending: number[] = []
  const fill = (on = table) =>
    backfill({ rescoring: depsOn(on), hasTime: () => random() < 0.9, pause: async () => undefined })

  const write = async (): Promise<void> => {
    const n = pick(PEOPLE)
    const [month, day] = [isoOf(now).slice(0, 7), isoOf(now).slice(8, 10)]
    await transact(table, [add(keys.rollup(iidOf(n), month), { n: 1, wf: 1_000, [`d${day}`]: 1 }, { type: 'rollup' })])
    pending.push(n)
  }
  const bring = async (): Promise<void> => {
    const some = Array.from({ length: 1 + pick(3) }, () => pending[pick(pending.length)] ?? pick(PEOPLE))
    await Promise.all(some.map((n) => rescore(anyOf(), birthId(iidOf(n)))))
    if (random() < 0.8) for (const n of some) if (pending.includes(n)) pending.splice(pending.indexOf(n), 1)
  }
  const put = async (): Promise<void> => {
    const id = IDS[pick(IDS.length)] ?? 'a'
    const rule = RULES[pick(RULES.length)] ?? { any: [] }
    const said = { by: 'ada', at: isoOf(now), allow: () => undefined }
    if (random() < 0.3) await deleteSegment(table, id, said)
    else await putSegment(table, id, { name: id, rule }, said)
  }
  const crash = async (): Promise<void> => {
    let left = pick(12)
    const dying = crashing(table, () => left-- <= 0)
    const work = random() < 0.5 ? fill(dying) : rescore(depsOn(dying), birthId(iidOf(pick(PEOPLE))))
    await work.catch(() => undefined)
  }
  const steps = [write, write, write, bring, bring, bring, put, crash, () => fill(), () => wake(anyOf(), () => true)]
  for (let step = 0; step < STEPS; step++) {
    await steps[pick(steps.length)]?.()
    now += pick(3) === 0 ? pick(30) * HOUR : pick(90_000)
  }
  // In the end everything that was heard is brought, and what is due or has to be asked comes to its end.
  for (const n of pending) await rescore(anyOf(), birthId(iidOf(n)))
  for (let round = 0; round < 40; round++) {
    now += SETTLED_AFTER
    await fill()
    await wake(anyOf(), () => true)
    const { rev, current, backfill: state } = await readCatalog(table)
    if (!current || state?.done !== rev) continue
    // And then nothing at all happens for twelve days.
    for (let quarter = 0; quarter < 48; quarter++) {
      now += 6 * HOUR
      await wake(anyOf(), () => true)
    }
    return { now }
  }
  throw new Error(`Seed ${seed}: the back-fill does not come to an end.`)
}

const saidBy = async (table: Table, scores: ScoresItem, now: number): Promise<string[]> => {
  const person = await getPerson(table, scores.personId)
  if (!person) throw new Error('a person is gone')
  const { values, level } = scores
  const subject = {
    facts: await readPersonFacts(table, person, isoOf(now)),
    scores: {
      scores: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, lines: [] }])),
      ...(level ? { standing: { level } } : {}),
    },
    currency: 'EUR',
  }
  const { definitions } = await readCatalog(table)
  return definitions.flatMap(({ id, rule }) => (evaluate(rule, lookAt(subject, now), now).match ? [id] : []))
}

/** Lives one history and compares what is stored with what the rules say. @returns how many memberships there are */
const check = async (table: Table, seed: number): Promise<number> => {
  await putItems(
    table,
    Array.from({ length: PEOPLE }, (_, n) =>
      personItems([{ iid: iidOf(n), firstSeenAt: isoOf(NOW - (10 + n) * DAY) }]),
    ).flat(),
  )
  const { now } = await live(table, seed)
  const expected: string[] = []
  for (const one of (await storedScores(table)).values()) {
    const said = await saidBy(table, one, now)
    expect([seed, Object.keys(one.segments ?? {}).toSorted()]).toEqual([seed, said.toSorted()])
    expected.push(...said.map((id) => `P#${one.personId} SEG#${id}`))
  }
  const items = (await scan(table)).filter(({ type }) => type === 'membership')
  expect(items.map(({ pk, sk }) => `${pk} ${sk}`).toSorted()).toEqual(expected.toSorted())
  for (const id of [...IDS, ...READY.map((one) => one.id)]) {
    const pages = await Promise.all(
      shards(SHARDS.members).map((shard) => query(table, { index: 'queue', pk: indexKeys.members(id, shard) })),
    )
    const listed = pages.flatMap(({ items: some }) => some)
    expect(listed).toHaveLength(items.filter(({ sk }) => sk === `SEG#${id}`).length)
  }
  return items.length
}

it(`memberships are what the rules say, whatever happens, by ${SEEDS} seeds`, async () => {
  let members = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { table, close } = await createNearTable()
    try {
      members += await check(table, seed)
    } finally {
      await close()
    }
  }
  expect(members).toBeGreaterThan(SEEDS)
}, 120_000)
