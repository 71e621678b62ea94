import { chainsOf } from '../../shared/domain/connect/chains.ts'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import type { DeliveryMarks, Normalised } from '../../shared/domain/listen/delivery.ts'
import { NO_SENTIMENT } from '../../shared/domain/understand/understanding.ts'
import { log } from '../../shared/platform/logger.ts'
import { type Applying, applyActivity } from '../../shared/store/apply.ts'
import { followUpKeys, type IngestOutcome, ingestKeys, isStale } from '../../shared/store/ingest.ts'
import { openView, type View } from '../../shared/store/ingest-view.ts'
import { keys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { keepSentiments, sentimentOf } from '../../shared/store/understood.ts'
import type { SentimentAnswer, SentimentAsk } from './sentiment.ts'
import { contentLanguage, understandingOf, type Words, wordsOf } from './understand.ts'

/** One message of the queue. `receives`: how often it has been handed out, this time included. */
export type Message = { id: string; body: string; receives: number }

export type Processing = Omit<Applying, 'view'> & {
  table: Table
  /** Parses a message and normalises the delivery in it. */
  read: (body: string) => Promise<Normalised & DeliveryMarks>
  judge: (asks: readonly SentimentAsk[]) => Promise<Map<string, SentimentAnswer>>
  cacheDays: number
  /** Milliseconds since the epoch. */
  now: () => number
}

/**
 * What one batch came to. `failed`: ids of the messages that have to be tried again. `ignored`: how many deliveries meant
 * nothing to us, by reason.
 */
export type BatchResult = {
  failed: string[]
  counts: Record<IngestOutcome, number>
  ignored: Record<string, number>
}

type Entry = { message: Message; activity: Activity; marks: DeliveryMarks; words: Words | undefined }

/** From this hand-out on a mention is stored without a judgement, rather than waiting longer for an engine that is away. */
const PATIENCE = 3
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

/** Asks the engine for the texts that are new and were not judged before; keeps its answers for their repeats. */
const judgeNew = async (processing: Processing, view: View, entries: readonly Entry[]) => {
  const asks = new Map<string, SentimentAsk>()
  for (const { activity, words } of entries) {
    if (!words?.ask) continue
    // What cannot even be looked up fails when it is applied, and there only itself.
    const stale = await isStale(view, activity).catch(() => true)
    if (!stale) asks.set(words.ask.hash, words.ask)
  }
  const wanted = [...asks.values()]
  const kept = await view.get(wanted.map(({ hash }) => keys.understood(hash)))
  const answers = new Map<string, SentimentAnswer>()
  wanted.forEach(({ hash }, at) => {
    const sentiment = sentimentOf(kept[at])
    if (sentiment) answers.set(hash, { sentiment })
  })
  const missing = wanted.filter(({ hash }) => !answers.has(hash))
  if (missing.length === 0) return answers
  const fresh = await processing.judge(missing)
  const worthKeeping = [...fresh].flatMap(([hash, answer]) =>
    'sentiment' in answer && answer.sentiment.engine !== NO_SENTIMENT.engine
      ? [{ hash, sentiment: answer.sentiment }]
      : [],
  )
  const expires = Math.floor(processing.now() / 1_000) + processing.cacheDays * 86_400
  await keepSentiments(processing.table, worthKeeping, expires).catch((error: unknown) => {
    log.warn('sentiments not kept', { problem: error instanceof Error ? error.name : 'unknown' })
  })
  return new Map([...answers, ...fresh])
}

const understand = ({ message, words }: Entry, answers: ReadonlyMap<string, SentimentAnswer>) => {
  if (!words) return {}
  const answer = words.ask && answers.get(words.ask.hash)
  if (answer && 'unavailable' in answer && message.receives < PATIENCE) throw answer.unavailable
  return { understanding: understandingOf(words, answer && 'sentiment' in answer ? answer.sentiment : NO_SENTIMENT) }
}

/** Keeps the books of a batch. */
const openBooks = () => {
  const failed = new Set<string>()
  const counts = { new: 0, stale: 0, plain: 0 }
  const ignored: Record<string, number> = {}
  return {
    result: (): BatchResult => ({ failed: [...failed], counts, ignored }),
    applied: (outcome: IngestOutcome): void => {
      counts[outcome] += 1
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
const readAhead = async (view: View, entries: readonly Entry[]): Promise<void> => {
  try {
    await view.get(
      entries.flatMap(({ activity, words }) => [
        ...ingestKeys(activity),
        ...(words?.ask ? [keys.understood(words.ask.hash)] : []),
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
  await readAhead(view, entries)
  const answers = await judgeNew(processing, view, entries)
  const apply = async (entry: Entry): Promise<void> => {
    try {
      const { activity, marks } = entry
      const language = contentLanguage(activity)
      const known = { ...marks, ...understand(entry, answers), ...(language ? { language } : {}) }
      books.applied(await applyActivity({ ...processing, view }, activity, known))
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
