import { createHash } from 'node:crypto'
import { BODY_LIMIT } from '../../shared/domain/listen/delivery.ts'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import type { ContentInput } from '../../shared/domain/nudge/content.ts'
import { type Iso, isoOf } from '../../shared/domain/time.ts'
import { FetchError } from '../../shared/platform/fetch.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import type { CursorMove, PullState } from '../../shared/store/pulls.ts'
import { ConflictError } from '../../shared/store/table.ts'
import { handOver as putIntoQueue } from './hand-over.ts'
import { type Page, type PullDeps, PullError, type Puller } from './puller.ts'

/** What pulling needs from outside. */
export type Pulling = {
  puller: (settings: SourceSettings) => Puller | undefined
  /** Returns only when the queue has all of the messages. */
  enqueue: (messages: readonly string[]) => Promise<void>
  /** Puts a large body aside. Returns only when it is stored. */
  archive: (key: string, body: Uint8Array) => Promise<void>
  /** Puts a piece into the catalogue. */
  shelve: (piece: ContentInput, at: Iso) => Promise<void>
  /** Takes a piece out of the catalogue. */
  withdraw: (id: string, at: Iso) => Promise<void>
  read: (source: string) => Promise<PullState>
  /** @throws ConflictError when another run has moved the cursor since */
  move: (source: string, to: CursorMove) => Promise<number>
  note: (source: string, what: { at: Iso; lastError?: string; notBefore?: Iso | undefined }) => Promise<void>
  depsOf: (source: string) => PullDeps
}

/** A source that is overloaded is not left alone for longer than this, in seconds, whatever it asks for. */
const LONGEST_REST = 86_400

/** The same for the same body, so that what is pulled again has the same id. */
const idOf = (source: string, body: Buffer): string =>
  createHash('sha256').update(`${source}\n`).update(body).digest('hex').slice(0, 32)

/** Puts a page where it belongs: first the queue and the catalogue. Only then may the cursor move. */
const handOver = async (pulling: Pulling, source: string, page: Page, at: Iso): Promise<number> => {
  const messages: string[] = []
  let skipped = page.skipped ?? 0
  const deps = { enqueue: async (message: string) => void messages.push(message), archive: pulling.archive }
  for (const { body: text, id, history } of page.deliveries) {
    const body = Buffer.from(text)
    const about = { source, receivedAt: at, headers: {}, ...(history ? { history } : {}) }
    if (body.length > BODY_LIMIT) skipped++
    else await putIntoQueue({ ...about, id: id ?? idOf(source, body) }, body, deps)
  }
  await pulling.enqueue(messages)
  for (const piece of page.pieces ?? []) await pulling.shelve(piece, at)
  for (const id of page.gone ?? []) await pulling.withdraw(id, at)
  if (skipped > 0) count({ PullSkipped: skipped }, { source })
  if (page.gapHours !== undefined) {
    log.warn('the source cannot tell of some of the time since the last look', { source, hours: page.gapHours })
    count({ PullGap: page.gapHours }, { source })
  }
  return messages.length + (page.pieces?.length ?? 0) + (page.gone?.length ?? 0)
}

/** What a look came to. */
export type Pulled = { taken: number; end: 'done' | 'resting' | 'overtaken' | 'failed' | 'not pulled' }

const isSourcesFault = (error: unknown): boolean =>
  error instanceof PullError || error instanceof FetchError || error instanceof MalformedDeliveryError

const fail = async (pulling: Pulling, source: string, error: unknown, at: number): Promise<void> => {
  log.error('source cannot be pulled', error, { source })
  count({ PullFailed: 1 }, { source })
  const rest = error instanceof FetchError || error instanceof PullError ? error.retryAfter : undefined
  await pulling.note(source, {
    at: isoOf(at),
    lastError: (error instanceof Error ? `${error.name}: ${error.message}` : 'unknown').slice(0, 500),
    notBefore: rest === undefined ? undefined : isoOf(at + Math.min(rest, LONGEST_REST) * 1_000),
  })
}

/**
 * Looks at a source once: reads on from its cursor and hands over page by page. Everything of a page is in the queue before
 * the cursor moves past it, so a crash repeats and never loses; what is repeated changes nothing.
 * @throws whatever the queue, the archive or the table throw; what the source itself gets wrong is noted and counted
 */
export const pullSource = async (pulling: Pulling, source: string, settings: SourceSettings): Promise<Pulled> => {
  const puller = pulling.puller(settings)
  if (!puller) return { taken: 0, end: 'not pulled' }
  const deps = pulling.depsOf(source)
  const state = await pulling.read(source)
  if (state.notBefore !== undefined && state.notBefore > isoOf(deps.now())) return { taken: 0, end: 'resting' }
  let { rev, cursor } = state
  const { leases = {} } = state
  let taken = 0
  try {
    for await (const page of puller({ source, settings, cursor, leases }, deps)) {
      const at = isoOf(deps.now())
      const handed = await handOver(pulling, source, page, at)
      taken += handed
      if (page.cursor === cursor && handed === 0 && !page.leases) await pulling.note(source, { at })
      else rev = await pulling.move(source, { rev, cursor: page.cursor, at, leases: page.leases })
      cursor = page.cursor
      if (handed > 0) count({ Accepted: handed }, { source })
      if (deps.timeLeft() <= 0) break
    }
  } catch (error) {
    if (error instanceof ConflictError) return { taken, end: 'overtaken' }
    await fail(pulling, source, error, deps.now())
    if (!isSourcesFault(error)) throw error
    return { taken, end: 'failed' }
  }
  return { taken, end: 'done' }
}
