import { Readable } from 'node:stream'
import { type Expression, holds } from './conditions.ts'
import { type Engine, indexPrefix, itemPrefix } from './engine.ts'
import { tableOf } from './items.ts'
import { type Description, database, type Item, type KeySchema, type Request, run, validate } from './kernel.ts'
import { END, type Range } from './storage.ts'

type Done = (error: unknown, value?: unknown) => void

const prefixed = (prefix: string, { gte, gt, lt, lte, ...rest }: Range): Range => ({
  ...rest,
  ...(gt !== undefined ? { gt: prefix + gt } : { gte: prefix + (gte ?? '') }),
  ...(lte !== undefined ? { lte: prefix + lte } : { lt: prefix + (lt ?? END) }),
})

const valuesIn = (engine: Engine, prefix: string, range: Range): Readable =>
  Readable.from(
    (async function* () {
      for await (const [, value] of engine.storage.entries(prefixed(prefix, range))) yield value
    })(),
  )

/** Our index keys end with the item's own key, so that no two items share an entry: a start key must have it, too. */
const fromStartKey = (range: Range, description: Description, schema: KeySchema, start?: Item): Range => {
  if (!start) return range
  const plain = database.createIndexKey(start, description, schema)
  const whole = `${plain}/${database.createKey(start, description)}`
  return {
    ...range,
    ...(range.gt === plain ? { gt: whole } : {}),
    ...(range.lt === plain ? { lt: whole } : {}),
  }
}

/** The store as dynalite's reading actions expect it. */
const readStore = (engine: Engine, request: Request) => ({
  options: { maxItemSize: 400 * 1024 },
  getTable: (name: string, done: Done): void => {
    try {
      done(null, tableOf(engine, name).description)
    } catch (error) {
      done(error)
    }
  },
  getItemDb: (name: string) => ({
    get: (key: string, done: Done): void => {
      engine.storage.get(itemPrefix(name) + key).then((value) => done(null, value), done)
    },
    createValueStream: (range: Range) => valuesIn(engine, itemPrefix(name), range),
  }),
  getIndexDb: (kind: string, tableName: string, indexName: string) => ({
    createValueStream: (range: Range): Readable => {
      const { description } = tableOf(engine, tableName)
      const indexes = kind === 'local' ? description.LocalSecondaryIndexes : description.GlobalSecondaryIndexes
      const schema = indexes?.find((index) => index.IndexName === indexName)?.KeySchema ?? []
      const start = request.ExclusiveStartKey as Item | undefined
      return valuesIn(engine, indexPrefix(tableName, indexName), fromStartKey(range, description, schema, start))
    },
  }),
})

const read =
  (operation: string) =>
  (engine: Engine, data: Request): Promise<Request> => {
    const request = validate(operation, data)
    return run(operation, readStore(engine, request), request)
  }

type Filter = { expression: Expression }
type Projection = { paths: unknown }
/** A filter that lets everything through, in dynalite's notation. */
const EVERYTHING = { type: 'not', args: [{ type: '=', args: [{ S: 'a' }, { S: 'b' }] }] }

/** Nothing found is billed, too. */
const least = (consumed: unknown, consistent: unknown): unknown => {
  const capacity = consumed as { CapacityUnits: number } | undefined
  return capacity?.CapacityUnits === 0 ? { ...capacity, CapacityUnits: consistent ? 1 : 0.5 } : consumed
}

/**
 * Query and Scan: dynalite checks the request and finds the page, the filter and the projection are worked out here, as
 * conditions are.
 */
const search =
  (operation: string) =>
  async (engine: Engine, data: Request): Promise<Request> => {
    const request = validate(operation, data)
    const [filter, projection] = [request._filter as Filter | undefined, request._projection as Projection | undefined]
    const { Items, ...answer } = await run(operation, readStore(engine, request), {
      ...request,
      // Counting needs the items, when there is a filter.
      ...(request.Select === 'COUNT' ? { Select: undefined } : {}),
      ...(filter ? { _filter: { ...filter, expression: EVERYTHING } } : {}),
      ...(projection ? { _projection: { ...projection, paths: undefined } } : {}),
    })
    const found = (Items as Item[]).filter((item) => !filter || holds(filter.expression, item))
    const shown = projection ? found.map((item) => database.mapPaths(projection.paths, item)) : found
    return {
      ...answer,
      Count: found.length,
      ...(request.Select === 'COUNT' ? {} : { Items: shown }),
      ConsumedCapacity: least(answer.ConsumedCapacity, request.ConsistentRead),
    }
  }

export const readOperations = {
  GetItem: read('GetItem'),
  BatchGetItem: read('BatchGetItem'),
  Query: search('Query'),
  Scan: search('Scan'),
}
