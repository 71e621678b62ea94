import { randomUUID } from 'node:crypto'
import { changeOperations, type Engine, indexPrefix, itemPrefix, type Table } from './engine.ts'
import { tableInUse, tableNotFound, validationError } from './errors.ts'
import { expiryKey, expiryPrefix } from './expiry.ts'
import { type Description, type Index, type Item, type Request, validate } from './kernel.ts'
import { END, type Operation } from './storage.ts'

const TABLE_PREFIX = 'table~'
const STREAM = {
  type: 'FieldStruct<StreamSpecification>',
  children: { StreamEnabled: 'Boolean', StreamViewType: 'String' },
}
const EXTRA = { StreamSpecification: STREAM, DeletionProtectionEnabled: 'Boolean', TableClass: 'String' }

const named = (engine: Engine, name: unknown): Table => {
  const table = engine.tables.get(String(name))
  if (!table) throw tableNotFound(String(name))
  return table
}

const save = async (engine: Engine, table: Table, more: Operation[] = []): Promise<void> => {
  const name = table.description.TableName
  await engine.storage.commit([{ type: 'put', key: TABLE_PREFIX + name, value: table }, ...more])
  engine.tables.set(name, table)
}

/** Reads the tables that are there when the database is opened. */
export const loadTables = async (engine: Engine): Promise<void> => {
  for await (const [, table] of engine.storage.entries<Table>({ gte: TABLE_PREFIX, lt: TABLE_PREFIX + END })) {
    engine.tables.set(table.description.TableName, table)
  }
}

type StreamSpecification = { StreamEnabled: boolean; StreamViewType?: string }
const VIEWS = ['NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES', 'KEYS_ONLY']

const streamFields = (engine: Engine, arn: string, spec?: StreamSpecification): Partial<Description> => {
  if (!spec?.StreamEnabled) return {}
  if (!VIEWS.includes(spec.StreamViewType ?? '')) {
    throw validationError(
      `One or more parameter values were invalid: StreamViewType must be one of ${VIEWS.join(', ')}`,
    )
  }
  const LatestStreamLabel = new Date(engine.wall()).toISOString().replace('Z', '')
  return { StreamSpecification: spec, LatestStreamLabel, LatestStreamArn: `${arn}/stream/${LatestStreamLabel}` }
}

const MAX_PROJECTED = 20

const refuseWideProjections = (request: Request): void => {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = request as Partial<Description>
  for (const { IndexName, Projection } of [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]) {
    if ((Projection.NonKeyAttributes?.length ?? 0) <= MAX_PROJECTED) continue
    throw validationError(
      `1 validation error detected: Value at 'projection.nonKeyAttributes' of index ${IndexName} failed to satisfy ` +
        `constraint: Member must have length less than or equal to ${MAX_PROJECTED}`,
    )
  }
}

const describeIndex = (arn: string, index: Index): Index =>
  ({
    ...index,
    IndexArn: `${arn}/index/${index.IndexName}`,
    IndexStatus: 'ACTIVE',
    IndexSizeBytes: 0,
    ItemCount: 0,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  }) as Index

const describe = (engine: Engine, request: Request): Description => {
  const {
    BillingMode,
    GlobalSecondaryIndexes,
    LocalSecondaryIndexes,
    ProvisionedThroughput,
    StreamSpecification,
    ...rest
  } = request as Request & Description
  const TableArn = `arn:aws:dynamodb:${engine.region}:${engine.account}:table/${rest.TableName}`
  return {
    ...rest,
    ...(GlobalSecondaryIndexes
      ? { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => describeIndex(TableArn, index)) }
      : {}),
    ...(LocalSecondaryIndexes
      ? { LocalSecondaryIndexes: LocalSecondaryIndexes.map((index) => describeIndex(TableArn, index)) }
      : {}),
    ...(BillingMode === 'PAY_PER_REQUEST' ? { BillingModeSummary: { BillingMode } } : {}),
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ...((ProvisionedThroughput as object | undefined) ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }),
    },
    ...streamFields(engine, TableArn, StreamSpecification),
    TableArn,
    TableId: randomUUID(),
    TableStatus: 'ACTIVE',
    CreationDateTime: engine.wall() / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
  }
}

const createTable = (engine: Engine, data: Request): Promise<Request> => {
  const request = validate('CreateTable', data, EXTRA)
  refuseWideProjections(request)
  return engine.storage.exclusive(async () => {
    const name = String(request.TableName)
    if (engine.tables.has(name)) throw tableInUse(name)
    const description = describe(engine, request)
    await save(engine, { description })
    return { TableDescription: { ...description, TableStatus: 'CREATING' } }
  })
}

const deleteTable = (engine: Engine, data: Request): Promise<Request> => {
  const request = validate('DeleteTable', data)
  return engine.storage.exclusive(async () => {
    const { description } = named(engine, request.TableName)
    const name = description.TableName
    if (description.DeletionProtectionEnabled) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      )
    }
    for (const prefix of [itemPrefix(name), `index~${name}~`, `stream~${name}~`, expiryPrefix(name)]) {
      await engine.storage.clear(prefix)
    }
    await engine.storage.commit([{ type: 'del', key: TABLE_PREFIX + name }])
    engine.tables.delete(name)
    return { TableDescription: { ...description, TableStatus: 'DELETING' } }
  })
}

