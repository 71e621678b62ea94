import type { Iso } from '../time.ts'
import { isoOf, msOf } from '../time.ts'
import type { DecisionSubject } from './context.ts'
import { eventOf, type KeptActivity, type NudgeEvent } from './events.ts'
import type { Stage } from './stages.ts'
import { QUIET, type When } from './when.ts'

/** Kinds of subjects that are no activities: nothing is kept of them under their id. */
const DERIVED: ReadonlySet<string> = new Set(['account', 'segment', 'quiet', 'stage', 'topic'])

/** The platform of what is found out here, and not told by a platform. */
export const OURSELVES = 'earshot'

/** Whether nothing is kept under the subject's id, because it is no activity. */
export const isDerived = ({ kind }: Pick<DecisionSubject, 'kind'>): boolean => DERIVED.has(kind)

/** Kinds of subjects that are about a person, whatever the account that they stand under. */
const OF_PERSON: ReadonlySet<string> = new Set(['segment', 'quiet', 'stage'])

/** Whether the subject is about a person and no single account. */
export const isOfPerson = ({ kind }: Pick<DecisionSubject, 'kind'>): boolean => OF_PERSON.has(kind)

/** How long somebody has been quiet who is in one of the segments of those who are; undefined for other segments. Milliseconds. */
export const silenceOf = (segment: string): number | undefined =>
  Object.values(QUIET).find((one) => one.segment === segment)?.ms

/**
 * The moment up to which is asked how somebody fares, in mood and open cases: now; of whoever has gone quiet the last that was heard,
 * as nothing at all is known of the time of silence.
 */
export const heardUntil = ({ kind, of = '', at }: DecisionSubject, now: Iso): Iso =>
  kind === 'quiet' ? isoOf(msOf(at) - (silenceOf(of) ?? 0)) : now

/** What a subject is looked up in, as it is now. What is not there is left out. */
export type SubjectNow = {
  now: Iso
  subject?: KeptActivity | undefined
  thread?: { solvedAt?: Iso; answerId?: string; tags?: readonly string[]; completed?: boolean } | undefined
  scores?: Standing | undefined
  /** The topic is hot. */
  hot?: { label: string } | undefined
}

/** What a person's scores say that recipes begin with. */
export type Standing = {
  segments?: Readonly<Record<string, Iso>>
  journey?: { stage: Stage; since: Iso }
  made?: { last?: number }
}

type Reading = (subject: DecisionSubject, state: SubjectNow) => NudgeEvent | undefined

const quietNow = (of: string, { now, scores }: SubjectNow): boolean => {
  const wait = silenceOf(of) ?? Number.POSITIVE_INFINITY
  return scores?.made?.last !== undefined && msOf(now) - scores.made.last >= wait
}

/** Whether what happened is still so, by what it was; for what is not here that the activity is there. */
const STILL: { [E in When['event']]?: Reading } = {
  'account.created': ({ platform }) => ({ type: 'account.created', platform }),
  'thread.solved': ({ platform }, { thread }) => (thread?.solvedAt ? { type: 'thread.solved', platform } : undefined),
  // For who asked the subject is the question: any accepted answer will do.
  'answer.accepted': ({ platform, id, kind }, { thread }) =>
    thread?.solvedAt && (kind !== 'reply' || thread.answerId === id)
      ? { type: 'answer.accepted', platform }
      : undefined,
  'idea.shipped': ({ platform }, { thread }) => ({
    ...{ type: 'idea.shipped', platform },
    tags: thread?.tags ?? [],
    completed: thread?.completed === true,
  }),
  'segment.entered': ({ of = '' }, { scores }) =>
    Object.hasOwn(scores?.segments ?? {}, of) ? { type: 'segment.entered', segment: of } : undefined,
  'segment.left': ({ of = '' }, { scores }) =>
    Object.hasOwn(scores?.segments ?? {}, of) ? undefined : { type: 'segment.left', segment: of },
  'person.quiet': ({ of = '' }, state) => (quietNow(of, state) ? { type: 'person.quiet', segment: of } : undefined),
  'stage.reached': (_, { scores }) =>
    scores?.journey ? { type: 'stage.reached', stage: scores.journey.stage } : undefined,
  'topic.hot': (_, { hot }) => (hot ? { type: 'topic.hot', topic: hot.label } : undefined),
}

/** What is true now of what a decision is about, as the event that `when` asks for; undefined when it is so no more. */
export const eventNow = (subject: DecisionSubject, state: SubjectNow): NudgeEvent | undefined => {
  const still = subject.event && STILL[subject.event]
  return still ? still(subject, state) : eventOf(state.subject)
}
