import { isoOf, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import { inParallel } from '../../shared/platform/batch.ts'
import { log } from '../../shared/platform/logger.ts'
import { type BackfillState, listsToAsk, nextOf, writeBackfill } from '../../shared/store/backfill.ts'
import type { BackfillItem } from '../../shared/store/segment-items.ts'
import { type Catalog, noteReady, readCatalog, SEGMENTS_KEPT_MS } from '../../shared/store/segments.ts'
import { ConflictError } from '../../shared/store/table.ts'
import { type Rescoring, rescore } from './rescore.ts'

/** What a back-fill works with. */
export type Backfilling = {
  rescoring: Rescoring
  /** Asked before every page. */
  hasTime: () => boolean
  /** Waits so many milliseconds. */
  pause: (ms: number) => Promise<void>
}

/**
 * How long a change has to be known before people are asked: by then nobody evaluates by the segments before it, and whoever was
 * doing so when it came has ended. So people who come up meanwhile are asked by it anyway.
 */
export const SETTLED_AFTER = SEGMENTS_KEPT_MS + MINUTE + 10 * SECOND

/** People of a page, and how many are asked side by side. */
const PAGE = 100
const SIDE_BY_SIDE = 8
/** What a page takes at least, so that a large community costs the table no more than a few hundred units a second. */
const PAGE_TAKES = SECOND
/** After so many failures of a page the people who fail are left to what next happens with them. */
const TRIES = 3

/** What a run did. */
export type Backfilled = { asked: number; failed: number; done: boolean }

const askPage = async ({ rescoring }: Backfilling, page: readonly string[]): Promise<string[]> => {
  const failed: string[] = []
  await inParallel(page, SIDE_BY_SIDE, async (pid) => {
    try {
      await rescore(rescoring, pid)
    } catch (error) {
      log.error('person not asked about segments', error, { person: pid })
      failed.push(pid)
    }
  })
  return failed
}

type Step = { state: BackfillState; asked: number }

/** One page of one list; the state says where the next begins. */
const step = async (deps: Backfilling, lists: readonly string[], before: BackfillItem): Promise<Step> => {
  const { list = 0, after, asked = 0, failed = 0, tries = 0, ...rest } = before
  const { done, target, startedAt } = rest
  const common: BackfillState = {
    ...{ done, asked, failed, list },
    ...(target === undefined ? {} : { target }),
    ...(startedAt === undefined ? {} : { startedAt }),
  }
  const page = await nextOf(deps.rescoring.table, lists[list] ?? '', { after, limit: PAGE })
  const last = page.at(-1)
  if (last === undefined) return { state: { ...common, list: list + 1 }, asked: 0 }
  const failures = await askPage(deps, page)
  if (failures.length > 0 && tries + 1 < TRIES)
    return { state: { ...common, ...(after === undefined ? {} : { after }), tries: tries + 1 }, asked: 0 }
  const counts = { asked: asked + page.length - failures.length, failed: failed + failures.length }
  return { state: { ...common, ...counts, after: last }, asked: page.length }
}

const begin = (deps: Backfilling, catalog: Catalog): BackfillState => ({
  done: catalog.backfill?.done ?? 0,
  target: catalog.rev,
  startedAt: isoOf(deps.rescoring.now()),
  ...{ list: 0, asked: 0, failed: 0 },
})

const finish = (deps: Backfilling, { asked = 0, failed = 0, startedAt, target = 0 }: BackfillItem): BackfillState => ({
  ...{ done: target, asked, failed, finishedAt: isoOf(deps.rescoring.now()) },
  ...(startedAt === undefined ? {} : { startedAt }),
})

const goThrough = async (deps: Backfilling, catalog: Catalog): Promise<Backfilled> => {
  const { table } = deps.rescoring
  const { backfill } = catalog
  // A change meanwhile begins anew, with everything that has changed since the last time that everybody was asked.
  let state = backfill?.target === catalog.rev ? backfill : await writeBackfill(table, backfill, begin(deps, catalog))
  const lists = listsToAsk(catalog, state.done)
  const ran = { asked: 0, failed: 0 }
  while ((state.list ?? 0) < lists.length) {
    if (!deps.hasTime()) return { ...ran, done: false }
    const next = await step(deps, lists, state)
    ran.asked += next.asked
    ran.failed += (next.state.failed ?? 0) - (state.failed ?? 0)
    state = await writeBackfill(table, state, next.state)
    if (next.state.tries) return { ...ran, done: false }
    if (next.asked > 0) await deps.pause(PAGE_TAKES)
  }
  await writeBackfill(table, state, finish(deps, state))
  return { ...ran, done: true }
}

/**
 * Asks everybody about segments that were changed, page by page, and notes after each how far it has come: whatever ends it, the
 * next run goes on there, and nobody asked twice is any different for it. What happens meanwhile does not wait for it.
 * @returns undefined when there is nothing to do yet
 */
export const backfill = async (deps: Backfilling): Promise<Backfilled | undefined> => {
  const { table, now } = deps.rescoring
  const catalog = await readCatalog(table)
  try {
    if (!catalog.current) {
      await noteReady(table, catalog, isoOf(now()))
      return undefined
    }
    if ((catalog.backfill?.done ?? 0) >= catalog.rev) return undefined
    if (now() < msOf(catalog.changedAt ?? '') + SETTLED_AFTER) return undefined
    return await goThrough(deps, catalog)
  } catch (error) {
    // Somebody has changed a segment, or another run is at it: the next one sees to it.
    if (error instanceof ConflictError) return undefined
    throw error
  }
}
