import type { Delivery } from '../../shared/domain/listen/delivery.ts'
import { msOf } from '../../shared/domain/time.ts'
import { linesOf } from '../import/lines.ts'
import { LONGEST_LINE, readArchived, replayed } from './archived.ts'
import { type Counts, noCounts } from './counts.ts'
import { type Outlet, openOutlet } from './outlet.ts'
import { repeats } from './repeats.ts'

/** Which deliveries are wanted; what is undefined does not matter. Milliseconds since the epoch, `to` itself is out. */
export type Wanted = {
  sources: readonly string[] | undefined
  ids: readonly string[] | undefined
  from: number | undefined
  to: number | undefined
}

/** A line of an object: everything up to it is done. */
export type Position = { key: string; line: number }

/** The archive and the queue. */
export type Replaying = {
  /** Keys of objects in their order. */
  keys: AsyncIterable<string>
  /** The lines' bytes, no longer compressed. */
  open: (key: string) => Promise<AsyncIterable<Uint8Array>>
  /** Whether a large body is still there. */
  hasBody: (archiveKey: string) => Promise<boolean>
  /** Returns when all of it is in the queue. */
  send: (messages: readonly string[]) => Promise<void>
  /** The sources that there are now. */
  known: ReadonlySet<string>
  /** Asks to stop; what has been begun is finished. */
  signal: AbortSignal
  onBad: (position: Position, problem: string) => void
  onProgress: (counts: Counts, key: string) => void
}

/** How a replay goes about it. */
export type Manner = {
  /** What an earlier one had done already. */
  after: Position | undefined
  /** Counts, and queues nothing. */
  dryRun: boolean
  /** What is replayed may start nudges. */
  nudges: boolean
  /** Deliveries a second. */
  rate: number
}

/** Replaying failed; everything up to `done` is in the queue. */
export class ReplayError extends Error {
  override name = 'ReplayError'
  readonly done: Position | undefined
  readonly counts: Counts
  constructor(cause: unknown, done: Position | undefined, counts: Counts) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.done = done
    this.counts = counts
  }
}

const isWanted = ({ sources, ids, from, to }: Wanted, { id, source, receivedAt }: Delivery): boolean => {
  const at = msOf(receivedAt)
  return (
    (sources?.includes(source) ?? true) &&
    (ids?.includes(id) ?? true) &&
    (from === undefined || at >= from) &&
    (to === undefined || at < to)
  )
}

/** The object's own bytes are to blame, and no other object's: it is not whole, or not compressed. */
const isItsOwn = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('Z_')

type Running = {
  replaying: Replaying
  wanted: Wanted
  manner: Manner
  counts: Counts
  outlet: Outlet
  /** Whether a line came before. */
  repeated: (line: Uint8Array) => boolean
}

const take = async (delivery: Delivery, line: Uint8Array, running: Running): Promise<void> => {
  const { replaying, wanted, manner, counts, outlet, repeated } = running
  if (!isWanted(wanted, delivery)) return
  counts.matched++
  if (repeated(line)) counts.again++
  else if (!replaying.known.has(delivery.source)) counts.sourceGone++
  else if (delivery.archiveKey !== undefined && !(await replaying.hasBody(delivery.archiveKey))) counts.bodyGone++
  else await outlet.put(JSON.stringify(replayed(delivery, manner.nudges)))
}

/** Goes through an object. `reached` hears of every line that has been dealt with. */
const takeObject = async (key: string, running: Running, reached: (position: Position) => void): Promise<void> => {
  const { replaying, manner, counts } = running
  const skip = key === manner.after?.key ? manner.after.line : 0
  const bad = (line: number, problem: string): void => {
    counts.bad++
    replaying.onBad({ key, line }, problem)
  }
  let last = 0
  try {
    for await (const found of linesOf(await replaying.open(key), LONGEST_LINE)) {
      if (replaying.signal.aborted) return
      last = found.line
      if (last <= skip) continue
      counts.read++
      const read = 'bytes' in found ? { ...readArchived(found.bytes), bytes: found.bytes } : found
      if ('delivery' in read) await take(read.delivery, read.bytes, running)
      else bad(last, read.problem)
      reached({ key, line: last })
      replaying.onProgress(counts, key)
    }
  } catch (error) {
    if (!isItsOwn(error)) throw error
    bad(last + 1, 'cannot be read, nor what follows it: the object is not whole, or no gzip')
  }
}

/**
 * Puts archived deliveries into the queue once more.
 * @returns what it came to, and the last line that is done; `finished` is false when it was asked to stop
 * @throws ReplayError with the last line that is done
 */
export const replay = async (
  replaying: Replaying,
  wanted: Wanted,
  manner: Manner,
): Promise<{ counts: Counts; done: Position | undefined; finished: boolean }> => {
  const counts = noCounts()
  const outlet = openOutlet({
    send: async (messages) => {
      if (manner.dryRun) return
      await replaying.send(messages)
      counts.queued += messages.length
    },
    rate: manner.dryRun ? Number.POSITIVE_INFINITY : manner.rate,
  })
  const running = { replaying, wanted, manner, counts, outlet, repeated: repeats() }
  let last = manner.after
  let done = last
  const reached = (position: Position): void => {
    last = position
    if (outlet.isEmpty()) done = last
  }
  try {
    for await (const key of replaying.keys) {
      if (replaying.signal.aborted) break
      if (manner.after && key < manner.after.key) continue
      counts.objects++
      await takeObject(key, running, reached)
    }
    await outlet.flush()
    done = last
  } catch (error) {
    throw new ReplayError(error, done, counts)
  }
  return { counts, done, finished: !replaying.signal.aborted }
}
