import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { seededRandom } from '../../local/random.ts'
import { type Activity, isMention } from '../../shared/domain/listen/activity.ts'
import {
  SENTIMENT_LABELS,
  type SentimentLabel,
  type Understanding,
} from '../../shared/domain/understand/understanding.ts'
import { wordsOf } from '../../shared/store/corrected.ts'
import { correctMention } from '../../shared/store/corrections.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { provisionalMentions, refineMention } from '../../shared/store/refine.ts'
import type { Table } from '../../shared/store/table.ts'
import { withTable } from '../support/table.ts'
import { CrashError, crashing, scan } from './ingest-bench.ts'
import { asJudged, edgesFrom, edgesIn, ofType } from './ingest-judged.ts'
import { deliverWildly, rollupsIn } from './ingest-wildly.ts'
import { recount, world } from './ingest-world.ts'

const RUNS = Number(process.env.EARSHOT_RUNS ?? 12)
const AT = '2026-07-01T00:00:00.000Z'

/** The better engine says the next label, and sees a question where none was seen. */
const better = (label = ''): SentimentLabel =>
  SENTIMENT_LABELS[((SENTIMENT_LABELS as readonly string[]).indexOf(label) + 1) % 4] ?? 'NEUTRAL'

const understand = ({ text = '' }: ActivityItem): Understanding => {
  const label = better(text.split(' ')[0])
  return {
    language: 'en',
    sentiment: { label, scores: { positive: 0, negative: 0, neutral: 1, mixed: 0 }, confidence: 1, engine: 'better' },
    intents: text.includes('false') ? ['question'] : [],
  }
}

const provisional = (activity: Activity): Activity =>
  isMention(activity) ? { ...activity, text: `${activity.text} provisional` } : activity

const refineAll = async (table: Table, through: Table): Promise<void> => {
  for await (const page of provisionalMentions(table))
    for (const key of page)
      await refineMention(through, key, understand, AT).catch((error: unknown) => {
        if (!(error instanceof CrashError)) throw error
      })
}

/** Sweeps while mentions come in, side by side with itself, and is cut short. */
const sweepWildly = async (table: Table, seed: number): Promise<void> => {
  const random = seededRandom(seed)
  const flaky = crashing(table, () => random() < 0.05)
  for (let round = 0; round < 6; round++) {
    await Promise.all([refineAll(table, flaky), refineAll(table, flaky)])
    await new Promise((wake) => setTimeout(wake, random() * 10))
  }
}

const correctSome = async (table: Table, ids: readonly number[]): Promise<void> => {
  for (const [at, id] of ids.entries()) {
    const verdict = at % 2 === 0 ? { label: 'MIXED' as const } : { intents: ['idea' as const] }
    await correctMention(table, { platform: 'forum', id: `m${id}` }, verdict, { by: 'ada', at: AT })
    await new Promise((wake) => setTimeout(wake, 2))
  }
}

describe('refinements while mentions and corrections come in', () => {
  it(
    'replace every provisional judgement exactly once, whatever the order, however often, wherever cut short',
    async () => {
      await fc.assert(
        fc.asyncProperty(world, fc.array(fc.nat(7), { maxLength: 8 }), fc.integer(), async (activities, ids, seed) => {
          await withTable(async ({ table }) => {
            const told = activities.map(provisional)
            await deliverWildly(table, told, seed, [() => sweepWildly(table, seed + 1), () => correctSome(table, ids)])
            await refineAll(table, table)
            const items = await scan(table)
            const mentions = ofType<ActivityItem>(items, 'activity').filter(({ kind }) => /^(post|reply)$/.test(kind))
            expect(rollupsIn(items)).toEqual(recount(asJudged(told, mentions)))
            expect(edgesIn(items)).toEqual(edgesFrom(mentions))
            for (const item of mentions) {
              expect(item).not.toHaveProperty('provisional')
              expect(item).not.toHaveProperty('q')
              if (item.deleted) continue
              const said = item.correction?.words === wordsOf(item) ? item.correction : undefined
              const found = understand(item)
              expect(item.label).toBe(said?.label ?? found.sentiment.label)
              expect(item.intents ?? []).toEqual(said?.intents ?? found.intents)
            }
          })
        }),
        {
          numRuns: RUNS,
          endOnFailure: true,
          ...(process.env.EARSHOT_SEED ? { seed: Number(process.env.EARSHOT_SEED) } : {}),
        },
      )
    },
    60_000 + RUNS * 10_000,
  )
})
