import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import type { Key } from './keys.ts'
import type { Item } from './table.ts'

/** What the table's stream tells, as both of its readers work with it. */

/** An item before and after a change; what is missing was not there, or is gone. */
export type ItemChange = { before?: Item; after?: Item }

/** A change of one item, as the table's stream tells it. */
export type Change = ItemChange & {
  /** Its place in the shard; what is reported when it fails. */
  sequence: string
  key: Key
  /** The item's type, also where it is gone. */
  type: string
  /** When it was written, in milliseconds; 0 when the stream does not say. */
  at: number
}

const itemOf = (image: unknown): Item | undefined =>
  image ? unmarshall(image as Record<string, AttributeValue>) : undefined

/** A record's place in its shard; empty when it has none. */
export const sequenceOf = ({ dynamodb }: DynamoDBRecord): string => dynamodb?.SequenceNumber ?? ''

/**
 * Reads a record of the stream.
 * @throws when an image is none
 */
export const changeOf = (record: DynamoDBRecord): Change => {
  const { OldImage, NewImage, ApproximateCreationDateTime = 0 } = record.dynamodb ?? {}
  const [before, after] = [itemOf(OldImage), itemOf(NewImage)]
  const { pk, sk, type } = after ?? before ?? {}
  return {
    sequence: sequenceOf(record),
    key: { pk: String(pk), sk: String(sk) },
    type: String(type),
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    at: ApproximateCreationDateTime * 1_000,
  }
}
