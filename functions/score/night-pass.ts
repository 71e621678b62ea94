import { type Night, reckonNight } from '../../shared/domain/score/night.ts'
import { leftOutOf } from '../../shared/domain/score/segments/left-out.ts'
import type { ScoreSettings } from '../../shared/domain/score/settings.ts'
import { DAY, HOUR, isoOf, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import { markDue } from '../../shared/store/due-again.ts'
import { shardOf } from '../../shared/store/index-keys.ts'
import {
  nothingGathered,
  readChunks,
  readRun,
  saveChunk,
  saveNightly,
  savePlace,
  scanPage,
  takeRun,
} from '../../shared/store/nightly-pass.ts'
import type { RunItem } from '../../shared/store/score-items.ts'
import { readCatalog } from '../../shared/store/segments.ts'
import type { Table } from '../../shared/store/table.ts'

/** What the nightly pass works with. */
export type NightPass = {
  table: Table
  settings: ScoreSettings
  version: string
  /** Milliseconds since the epoch. */
  now: () => number
  /** Asked before every step; a step takes seconds. */
  hasTime: () => boolean
  pause: (ms: number) => Promise<void>
  /** Read units a second, and writes a second: a night is long. */
  pace: { read: number; write: number }
  /** Into how many parts the table is divided. */
  segments: number
  /** Bytes of JSON, about, after which what was read is put aside. */
  chunkBytes: number
}

/** When a night begins, UTC. */
const BEGINS = 2 * HOUR
/** For as long a pass belongs to who works on it: longer than an invocation may take. */
const LEASE = 5 * MINUTE

const newRun = ({ now, segments }: NightPass, day: string): Omit<RunItem, 'lease'> => ({
  ...{ pk: 'NIGHTLY', sk: 'RUN', type: 'run' },
  day,
  startedAt: isoOf(now()),
  phase: 'scan',
  segments: Object.fromEntries(
    Array.from({ length: segments }, (_, at) => [String(at), { chunks: 0, done: false }] as const),
  ),
  told: 0,
})

/** The pass of tonight, taken for as long as a lease. @returns undefined when it is done, or somebody else works on it */
const take = async (pass: NightPass): Promise<RunItem | undefined> => {
  const at = pass.now()
  const day = isoOf(at - BEGINS).slice(0, 10)
  const known = await readRun(pass.table)
  const current = known?.day === day ? known : undefined
  if (current?.phase === 'done' || (known && known.phase !== 'done' && msOf(known.lease) > at)) return undefined
  const run: RunItem = { ...(current ?? newRun(pass, day)), lease: isoOf(at + LEASE) }
  return (await takeRun(pass.table, run, known?.lease)) ? run : undefined
}

type LeftOut = ReturnType<typeof leftOutOf>

/** Reads on in one part of the table, a chunk. @returns the pass as it is then */
const gather = async (pass: NightPass, run: RunItem, segment: string, leftOut: LeftOut): Promise<RunItem> => {
  const { table, pace, segments: of } = pass
  const part = run.segments[segment] ?? { chunks: 0, done: false }
  const gathered = nothingGathered()
  let from = part.from
  let entries = 0
  do {
    const { next, units } = await scanPage(table, { segment: Number(segment), of, from, leftOut }, gathered)
    from = next
    entries = gathered.people.length + gathered.scores.length + gathered.edges.length + gathered.places.length
    await pass.pause((units / pace.read) * SECOND)
  } while (from && entries * BYTES_EACH < pass.chunkBytes && pass.hasTime())
  const after: RunItem = {
    ...run,
    segments: {
      ...run.segments,
      [segment]: { chunks: part.chunks + 1, done: from === undefined, ...(from ? { from } : {}) },
    },
  }
  await saveChunk(table, { run: after, segment, number: part.chunks }, gathered)
  return after
}

/** What an entry takes in a chunk, about, before it is packed. */
const BYTES_EACH = 200

const scan = async (pass: NightPass, taken: RunItem): Promise<RunItem> => {
  const leftOut = leftOutOf(await readCatalog(pass.table))
  let run = taken
  for (;;) {
    const open = Object.entries(run.segments).find(([, { done }]) => !done)
    if (!open || !pass.hasTime()) return run
    run = await gather(pass, run, open[0], leftOut)
  }
}

/** People whom the night has news of are looked at over hours: so many a second at most. */
const LOOKS_A_SECOND = 5
/** Before then, who scores may still have the results of the night before. */
const SETTLED = 2 * MINUTE

const tellOne = async (pass: NightPass, { places, changed }: Night, at: number, startedAt: number): Promise<void> => {
  const place = places[at]
  if (place) return await savePlace(pass.table, place, isoOf(startedAt))
  const pid = changed[at - places.length]
  if (pid === undefined) return
  const spread = shardOf(`look:${pid}`, Math.max(1, Math.ceil(changed.length / LOOKS_A_SECOND))) * SECOND
  await markDue(pass.table, pid, isoOf(pass.now() + SETTLED + spread))
}

/** Told before the pass notes how far it is. What is told twice says the same. */
const NOTED_EVERY = 100

const tell = async (pass: NightPass, taken: RunItem): Promise<RunItem> => {
  const startedAt = msOf(taken.startedAt)
  // The same every time that it is computed: from what was read, as of when the pass began.
  const found = await readChunks(pass.table, taken.day)
  const night = reckonNight(found, pass, startedAt)
  await saveNightly(pass.table, {
    ...night.inputs,
    computedAt: taken.startedAt,
    people: found.people.length,
    ...(night.nps ? { nps: night.nps } : {}),
  })
  const total = night.places.length + night.changed.length
  let run = taken
  while (run.told < total && pass.hasTime()) {
    const until = Math.min(total, run.told + NOTED_EVERY)
    for (let at = run.told; at < until; at++) {
      await tellOne(pass, night, at, startedAt)
      await pass.pause(SECOND / pass.pace.write)
    }
    run = { ...run, told: until }
    if (!(await takeRun(pass.table, run, run.lease))) return run
  }
  return run.told >= total ? { ...run, phase: 'done' } : run
}

/** What an invocation came to. */
export type Passed = { day: string; phase: RunItem['phase']; told: number } | undefined

/**
 * Works on tonight's pass for as long as there is time: reads the table part by part, noting how far it is with what it has read;
 * reckons; and tells those whom the night has news of, slowly. Whoever is killed is gone on from where it noted last.
 * @returns undefined when there is nothing to do
 */
export const nightPass = async (pass: NightPass): Promise<Passed> => {
  const taken = await take(pass)
  if (!taken) return undefined
  let run = taken.phase === 'scan' ? await scan(pass, taken) : taken
  if (run.phase === 'scan' && Object.values(run.segments).every(({ done }) => done)) run = { ...run, phase: 'tell' }
  if (run.phase === 'tell' && pass.hasTime()) run = await tell(pass, run)
  // Given back: the next invocation need not wait for the lease to end.
  await takeRun(pass.table, { ...run, lease: isoOf(pass.now() - DAY) }, taken.lease)
  return { day: run.day, phase: run.phase, told: run.told }
}
