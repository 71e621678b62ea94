import { addUnits, type Consumed, consumedCapacity } from './capacity.ts'
import { type Expression, holds } from './conditions.ts'
import { type Change, commitChanges, type Engine, itemPrefix, type Table } from './engine.ts'
import { conditionFailed, tableNotFound, validationError } from './errors.ts'
import { evaluate, type Item, itemKey, type Request, validate } from './kernel.ts'

export const RETURN_OLD = {
  ReturnValuesOnConditionCheckFailure: { type: 'String', enum: ['ALL_OLD', 'NONE'] },
} as const

/** @throws ServiceError (ResourceNotFoundException) */
export const tableOf = (engine: Engine, name: unknown): Table => {
  const table = engine.tables.get(String(name))
  if (!table) throw tableNotFound()
  return table
}

/** @returns the item as it is stored */
export const storedItem = (engine: Engine, table: Table, key: string): Promise<Item | undefined> =>
  engine.storage.get<Item>(itemPrefix(table.description.TableName) + key)

/** An index key, where an item has it, must not be empty: dynalite lets it pass, the service does not. */
const refuseEmptyIndexKeys = ({ description }: Table, item: Item | undefined): void => {
  for (const { IndexName, KeySchema } of description.GlobalSecondaryIndexes ?? []) {
    for (const { AttributeName } of KeySchema) {
      if (item?.[AttributeName]?.S !== '' && item?.[AttributeName]?.B !== '') continue
      throw validationError(
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
          `The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${IndexName}, IndexKey: ${AttributeName}`,
      )
    }
  }
}

type Section = { type: string; path: (string | number)[] }

/** What is removed is named by its place in the item as it was, so list members go last, and from the end. */
const inOrder = (request: Request): Request => {
  const updates = request._updates as { sections: Section[] } | undefined
  if (!updates) return request
  const place = ({ path }: Section): number => Number(path.at(-1)) || 0
  const rest = updates.sections.filter(({ type }) => type !== 'remove')
  const removals = updates.sections.filter(({ type }) => type === 'remove')
  const sections = [...rest, ...removals.sort((a, b) => place(b) - place(a))]
  return { ...request, _updates: { ...updates, sections } }
}

/**
 * Works out what a PutItem, UpdateItem or DeleteItem does, without storing it.
 * @throws ServiceError; with the old item in it when the condition failed and the request wants it
 */
export const prepare = async (
  engine: Engine,
  operation: string,
  table: Table,
  { _condition, ...request }: Request,
): Promise<{ change: Change; answer: Request }> => {
  const key = itemKey(table.description, request)
  const before = await storedItem(engine, table, key)
  const condition = _condition as { expression: Expression } | undefined
  if (condition && !holds(condition.expression, before ?? {})) {
    throw conditionFailed(request.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? before : undefined)
  }
  const { after, answer } = await evaluate(operation, table.description, inOrder(request), before)
  refuseEmptyIndexKeys(table, after)
  return { change: { table, key, before, after }, answer }
}

const writeItem =
  (operation: string) =>
  (engine: Engine, data: Request): Promise<Request> => {
    const request = validate(operation, data, RETURN_OLD)
    return engine.storage.exclusive(async () => {
      const table = tableOf(engine, request.TableName)
      const { change, answer } = await prepare(engine, operation, table, request)
      const [consumed] = await commitChanges(engine, [change])
      const ConsumedCapacity = consumedCapacity(
        request.ReturnConsumedCapacity,
        table.description.TableName,
        consumed ?? new Map(),
      )
      return { ...answer, ConsumedCapacity }
    })
  }

type BatchRequest = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }

const batchWrite = (engine: Engine, data: Request): Promise<Request> => {
  const request = validate('BatchWriteItem', data)
  const wanted = request.RequestItems as Record<string, BatchRequest[]>
  return engine.storage.exclusive(async () => {
    const changes: Change[] = []
    const seen = new Set<string>()
    for (const [TableName, entries] of Object.entries(wanted)) {
      const table = tableOf(engine, TableName)
      for (const { PutRequest, DeleteRequest } of entries) {
        const { change } = await prepare(engine, PutRequest ? 'PutItem' : 'DeleteItem', table, {
          TableName,
          ...PutRequest,
          ...DeleteRequest,
        })
        const place = `${TableName}~${change.key}`
        if (seen.has(place)) throw validationError('Provided list of item keys contains duplicates')
        seen.add(place)
        changes.push(change)
      }
    }
    const consumed = await commitChanges(engine, changes)
    return { UnprocessedItems: {}, ConsumedCapacity: perTable(request.ReturnConsumedCapacity, changes, consumed) }
  })
}

/** Units of several changes, summed by table. */
export const perTable = (
  wanted: unknown,
  changes: readonly { table: Table }[],
  consumed: readonly Consumed[],
  kind?: 'Read' | 'Write',
): unknown[] | undefined => {
  const sums = new Map<string, Consumed>()
  for (const [at, { table }] of changes.entries()) {
    const name = table.description.TableName
    sums.set(name, addUnits(sums.get(name) ?? new Map(), consumed[at] ?? new Map()))
  }
  const answers = [...sums].map(([name, sum]) => consumedCapacity(wanted, name, sum, kind))
  return answers.some((answer) => answer !== undefined) ? answers : undefined
}

export const itemOperations = {
  PutItem: writeItem('PutItem'),
  UpdateItem: writeItem('UpdateItem'),
  DeleteItem: writeItem('DeleteItem'),
  BatchWriteItem: batchWrite,
}
