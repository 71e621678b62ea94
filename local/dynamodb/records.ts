import { createHash } from 'node:crypto'
import { itemSize } from './capacity.ts'
import type { Change, Engine } from './engine.ts'
import type { Description, Item } from './kernel.ts'

/** What GetRecords answers for one change. */
export type StreamRecord = {
  eventID: string
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE'
  eventVersion: '1.1'
  eventSource: 'aws:dynamodb'
  awsRegion: string
  dynamodb: {
    ApproximateCreationDateTime: number
    Keys: Item
    NewImage?: Item
    OldImage?: Item
    SequenceNumber: string
    SizeBytes: number
    StreamViewType: string
  }
  userIdentity?: { PrincipalId: string; Type: string }
}
export type StoredRecord = { wall: number; record: StreamRecord }

/** 21 digits that sort as text, like the real ones. */
export const sequenceNumber = (sequence: number): string => `1${String(sequence).padStart(20, '0')}`

export const streamPrefix = ({ TableName, LatestStreamLabel }: Description): string =>
  `stream~${TableName}~${LatestStreamLabel}~`
export const streamKey = (description: Description, sequence: number): string =>
  streamPrefix(description) + sequenceNumber(sequence)

const TTL_IDENTITY = { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' }

/** The record of one change, with the images the stream's view type asks for. */
export const streamRecord = (engine: Engine, change: Change, sequence: number): StreamRecord => {
  const { description } = change.table
  const { before, after } = change
  const view = description.StreamSpecification?.StreamViewType ?? 'KEYS_ONLY'
  const source = after ?? before ?? {}
  const Keys = Object.fromEntries(
    description.KeySchema.map(({ AttributeName }) => [AttributeName, source[AttributeName] ?? {}]),
  )
  const NewImage = after && view.startsWith('NEW') ? after : undefined
  const OldImage = before && view.includes('OLD') ? before : undefined
  return {
    eventID: createHash('md5').update(`${description.LatestStreamArn}${sequence}`).digest('hex'),
    eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: engine.region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(engine.now() / 1000),
      Keys,
      ...(NewImage ? { NewImage } : {}),
      ...(OldImage ? { OldImage } : {}),
      SequenceNumber: sequenceNumber(sequence),
      SizeBytes: [Keys, NewImage, OldImage].reduce((sum, image) => sum + (image ? itemSize(image) : 0), 0),
      StreamViewType: view,
    },
    ...(change.byTtl ? { userIdentity: TTL_IDENTITY } : {}),
  }
}
