import type { DomainEvent } from '../../events.ts'
import { HOUR, msOf } from '../../time.ts'
import type { Alert, AlertOn } from './alert.ts'
import { asks, complains } from './concerns.ts'
import type { Notice } from './notice.ts'

/** What an event becomes: something to tell now, or to look at later. `at` in the latter: milliseconds since the epoch. */
export type Matched = { notice: Notice; look?: number }

/** What is known of whoever an event is about; asked for only when an alert wants it. */
export type About = {
  /** Of the account that wrote. */
  followers: () => Promise<number>
  /** Segments of the person. */
  segments: () => Promise<readonly string[]>
}

type EventOf<T extends DomainEvent['type']> = Extract<DomainEvent, { type: T }>
type OnOf<T extends AlertOn> = Extract<Alert['on'], { type: T }>

/** So sure an engine has to be, unless the alert says otherwise. */
const CONFIDENCE = 0.5

const postOf = ({ id: cause, data }: EventOf<'mention.created'>) => ({
  ...{ cause, mention: data.mention, source: data.source, identity: data.identity },
  ...(data.url ? { url: data.url } : {}),
  ...(data.language ? { language: data.language } : {}),
})

const complaint = async (
  event: EventOf<'mention.created'>,
  { minFollowers, minConfidence = CONFIDENCE }: OnOf<'complaint.high-reach'>,
  about: About,
): Promise<Omit<Notice, 'on' | 'at'> | undefined> => {
  const { confidence } = event.data
  if (!complains(event)) return undefined
  if (confidence !== undefined && confidence < minConfidence) return undefined
  const followers = await about.followers()
  if (followers < minFollowers) return undefined
  return { ...postOf(event), followers, ...(confidence === undefined ? {} : { confidence }) }
}

const fits = async ({ where }: Alert, notice: Omit<Notice, 'on' | 'at'>, about: About): Promise<boolean> => {
  if (where?.sources && !where.sources.includes(notice.source ?? '')) return false
  if (where?.languages && !where.languages.includes(notice.language ?? '')) return false
  if (!where?.segments) return true
  const own = await about.segments()
  return where.segments.some((segment) => own.includes(segment))
}

const factsOf = async (
  event: DomainEvent,
  on: Alert['on'],
  about: About,
): Promise<(Omit<Notice, 'on' | 'at'> & { lookAt?: number }) | undefined> => {
  if (event.type === 'mention.created' && on.type === 'complaint.high-reach') return await complaint(event, on, about)
  if (event.type === 'mention.created' && on.type === 'question.unanswered') {
    if (!asks(event)) return undefined
    const { afterHours } = on
    return { ...postOf(event), afterHours, lookAt: msOf(event.at) + afterHours * HOUR }
  }
  if (event.type === 'advocate.emerged' && on.type === event.type) return { cause: event.id, ...event.data }
  if (event.type === 'topic.hot' && on.type === event.type) return { cause: event.id, ...event.data }
  if (event.type === 'recipe.paused' && on.type === event.type) {
    const { recipe, by, why } = event.data
    // Whoever pauses a recipe knows it.
    if (by !== 'earshot') return undefined
    return { cause: event.id, recipe, ...(why === undefined ? {} : { why }) }
  }
  return undefined
}

/** Whether an alert is to tell of an event, and what. */
export const matched = async (event: DomainEvent, alert: Alert, about: About): Promise<Matched | undefined> => {
  if (alert.paused) return undefined
  const facts = await factsOf(event, alert.on, about)
  if (!facts) return undefined
  const { lookAt, ...told } = facts
  if (!(await fits(alert, told, about))) return undefined
  return { notice: { on: alert.on.type, at: event.at, ...told }, ...(lookAt === undefined ? {} : { look: lookAt }) }
}
