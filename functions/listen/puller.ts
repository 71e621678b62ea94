import * as z from 'zod/mini'
import type { Lease } from '../../shared/domain/listen/lease.ts'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import type { ContentInput } from '../../shared/domain/nudge/content.ts'
import type { Iso } from '../../shared/domain/time.ts'
import type { Fetch } from '../../shared/platform/fetch.ts'

/** One thing to be put into the deliveries queue: what the source's normaliser gets as its body. */
export type PulledDelivery = {
  /** Text of the platform's own or JSON made of it; the normaliser of the type reads it. */
  body: string
  /** Stays the same when the same thing is pulled again. @default a hash of the body */
  id?: string
  /** It tells of the past: what it says is connected and counted, and starts no nudge. */
  history?: true
}

/**
 * Some of what a source had to say. When everything in it is in the queue (and the pieces in the catalogue), the cursor is
 * stored; so it has to say "read up to here". `skipped`: entries that could not be read and cost only themselves.
 */
export type Page = {
  deliveries: readonly PulledDelivery[]
  pieces?: readonly ContentInput[]
  /** Ids of pieces that are to go out of the catalogue. */
  gone?: readonly string[]
  cursor: string
  skipped?: number
  /** What ends unless it is renewed, and when, by its name: all of it, in the place of what was stored. */
  leases?: Readonly<Record<string, Iso>>
  /** Hours of which the source cannot tell any more. */
  gapHours?: number
}

/** What a puller gets besides its settings. */
export type PullDeps = {
  fetch: Fetch
  /** Milliseconds since the epoch. */
  now: () => number
  /** Milliseconds that are left to read; a puller ends its last page before it is 0. */
  timeLeft: () => number
  /** Remembers that things were taken, so that their deletes are known. */
  remember: (ids: readonly string[]) => Promise<void>
  /** Those of the ids that were taken. */
  known: (ids: readonly string[]) => Promise<Set<string>>
  /** Hosts that emails may lead to. */
  contentHosts: readonly string[]
  /** The source's secret JSON as it is now. */
  secret: () => Promise<string>
  /** Where the doors are, without a slash at its end. */
  appUrl: string
  /** The latest that a hub told a door of subscriptions, in the order of the topics. */
  leasesOf: (topics: readonly string[], door: string) => Promise<readonly (Lease | undefined)[]>
}

/**
 * Reads a source from a cursor (undefined: for the first time), page by page, until there is no more or the time is up.
 * @throws PullError, FetchError, MalformedDeliveryError when the source cannot be read: what was yielded before stays
 */
export type Puller<S extends SourceSettings = SourceSettings> = (
  pull: {
    source: string
    settings: S
    cursor: string | undefined
    leases: Readonly<Record<string, Iso>>
  },
  deps: PullDeps,
) => AsyncIterable<Page>

/**
 * A source could not be read, for a reason that lies with it. The cursor stays where it is; the next look tries again, after
 * `retryAfter` seconds at the earliest.
 */
export class PullError extends Error {
  override name = 'PullError'
  readonly retryAfter: number | undefined
  constructor(message: string, options: { cause?: unknown; retryAfter?: number | undefined } = {}) {
    super(message, { cause: options.cause })
    this.retryAfter = options.retryAfter
  }
}

/**
 * A cursor's text as what the puller wrote.
 * @param schema of the JSON in it
 * @returns undefined when there is no cursor, or none that the schema knows: then the source is read as for the first time
 */
export const cursorAs = <S extends z.ZodMiniType>(text: string | undefined, schema: S): z.infer<S> | undefined => {
  if (text === undefined) return undefined
  try {
    return z.safeParse(schema, JSON.parse(text)).data
  } catch {
    return undefined
  }
}
