import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { hasBegun } from '../../shared/domain/nudge/events.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import { DECIDES } from '../../shared/domain/nudge/recipe-status.ts'
import type { Iso } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import { createDecision, newDecision } from '../../shared/store/decisions.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import { birthId } from '../../shared/store/keys.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { hearClaim } from './claim-codes.ts'
import { type Deciding, workOn } from './deciding.ts'

/** What planning works with: `keepDays` is the retention of decisions. */
export type Planning = Deciding & { keepDays: number }

type Image = Record<string, AttributeValue>

/** An activity of a stream record; undefined when it was not there, or was only a stub. */
const activityOf = (image: unknown): ActivityItem | undefined => {
  if (!image) return undefined
  const item = unmarshall(image as Image)
  return item.type === 'activity' ? (item as ActivityItem) : undefined
}

const rowFor = (recipe: Recipe, activity: ActivityItem, now: Iso, keepDays: number): DecisionItem => {
  const { platform, id, kind, threadId, createdAt, iid, provisional } = activity
  return newDecision(recipe, {
    subject: { platform, id, kind, ...(threadId ? { threadId } : {}), at: createdAt },
    provisional,
    iid,
    personId: birthId(iid),
    now,
    keepDays,
  })
}

/**
 * Makes a decision's row for every recipe that a change of an activity calls for, and decides those that are due. The row
 * comes first: whatever happens after it, the sweep finds it. A post that is a claim's code calls for nothing.
 */
export const plan = async (deps: Planning, record: DynamoDBRecord, now: Iso): Promise<void> => {
  const after = activityOf(record.dynamodb?.NewImage)
  if (!after) return
  const before = activityOf(record.dynamodb?.OldImage)
  if (await hearClaim(deps.table, before, after, now)) return
  const made: DecisionItem[] = []
  for (const recipe of await deps.recipes.all()) {
    if (!DECIDES.has(recipe.status) || !hasBegun(recipe.when, before, after)) continue
    await deps.recipes.note(recipe, now)
    const row = rowFor(recipe, after, now, deps.keepDays)
    if (await createDecision(deps.table, row)) made.push(row)
  }
  // All rows are there before any is decided: the most important of them goes first.
  for (const row of made.sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0))) {
    try {
      await workOn(deps, row, now)
    } catch (error) {
      log.error('decision left to the sweep', error, { decision: row.id, recipe: row.recipe })
    }
  }
}
