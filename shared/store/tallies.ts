import { experimentOf, type Goal } from '../domain/measure/goals.ts'
import { type Additions, sumTallies, type Tally } from '../domain/measure/tally.ts'
import { type Arm, EVERY_RECIPE } from '../domain/nudge/arm.ts'
import type { Iso } from '../domain/time.ts'
import { SHARDS, shardOf } from './index-keys.ts'
import { keys } from './keys.ts'
import type { DecisionItem } from './nudge-records.ts'
import { type Action, type Item, query, type Table } from './table.ts'

/**
 * A whole number as DynamoDB takes it, which counts in 38 digits: the client refuses a number that JavaScript cannot tell from its
 * neighbours, which the square of what one person spent may well be where a currency has large figures.
 */
const stored = (value: number): number | bigint => (Number.isSafeInteger(value) ? value : BigInt(value))

/**
 * Adds a person to the numbers of their arm, for the transaction that writes the decision: so each person is added once.
 * @param decision with its arm and goal
 * @throws Error when it has none of them
 */
export const tallyAction = (
  { id, recipe, arm, goal }: Pick<DecisionItem, 'id' | 'recipe' | 'arm' | 'goal'>,
  additions: Additions,
  at: Iso,
): Action => {
  if (!arm || !goal) throw new Error(`The decision ${id} has no arm or no goal; expected both, to count it.`)
  const names = Object.keys(additions)
  return {
    Update: {
      Key: keys.tally(recipe, experimentOf(goal), arm, shardOf(id, SHARDS.tally)),
      UpdateExpression: `SET #type = :type, arm = :arm, since = if_not_exists(since, :at) ADD ${names.map((name) => `#${name} :${name}`).join(', ')}`,
      ExpressionAttributeNames: { '#type': 'type', ...Object.fromEntries(names.map((name) => [`#${name}`, name])) },
      ExpressionAttributeValues: {
        ':type': 'tally',
        ':arm': arm,
        ':at': at,
        ...Object.fromEntries(Object.entries(additions).map(([name, value]) => [`:${name}`, stored(value)])),
      },
    },
  }
}

/** The numbers of both arms of one comparison. One query: there are 64 small items at most. */
export const readTallies = async (table: Table, recipe: string, goal: Goal): Promise<Record<Arm, Tally>> => {
  const parts: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, {
      pk: `X#${recipe}`,
      where: 'begins_with(#sk, :experiment)',
      values: { ':experiment': `${experimentOf(goal)}#` },
      from,
    })
    parts.push(...page.items)
    from = page.next
  } while (from)
  const of = (arm: Arm): Tally => sumTallies(parts.filter((part) => part.arm === arm))
  return { treated: of('treated'), holdout: of('holdout') }
}

/** The name of the only comparison of {@link EVERY_RECIPE}: its share may change, and who was given an arm keeps it. */
const EVERYWHERE = 'people'

/** Counts a person who was given an arm of the experiment of all recipes together, for the transaction that gives it. */
export const globalTallyAction = (decision: string, arm: Arm, at: Iso): Action => ({
  Update: {
    Key: keys.tally(EVERY_RECIPE, EVERYWHERE, arm, shardOf(decision, SHARDS.tally)),
    UpdateExpression: 'SET #type = :type, arm = :arm, since = if_not_exists(since, :at) ADD assigned :one',
    ExpressionAttributeNames: { '#type': 'type' },
    ExpressionAttributeValues: { ':type': 'tally', ':arm': arm, ':at': at, ':one': 1 },
  },
})

/** How many people are in each arm of the experiment of all recipes together, and since when there are any. */
export const readGlobalTally = async (table: Table): Promise<{ treated: number; holdout: number; since?: Iso }> => {
  const { items } = await query(table, { pk: `X#${EVERY_RECIPE}` })
  const of = (arm: Arm): Tally => sumTallies(items.filter((part) => part.arm === arm))
  const [treated, holdout] = [of('treated'), of('holdout')]
  const since = [treated.since, holdout.since].flatMap((at) => at ?? []).sort()[0]
  return { treated: treated.assigned, holdout: holdout.assigned, ...(since ? { since } : {}) }
}
