import { chainsOf } from '../../shared/domain/connect/chains.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { DeliveryMarks, Normalised } from '../../shared/domain/listen/delivery.ts'
import { inParallel } from '../../shared/platform/batch.ts'
import { log } from '../../shared/platform/logger.ts'
import { type Applying, applyActivity } from '../../shared/store/apply.ts'
import { followUpKeys, ingestKeys } from '../../shared/store/ingest.ts'
import { openView, type View } from '../../shared/store/ingest-view.ts'
import { keys } from '../../shared/store/keys.ts'
import { type Message, openBooks, type Told } from './books.ts'
import { sourceOf } from './delivery.ts'
import { type Judging, judgeBatch } from './judging.ts'
import { contentLanguage, understandingOf, type Words, wordsOf } from './understand.ts'

export type Processing = Omit<Applying, 'view'> &
  Judging & {
    /** Parses a message and normalises the delivery in it. */
    read: (body: string) => Promise<Normalised & DeliveryMarks & { source: string }>
  }

/**
 * What one batch came to. `failed`: ids of the messages that have to be tried again. `sources`: what is counted of each
 * source. `provisional`: mentions stored with a judgement that is to be refined.
 */
export type BatchResult = ReturnType<ReturnType<typeof openBooks>['result']>

type Entry = Told & { activity: Activity; words: Words | undefined }

/** Chains worked through at the same time. */
const AT_ONCE = 8

type Books = ReturnType<typeof openBooks>

const readAll = async (processing: Processing, messages: readonly Message[], books: Books): Promise<Entry[]> => {
  const entries: Entry[] = []
  for (const message of messages) {
    try {
      const { activities, ignored, privacy, source, ...marks } = await processing.read(message.body)
      if (ignored !== undefined) books.ignore(message, source, ignored)
      if (privacy && !marks.replayed) books.ring(source)
      entries.push(...activities.map((activity) => ({ message, source, activity, marks, words: wordsOf(activity) })))
    } catch (error) {
      books.fail(message, sourceOf(message.body, processing.sources), 'delivery cannot be read', error)
    }
  }
  return entries
}

/** Reads at once what the activities of a batch will ask for. */
const readAhead = async ({ mode }: Pick<Processing, 'mode'>, view: View, entries: readonly Entry[]): Promise<void> => {
  // A cascade does not know yet whom it would ask.
  const kept = mode === 'comprehend'
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
  const books = openBooks(processing.now)
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
      const outcome = await applyActivity({ ...processing, view }, activity, known)
      books.applied(entry, activity, outcome, understanding?.sentiment.provisional === true)
    } catch (error) {
      books.fail(entry.message, entry.source, 'activity cannot be applied', error)
    }
  }
  await inParallel(chainsOf(entries), AT_ONCE, async (chain) => {
    for (const entry of chain) await apply(entry)
  })
  return books.result()
}
