import { type Delivery, INLINE_BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import { archiveKeyOf } from './archive-key.ts'

/** What a delivery is handed over to. */
export type HandOverDeps = {
  /** Returns only when the queue has the message. */
  enqueue: (message: string) => Promise<void>
  /** Puts a large body aside. Returns only when it is stored. */
  archive: (key: string, body: Uint8Array) => Promise<void>
}

/** The id of a delivery if it can be part of a name. */
export const nameable = (id: string | undefined): string | undefined =>
  id !== undefined && /^[A-Za-z0-9_-]{1,100}$/.test(id) ? id : undefined

/**
 * Puts a delivery into the deliveries queue, its body inline or, when it is large, in the archive bucket.
 * @throws whatever the queue or the archive throw: then it is not taken
 */
export const handOver = async (
  about: Pick<Delivery, 'id' | 'source' | 'receivedAt' | 'headers' | 'history'>,
  body: Buffer,
  { enqueue, archive }: HandOverDeps,
): Promise<Delivery> => {
  const delivery: Delivery = { v: 1, ...about }
  if (body.length > INLINE_BODY_LIMIT) {
    delivery.archiveKey = archiveKeyOf(about.source, about.receivedAt, about.id, body)
    await archive(delivery.archiveKey, body)
  } else delivery.body = body.toString('base64')
  await enqueue(JSON.stringify(delivery))
  return delivery
}
