import { arnOf, type Declared, type Handler, physicalName, recordOf, stringsOf, UnsupportedError } from './world.ts'

const pick = (from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))

const INDEX_PARTS = ['IndexName', 'KeySchema', 'Projection'] as const

const indexesOf = (value: unknown): Record<string, unknown>[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value.map((index) => pick(recordOf(index), INDEX_PARTS)) : undefined

const creation = (name: string, properties: Record<string, unknown>): Record<string, unknown> => {
  const stream = recordOf(properties.StreamSpecification)
  const global = indexesOf(properties.GlobalSecondaryIndexes)
  const local = indexesOf(properties.LocalSecondaryIndexes)
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    ...pick(properties, ['KeySchema', 'AttributeDefinitions']),
    ...(global ? { GlobalSecondaryIndexes: global } : {}),
    ...(local ? { LocalSecondaryIndexes: local } : {}),
    ...(stream.StreamViewType
      ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }
      : {}),
  }
}

/** What two tables must have in common for the data to be of use: keys and indexes, in one order. */
const shape = (table: Record<string, unknown>): string => {
  const keys = (schema: unknown): string =>
    (schema as { AttributeName: string; KeyType: string }[])
      .map(({ AttributeName, KeyType }) => `${KeyType}=${AttributeName}`)
      .sort()
      .join()
  const indexes = ((table.GlobalSecondaryIndexes ?? []) as Record<string, unknown>[]).map((index) => {
    const { ProjectionType, NonKeyAttributes = [] } = recordOf(index.Projection)
    return `${index.IndexName}(${keys(index.KeySchema)};${ProjectionType};${[...stringsOf(NonKeyAttributes)].sort().join()})`
  })
  return [keys(table.KeySchema), ...indexes.sort()].join(' ')
}

const describe = async ({ world }: Declared, name: string): Promise<Record<string, unknown> | undefined> => {
  try {
    return recordOf((await world.dynamodb('DescribeTable', { TableName: name })).Table)
  } catch (error) {
    if (error instanceof Error && error.message.includes('ResourceNotFound')) return undefined
    throw error
  }
}

const create = async (declared: Declared): Promise<Record<string, unknown>> => {
  const { resource, world, properties, identity } = declared
  const name = identity.ref
  const wanted = creation(name, properties)
  const existing = await describe(declared, name)
  if (existing && shape(existing) !== shape(wanted))
    throw new UnsupportedError(
      resource,
      'its keys or indexes have changed since this data was written. Start with --fresh.',
    )
  if (!existing) await world.dynamodb('CreateTable', wanted)
  const ttl = recordOf(properties.TimeToLiveSpecification)
  const known = recordOf((await world.dynamodb('DescribeTimeToLive', { TableName: name })).TimeToLiveDescription)
  if (ttl.Enabled && known.TimeToLiveStatus !== 'ENABLED' && known.TimeToLiveStatus !== 'ENABLING')
    await world.dynamodb('UpdateTimeToLive', { TableName: name, TimeToLiveSpecification: ttl })
  for (let tries = 0; ; tries++) {
    const table = await describe(declared, name)
    if (table?.TableStatus === 'ACTIVE') return table.LatestStreamArn ? { StreamArn: table.LatestStreamArn } : {}
    if (tries > 100) throw new UnsupportedError(resource, 'the embedded DynamoDB did not make it in time.')
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

/** Tables: keys, indexes, stream and TTL. Capacity, backups and encryption mean nothing here. */
export const table: Handler = {
  phase: 1,
  identify: (resource, world, { TableName }) => {
    const name = physicalName(resource, TableName, 200)
    return { ref: name, attributes: { Arn: arnOf(world, 'dynamodb', `table/${name}`), TableId: name } }
  },
  create,
}
