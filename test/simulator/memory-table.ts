import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TABLE_INDEXES } from '../../infra/constructs/table-indexes.ts'
import type { ItemChange } from '../../shared/store/changes.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import { conditionOf, type Terms, updated } from './expressions.ts'

/** A command of lib-dynamodb: what it is, and what it asks. */
export type Command = { constructor: { name: string }; input: Input }
type Key = { pk: string; sk: string }
type Write = {
  Key: Key
  Item?: Item
  ConditionExpression?: string
  UpdateExpression?: string
  ExpressionAttributeNames?: Record<string, string>
  ExpressionAttributeValues?: Record<string, unknown>
  ReturnValues?: string
}
type Query = Write & {
  IndexName?: keyof typeof TABLE_INDEXES
  KeyConditionExpression: string
  FilterExpression?: string
  ScanIndexForward?: boolean
  Limit?: number
  ExclusiveStartKey?: Item
}
type Verb = 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
type Input = Query & {
  RequestItems: Record<string, { Keys: Key[] } & { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Key } }[]>
  TransactItems: Partial<Record<Verb, Write>>[]
}

/** A copy that nobody can change, without what is undefined: what marshalling and reading back makes of a value. */
const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Object.freeze(value.map(frozen)) as T
  const copy: Item = {}
  for (const name in value) if (value[name] !== undefined) copy[name] = frozen(value[name])
  return Object.freeze(copy) as T
}

const termsOf = ({ ExpressionAttributeNames, ExpressionAttributeValues }: Write): Terms => ({
  names: ExpressionAttributeNames ?? {},
  values: frozen(ExpressionAttributeValues ?? {}),
})

const INDEXES = Object.entries(TABLE_INDEXES).map(([name, { pk, sk, attributes }]) => ({
  name,
  pk,
  sk,
  shown: ['pk', 'sk', pk, sk, ...attributes],
}))

const metadata = { $metadata: {}, message: 'The conditional request failed' }
const keyText = ({ pk, sk }: Key): string => `${pk}\0${sk}`

type Partition = Map<string, Item>

/** Told of every command and what came of it. */
export type Heard = (command: Command, answer: object | undefined, error: unknown) => void

/**
 * A table in memory.
 * @param lags 0..1, how much of what the indexes have yet to learn they learn before they are asked; 1: all
 */
