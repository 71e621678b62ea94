import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type DynamoDB, startDynamoDB } from '../../../local/dynamodb/server.ts'
import { ConflictError, getAll, openTable, retryConflicts, type Table, transact } from '../../../shared/store/table.ts'
import { localClient, TEST_CREDENTIALS, tableDefinition } from '../../support/table.ts'

let server: DynamoDB
let table: Table
beforeEach(async () => {
  server = await startDynamoDB()
  await localClient(server.url).send(new CreateTableCommand(tableDefinition('faults')))
  table = open(1)
})
afterEach(() => server.close())

const open = (maxAttempts: number) =>
  openTable(
    'faults',
    new DynamoDBClient({ endpoint: server.url, region: 'us-east-1', credentials: TEST_CREDENTIALS, maxAttempts }),
  )
const bump = {
  Update: {
    Key: { pk: 'n', sk: 'A' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 },
  },
}
const count = async () => (await getAll(table, [{ pk: 'n', sk: 'A' }]))[0]?.n

describe('told to misbehave, the embedded DynamoDB', () => {
  it('throttles, which the client retries', async () => {
    server.faults.throttle = 1
    await expect(transact(table, [bump])).rejects.toMatchObject({ name: 'ThrottlingException' })
    server.faults.throttle = 2
    await transact(open(4), [bump])
    expect(await count()).toBe(1)
  })

  it('reports a conflict, which the caller retries', async () => {
    server.faults.conflict = 1
    const other = { Put: { Item: { pk: 'other', sk: 'A' } } }
    const error = await transact(table, [bump, other]).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ConflictError)
    expect((error as ConflictError).reasons).toEqual(['TransactionConflict', 'None'])
    server.faults.conflict = 2
    await retryConflicts(() => transact(table, [bump]))
    server.faults.conflict = 1
    const single = table.client.send(new UpdateCommand({ TableName: 'faults', ...bump.Update }))
    await expect(single).rejects.toMatchObject({ name: 'TransactionConflictException' })
    expect(await count()).toBe(1)
  })

  it('loses an answer, after which the retry of a transaction does nothing again', async () => {
    server.faults.lose = 1
    await expect(transact(table, [bump])).rejects.toThrow()
    expect(await count()).toBe(1)
    server.faults.lose = 1
    await transact(open(3), [bump])
    expect(await count()).toBe(2)
  })
})
