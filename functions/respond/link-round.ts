import { type LinkFinding, linkAfter } from '../../shared/domain/nudge/links.ts'
import { isoOf, SECOND } from '../../shared/domain/time.ts'
import { inParallel } from '../../shared/platform/batch.ts'
import { type LinkedPiece, moveRound, nextLinked, putLink, readRound } from '../../shared/store/link-rounds.ts'
import { ConflictError, type Table } from '../../shared/store/table.ts'
import { type Look, type Looking, lookAt, NO_ANSWER } from './link-looking.ts'

/** What a look at the catalogue's links works with. */
export type Rounding = Looking & {
  table: Table
  /** Hosts whose links are taken on trust. */
  unchecked: ReadonlySet<string>
  /** Milliseconds since the epoch. */
  now: () => number
  /** Asked before every link. */
  hasTime: () => boolean
  pause: (ms: number) => Promise<void>
}

/** What a run did. */
export type Rounded = { looked: number; dead: number; busyHosts: number; done: boolean }

const PAGE = 50
/** Hosts that are asked side by side; each is asked one thing at a time. */
const HOSTS = 8
/** What a host is left alone for between two questions. */
const BETWEEN = SECOND

/** Links in a row without an answer, after which a host is down: the rest of its links need not be tried. */
const DOWN = 3

const hostOf = (url: string): string => URL.parse(url)?.host ?? ''

const byHost = (pieces: readonly LinkedPiece[]): [string, LinkedPiece[]][] => [
  ...Map.groupBy(pieces, ({ url }) => hostOf(url)),
]

type Run = { rounded: Rounded; busy: Set<string>; since: string }

const note = async (rounding: Rounding, { url, id, link }: LinkedPiece, finding: LinkFinding): Promise<boolean> => {
  const after = linkAfter(link, { url, finding, now: isoOf(rounding.now()) })
  await putLink(rounding.table, id, after)
  return after.dead === true
}

/** Not tried: its neighbours got no answer. */
const HOST_DOWN: Look = { found: 'failed', problem: 'host down' }

/** What was not tried yesterday goes first, so that no link dies of others that hang. */
const inTurn = (pieces: readonly LinkedPiece[]): LinkedPiece[] => {
  const wasTried = ({ link }: LinkedPiece): number => (link?.problem === HOST_DOWN.problem ? 0 : 1)
  return pieces.toSorted((a, b) => wasTried(a) - wasTried(b))
}

/** The links of one host, one after the other. @returns whether all that were due were looked at */
const ofHost = async (rounding: Rounding, run: Run, host: string, pieces: readonly LinkedPiece[]): Promise<boolean> => {
  let silent = 0
  for (const piece of inTurn(pieces)) {
    // What was looked at in this round, by a run that ended in the middle of a page.
    if (piece.link?.url === piece.url && piece.link.at >= run.since) continue
    if (run.busy.has(host)) return true
    if (!rounding.hasTime()) return false
    const trusted = rounding.unchecked.has(host) || !rounding.mayLead(piece.url)
    const asks = !trusted && silent < DOWN
    const look: Look = trusted ? { found: 'unchecked' } : asks ? await lookAt(rounding, piece.url) : HOST_DOWN
    silent = look === NO_ANSWER || look === HOST_DOWN ? silent + 1 : 0
    if (look.found === 'busy') run.busy.add(host)
    else if (await note(rounding, piece, look)) run.rounded.dead++
    run.rounded.looked++
    if (asks) await rounding.pause(BETWEEN)
  }
  return true
}

const ofPage = async (rounding: Rounding, run: Run, pieces: readonly LinkedPiece[]): Promise<boolean> => {
  let all = true
  await inParallel(byHost(pieces.filter(({ url }) => url !== '')), HOSTS, async ([host, theirs]) => {
    if (!(await ofHost(rounding, run, host, theirs))) all = false
  })
  return all
}

const DAY_OF = (iso: string): string => iso.slice(0, 10)

const goOn = async (rounding: Rounding, run: Run): Promise<Rounded> => {
  const { table, now } = rounding
  const today = isoOf(now())
  const known = await readRound(table)
  const current = known && !known.finishedAt ? known : undefined
  if (known && !current && DAY_OF(known.startedAt) === DAY_OF(today)) return { ...run.rounded, done: true }
  let state = current ?? (await moveRound(table, known, { startedAt: today }))
  run.since = state.startedAt
  for (;;) {
    const pieces = await nextLinked(table, state.after || undefined, PAGE)
    const last = pieces.at(-1)
    if (last === undefined) break
    if (!(await ofPage(rounding, run, pieces))) return run.rounded
    state = await moveRound(table, state, { startedAt: state.startedAt, after: last.id })
  }
  await moveRound(table, state, { startedAt: state.startedAt, finishedAt: isoOf(now()) })
  return { ...run.rounded, done: true }
}

/**
 * Goes through the catalogue once a day and looks at every link, page by page, and notes after each how far it has come: whatever ends
 * it, the next run goes on there. Polite: one question to a host at a time, and none any more in this run to one that is busy.
 */
export const goRound = async (rounding: Rounding): Promise<Rounded> => {
  const run: Run = { rounded: { looked: 0, dead: 0, busyHosts: 0, done: false }, busy: new Set(), since: '' }
  try {
    const rounded = await goOn(rounding, run)
    return { ...rounded, busyHosts: run.busy.size }
  } catch (error) {
    // Another run is at it.
    if (error instanceof ConflictError) return run.rounded
    throw error
  }
}
