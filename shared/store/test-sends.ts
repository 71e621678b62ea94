import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { HOUR, type Iso, msOf, SECOND } from '../domain/time.ts'
import { keys } from './keys.ts'
import type { Table } from './table.ts'

/** Tests that somebody may send to themselves, in an hour by the clock. */
export const TESTS_PER_HOUR = 10

/**
 * Counts a test before it is sent.
 * @param user who sends it to themselves; kept as a hash only
 * @returns false when there have been enough
 */
export const takeTestTurn = async (table: Table, { user, now }: { user: string; now: Iso }): Promise<boolean> => {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.testSends(user, now.slice(0, 13)),
        UpdateExpression: 'SET #type = :type, #expires = :expires ADD #sent :one',
        ConditionExpression: 'attribute_not_exists(#sent) OR #sent < :most',
        ExpressionAttributeNames: { '#type': 'type', '#expires': 'expires', '#sent': 'sent' },
        ExpressionAttributeValues: {
          ':type': 'test-sends',
          ':expires': Math.floor((msOf(now) + 2 * HOUR) / SECOND),
          ':one': 1,
          ':most': TESTS_PER_HOUR,
        },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
