import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { RAW_PREFIX } from '../../shared/domain/listen/raw-records.ts'
import type { Target } from '../cli/target.ts'

/** The archive as a replay sees it. */
export type Archive = {
  /** Keys in their order: greater than `after`, and in no folder behind `last`. */
  keys(range: { after: string; last: string | undefined }): AsyncGenerator<string>
  open(key: string): Promise<AsyncIterable<Uint8Array>>
  has(key: string): Promise<boolean>
  close(): void
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'NotFound' || error.name === 'NoSuchKey')

/** Opens a target's archive. */
export const openArchive = ({ sdk, archiveBucket: Bucket }: Pick<Target, 'sdk' | 'archiveBucket'>): Archive => {
  const s3 = new S3Client(sdk)
  return {
    keys: async function* ({ after, last }) {
      let token: string | undefined
      do {
        const page = await s3.send(
          new ListObjectsV2Command({
            ...{ Bucket, Prefix: RAW_PREFIX },
            ...(token === undefined ? { StartAfter: after } : { ContinuationToken: token }),
          }),
        )
        for (const { Key = '' } of page.Contents ?? []) {
          if (last !== undefined && Key > `${last}/\uffff`) return
          yield Key
        }
        token = page.NextContinuationToken
      } while (token !== undefined)
    },
    open: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
      // In Node a body is a stream; the type also knows browsers.
      return pipeline(Body as Readable, createGunzip(), () => {})
    },
    has: async (Key) => {
      try {
        await s3.send(new HeadObjectCommand({ Bucket, Key }))
        return true
      } catch (error) {
        if (isMissing(error)) return false
        throw error
      }
    },
    close: () => s3.destroy(),
  }
}
