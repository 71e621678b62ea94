import { boardRanks } from '../../shared/domain/score/boards.ts'
import type { PersonFacts } from '../../shared/domain/score/facts.ts'
import type { Journey } from '../../shared/domain/score/journey/journey.ts'
import type { KeptJourney } from '../../shared/domain/score/journey/reached.ts'
import { madeOf } from '../../shared/domain/score/made.ts'
import { type NightlyInputs, type Scores, scoresOf } from '../../shared/domain/score/scores.ts'
import type { ScoreSettings } from '../../shared/domain/score/settings.ts'
import { isoOf, msOf } from '../../shared/domain/time.ts'
import type { PersonItem } from '../../shared/store/items.ts'
import type { PersonId } from '../../shared/store/keys.ts'
import { readPersonFacts } from '../../shared/store/person-facts.ts'
import type { ScoresItem } from '../../shared/store/score-items.ts'
import {
  forgetDerived,
  type NewScores,
  ownShare,
  readScored,
  type Scored,
  writeScores,
} from '../../shared/store/scores.ts'
import { retryConflicts, type Table } from '../../shared/store/table.ts'
import type { FindMemberships, NewMemberships } from './memberships.ts'

/** A person that has just been scored, before anything is written of it. */
export type Rescored = {
  facts: PersonFacts
  scores: Scores
  /** As they were written last. */
  before: ScoresItem | undefined
  /** Milliseconds since the epoch. */
  at: number
}

/** What rescoring works with. */
export type Rescoring = {
  table: Table
  settings: ScoreSettings
  /** The settings' version, which is noted beside the scores. */
  version: string
  nightly: () => Promise<NightlyInputs>
  now: () => number
  /** The segments that follow from new scores. */
  memberships: FindMemberships
}

/**
 * When the person is to be looked at again. What was noted before stands as long as it is not later than needed: whoever looks
 * too early notes it anew, and people who do something every day are not noted every day.
 */
const nextLook = (
  before: ScoresItem | undefined,
  changes: readonly (number | undefined)[],
  at: number,
): string | undefined => {
  const next = Math.min(...changes.map((one) => one ?? Number.POSITIVE_INFINITY))
  if (!Number.isFinite(next)) return undefined
  const noted = before?.due === undefined ? Number.NaN : msOf(before.due)
  return noted > at && noted <= next ? before?.due : isoOf(next)
}

/** What is noted beside the scores. */
type Noted = Omit<NewMemberships, 'changesAt'> & { night: string | undefined; due: string | undefined }

const journeyItem = ({ stage, since, changesAt }: Journey): KeptJourney => ({
  stage,
  since: isoOf(since),
  ...(changesAt === undefined ? {} : { nextChangeAt: isoOf(changesAt) }),
})

const asStored = (
  { settings, version }: Rescoring,
  person: PersonItem,
  { facts, scores, at }: Rescored,
  { night, due, ...memberships }: Noted,
): NewScores => {
  const { satisfaction } = scores.scores
  const { standing, role, journey } = scores
  return {
    personId: person.personId,
    personVer: person.ver,
    computedAt: isoOf(at),
    settings: version,
    ...(night ? { night } : {}),
    values: Object.fromEntries(Object.entries(scores.scores).map(([name, one]) => [name, one.value])),
    ...(satisfaction?.interval ? { interval: satisfaction.interval } : {}),
    made: madeOf(facts, settings, at),
    ...(role ? { role } : {}),
    ...(standing ? { level: standing.level } : {}),
    ...(standing?.lowSince === undefined ? {} : { lowSince: isoOf(standing.lowSince) }),
    ...(journey ? { journey: journeyItem(journey) } : {}),
    ...(due ? { due } : {}),
    ...memberships,
    boards: boardRanks(scores, settings.boards, ownShare(person.personId), at),
  }
}

/**
 * `woken`: the person is due, so that what was noted is over and has to be noted anew. `read`: the person and its scores as they were
 * read a moment ago; what has changed since is read again.
 */
type How = { woken?: boolean; read?: Scored | undefined }

const attempt = async (deps: Rescoring, pid: PersonId, { woken = false, read }: How): Promise<'scored' | 'gone'> => {
  const { person, scores: before } = read ?? (await readScored(deps.table, pid))
  if (person?.status !== 'active') {
    await forgetDerived(deps.table, pid, person)
    return 'gone'
  }
  const at = deps.now()
  const [facts, nightly] = await Promise.all([readPersonFacts(deps.table, person, isoOf(at)), deps.nightly()])
  const scores = scoresOf(facts, { settings: deps.settings, nightly }, at)
  const rescored: Rescored = { facts, scores, before, at }
  const { changesAt, ...memberships } = await deps.memberships(rescored)
  const due = nextLook(woken ? undefined : before, [scores.changesAt, scores.journey?.changesAt, changesAt], at)
  const stored = asStored(deps, person, rescored, { ...memberships, night: nightly.day, due })
  await writeScores(deps.table, { person, scores: before }, stored, { noteDue: woken })
  return 'scored'
}

/**
 * Computes a person's scores from what is known now, and writes them unless somebody else has in the meantime: then again, from
 * what is known then. A person who has become another's loses all that was derived.
 */
export const rescore = async (deps: Rescoring, pid: PersonId, how: How = {}): Promise<'scored' | 'gone'> => {
  let { read } = how
  return await retryConflicts(() => {
    const first = read
    read = undefined
    return attempt(deps, pid, { ...how, read: first })
  })
}
