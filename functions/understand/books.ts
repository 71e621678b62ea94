import { type Activity, isMention } from '../../shared/domain/listen/activity.ts'
import type { DeliveryMarks } from '../../shared/domain/listen/delivery.ts'
import { msOf } from '../../shared/domain/time.ts'
import { log } from '../../shared/platform/logger.ts'
import type { IngestOutcome } from '../../shared/store/ingest.ts'

/** One message of the queue. `receives`: how often it has been handed out, this time included. */
export type Message = { id: string; body: string; receives: number }

type Counted = 'Applied' | 'Duplicates' | 'Ignored' | 'Failed' | 'PrivacyRequests'

/** What a batch came to for one source: names and values of its metrics, those only that are not zero or empty. */
export type SourceCounts = Partial<Record<Counted, number> & Record<'Lag' | 'Delay', number[]>>

/** Which source's delivery something is, and what is known of it. */
export type Told = { message: Message; source: string; marks: DeliveryMarks }

const NAME = { new: 'Applied', plain: 'Applied', stale: 'Duplicates' } as const

/** Seconds between two moments; clocks that disagree make no time run backwards. */
const seconds = (from: number, to: number): number => Math.max(0, Math.round((to - from) / 100) / 10)

/**
 * Keeps the books of a batch: which messages have to be tried again, and what is counted of each source.
 * @param now milliseconds since the epoch
 */
export const openBooks = (now: () => number) => {
  const failed = new Set<string>()
  const timed = new Set<string>()
  const counts = { new: 0, stale: 0, plain: 0 }
  const sources: Record<string, SourceCounts> = {}
  let provisional = 0
  const of = (source: string): SourceCounts => {
    sources[source] ??= {}
    return sources[source]
  }
  const add = (source: string, name: Counted): void => {
    of(source)[name] = (of(source)[name] ?? 0) + 1
  }
  /** Once per delivery, and only of what comes in now: how old the past is says nothing of a source's health. */
  const time = ({ message, source, marks }: Told, activity: Activity): void => {
    if (marks.history || marks.replayed || timed.has(message.id)) return
    timed.add(message.id)
    const came = msOf(marks.receivedAt)
    const book = of(source)
    book.Lag = [...(book.Lag ?? []), seconds(came, now())]
    if (isMention(activity) && !activity.deleted && !activity.editedAt)
      book.Delay = [...(book.Delay ?? []), seconds(msOf(activity.at), came)]
  }
  return {
    result: () => ({ failed: [...failed], counts, sources, provisional }),
    applied: (told: Told, activity: Activity, outcome: IngestOutcome, isProvisional: boolean): void => {
      counts[outcome] += 1
      add(told.source, NAME[outcome])
      if (outcome === 'new' && isProvisional) provisional += 1
      if (outcome !== 'stale') time(told, activity)
    },
    ignore: (message: Message, source: string, reason: string): void => {
      log.info('delivery ignored', { message: message.id, source, reason })
      add(source, 'Ignored')
    },
    /** A platform asks for something in a person's name: an alarm tells the team. */
    ring: (source: string): void => add(source, 'PrivacyRequests'),
    fail: (message: Message, source: string, what: string, error: unknown): void => {
      // One delivery counts once, however many of its activities fail.
      if (!failed.has(message.id)) add(source, 'Failed')
      failed.add(message.id)
      log.error(what, error, { message: message.id, source, receives: message.receives })
    },
  }
}
