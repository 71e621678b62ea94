import { chainsOf } from '../../shared/domain/connect/chains.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { DeliveryMarks, Normalised } from '../../shared/domain/listen/delivery.ts'
import type { Understanding } from '../../shared/domain/understand/understanding.ts'
import { log } from '../../shared/platform/logger.ts'
import { type Applying, applyActivity } from '../../shared/store/apply.ts'
import { followUpKeys, type IngestOutcome, ingestKeys } from '../../shared/store/ingest.ts'
import { openView, type View } from '../../shared/store/ingest-view.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Judging, judgeBatch } from './judging.ts'
import { contentLanguage, understandingOf, type Words, wordsOf } from './understand.ts'

/** One message of the queue. `receives`: how often it has been handed out, this time included. */
export type Message = { id: string; body: string; receives: number }

export type Processing = Omit<Applying, 'view'> &
  Judging & {
    /** Parses a message and normalises the delivery in it. */
    read: (body: string) => Promise<Normalised & DeliveryMarks>
  }

/**
 * What one batch came to. `failed`: ids of the messages that have to be tried again. `ignored`: how many deliveries meant
 * nothing to us, by reason.
 */
export type BatchResult = {
  failed: string[]
  counts: Record<IngestOutcome, number>
  ignored: Record<string, number>
  /** Mentions stored with a judgement that is to be refined. */
  provisional: number
}

type Entry = { message: Message; activity: Activity; marks: DeliveryMarks; words: Words | undefined }

/** Chains worked through at the same time. */
const AT_ONCE = 8

/** Does all jobs, a few at a time. They must not throw. */
const inParallel = async (jobs: readonly (() => Promise<void>)[]): Promise<void> => {
  const queue = jobs[Symbol.iterator]()
  const work = async () => {
    for (const job of queue) await job()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

/** Keeps the books of a batch. */
const openBooks = () => {
  const failed = new Set<string>()
  const counts = { new: 0, stale: 0, plain: 0 }
  const ignored: Record<string, number> = {}
  let provisional = 0
  return {
    result: (): BatchResult => ({ failed: [...failed], counts, ignored, provisional }),
    applied: (outcome: IngestOutcome, understood: Understanding | undefined): void => {
      counts[outcome] += 1
      if (outcome === 'new' && understood?.sentiment.provisional) provisional += 1
    },
    ignore: (message: Message, reason: string): void => {
      log.info('delivery ignored', { message: message.id, reason })
      // `event not mapped: push` counts as `event not mapped`: a metric per event of every platform would cost more than it tells.
      const [kind = reason] = reason.split(':')
      ignored[kind] = (ignored[kind] ?? 0) + 1
    },
    fail: (message: Message, what: string, error: unknown): void => {
      failed.add(message.id)
      log.error(what, error, { message: message.id, receives: message.receives })
    },
  }
}
type Books = ReturnType<typeof openBooks>

const readAll = async (processing: Processing, messages: readonly Message[], books: Books): Promise<Entry[]> => {
  const entries: Entry[] = []
  for (const message of messages) {
    try {
      const { activities, ignored, ...marks } = await processing.read(message.body)
      if (ignored !== undefined) books.ignore(message, ignored)
      entries.push(...activities.map((activity) => ({ message, activity, marks, words: wordsOf(activity) })))
    } catch (error) {
      books.fail(message, 'delivery cannot be read', error)
    }
  }
  return entries
}

/** Reads at once what the activities of a batch will ask for. */
const readAhead = async ({ mode }: Pick<Processing, 'mode'>, view: View, entries: readonly Entry[]): Promise<void> => {
  const kept = mode !== 'embedded'
  try {
    await view.get(
      entries.flatMap(({ activity, words }) => [
        ...ingestKeys(activity),
        ...(words?.ask && kept ? [keys.understood(words.ask.hash)] : []),
      ]),
    )
    const followUps = await Promise.all(entries.map(({ activity }) => followUpKeys(view, activity)))
    await view.get(followUps.flat())
  } catch (error) {
    // One bad key spoils the call for all. Without it each activity reads for itself, and only the bad one fails.
    log.warn('could not read ahead', { problem: error instanceof Error ? error.name : 'unknown' })
  }
}

/**
 * Takes a batch of deliveries all the way: normalise, understand, connect. The reads of the batch are one or two calls and
 * the judgements one per language. A delivery that fails, for whatever reason, costs the others nothing.
 */
export const processBatch = async (processing: Processing, messages: readonly Message[]): Promise<BatchResult> => {
  const books = openBooks()
  const entries = await readAll(processing, messages, books)
  const view = openView(processing.table)
  await readAhead(processing, view, entries)
  const judged = await judgeBatch(processing, view, entries)
  const apply = async (entry: Entry): Promise<void> => {
    try {
      const { activity, marks } = entry
      const language = contentLanguage(activity)
      const understanding = entry.words && understandingOf(entry.words, judged(entry))
      const known = { ...marks, ...(understanding && { understanding }), ...(language ? { language } : {}) }
      books.applied(await applyActivity({ ...processing, view }, activity, known), understanding)
    } catch (error) {
      books.fail(entry.message, 'activity cannot be applied', error)
    }
  }
  await inParallel(
    chainsOf(entries).map((chain) => async () => {
      for (const entry of chain) await apply(entry)
    }),
  )
  return books.result()
}
