import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type DynamoDB, startDynamoDB } from '../../../local/dynamodb/server.ts'
import { getAll, openTable } from '../../../shared/store/table.ts'
import { localClient, tableDefinition } from '../../support/table.ts'

let server: DynamoDB
let client: DynamoDBDocumentClient
let time = Date.parse('2026-11-21T12:00:00Z')

beforeAll(async () => {
  server = await startDynamoDB({ wall: () => time })
  const base = localClient(server.url)
  await base.send(new CreateTableCommand(tableDefinition('tokens')))
  client = DynamoDBDocumentClient.from(base)
})
afterAll(() => server.close())

const bump = (pk: string, by: number, ClientRequestToken: string) =>
  client.send(
    new TransactWriteCommand({
      ClientRequestToken,
      ReturnConsumedCapacity: 'TOTAL',
      TransactItems: [
        {
          Update: {
            TableName: 'tokens',
            Key: { pk, sk: 'A' },
            UpdateExpression: 'ADD n :by',
            ConditionExpression: 'attribute_not_exists(n) or n < :most',
            ExpressionAttributeValues: { ':by': by, ':most': 2 },
          },
        },
      ],
    }),
  )
const count = async (pk: string) => {
  const [item] = await getAll(openTable('tokens', localClient(server.url)), [{ pk, sk: 'A' }])
  return item?.n
}

describe('the token of a transaction', () => {
  it('makes a repeat do nothing, for ten minutes', async () => {
    await bump('a', 1, 'token-a')
    await bump('a', 1, 'token-a')
    expect(await count('a')).toBe(1)
    time += 9 * 60_000
    await bump('a', 1, 'token-a')
    expect(await count('a')).toBe(1)
    time += 2 * 60_000
    await bump('a', 1, 'token-a')
    expect(await count('a')).toBe(2)
  })

  it('must not be used for something else meanwhile', async () => {
    await bump('b', 1, 'token-b')
    await expect(bump('b', 2, 'token-b')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
    expect(await count('b')).toBe(1)
  })

  it('of a cancelled transaction is free to be tried again', async () => {
    await bump('c', 2, 'token-c1')
    await expect(bump('c', 1, 'token-c2')).rejects.toMatchObject({ name: 'TransactionCanceledException' })
    await expect(bump('c', 1, 'token-c2')).rejects.toMatchObject({ name: 'TransactionCanceledException' })
  })
})
