import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { startDynamoDB } from '../../../local/dynamodb/server.ts'
import { openTable, transact } from '../../../shared/store/table.ts'
import { localClient, tableDefinition } from '../../support/table.ts'

/** Writes without end, and says every number on standard output once its transaction was acknowledged. */
const [dir, first] = process.argv.slice(2)
if (dir === undefined) throw new Error('Usage: node crash-writer.ts <folder> <first number>')
const server = await startDynamoDB({ dir })
const client = localClient(server.url)
await client.send(new CreateTableCommand(tableDefinition('crash'))).catch(() => undefined)
const table = openTable('crash', client)

const writer = async (from: number): Promise<never> => {
  for (let n = from; ; n += 4) {
    await transact(table, [
      { Put: { Item: { pk: `item${n}`, sk: 'A', n, au: 'all', at: String(n).padStart(9, '0') } } },
      {
        Update: {
          Key: { pk: 'count', sk: 'A' },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      },
    ])
    process.stdout.write(`${n}\n`)
  }
}
await Promise.all([0, 1, 2, 3].map((offset) => writer(Number(first) + offset)))
