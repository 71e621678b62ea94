import type { DomainEvent } from '../../shared/domain/events.ts'
import { tagsTo } from '../../shared/domain/measure/tags.ts'
import { failureOf } from '../../shared/domain/nudge/outcome.ts'
import { raisedEvent, slackMessage, teamsMessage } from '../../shared/domain/respond/alerts/channels.ts'
import { addressProblem, type Destination, destinationsOf } from '../../shared/domain/respond/alerts/destinations.ts'
import { alertMail } from '../../shared/domain/respond/alerts/mail.ts'
import type { TryResult } from '../../shared/domain/respond/alerts/retry.ts'
import { signedHeaders } from '../../shared/domain/respond/alerts/sign.ts'
import type { Brand } from '../../shared/domain/settings.ts'
import { type Fetch, FetchError, retryAfterOf } from '../../shared/platform/fetch.ts'
import type { ReadCachedSecret } from '../../shared/platform/secrets.ts'
import { type Deliver, sendError } from '../../shared/platform/ses.ts'
import { sesRequest } from '../../shared/platform/ses-request.ts'
import { emailIdentity } from '../../shared/store/addresses.ts'
import { readPreferences } from '../../shared/store/preferences.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Delivering, Send } from './delivering.ts'

/** What the channels reach the world by. */
export type Reach = {
  table: Table
  brand: Brand
  configurationSet: string
  pepper: () => Promise<string>
  mail: Deliver
  fetch: Fetch
  /** The secret with the destinations. */
  secrets: ReadCachedSecret
  secretId: string
  /** This machine may be written to: only where everything runs on it. */
  loopback: boolean
  tell: (events: readonly DomainEvent[]) => Promise<void>
  /** Milliseconds since the epoch. */
  now: () => number
}

const refused = (code: string): TryResult => ({ ok: false, status: 400, code })

/** What a secret just written is found by: what is not there is looked for again after so long. */
const FRESH = 5_000

const destinationFor = async (
  reach: Reach,
  kind: Destination['kind'],
  name: string,
): Promise<Destination | undefined> => {
  const { secrets, secretId } = reach
  const known = async (maxAge?: number) => {
    const all = destinationsOf(await secrets(secretId, maxAge))
    return Object.hasOwn(all, name) && all[name]?.kind === kind ? all[name] : undefined
  }
  return (await known()) ?? (await known(FRESH))
}

/** An answer is read up to this, in bytes, and thrown away. */
const ANSWER = 1_000_000
/** Milliseconds. */
const PATIENCE = 10_000

const post = async (
  { fetch, now }: Reach,
  { url, body, headers = {} }: { url: string; body: string; headers?: Record<string, string> },
): Promise<TryResult> => {
  try {
    const { status } = await fetch(url, {
      ...{ method: 'POST', body, most: ANSWER, patience: PATIENCE, redirects: 0 },
      headers: { 'content-type': 'application/json', 'user-agent': 'Earshot', ...headers },
    })
    return { ok: true, status }
  } catch (error) {
    if (!(error instanceof FetchError)) throw error
    const { status } = error
    // The error's words may name the address, which is a secret.
    const code = status === 0 ? 'no_answer' : `http_${status}`
    return { ok: false, status, code, retryAfter: retryAfterOf(error.headers['retry-after'], now()) }
  }
}

/** To where the alert's destination leads now. */
const toDestination =
  (
    reach: Reach,
    kind: Destination['kind'],
    make: (given: Parameters<Send>[0], destination: Destination) => Parameters<typeof post>[1],
  ): Send =>
  async (given) => {
    const { to } = given.alert
    const destination = 'destination' in to ? await destinationFor(reach, kind, to.destination) : undefined
    if (!destination) return refused('no_destination')
    if (addressProblem(destination, reach)) return refused('address_not_allowed')
    return await post(reach, make(given, destination))
  }

const signed = (
  { delivery, alert }: Parameters<Send>[0],
  { url, secret = '', previous }: Destination,
  now: number,
): Parameters<typeof post>[1] => {
  const event = raisedEvent(delivery, alert)
  const body = JSON.stringify({ ...event, timestamp: event.at })
  const headers = signedHeaders({ id: delivery.id, at: now, body }, [secret, ...(previous ? [previous] : [])])
  return { url, body, headers }
}

/** An email, once: what SES may have is not sent again. */
const byMail =
  ({ table, brand, configurationSet, pepper, mail }: Reach): Send =>
  async ({ told, alert, delivery: { address = '' } }) => {
    const emailIid = emailIdentity(await pepper(), address.toLowerCase())
    // Not a nudge; but who said "spam", or has a dead address, gets no email at all.
    if ((await readPreferences(table, emailIid))?.suppressed) return refused('suppressed')
    const request = sesRequest(alertMail(told, alert, brand), {
      ...{ address, configurationSet, tags: tagsTo(emailIid, 'alert') },
    })
    try {
      await mail(request)
      return { ok: true, status: 200 }
    } catch (error) {
      const { kind, code } = failureOf(sendError(error), `${brand.senderName}@${brand.senderDomain}`)
      if (kind === 'refused') return refused(code)
      return { ok: false, status: kind === 'unknown' ? 0 : 503, code, unknown: kind === 'unknown' }
    }
  }

const byBus =
  ({ tell }: Reach): Send =>
  async ({ delivery, alert }) => {
    try {
      await tell([raisedEvent(delivery, alert)])
      return { ok: true, status: 200 }
    } catch (error) {
      return { ok: false, status: 0, code: error instanceof Error ? error.name : 'unknown' }
    }
  }

const chat =
  (message: (told: Parameters<Send>[0]['told']) => object) =>
  ({ told }: Parameters<Send>[0], { url }: Destination) => ({ url, body: JSON.stringify(message(told)) })

/** Every way in which alerts are told. */
export const channelsOf = (reach: Reach): Delivering['channels'] => ({
  email: byMail(reach),
  slack: toDestination(reach, 'slack', chat(slackMessage)),
  teams: toDestination(reach, 'teams', chat(teamsMessage)),
  webhook: toDestination(reach, 'webhook', (given, destination) => signed(given, destination, reach.now())),
  bus: byBus(reach),
})
