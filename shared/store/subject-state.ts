import { peersWanted } from '../domain/nudge/audience.ts'
import type { DecisionSubject, Facts } from '../domain/nudge/context.ts'
import type { Recipe } from '../domain/nudge/recipe.ts'
import { heardUntil, isDerived, type SubjectNow } from '../domain/nudge/subjects.ts'
import type { Iso } from '../domain/time.ts'
import { acceptedAnswers, readCases } from './case-facts.ts'
import { type IdentityId, type Key, keys, type PersonId } from './keys.ts'
import { answersInThread, ordersBefore } from './nudge-facts.ts'
import type { Asks, NudgeItems } from './nudge-items.ts'
import type { DecisionItem } from './nudge-records.ts'
import type { Table } from './table.ts'

/** Where the person or the topic stands that a subject is about; none for what is an activity. */
export const standingKeys = ({ kind, of = '' }: DecisionSubject, personId: PersonId): { scores?: Key; topic?: Key } => {
  if (kind === 'topic') return { topic: keys.topic(of) }
  return isDerived({ kind }) && kind !== 'account' ? { scores: keys.scores(personId) } : {}
}

/** What a subject is now, for `eventNow`. */
export const subjectNow = ({ subject, thread, scores, topic }: NudgeItems, now: Iso): SubjectNow => ({
  now,
  subject,
  thread,
  scores,
  hot: topic?.heat ? topic : undefined,
})

/** Does the decision only look for peers to ask? Then nobody is written to, and nobody's address is needed. */
export const seeksPeers = (recipe: Recipe | undefined, { call }: Pick<DecisionItem, 'call'>): boolean =>
  recipe !== undefined && peersWanted(recipe) !== undefined && call === undefined

/** The facts that take a query each; those that nobody asks for, and those of people who cannot be reached, are not read. */
export const askedFacts = async (
  table: Table,
  { subject }: DecisionItem,
  { items, asks, now }: { items: NudgeItems; asks: Asks; now: Iso },
): Promise<Pick<Facts, 'answers' | 'ordersBefore' | 'complained' | 'caseOpen' | 'accepted'>> => {
  const { iids } = items
  const { platform, threadId } = subject
  // Whoever asked does not answer themselves, when it is somebody else who is written to.
  const own: IdentityId[] = [...iids, ...(items.subject ? [items.subject.iid] : [])]
  const [answers, orders, cases, accepted] = await Promise.all([
    asks('thread.answered') && threadId ? answersInThread(table, platform, threadId, own) : 0,
    asks('person.first_order') ? ordersBefore(table, subject, iids) : 0,
    asks('case.open') || asks('person.complained_30d')
      ? readCases(table, iids, { now: heardUntil(subject, now), subject })
      : undefined,
    asks('person.first_answer') ? acceptedAnswers(table, iids) : undefined,
  ])
  return {
    answers,
    ordersBefore: orders,
    ...(cases ? { complained: cases.complained, caseOpen: cases.open } : {}),
    ...(accepted === undefined ? {} : { accepted }),
  }
}
