import * as z from 'zod/mini'
import { HOUR, MINUTE } from '../../shared/domain/time.ts'
import { checkHost } from '../../shared/platform/fetch.ts'
import {
  type BlueskyEvent,
  blueskyEventSchema,
  COLLECTION,
  postUri,
  wantedBy,
} from '../../shared/sources/bluesky-event.ts'
import type { SettingsOf } from '../../shared/sources/source.ts'
import { openStream } from './jetstream.ts'
import { cursorAs, type Page, type PullDeps, PullError, type Puller } from './puller.ts'

/**
 * Bluesky over Jetstream: reads on from the cursor (microseconds) until it has caught up with the moment it began. The stream
 * has every post of the network; what a source does not want is let go as it comes, before anything is queued.
 */

type Settings = SettingsOf<'bluesky'>

const ENDPOINT = 'wss://jetstream2.us-east.bsky.network/subscribe'
/** How far back Jetstream goes; an older cursor is answered from there on without a word. */
const LOOKBACK = 36 * HOUR
/** Several servers share a name, and their clocks differ a little, and from ours; in microseconds. */
const OVERLAP = 5_000_000
const SKEW = 60_000_000
/** Where a source begins. */
const FIRST = 5 * MINUTE
/** A page: so many events that are wanted or have to be looked up, or so many milliseconds. */
const PAGE = 500
const PAGE_MS = 5_000

const cursorSchema = z.object({ us: z.int().check(z.nonnegative()) })

/** Up to when a cursor has been read, in milliseconds since the epoch; undefined when there is none. */
export const blueskyReadTo = (cursor: string | undefined): number | undefined => {
  const us = cursorAs(cursor, cursorSchema)?.us
  return us === undefined ? undefined : us / 1_000
}

type Candidate = { event: BlueskyEvent; text: string; sure: boolean }

const addressOf = (settings: Settings, from: number): string => {
  const url = new URL(settings.endpoint ?? ENDPOINT)
  url.searchParams.set('wantedCollections', COLLECTION)
  url.searchParams.set('cursor', String(from))
  return url.href
}

const idOf = (event: BlueskyEvent): string =>
  event.kind === 'commit' ? postUri(event.did, event.commit.rkey) : event.did

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const timeSchema = z.object({ time_us: z.int().check(z.nonnegative()), kind: z.string() })

/** Collects what may be wanted, and how far the stream is. */
const collector = (settings: Settings, { from, until }: { from: number; until: number }) => {
  const wanted = wantedBy(settings)
  let candidates: Candidate[] = []
  let us = from
  let skipped = 0
  let full = Promise.withResolvers<void>()
  const take = (text: string, value: unknown): void => {
    const { data: event } = z.safeParse(blueskyEventSchema, value)
    if (!event) skipped++
    const want = event ? wanted(event) : 'pass'
    if (event && want !== 'pass') candidates.push({ event, text, sure: want === 'take' })
    if (candidates.length >= PAGE) full.resolve()
  }
  return {
    skip: () => void skipped++,
    onText: (text: string): 'more' | 'enough' => {
      const value = parsed(text)
      const { data: when } = z.safeParse(timeSchema, value)
      // The stream's clock may be a little ahead of ours; a time that is further off would end the look before its time.
      if (!when || when.time_us > until + SKEW) {
        skipped++
        return 'more'
      }
      // News of handles come too, whatever is asked for.
      if (when.kind === 'commit' || when.kind === 'account') take(text, value)
      us = Math.max(us, Math.min(when.time_us, until))
      return when.time_us >= until ? 'enough' : 'more'
    },
    full: () => full.promise,
    empty: () => {
      const page = { candidates, us, skipped }
      candidates = []
      skipped = 0
      full = Promise.withResolvers<void>()
      return page
    },
  }
}

type Collected = ReturnType<ReturnType<typeof collector>['empty']>

/**
 * A delete says no more than an id, and nobody can say from it whether the post was one that we took: so what is taken is
 * remembered first, with its author, and looked up then.
 */
const pageOf = async ({ candidates, us, skipped }: Collected, deps: PullDeps): Promise<Page> => {
  const sure = candidates.filter((one) => one.sure)
  await deps.remember(
    sure.flatMap(({ event }) =>
      event.kind === 'commit' && event.commit.operation !== 'delete' ? [idOf(event), event.did] : [],
    ),
  )
  const asked = candidates.filter((one) => !one.sure).map(({ event }) => idOf(event))
  const known = asked.length > 0 ? await deps.known(asked) : new Set()
  return {
    deliveries: candidates
      .filter(({ event, sure: isSure }) => isSure || known.has(idOf(event)))
      .map(({ text }) => ({ body: text })),
    cursor: JSON.stringify({ us }),
    skipped,
  }
}

const sleep = (ms: number): { over: Promise<'pause'>; stop: () => void } => {
  const { promise, resolve } = Promise.withResolvers<'pause'>()
  const timer = setTimeout(() => resolve('pause'), ms)
  return { over: promise, stop: () => clearTimeout(timer) }
}

/** Reads Jetstream from the cursor until now. */
export const pullBluesky: Puller<Settings> = async function* ({ settings, cursor }, deps): AsyncGenerator<Page> {
  const start = deps.now()
  const before = cursorAs(cursor, cursorSchema)?.us
  const oldest = (start - LOOKBACK) * 1_000
  const asked = before ?? (start - FIRST) * 1_000
  const from = Math.max(asked, oldest)
  if (asked < oldest)
    yield {
      deliveries: [],
      cursor: JSON.stringify({ us: from }),
      gapHours: Math.ceil((oldest - asked) / (HOUR * 1_000)),
    }
  const address = addressOf(settings, Math.max(from - (before === undefined ? 0 : OVERLAP), oldest))
  await checkHost(address)
  const collected = collector(settings, { from, until: start * 1_000 })
  const { onText, skip: onOther } = collected
  const stream = await openStream({ url: address, onText, onOther, timeLeft: deps.timeLeft })
  try {
    for (;;) {
      const pause = sleep(PAGE_MS)
      const why = await Promise.race([stream.ended, collected.full(), pause.over])
      pause.stop()
      const over = why !== undefined && why !== 'pause'
      yield await pageOf(collected.empty(), deps)
      if (why === 'broken') throw new PullError('The stream was closed before it had caught up.')
      if (over || deps.timeLeft() <= 0) return
    }
  } finally {
    stream.close()
  }
}
