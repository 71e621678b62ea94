import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { hasBegun } from '../../shared/domain/nudge/events.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
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

/** Recipes that make rows. A paused one does too: its rows wait, and say why. */
const ACTIVE = new Set<Recipe['status']>(['live', 'dry-run', 'paused'])

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
  for (const recipe of deps.recipes) {
    if (!ACTIVE.has(recipe.status) || !hasBegun(recipe.when, before, after)) continue
    const row = rowFor(recipe, after, now, deps.keepDays)
    if (!(await createDecision(deps.table, row))) continue
    try {
      await workOn(deps, row, now)
    } catch (error) {
      log.error('decision left to the sweep', error, { decision: row.id, recipe: recipe.id })
    }
  }
}
