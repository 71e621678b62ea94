import type { Key } from './keys.ts'
import type { Action, Item } from './table.ts'

type Condition = { text: string; names?: Record<string, string>; values?: Item }

const withoutKey = (item: Item): [string, unknown][] =>
  Object.entries(item).filter(([name, value]) => name !== 'pk' && name !== 'sk' && value !== undefined)

/** An empty map of values is refused by DynamoDB, so it is left out. */
const values = (all: Item): { ExpressionAttributeValues?: Item } =>
  Object.keys(all).length > 0 ? { ExpressionAttributeValues: all } : {}

/**
 * Brings an item to a new state, attribute by attribute: what `before` had and `after` has not goes, except what is in
 * `keep`. Unlike a Put it leaves alone what somebody else may be adding to `keep` meanwhile.
 */
export const become = (
  key: Key,
  before: Item | undefined,
  after: Item,
  condition: Condition,
  keep: readonly string[] = [],
): Action => {
  const set = withoutKey(after)
  const remove = withoutKey(before ?? {}).filter(([name]) => after[name] === undefined && !keep.includes(name))
  const names = [...set, ...remove].map(([name], at) => [`#a${at}`, name] as const)
  const setText = set.map((_, at) => `#a${at} = :a${at}`).join(', ')
  const removeText = remove.map((_, at) => `#a${set.length + at}`).join(', ')
  return {
    Update: {
      Key: key,
      UpdateExpression: `SET ${setText}${removeText ? ` REMOVE ${removeText}` : ''}`,
      ConditionExpression: condition.text,
      ExpressionAttributeNames: { ...Object.fromEntries(names), ...condition.names },
      ...values({ ...Object.fromEntries(set.map(([, value], at) => [`:a${at}`, value])), ...condition.values }),
    },
  }
}

/** Adds integers to an item's attributes, and sets others; makes the item where there is none. */
export const add = (key: Key, numbers: Record<string, number>, set: Item): Action => {
  const adds = Object.entries(numbers)
  const sets = Object.entries(set)
  return {
    Update: {
      Key: key,
      UpdateExpression:
        `SET ${sets.map((_, at) => `#s${at} = :s${at}`).join(', ')} ` +
        `ADD ${adds.map((_, at) => `#n${at} :n${at}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries([
        ...sets.map(([name], at) => [`#s${at}`, name]),
        ...adds.map(([name], at) => [`#n${at}`, name]),
      ]),
      ExpressionAttributeValues: Object.fromEntries([
        ...sets.map(([, value], at) => [`:s${at}`, value]),
        ...adds.map(([, by], at) => [`:n${at}`, by]),
      ]),
    },
  }
}

/** Puts an item where there is none. */
export const create = (item: Item & Key): Action => ({
  Put: { Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
})
