import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb'

/** Everything in the table of a running Earshot, read as its administrator. For tests: nothing in Earshot scans. */
export const scanAll = async (aws: string): Promise<Record<string, unknown>[]> => {
  const base = new DynamoDBClient({
    endpoint: aws,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  const client = DynamoDBDocumentClient.from(base)
  try {
    const { TableNames } = await base.send(new ListTablesCommand({}))
    const items: Record<string, unknown>[] = []
    for (const TableName of TableNames ?? []) {
      let from: Record<string, unknown> | undefined
      do {
        const page = await client.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey: from }))
        items.push(...(page.Items ?? []))
        from = page.LastEvaluatedKey
      } while (from)
    }
    return items
  } finally {
    base.destroy()
  }
}

/** The customer graph: what must come out the same however it went in. */
const GRAPH = new Set(['activity', 'identity', 'person', 'alias', 'rollup', 'edge', 'evidence', 'thread', 'stub'])
/** Says when or how often something was written, not what. */
const VOLATILE = new Set(['receivedAt', 'ver', 'expires', 'updatedAt'])

/** Maps have no order in DynamoDB. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, ordered(inner)]))
}

/** What was given and taken back leaves zeros where, in another order, nothing was ever written. */
const isNothing = ({ type }: Record<string, unknown>, value: unknown): boolean =>
  value === 0 && (type === 'rollup' || type === 'edge')

/** Nothing but keys and type is left. */
const isEmpty = (item: Record<string, unknown>): boolean =>
  Object.keys(item).every((name) => /^(pk|sk|type|au|at)$/.test(name))

/** Items without the fields that are called so, and without what says nothing. */
export const sayingSomething = (
  items: readonly Record<string, unknown>[],
  without: ReadonlySet<string>,
): Record<string, unknown>[] =>
  items
    .map((item) => {
      const kept = Object.entries(item).filter(([name, value]) => !without.has(name) && !isNothing(item, value))
      return Object.fromEntries(kept)
    })
    .filter((item) => !isEmpty(item))

/** The graph as sorted lines of text, one per item. */
export const graphOf = (items: readonly Record<string, unknown>[]): string[] =>
  sayingSomething(
    items.filter(({ type }) => GRAPH.has(String(type))),
    VOLATILE,
  )
    .map((item) => JSON.stringify(ordered(item)))
    .sort()
