import type { Page, PullDeps, Puller } from '../../functions/listen/puller.ts'
import { pullerOf } from '../../functions/listen/pullers.ts'
import { type Pulled, type Pulling, pullSource } from '../../functions/listen/pulling.ts'
import { type Delivery, deliverySchema } from '../../shared/domain/listen/delivery.ts'
import type { SourceSettings } from '../../shared/domain/listen/source-settings.ts'
import type { ContentInput } from '../../shared/domain/nudge/content.ts'
import { publicFetch } from '../../shared/platform/fetch.ts'
import { readLeases } from '../../shared/store/leases.ts'
import { knownPulled, moveCursor, notePull, readPull, rememberPulled } from '../../shared/store/pulls.ts'
import type { Table } from '../../shared/store/table.ts'
import { withLog } from './door.ts'

/** What a test asks a source with: a real table, and a queue, an archive and a catalogue in the test's hands. */
export const startPulling = (table: Table, { now = Date.parse('2026-11-21T20:00:00.000Z') } = {}) => {
  const queue: Delivery[] = []
  const archive = new Map<string, Buffer>()
  const shelf = new Map<string, ContentInput>()
  const log: string[] = []
  const state = {
    now,
    timeLeft: 60_000,
    queueFails: false,
    tableFails: false,
    puller: undefined as Puller | undefined,
    secret: '{}',
  }
  const depsOf = (source: string): PullDeps => ({
    fetch: publicFetch,
    now: () => state.now,
    timeLeft: () => state.timeLeft,
    remember: (ids) => rememberPulled(table, source, ids, Math.floor(state.now / 1_000) + 86_400),
    known: (ids) => knownPulled(table, source, ids),
    contentHosts: ['guides.example'],
    secret: async () => state.secret,
    appUrl: 'https://app.example',
    leasesOf: (topics, door) => readLeases(table, source, topics, door),
  })
  const pulling: Pulling = {
    puller: (settings) => state.puller ?? pullerOf(settings),
    enqueue: async (messages) => {
      if (state.queueFails) throw new Error('no queue today')
      queue.push(...messages.map((message) => deliverySchema.parse(JSON.parse(message))))
    },
    archive: async (key, body) => void archive.set(key, Buffer.from(body)),
    shelve: async (piece) => void shelf.set(piece.id, piece),
    withdraw: async (id) => void shelf.delete(id),
    read: (source) => readPull(table, source),
    move: async (source, to) => {
      if (state.tableFails) throw new Error('no table today')
      return await moveCursor(table, source, to)
    },
    note: (source, what) => notePull(table, source, what),
    depsOf,
  }
  const pull = async (source: string, settings: SourceSettings): Promise<Pulled> => {
    const { value, log: lines } = await withLog(() => pullSource(pulling, source, settings))
    log.push(...lines)
    return value
  }
  /** Everything that was queued since the last time, as JSON. */
  const taken = (): unknown[] =>
    queue.splice(0).map(({ body }) => JSON.parse(Buffer.from(body ?? '', 'base64').toString()))
  /** A metric's sum over all that was logged. */
  const counted = (name: string): number =>
    log
      .map((line) => Number((JSON.parse(line) as Record<string, unknown>)[name] ?? 0))
      .reduce((sum, one) => sum + one, 0)
  return {
    pull,
    pulling,
    queue,
    archive,
    shelf,
    log,
    state,
    depsOf,
    taken,
    counted,
    cursor: (source: string) => readPull(table, source),
  }
}

/** A puller that yields these pages, whatever it is asked. */
export const pagesOf = (...pages: (Page | Error)[]): Puller =>
  async function* () {
    for (const page of pages) {
      if (page instanceof Error) throw page
      yield page
    }
  }
