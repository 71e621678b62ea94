import { createHash } from 'node:crypto'
import { type Consumed, readUnits } from './capacity.ts'
import { type Change, commitChanges, type Engine, type Table } from './engine.ts'
import { type CancellationReason, ServiceError, tokenMismatch, transactionCanceled, validationError } from './errors.ts'
import { perTable, prepare, RETURN_OLD, storedItem, tableOf } from './items.ts'
import { database, type Item, itemKey, type Request, validate } from './kernel.ts'
import type { Operation } from './storage.ts'

const MAX_ACTIONS = 100
const MAX_BYTES = 4 * 1024 * 1024
/** How long a token protects against a repeat, in milliseconds. */
export const TOKEN_TTL = 10 * 60_000
export const TOKEN_PREFIX = 'token~'

/** Which single write an action is; a condition check is a delete that is not carried out. */
const VERBS: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'DeleteItem',
}
type Action = { verb: string; operation: string; request: Request }
export type Token = { hash: string; wall: number }

const constraint = (value: string, at: string, text: string): ServiceError =>
  validationError(`1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: ${text}`)

const listOf = (data: Request): Request[] => {
  const list = data.TransactItems
  if (!Array.isArray(list)) throw constraint('null', 'transactItems', 'Member must not be null')
  if (list.length === 0) {
    throw constraint("'[]'", 'transactItems', 'Member must have length greater than or equal to 1')
  }
  if (list.length > MAX_ACTIONS) {
    throw constraint(
      `'[${list.length} members]'`,
      'transactItems',
      `Member must have length less than or equal to ${MAX_ACTIONS}`,
    )
  }
  return list as Request[]
}

const parseAction = (entry: Request, at: number): Action => {
  const verbs = Object.keys(VERBS).filter((verb) => entry[verb] != null)
  const verb = verbs[0]
  if (verbs.length !== 1 || verb === undefined) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const body = entry[verb] as Request
  if (verb === 'ConditionCheck' && body.ConditionExpression == null) {
    const place = `transactItems.${at + 1}.member.conditionCheck.conditionExpression`
    throw constraint('null', place, 'Member must not be null')
  }
  const operation = VERBS[verb] ?? ''
  return { verb, operation, request: validate(operation, body, RETURN_OLD) }
}

const reasonOf = (error: unknown): CancellationReason => {
  if (!(error instanceof ServiceError)) throw error
  const { __type, Item } = error.body
  const type = String(__type)
  if (type.endsWith('ConditionalCheckFailedException')) {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...(Item ? { Item } : {}) }
  }
  if (type.endsWith('ValidationException')) return { Code: 'ValidationError', Message: error.message }
  throw error
}

type Prepared = { table: Table; verb: string; change: Change }

const prepareAll = async (engine: Engine, actions: readonly Action[]): Promise<Prepared[]> => {
  const tables = actions.map(({ request }) => tableOf(engine, request.TableName))
  const seen = new Set<string>()
  const prepared: Prepared[] = []
  const reasons: CancellationReason[] = []
  for (const [at, { verb, operation, request }] of actions.entries()) {
    const table = tables[at] as Table
    try {
      const key = itemKey(table.description, request)
      const place = `${table.description.TableName}~${key}`
      if (seen.has(place)) break
      seen.add(place)
      prepared.push({ table, verb, ...(await prepare(engine, operation, table, request)) })
      reasons.push({ Code: 'None' })
    } catch (error) {
      reasons.push(reasonOf(error))
    }
  }
  if (reasons.length < actions.length) {
    throw validationError('Transaction request cannot include multiple operations on one item')
  }
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCanceled(reasons)
  return prepared
}

const doubled = (consumed: Consumed): Consumed =>
  new Map([...consumed].map(([name, count]) => [name, name === '' ? 2 * count : count]))

const tokenState = async (engine: Engine, token: unknown, hash: string): Promise<'new' | 'repeat'> => {
  const known = await engine.storage.get<Token>(TOKEN_PREFIX + String(token))
  if (!known || engine.wall() - known.wall > TOKEN_TTL) return 'new'
  if (known.hash !== hash) throw tokenMismatch()
  return 'repeat'
}

const write = async (engine: Engine, data: Request): Promise<Request> => {
  const text = JSON.stringify(data.TransactItems ?? null)
  const hash = createHash('sha256').update(text).digest('base64')
  const token = data.ClientRequestToken
  if (token != null && (typeof token !== 'string' || token.length < 1 || token.length > 36)) {
    throw constraint(`'${token}'`, 'clientRequestToken', 'Member must have length less than or equal to 36')
  }
  const actions = listOf(data).map(parseAction)
  if (Buffer.byteLength(text) > 2 * MAX_BYTES) {
    throw validationError('Transaction request cannot be larger than 4 MB in total')
  }
  return engine.storage.exclusive(async () => {
    if (token != null && (await tokenState(engine, token, hash)) === 'repeat') {
      return { ConsumedCapacity: undefined }
    }
    const prepared = await prepareAll(engine, actions)
    const remember: Operation[] =
      token == null ? [] : [{ type: 'put', key: TOKEN_PREFIX + token, value: { hash, wall: engine.wall() } }]
    // A check is billed like a write of the item, but changes nothing.
    const changes = prepared.map(({ verb, change }) =>
      verb === 'ConditionCheck' ? { ...change, after: change.before } : change,
    )
    const consumed = (await commitChanges(engine, changes, remember)).map(doubled)
    return { ConsumedCapacity: perTable(data.ReturnConsumedCapacity, prepared, consumed, 'Write') }
  })
}

const get = async (engine: Engine, data: Request): Promise<Request> => {
  const gets = listOf(data).map((entry, at) => {
    if (entry.Get == null) throw constraint('null', `transactItems.${at + 1}.member.get`, 'Member must not be null')
    return validate('GetItem', entry.Get as Request)
  })
  // Held exclusively, so that no write comes between two of the reads.
  return engine.storage.exclusive(async () => {
    const found: { table: Table; item: Item | undefined; paths: unknown }[] = []
    for (const request of gets) {
      const table = tableOf(engine, request.TableName)
      const item = await storedItem(engine, table, itemKey(table.description, request))
      found.push({ table, item, paths: (request._projection as { paths: unknown } | undefined)?.paths })
    }
    const consumed = found.map(({ item }): Consumed => new Map([['', 2 * readUnits(item, true)]]))
    return {
      Responses: found.map(({ item, paths }) => (item ? { Item: paths ? database.mapPaths(paths, item) : item } : {})),
      ConsumedCapacity: perTable(data.ReturnConsumedCapacity, found, consumed, 'Read'),
    }
  })
}

export const transactionOperations = { TransactWriteItems: write, TransactGetItems: get }
