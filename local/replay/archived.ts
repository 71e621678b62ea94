import * as z from 'zod/mini'
import { type Delivery, deliverySchema } from '../../shared/domain/listen/delivery.ts'

/** A delivery has at most 270 kB; a line that is longer than this is none. */
export const LONGEST_LINE = 2_000_000

/** The delivery in a line of the archive, or why there is none, without a word of what it says. */
export const readArchived = (line: Uint8Array): { delivery: Delivery } | { problem: string } => {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(line).toString('utf8'))
  } catch {
    return { problem: 'is no JSON' }
  }
  const read = z.safeParse(deliverySchema, value)
  if (!read.success) {
    const [field] = read.error.issues
    return { problem: `is no delivery: ${field?.path.join('.') || 'it'} is not as the doors write it` }
  }
  // News of a subscription need no body.
  const { body, archiveKey, lease } = read.data
  return (body ?? archiveKey ?? lease) === undefined ? { problem: 'has no body' } : { delivery: read.data }
}

/**
 * An archived delivery as it goes into the queue once more.
 * @param nudges whether it may start nudges
 */
export const replayed = ({ quiet: _, ...delivery }: Delivery, nudges: boolean): Delivery => ({
  ...delivery,
  replayed: true,
  ...(nudges ? {} : { quiet: true }),
})
