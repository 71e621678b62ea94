import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { plan } from '../../../functions/nudge/planning.ts'
import { sweep } from '../../../functions/nudge/sweeping.ts'
import type { WhenEvent } from '../../../shared/domain/nudge/when.ts'
import { hourText } from '../../../shared/domain/score/topics/hours.ts'
import type { Change } from '../../../shared/store/changes.ts'
import { birthId, keys } from '../../../shared/store/keys.ts'
import type { Item } from '../../../shared/store/table.ts'
import { NOON } from '../../domain/nudge/factories.ts'
import { identityItem } from '../../support/graph-items.ts'
import { changeTold } from '../../support/stream.ts'
import { createTable, type TestTable } from '../../support/table.ts'
import { member, said, scoresItem, threadItem } from './starter-world.ts'
import { decisionsOf, planning, put, recipeNow } from './world.ts'

const [ANN, BEN] = ['forum:ann', 'forum:ben']
const HOUR = Math.floor(Date.parse(NOON) / 3_600_000) - 1

const content = { pick: 'stage', stages: ['use'], minScore: 0 }
/** Nothing is decided before all has arrived. */
const recipes = (
  [
    { event: 'mention.created', intents: ['question'] },
    { event: 'thread.unanswered', for: '1h' },
    { event: 'order.placed' },
    { event: 'account.created' },
    { event: 'thread.solved' },
    { event: 'answer.accepted' },
    { event: 'idea.shipped' },
    { event: 'segment.entered', segment: 'loyal' },
    { event: 'segment.left', segment: 'new' },
    { event: 'person.quiet', for: '60d' },
    { event: 'stage.reached', stage: 'use' },
    { event: 'topic.hot' },
  ] satisfies { event: WhenEvent; [more: string]: unknown }[]
).map((when, at) => recipeNow({ id: `r${at}`, when, content, after: '14h', if: [], unless: [], cooldown: '0m' }))

/** The states that an item goes through, one after the other. */
type Life = readonly Item[]

const question = said({ id: 'q1', iid: ANN, threadId: 't1', intents: ['question'], title: 'Light' })
const ben = identityItem(BEN, { personId: birthId(BEN) })
const quiet = scoresItem(birthId(BEN), { segmentsRev: 1, made: { last: Date.parse('2026-04-11') } as never })
const ann = scoresItem(birthId(ANN), { segmentsRev: 1, segments: { new: NOON } })
const topic = { ...keys.topic('abc'), type: 'topic', id: 'abc', label: 'descaling', language: 'en' }
const thread = threadItem({ tags: ['idea'] })
const solved = { solvedAt: '2026-06-10T11:00:00.000Z', answerId: 'a1' }

const LIVES: readonly Life[] = [
  [{ ...question, intents: [] }, question, { ...question, rev: 'edited' }],
  [said({ id: 'a1', iid: BEN, kind: 'reply', threadId: 't1' })],
  [said({ id: 'o1', iid: ANN, kind: 'order', createdAt: NOON })],
  [thread, { ...thread, ...solved }, { ...thread, ...solved, answerBy: BEN }].concat([
    { ...thread, ...solved, answerBy: BEN, closed: true, completed: true },
  ]),
  [ben, { ...ben, joined: '2026-06-10T11:00:00.000Z' }],
  [quiet, { ...quiet, segments: { 'quiet-60d': NOON } }],
  [ann, { ...ann, segments: { loyal: NOON }, journey: { stage: 'use', since: '2026-06-10T00:00:00.000Z' } }],
  [topic, { ...topic, heat: { since: HOUR, last: HOUR } }],
]

/** Written before anything is told: what the others are found by. */
const GROUND: readonly Item[] = [
  ...[...member(ANN), ...member(BEN)].filter(({ iid }) => iid !== BEN),
  {
    ...keys.topicHour('abc', hourText(HOUR)),
    type: 'topic-hour',
    leading: [ANN, BEN].map((iid) => ({ iid, count: 2 })),
  },
]

const changeTo = (life: Life, at: number): Change => changeTold(life[at - 1], life[at], Date.parse(NOON))

/** The next state of a life is written. It is told at once, or when all is there; `again`: an earlier one is told once more. */
type Step = { life: number; late?: boolean | undefined; again?: number | undefined }

const run = async (test: TestTable, steps: readonly Step[]): Promise<unknown[]> => {
  const deps = planning(test.table, { recipes })
  const written = LIVES.map(() => 0)
  const untold = new Set(LIVES.flatMap((states, life) => [...states.keys()].map((at) => `${life} ${at}`)))
  const tell = async (life: number, at: number): Promise<void> => {
    untold.delete(`${life} ${at}`)
    await plan(deps, changeTo(LIVES[life] ?? [], at), NOON)
  }
  await put(test.table, ...GROUND)
  for (const { life, late, again } of steps) {
    const at = written[life] ?? 0
    await put(test.table, ...(LIVES[life] ?? []).slice(at, at + 1))
    written[life] = at + 1
    if (!late) await tell(life, at)
    if (again !== undefined) await tell(life, again % (at + 1))
  }
  for (const one of untold) {
    const [life, at] = one.split(' ').map(Number)
    await tell(Number(life), Number(at))
  }
  await sweep(deps, { now: '2026-06-11T12:00:00.000Z', hasTime: () => true })
  const rows = (await Promise.all([ANN, BEN].map((iid) => decisionsOf(test.table, iid)))).flat()
  return rows
    .map(({ id, recipe, iid, subject, dueAt, state, reason, detail }) =>
      [recipe, iid, subject.id, subject.at, dueAt, id, state, reason, detail].join(' '),
    )
    .sort()
}

const inNewTable = async (steps: readonly Step[]): Promise<unknown[]> => {
  const test = await createTable()
  try {
    return await run(test, steps)
  } finally {
    await test.close()
  }
}

describe('what begins', () => {
  it('is the same in whatever order things are written and told, and however often: every event of every recipe', async () => {
    const inOrder: Step[] = LIVES.flatMap((states, life) => states.map(() => ({ life })))
    const straight = await inNewTable(inOrder)
    const begun = new Set(straight.map((row) => String(row).split(' ')[0]))
    expect([...begun].sort()).toEqual(recipes.map(({ id }) => id).sort())
    const chance = fc.record({ late: fc.boolean(), again: fc.option(fc.nat(60), { nil: undefined }) })
    const steps = fc
      .tuple(
        fc.shuffledSubarray(inOrder, { minLength: inOrder.length }),
        fc.array(chance, { minLength: inOrder.length, maxLength: inOrder.length }),
      )
      .map(([order, chances]) => order.map((step, at): Step => ({ ...step, ...chances[at] })))
    await fc.assert(
      fc.asyncProperty(steps, async (given) => expect(await inNewTable(given)).toEqual(straight)),
      { numRuns: 8, endOnFailure: true },
    )
  }, 60_000)
})
