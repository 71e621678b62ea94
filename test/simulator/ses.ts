import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { isoOf, MINUTE } from '../../shared/domain/time.ts'

/** What SES did with one call: `accepted` is the truth, whatever it said. */
export type SesCall = {
  /** The last call of the same worker to the table before this one. */
  last: number
  seq: number
  at: number
  accepted: boolean
  said: string
  decision: string
  iid: string
  recipe: string
  address: string
}

type Failure = { name: string; status?: number; code?: string; message?: string }
/** One thing that a call can come to: with what weight, whether SES has the email then, and what the caller gets to see. */
type Row = { weight: number; accepts: boolean; failure?: Failure }

/** Every row of the outcome table (design, nudges.md §3), and the ways in which SES takes an email and does not say so. */
const ROWS: readonly Row[] = [
  { weight: 60, accepts: true },
  { weight: 3, accepts: true, failure: { name: 'Error', code: 'ECONNRESET', message: 'socket hang up' } },
  { weight: 3, accepts: true, failure: { name: 'InternalServiceError', status: 500 } },
  { weight: 2, accepts: true, failure: { name: 'ServiceUnavailable', status: 503 } },
  { weight: 3, accepts: true, failure: { name: 'TimeoutError', message: 'Connection timed out' } },
  { weight: 2, accepts: false, failure: { name: 'InternalServiceError', status: 500 } },
  { weight: 2, accepts: false, failure: { name: 'TimeoutError', message: 'Connection timed out' } },
  { weight: 3, accepts: false, failure: { name: 'TooManyRequestsException', status: 429 } },
  { weight: 2, accepts: false, failure: { name: 'ThrottlingException', status: 400, message: 'Maximum sending rate' } },
  { weight: 1, accepts: false, failure: { name: 'LimitExceededException', status: 400 } },
  { weight: 2, accepts: false, failure: { name: 'Throttling', status: 400, message: 'Daily message quota exceeded' } },
  { weight: 1, accepts: false, failure: { name: 'Error', code: 'ECONNREFUSED' } },
  { weight: 2, accepts: false, failure: { name: 'MessageRejected', status: 400 } },
  { weight: 1, accepts: false, failure: { name: 'BadRequestException', status: 400 } },
  { weight: 1, accepts: false, failure: { name: 'SendingPausedException', status: 400 } },
  { weight: 1, accepts: false, failure: { name: 'AccountSuspendedException', status: 400 } },
  { weight: 1, accepts: false, failure: { name: 'AccessDeniedException', status: 403 } },
  { weight: 1, accepts: false, failure: { name: 'MailFromDomainNotVerifiedException', status: 400 } },
]
const CALM: readonly Row[] = ROWS.slice(0, 1)

/** News of an email, as SES publishes it. */
export type SesEvent = { at: number; body: string }
type EventType = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject' | 'DeliveryDelay'

/** What can become of an email, by weight: the types of the events that SES tells of it. */
const FATES: readonly { weight: number; types: readonly EventType[]; soft?: boolean }[] = [
  { weight: 60, types: ['Send', 'Delivery'] },
  { weight: 8, types: ['Send', 'Bounce'] },
  { weight: 8, types: ['Send', 'Bounce'], soft: true },
  { weight: 6, types: ['Send', 'Delivery', 'Complaint'] },
  { weight: 4, types: ['Send', 'DeliveryDelay', 'Delivery'] },
  { weight: 3, types: ['Send', 'Reject'] },
]

const drawn = <T extends { weight: number }>(rows: readonly T[], random: () => number): T => {
  let left = random() * rows.reduce((sum, { weight }) => sum + weight, 0)
  for (const row of rows) {
    left -= row.weight
    if (left <= 0) return row
  }
  return rows[0] as T
}

const thrown = ({ name, status, code, message = name }: Failure): Error =>
  Object.assign(new Error(message), { name }, code ? { code } : {}, { $metadata: { httpStatusCode: status } })

const bodyOf = (
  eventType: EventType,
  { request, id, at, soft }: { request: SendEmailCommandInput; id: string; at: number; soft: boolean },
): string => {
  const timestamp = isoOf(at)
  const tags = Object.fromEntries((request.EmailTags ?? []).map(({ Name, Value }) => [Name, [Value]]))
  const details: Record<EventType, object> = {
    Send: { send: {} },
    Delivery: { delivery: { timestamp } },
    Bounce: { bounce: { timestamp, bounceType: soft ? 'Transient' : 'Permanent' } },
    Complaint: { complaint: { timestamp } },
    Reject: { reject: { reason: 'Bad content' } },
    DeliveryDelay: { deliveryDelay: { timestamp } },
  }
  return JSON.stringify({ eventType, mail: { messageId: id, timestamp, tags }, ...details[eventType] })
}

/**
 * SES as nobody wishes it: it takes emails and says no, says "later", takes them and hangs up, and tells of what became of
 * them twice, late, in any order or never.
 */
export const openSes = ({ random, calm = () => false }: { random: () => number; calm?: () => boolean }) => {
  const calls: SesCall[] = []
  const events: SesEvent[] = []
  const tell = (request: SendEmailCommandInput, id: string, at: number): void => {
    const { types, soft = false } = drawn(FATES, random)
    for (const type of types) {
      if (random() < 0.2) continue
      for (let copies = random() < 0.2 ? 2 : 1; copies > 0; copies--) {
        const late = random() < 0.3 ? random() * 2_880 : random() * 5
        events.push({ at: at + Math.round(late * MINUTE), body: bodyOf(type, { request, id, at, soft }) })
      }
    }
  }
  return {
    calls: calls as readonly SesCall[],
    /** Takes out the events whose time has come. */
    due: (now: number): SesEvent[] => {
      const ready = events.filter(({ at }) => at <= now)
      for (const event of ready) events.splice(events.indexOf(event), 1)
      return ready
    },
    next: (): number => Math.min(Number.POSITIVE_INFINITY, ...events.map(({ at }) => at)),
    /** One call. @returns the message's id @throws as the SDK does */
    send: (request: SendEmailCommandInput, { seq, last, at }: Pick<SesCall, 'seq' | 'last' | 'at'>): string => {
      const tag = (name: string): string => request.EmailTags?.find(({ Name }) => Name === name)?.Value ?? ''
      const { accepts: accepted, failure } = drawn(calm() ? CALM : ROWS, random)
      const id = `m${calls.length}`
      calls.push({
        ...{ seq, last, at, accepted, said: failure?.name ?? 'ok', decision: tag('nudge_id'), recipe: tag('recipe') },
        iid: Buffer.from(tag('nudge_of'), 'base64url').toString(),
        address: request.Destination?.ToAddresses?.[0] ?? '',
      })
      if (accepted) tell(request, id, at)
      if (failure) throw thrown(failure)
      return id
    },
  }
}
