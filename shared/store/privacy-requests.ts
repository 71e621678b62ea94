import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { PrivacyRequest } from '../domain/listen/delivery.ts'
import { DAY, type Iso, msOf, SECOND } from '../domain/time.ts'
import { keys, shortHash } from './keys.ts'
import { type Item, query, type Table } from './table.ts'

/** How long it is remembered that a request was done, in milliseconds: what can be shown to whoever asks. */
const REMEMBERED = 3 * 365 * DAY

/** What a platform asked for in a person's name. `id` follows from the delivery, so that one that comes twice is one request. */
export type NotedRequest = PrivacyRequest & { id: string; source: string; at: Iso }

/** Notes a request, once: one that is noted, or done, stays as it is. @param at when the delivery came to the door */
export const notePrivacyRequest = async (
  table: Table,
  request: PrivacyRequest,
  { source, delivery, at }: { source: string; delivery: string; at: Iso },
): Promise<void> => {
  const id = shortHash(`${source} ${delivery}`)
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...keys.privacyRequest(id), type: 'privacy-request', id, source, at, ...request },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    )
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
  }
}

/** All requests that nobody has done yet, the oldest first. */
export const openPrivacyRequests = async (table: Table): Promise<NotedRequest[]> => {
  const found: Item[] = []
  let from: Item | undefined
  do {
    const page = await query(table, {
      pk: keys.privacyRequest('').pk,
      filter: 'attribute_not_exists(done)',
      from,
    })
    found.push(...page.items)
    from = page.next
  } while (from)
  return (found as NotedRequest[]).sort((a, b) => (a.at < b.at ? -1 : 1))
}

/**
 * Notes that somebody has done what was asked for.
 * @returns whether there was such a request, not done yet
 */
export const donePrivacyRequest = async (
  table: Table,
  id: string,
  done: { by: string; at: Iso; why?: string | undefined },
): Promise<boolean> => {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.privacyRequest(id),
        UpdateExpression: 'set done = :done, expires = :expires',
        ConditionExpression: 'attribute_exists(pk) and attribute_not_exists(done)',
        ExpressionAttributeValues: { ':done': done, ':expires': Math.ceil((msOf(done.at) + REMEMBERED) / SECOND) },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