export const openMemoryTable = ({ lags = () => 1, heard }: { lags?: () => number; heard?: Heard } = {}) => {
  const partitions = new Map<string, Partition>()
  const indexes = new Map(INDEXES.map(({ name }) => [name, new Map<string, Partition>()]))
  const changes: ItemChange[] = []
  const toIndex: ItemChange[] = []

  const find = ({ pk, sk }: Key): Item | undefined => partitions.get(pk)?.get(sk)
  const partition = (of: Map<string, Partition>, pk: string): Partition => {
    const known = of.get(pk) ?? new Map<string, Item>()
    of.set(pk, known)
    return known
  }
  const index = ({ before, after }: ItemChange): void => {
    for (const { name, pk, sk, shown } of INDEXES) {
      const entries = indexes.get(name) ?? new Map<string, Partition>()
      if (before?.[pk] !== undefined) entries.get(String(before[pk]))?.delete(keyText(before as Key))
      if (after?.[pk] === undefined || after[sk] === undefined) continue
      const entry = Object.fromEntries(shown.flatMap((field) => (field in after ? [[field, after[field]]] : [])))
      partition(entries, String(after[pk])).set(keyText(after as Key), frozen(entry))
    }
  }
  const store = (key: Key, after: Item | undefined): void => {
    const before = find(key)
    if (before === after || (before && after && JSON.stringify(before) === JSON.stringify(after))) return
    if (after) partition(partitions, key.pk).set(key.sk, after)
    else partitions.get(key.pk)?.delete(key.sk)
    const change = { ...(before ? { before } : {}), ...(after ? { after } : {}) }
    changes.push(change)
    toIndex.push(change)
  }
  const holds = (write: Write, key: Key): boolean =>
    !write.ConditionExpression || conditionOf(write.ConditionExpression)(find(key) ?? {}, termsOf(write))

  const AFTER: Record<Verb, (write: Write, key: Key) => Item | undefined> = {
    Put: ({ Item }) => frozen(Item),
    Delete: () => undefined,
    ConditionCheck: (_, key) => find(key),
    Update: (write, key) =>
      frozen(updated(write.UpdateExpression ?? '', find(key) ?? { ...key }, termsOf(write))) as Item,
  }
  const keyOf = ({ Key, Item }: Write): Key => Key ?? (Item as Key)

  const writeOne = (verb: Verb, write: Write): object => {
    const key = keyOf(write)
    if (!holds(write, key)) throw new ConditionalCheckFailedException(metadata)
    store(key, AFTER[verb](write, key))
    return write.ReturnValues === 'ALL_NEW' ? { Attributes: find(key) } : {}
  }

  const transact = ({ TransactItems }: Input): object => {
    const actions = TransactItems.map((action) => Object.entries(action)[0] as [Verb, Write])
    const reasons = actions.map(([, write]) => ({
      Code: holds(write, keyOf(write)) ? 'None' : 'ConditionalCheckFailed',
    }))
    if (new Set(actions.map(([, write]) => keyText(keyOf(write)))).size < actions.length)
      throw new Error('ValidationException: several operations on one item')
    if (actions.length > 100) throw new Error('ValidationException: more than 100 actions')
    if (reasons.some(({ Code }) => Code !== 'None'))
      throw new TransactionCanceledException({ ...metadata, CancellationReasons: reasons })
    for (const [verb, write] of actions) store(keyOf(write), AFTER[verb](write, keyOf(write)))
    return {}
  }

  const source = ({ IndexName, ExpressionAttributeValues }: Query): { entries: Item[]; sk: string } => {
    const pk = String(ExpressionAttributeValues?.[':pk'])
    if (!IndexName) return { entries: [...(partitions.get(pk)?.values() ?? [])], sk: 'sk' }
    for (const change of toIndex.splice(0, Math.ceil(toIndex.length * lags()))) index(change)
    return { entries: [...(indexes.get(IndexName)?.get(pk)?.values() ?? [])], sk: TABLE_INDEXES[IndexName].sk }
  }

  const query = (ask: Query): object => {
    const { entries, sk } = source(ask)
    const terms = termsOf(ask)
    const matches = conditionOf(ask.KeyConditionExpression)
    const way = ask.ScanIndexForward === false ? -1 : 1
    const order = (item: Item): string => `${String(item[sk])}\0${keyText(item as Key)}`
    const found = entries
      .filter((item) => matches(item, terms))
      .map((item) => ({ item, order: order(item) }))
      .filter(({ order: place }) => {
        const start = ask.ExclusiveStartKey
        return !start || (way > 0 ? place > order(start) : place < order(start))
      })
      .sort((a, b) => (a.order < b.order ? -way : way))
      .slice(0, ask.Limit)
      .map(({ item }) => item)
    const last = ask.Limit && found.length === ask.Limit ? found.at(-1) : undefined
    const filter = ask.FilterExpression ? conditionOf(ask.FilterExpression) : () => true
    const Items = found.filter((item) => filter(item, terms))
    return { Items, ...(last ? { LastEvaluatedKey: last } : {}) }
  }

  const COMMANDS: Record<string, (input: Input) => object> = {
    GetCommand: ({ Key }) => ({ Item: find(Key) }),
    BatchGetCommand: ({ RequestItems }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([name, { Keys }]) => [name, Keys.flatMap((key) => find(key) ?? [])]),
      ),
    }),
    PutCommand: (input) => writeOne('Put', input),
    UpdateCommand: (input) => writeOne('Update', input),
    DeleteCommand: (input) => writeOne('Delete', input),
    BatchWriteCommand: ({ RequestItems }) => {
      for (const { PutRequest, DeleteRequest } of Object.values(RequestItems).flat())
        if (PutRequest) store(PutRequest.Item as Key, frozen(PutRequest.Item))
        else if (DeleteRequest) store(DeleteRequest.Key, undefined)
      return {}
    },
    QueryCommand: query,
    TransactWriteCommand: transact,
  }

  /** Carries out a command at once. */
  const ask = (asked: Command): object => {
    const { name } = asked.constructor
    const command = COMMANDS[name]
    if (!command) throw new Error(`The table in memory does not know ${name}`)
    try {
      const answer = command(asked.input)
      heard?.(asked, answer, undefined)
      return answer
    } catch (error) {
      heard?.(asked, undefined, error)
      throw error
    }
  }
  return {
    ask,
    /** Every write so far, in their order. */
    changes: changes as readonly ItemChange[],
    items: (): Item[] => [...partitions.values()].flatMap((found) => [...found.values()]),
    table: tableOf(async (command) => ask(command)),
  }
}
/** A table as DynamoDB is, in memory and on plain objects, for simulations of millions of calls. */
export type MemoryTable = ReturnType<typeof openMemoryTable>

/** A table whose every command goes to a function. */
export const tableOf = (send: (command: Command) => Promise<object>): Table => ({
  name: 'earshot',
  client: { send } as unknown as Table['client'],
})