const describeTable = async (engine: Engine, data: Request): Promise<Request> => ({
  Table: named(engine, validate('DescribeTable', data).TableName).description,
})

const listTables = async (engine: Engine, data: Request): Promise<Request> => {
  const { Limit = 100, ExclusiveStartTableName = '' } = validate('ListTables', data)
  const names = [...engine.tables.keys()].sort().filter((name) => name > String(ExclusiveStartTableName))
  const TableNames = names.slice(0, Number(Limit))
  const more = names.length > TableNames.length
  return { TableNames, ...(more ? { LastEvaluatedTableName: TableNames.at(-1) } : {}) }
}

const eachItem = async (
  engine: Engine,
  name: string,
  visit: (key: string, item: Item) => Operation[],
): Promise<void> => {
  const prefix = itemPrefix(name)
  for await (const [key, item] of engine.storage.entries<Item>({ gte: prefix, lt: prefix + END })) {
    const operations = visit(key.slice(prefix.length), item)
    if (operations.length > 0) await engine.storage.commit(operations)
  }
}

type IndexUpdate = { Create?: Index; Delete?: { IndexName: string } }

const updateIndexes = async (
  engine: Engine,
  description: Description,
  updates: IndexUpdate[],
): Promise<Description> => {
  let indexes = description.GlobalSecondaryIndexes ?? []
  for (const { Create, Delete } of updates) {
    if (Delete) {
      indexes = indexes.filter(({ IndexName }) => IndexName !== Delete.IndexName)
      await engine.storage.clear(indexPrefix(description.TableName, Delete.IndexName))
    }
    if (!Create) continue
    const index = describeIndex(description.TableArn, Create)
    indexes = [...indexes, index]
    const { StreamSpecification: _, ...quiet } = description
    const alone: Table = { description: { ...quiet, GlobalSecondaryIndexes: [index], LocalSecondaryIndexes: [] } }
    await eachItem(
      engine,
      description.TableName,
      (key, after) => changeOperations(engine, { table: alone, key, before: undefined, after }).operations,
    )
  }
  return { ...description, GlobalSecondaryIndexes: indexes }
}

const updateTable = (engine: Engine, data: Request): Promise<Request> =>
  engine.storage.exclusive(async () => {
    const table = named(engine, data.TableName)
    let { description } = table
    const {
      AttributeDefinitions,
      DeletionProtectionEnabled,
      StreamSpecification: stream,
    } = data as Partial<Description>
    if (AttributeDefinitions) description = { ...description, AttributeDefinitions }
    if (DeletionProtectionEnabled !== undefined) description = { ...description, DeletionProtectionEnabled }
    if (stream?.StreamEnabled && description.StreamSpecification?.StreamEnabled) {
      throw validationError(`Table already has an enabled stream: TableName: ${description.TableName}`)
    }
    if (stream) {
      const { StreamSpecification: _, ...rest } = description
      description = { ...rest, ...streamFields(engine, description.TableArn, stream) }
    }
    const updates = data.GlobalSecondaryIndexUpdates
    if (Array.isArray(updates)) description = await updateIndexes(engine, description, updates as IndexUpdate[])
    await save(engine, { ...table, description })
    return { TableDescription: description }
  })

type TtlSpecification = { AttributeName: string; Enabled: boolean }

const updateTimeToLive = (engine: Engine, data: Request): Promise<Request> =>
  engine.storage.exclusive(async () => {
    const table = named(engine, data.TableName)
    const wanted = data.TimeToLiveSpecification as TtlSpecification | undefined
    if (!wanted?.AttributeName) throw validationError('TimeToLiveSpecification needs an AttributeName and Enabled')
    if (wanted.Enabled === (table.ttl !== undefined)) {
      throw validationError(`TimeToLive is already ${wanted.Enabled ? 'enabled' : 'disabled'}`)
    }
    const name = table.description.TableName
    const ttl = wanted.Enabled ? wanted.AttributeName : undefined
    await engine.storage.clear(expiryPrefix(name))
    await save(engine, { ...table, ttl })
    if (ttl !== undefined) {
      await eachItem(engine, name, (key, item) => {
        const place = expiryKey(name, ttl, key, item)
        return place === undefined ? [] : [{ type: 'put', key: place, value: key }]
      })
    }
    return { TimeToLiveSpecification: wanted }
  })

const describeTimeToLive = async (engine: Engine, data: Request): Promise<Request> => {
  const { ttl } = named(engine, data.TableName)
  return {
    TimeToLiveDescription:
      ttl === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName: ttl },
  }
}

export const tableOperations = {
  CreateTable: createTable,
  DeleteTable: deleteTable,
  DescribeTable: describeTable,
  ListTables: listTables,
  UpdateTable: updateTable,
  UpdateTimeToLive: updateTimeToLive,
  DescribeTimeToLive: describeTimeToLive,
}
