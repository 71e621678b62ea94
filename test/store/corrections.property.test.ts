import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../local/random.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { INTENTS, SENTIMENT_LABELS } from '../../shared/domain/understand/understanding.ts'
import { wordsOf } from '../../shared/store/corrected.ts'
import { correctMention } from '../../shared/store/corrections.ts'
import type { ActivityItem, CorrectionItem, ExampleItem } from '../../shared/store/items.ts'
import type { Table } from '../../shared/store/table.ts'
import { withTable } from '../support/table.ts'
import { applyAll, CrashError, crashing, scan } from './ingest-bench.ts'
import { asJudged, edgesFrom, edgesIn, ofType } from './ingest-judged.ts'
import { deliverWildly, rollupsIn } from './ingest-wildly.ts'
import { recount, understandingFor, world } from './ingest-world.ts'

const RUNS = Number(process.env.EARSHOT_RUNS ?? 12)

const verdict = fc
  .record(
    { label: fc.constantFrom(...SENTIMENT_LABELS), intents: fc.uniqueArray(fc.constantFrom(...INTENTS)) },
    { requiredKeys: [] },
  )
  .filter(({ label, intents }) => label !== undefined || intents !== undefined)
const corrections = fc.array(fc.record({ mention: fc.nat(7), verdict, by: fc.constantFrom('ada', 'ben') }), {
  minLength: 4,
  maxLength: 20,
})
type Plan = typeof corrections extends fc.Arbitrary<infer T> ? T : never

/** Corrects one mention after the other, while they come in; who is cut short tries again. */
const correctAll = async (table: Table, plan: Plan, seed: number): Promise<void> => {
  const random = seededRandom(seed)
  const flaky = crashing(table, () => random() < 0.04)
  for (const [at, { mention, verdict, by }] of plan.entries()) {
    const when = new Date(Date.UTC(2026, 5, 1, 0, 0, at)).toISOString()
    for (let done = false; !done; ) {
      try {
        await correctMention(flaky, { platform: 'forum', id: `m${mention}` }, verdict, { by, at: when })
        done = true
      } catch (error) {
        if (!(error instanceof CrashError)) throw error
      }
    }
    await new Promise((wake) => setTimeout(wake, random() * 5))
  }
}

/** What a mention is said to be: the person's word on these words, else the engine's. */
const expectJudged = (item: ActivityItem, activities: readonly Activity[]): void => {
  const activity = activities.findLast((one) => one.id === item.id)
  const engine = activity && understandingFor(activity)
  const said = item.correction?.words === wordsOf(item) ? item.correction : undefined
  expect(item.label).toBe(said?.label ?? engine?.sentiment.label)
  expect(item.engine).toBe(said?.label ? 'person' : 'test')
  expect(item.intents ?? []).toEqual(said?.intents ?? engine?.intents)
}

describe('corrections while mentions come in', () => {
  it(
    'have the last word and are counted exactly once, whatever the order, however often, wherever cut short',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, corrections, fc.integer(), async (activities, plan, seed) => {
          await withTable(async ({ table }) => {
            // Some are there before, so that most corrections find something.
            await applyAll(table, activities.slice(0, activities.length / 2))
            await deliverWildly(table, activities, seed, [() => correctAll(table, plan, seed + 1)])
            const items = await scan(table)
            const mentions = ofType<ActivityItem>(items, 'activity').filter(({ kind }) => /^(post|reply)$/.test(kind))
            expect(rollupsIn(items)).toEqual(recount(asJudged(activities, mentions)))
            expect(edgesIn(items)).toEqual(edgesFrom(mentions))
            const log = ofType<CorrectionItem>(items, 'correction')
            const examples = new Set(ofType<ExampleItem>(items, 'example').map(({ pk }) => pk))
            for (const item of mentions) {
              const lines = log.filter(({ pk }) => pk === item.pk)
              expect(lines.map(({ sk }) => Number(sk.split('#').at(-1))).sort((a, b) => a - b)).toEqual(
                lines.map((_, at) => at + 1),
              )
              expect(item.corrections ?? 0).toBe(lines.length)
              if (item.deleted) {
                expect(item).not.toHaveProperty('correction')
                expect(examples.has(item.pk)).toBe(false)
              } else expectJudged(item, activities)
            }
          })
        }),
        { numRuns: RUNS, ...(process.env.EARSHOT_SEED ? { seed: Number(process.env.EARSHOT_SEED) } : {}) },
      )
    },
    60_000 + RUNS * 10_000,
  )
})
