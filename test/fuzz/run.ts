import { atomFeed, rssFeed } from '../../local/payloads/feed.ts'
import { isInsideType } from '../../shared/domain/listen/event-settings.ts'
import { openDoor } from '../support/door.ts'
import { judge } from './judge.ts'
import { documentWrong, insideWrong, meaningOf } from './meaning.ts'
import { BYTE_MUTATIONS } from './mutate-body.ts'
import { randomFrom, seedOf } from './random.ts'
import { samplesOf, type Trial, trialOf } from './trial.ts'
import { SOURCES_OF_FUZZ, secrets, settingsNamed } from './world.ts'

/** What is known of one type after a run; sums, so that runs can be put together. */
export type TypeReport = {
  tried: number
  taken: number
  answered: number
  refused: Record<string, number>
  activities: number
  ignored: number
  malformed: number
  /** Nanoseconds and bytes at the door, and in reading what a body means. */
  door: { ns: number; bytes: number }
  meaning: { ns: number; bytes: number }
}

/** Something that must not be, and how to see it again. */
type Found = {
  type: string
  source: string
  what: string
  how: string
  at: number
  mutations: readonly string[]
}

/** What a run came to. */
export type Report = {
  seed: number
  tried: number
  controls: number
  types: Record<string, TypeReport>
  found: Found[]
}

const none = (): TypeReport => ({
  ...{ tried: 0, taken: 0, answered: 0, refused: {}, activities: 0, ignored: 0, malformed: 0 },
  ...{ door: { ns: 0, bytes: 0 }, meaning: { ns: 0, bytes: 0 } },
})

/** More findings than these say nothing new. */
const MOST_FOUND = 50
/** A door keeps what it is told; a new one now and then keeps that short. */
const PER_DOOR = 500

const nanoseconds = (since: number): number => (performance.now() - since) * 1e6

const typeOf = (trial: Trial): string => trial.signings[0]?.settings.type ?? '?'

const note = (report: Report, trial: Trial, what: string, how: string): void => {
  if (report.found.length >= MOST_FOUND) return
  const { at, mutations, request } = trial
  report.found.push({ type: typeOf(trial), source: request.source, what, how, at, mutations })
}

const one = async (trial: Trial, door: ReturnType<typeof openDoor>, report: Report): Promise<void> => {
  report.types[typeOf(trial)] ??= none()
  const about = report.types[typeOf(trial)] ?? none()
  const began = performance.now()
  const { outcome, reason, wrong } = await judge(trial, door)
  about.door.ns += nanoseconds(began)
  about.door.bytes += trial.request.body.length
  if (wrong) note(report, trial, wrong.what, wrong.how)
  if (outcome === 'refused') about.refused[reason] = (about.refused[reason] ?? 0) + 1
  else about[outcome]++
  const read = performance.now()
  const { meaning, wrong: meant } = meaningOf(trial.request)
  about.meaning.ns += nanoseconds(read)
  about.meaning.bytes += trial.request.body.length
  if (meaning !== 'none') about[meaning]++
  if (meant) note(report, trial, 'crash', `behind the door: ${meant}`)
  const type = settingsNamed(trial.request.source)?.type
  const inside = type !== undefined && isInsideType(type) ? await insideWrong(trial.request) : undefined
  if (inside) note(report, trial, 'crash', inside)
  if (Object.hasOwn(Object.prototype, 'polluted')) note(report, trial, 'crash', 'polluted a prototype')
  about.tried++
  report.tried++
  if (trial.mutations.length === 0) report.controls++
}

const ENTRY = {
  id: 'a',
  title: 'Tea & you',
  html: '<p>Hot</p>',
  url: 'https://blog.example/a',
  published: '2026-11-20T09:00:00Z',
}
const DOCUMENTS = [
  { kind: 'feed', body: Buffer.from(atomFeed([ENTRY, { ...ENTRY, replyTo: 'b', tags: ['x'] }])) },
  { kind: 'feed', body: Buffer.from(rssFeed([{ ...ENTRY, by: { name: 'Ada' } }])) },
  {
    kind: 'sitemap',
    body: Buffer.from(
      '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://guides.example/a?b&amp;c</loc><lastmod>2026-11-20</lastmod></url></urlset>',
    ),
  },
] as const

/** Documents that are asked for come through no door: one is changed for every twenty trials. */
const document = (seed: number, at: number, report: Report): void => {
  const random = randomFrom(seedOf(seed ^ 0x5eed, at))
  const { kind, body } = random.pick(DOCUMENTS)
  const names = Object.keys(BYTE_MUTATIONS)
  let bytes: Buffer = body
  for (let left = 1 + random.int(3); left > 0; left--)
    bytes = BYTE_MUTATIONS[random.pick(names)]?.(bytes, random, random.pick(DOCUMENTS).body) ?? bytes
  report.types[kind] ??= none()
  const about = report.types[kind] ?? none()
  about.tried++
  report.tried++
  const wrong = documentWrong(bytes, kind)
  if (wrong) report.found.push({ type: kind, source: kind, what: 'crash', how: wrong, at, mutations: ['document'] })
}

/** What a run is asked for. `from` and `to` are numbers of trials; the same ones are the same trials with the same seed. */
export type Asked = {
  seed: number
  from: number
  to: number
  types?: readonly string[]
  onProgress?: (done: number) => void
}

/** Runs trials one after another. */
export const runFuzz = async ({ seed, from, to, types = [], onProgress }: Asked): Promise<Report> => {
  const report: Report = { seed, tried: 0, controls: 0, types: {}, found: [] }
  const samples = samplesOf(types)
  if (samples.length === 0) throw new Error(`There is no sample of the types ${types.join(', ')}.`)
  let door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
  for (let at = from; at < to; at++) {
    if (at % PER_DOOR === 0) door = openDoor(SOURCES_OF_FUZZ, { ...secrets })
    if (at % 20 === 19 && types.length === 0) document(seed, at, report)
    else await one(trialOf(seed, at, samples), door, report)
    if (at % 1_000 === 999) onProgress?.(at + 1 - from)
  }
  return report
}

/** Several runs as one. */
export const together = (reports: readonly Report[]): Report => {
  const all: Report = { seed: reports[0]?.seed ?? 0, tried: 0, controls: 0, types: {}, found: [] }
  for (const report of reports) {
    all.tried += report.tried
    all.controls += report.controls
    all.found.push(...report.found)
    for (const [type, about] of Object.entries(report.types)) {
      const sum = all.types[type] ?? none()
      all.types[type] = sum
      for (const key of ['tried', 'taken', 'answered', 'activities', 'ignored', 'malformed'] as const)
        sum[key] += about[key]
      for (const key of ['door', 'meaning'] as const) {
        sum[key].ns += about[key].ns
        sum[key].bytes += about[key].bytes
      }
      for (const [reason, times] of Object.entries(about.refused))
        sum.refused[reason] = (sum.refused[reason] ?? 0) + times
    }
  }
  return all
}
