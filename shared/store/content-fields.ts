import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { indexKeys } from './index-keys.ts'
import { keys } from './keys.ts'
import type { ContentItem } from './nudge-records.ts'
import { ConflictError, type Table } from './table.ts'

/** Longer words add nothing to the choice, and the index carries them. */
export const TEXT_LIMIT = 2_000

/** Some fields of a piece; undefined takes one away. */
export type ContentFields = { [F in keyof ContentItem]?: ContentItem[F] | undefined }

/** A condition on what a piece is now. */
type Condition = { text: string; values?: Record<string, unknown> }

/** Sets fields and leaves the rest, above all the counts of emails and clicks, as it is. */
export const contentUpdate = (id: string, fields: ContentFields, condition?: Condition) => {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined)
  const gone = Object.entries(fields).filter(([, value]) => value === undefined)
  return {
    Key: keys.content(id),
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ', sends = if_not_exists(sends, :zero), clickers = if_not_exists(clickers, :zero)',
      gone.length > 0 ? ` REMOVE ${gone.map(([name]) => `#${name}`).join(', ')}` : '',
    ].join(''),
    ...(condition ? { ConditionExpression: condition.text } : {}),
    ExpressionAttributeNames: Object.fromEntries(Object.keys(fields).map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ':zero': 0,
      ...condition?.values,
    },
  }
}

/** @throws ConflictError when the condition does not hold */
export const setFields = async (
  table: Table,
  id: string,
  fields: ContentFields,
  condition?: Condition,
): Promise<void> => {
  try {
    await table.client.send(new UpdateCommand({ TableName: table.name, ...contentUpdate(id, fields, condition) }))
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
}

/** Where a piece stands: in the list of all content, and on a shelf when it may be pointed to. */
export const placed = (id: string, { listed, shelf }: { listed: boolean; shelf?: string | undefined }) => ({
  ...{ fd: listed ? indexKeys.contents() : undefined, at: listed ? id : undefined },
  ...{ q: shelf, qs: shelf === undefined ? undefined : id },
})

/** One piece, strongly consistent. */
export const getContent = async (table: Table, id: string): Promise<ContentItem | undefined> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.content(id), ConsistentRead: true }),
  )
  return answer.Item as ContentItem | undefined
}
