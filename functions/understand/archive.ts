import { callsOf, fitsRecord, type RawLine, type RawRecord } from '../../shared/domain/listen/raw-records.ts'
import { log } from '../../shared/platform/logger.ts'
import { parseDelivery } from './delivery.ts'

type Archiving = {
  /** Hands records over in one call. @returns for each record undefined, or the code of why it was not taken */
  put: (records: readonly string[]) => Promise<readonly (string | undefined)[]>
  pause?: (ms: number) => Promise<void>
  random?: () => number
}

/** Calls for the same records, the first included. */
const TRIES = 3

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms))

/** Messages that belong into the archive, one line each: not what came out of it, and not what is no delivery. */
const linesOf = (messages: readonly { id: string; body: string }[]): RawLine[] =>
  messages.flatMap(({ id, body }) => {
    try {
      const delivery = parseDelivery(body)
      return delivery.replayed ? [] : [{ id, text: JSON.stringify(delivery) }]
    } catch {
      // Whoever reads it to work on it says what is wrong with it, and hands it back.
      return []
    }
  })

/** @returns the records that were not taken in the end */
const handOver = async (
  { put, pause = sleep, random = Math.random }: Archiving,
  all: readonly RawRecord[],
): Promise<readonly RawRecord[]> => {
  let left = all
  let problem: unknown
  for (let tries = 1; left.length > 0 && tries <= TRIES; tries++) {
    if (tries > 1) await pause(random() * 200 * 2 ** tries)
    try {
      const codes = await put(left.map(({ text }) => text))
      problem = codes.find((code) => code !== undefined)
      left = left.filter((_, at) => codes[at] !== undefined)
    } catch (error) {
      problem = error
    }
  }
  if (left.length > 0) log.error('deliveries not archived', problem, { records: left.length })
  return left
}

/**
 * Hands the deliveries of a batch to the archive, in one call unless they are very large. Never throws.
 * @returns ids of the messages whose deliveries are not in the archive and have to be tried again
 */
export const archiveBatch = async (
  archiving: Archiving,
  messages: readonly { id: string; body: string }[],
): Promise<string[]> => {
  const lines = linesOf(messages)
  const tooLarge = lines.filter((line) => !fitsRecord(line)).map(({ id }) => id)
  if (tooLarge.length > 0)
    log.error('deliveries not archived', 'A message is larger than an archive record.', { messages: tooLarge })
  const left = await Promise.all(callsOf(lines.filter(fitsRecord)).map((call) => handOver(archiving, call)))
  return [...tooLarge, ...left.flat().flatMap(({ ids }) => ids)]
}
