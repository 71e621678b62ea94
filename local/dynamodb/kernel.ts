import { createRequire } from 'node:module'
import { ServiceError } from './errors.ts'

/**
 * Dynalite's parsers, validators and expression interpreter, used as functions: they are told what is stored and say what
 * should be. Storing, locking, indexes, streams and transactions are this folder's own.
 */

/** One attribute value as it is on the wire: `{"S": "text"}`. */
export type Value = { [type: string]: unknown }
export type Item = { [attribute: string]: Value }
export type KeySchema = { AttributeName: string; KeyType: string }[]
export type Index = {
  IndexName: string
  IndexArn?: string
  IndexStatus?: string
  KeySchema: KeySchema
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] }
}
/** What DescribeTable answers. */
export type Description = {
  TableName: string
  TableArn: string
  TableStatus: string
  KeySchema: KeySchema
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[]
  GlobalSecondaryIndexes?: Index[]
  LocalSecondaryIndexes?: Index[]
  StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: string }
  LatestStreamArn?: string
  LatestStreamLabel?: string
  DeletionProtectionEnabled?: boolean
  [more: string]: unknown
}
/** A request that went through validation; names that begin with `_` are parsed expressions. */
export type Request = { [parameter: string]: unknown }

type Done<T> = (error: unknown, value?: T) => void
type Types = { [parameter: string]: unknown }
type Database = {
  create(options: { path?: string }): { db: unknown }
  createKey(item: Item, table: Description, keySchema?: KeySchema): string
  createIndexKey(item: Item, table: Description, keySchema: KeySchema): string
  validateKey(key: Item, table: Description): unknown
  validateItem(item: Item, table: Description): unknown
  mapPath(path: (string | number)[], item: Item): Value | null | undefined
  compare(comparison: string, value: Value, to: Value[]): boolean
  mapPaths(paths: unknown, item: Item): Item
}
type Validations = {
  checkTypes(data: Request, types: Types): Request
  checkValidations(data: Request, types: Types, custom: unknown, store: unknown): void
  validateExpressions(data: Request): string | undefined
}
type Operation = { types: Types; custom?: unknown }
type Action = (store: unknown, request: Request, done: Done<Request>) => void

const require = createRequire(import.meta.url)
export const database: Database = require('dynalite/db')
const validations: Validations = require('dynalite/validations')

const cached = <T>(load: (name: string) => T): ((name: string) => T) => {
  const known = new Map<string, T>()
  return (name) => {
    const value = known.get(name) ?? load(name)
    known.set(name, value)
    return value
  }
}
const fileOf = (operation: string): string => operation.charAt(0).toLowerCase() + operation.slice(1)
const validationOf = cached((operation): Operation => require(`dynalite/validations/${fileOf(operation)}`))
const actionOf = cached((operation): Action => require(`dynalite/actions/${fileOf(operation)}`))

const MAX_ITEM_SIZE = 400 * 1024
const LIMITS = { options: { maxItemSize: MAX_ITEM_SIZE } }

/** Dynalite's errors carry `statusCode` and `body`; anything else is a fault of ours and passes unchanged. */
const asServiceError = (error: unknown): unknown => {
  if (typeof error !== 'object' || error === null || !('body' in error)) return error
  const { __type, message, Message } = error.body as { __type: string; message?: string; Message?: string }
  return new ServiceError(__type, message ?? Message ?? '')
}

/**
 * Checks a request as DynamoDB does and parses its expressions.
 * @param extra parameters dynalite does not know, in its notation
 * @throws ServiceError
 */
export const validate = (operation: string, data: Request, extra: Types = {}): Request => {
  const { types, custom } = validationOf(operation)
  const all = { ...types, ...extra }
  try {
    const request = validations.checkTypes(data, all)
    validations.checkValidations(request, all, custom, LIMITS)
    return request
  } catch (error) {
    throw asServiceError(error)
  }
}

/** Runs one of dynalite's actions against a store of ours. */
export const run = (operation: string, store: unknown, request: Request): Promise<Request> =>
  new Promise((resolve, reject) => {
    actionOf(operation)(store, request, (error, answer) => {
      if (error) reject(asServiceError(error))
      else resolve(answer ?? {})
    })
  })

/**
 * @returns where an item is stored within its table
 * @throws ServiceError when the key attributes are not as the table wants them
 */
export const itemKey = (table: Description, request: Request): string => {
  const item = (request.Item ?? request.Key) as Item
  const invalid = request.Item ? database.validateItem(item, table) : database.validateKey(item, table)
  if (invalid) throw asServiceError(invalid)
  return database.createKey(item, table)
}

const SINK = {
  put: (_key: string, _value: unknown, done: Done<void>) => done(null),
  del: (_key: string, done: Done<void>) => done(null),
}

/**
 * What PutItem, UpdateItem or DeleteItem makes of an item.
 * @param before the item as it is; it is not changed
 * @returns the item as it should be (undefined: gone) and the answer
 */
export const evaluate = async (
  operation: string,
  table: Description,
  request: Request,
  before: Item | undefined,
): Promise<{ after: Item | undefined; answer: Request }> => {
  let after = before
  const items = {
    lock: (_key: string, body: (release: (done: unknown) => unknown) => void) => body((done) => done),
    get: (_key: string, done: Done<Item>) => done(null, before),
    put: (_key: string, value: Item, done: Done<void>) => {
      after = value
      done(null)
    },
    del: (_key: string, done: Done<void>) => {
      after = undefined
      done(null)
    },
  }
  const answer = await run(
    operation,
    {
      ...LIMITS,
      getTable: (_name: string, done: Done<Description>) => done(null, table),
      getItemDb: () => items,
      getIndexDb: () => SINK,
    },
    request,
  )
  return { after, answer }
}
