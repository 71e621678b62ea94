import type { NudgeSettings } from '../settings.ts'
import type { Iso } from '../time.ts'
import type { Arm } from './arm.ts'
import type { Often, PartOfDay } from './choices.ts'
import type { TopicWord } from './consent.ts'
import type { DecisionState } from './reasons.ts'
import type { Recipe } from './recipe.ts'
import type { WhenEvent } from './when.ts'

/**
 * What a decision is about: the activity that called for it, and its thread. What is no activity (see `subjects.ts`) has a kind of
 * its own.
 */
export type DecisionSubject = {
  platform: string
  id: string
  kind: string
  threadId?: string
  at: Iso
  /** What happened, where it was not that the activity came to be. */
  event?: WhenEvent
  /** The segment, stage or topic that it was about. */
  of?: string
}

/** A peer who is asked to help with a question: which decision asks, and why this one. */
export type Call = { by: string; why: readonly string[] }

/** One of the person's email identities, without the address itself: rules never need it. */
export type AddressState = {
  iid: string
  /** When we first saw it verified. */
  since: Iso
  topics: Readonly<Record<string, TopicWord>>
  suppressed?: { reason: 'bounce' | 'complaint'; at: Iso }
  snoozedUntil?: Iso
  /** How often at most, and when, its reader wants emails. */
  often?: Often
  partOfDay?: PartOfDay
  /** When whoever reads it confirmed that by a link. */
  confirmedAt?: Iso
  /** When it was sent something: the log behind the caps. */
  sent: readonly { id: string; at: Iso }[]
}

/** What an account has said about email itself, whatever its address was, or before any was known. */
export type AccountWords = Pick<AddressState, 'iid' | 'topics'>

/** States of an email that went out, or may have gone out. */
export const WENT_OUT: ReadonlySet<DecisionState> = new Set(['sent', 'unknown'])
/** States of an email that the person has, may have, or is about to get. */
export const POINTED_AT: ReadonlySet<DecisionState> = new Set(['queued', 'sending', 'sent', 'unknown'])

/** Another decision about the same person, over all the person's identities. */
export type OtherDecision = {
  id: string
  recipe: string
  subject: DecisionSubject
  state: DecisionState
  createdAt: Iso
  updatedAt: Iso
  sendingAt?: Iso
  sentAt?: Iso
  contentId?: string
  contentUrl?: string
  contentAuthors?: readonly string[]
  /** That of its recipe when it was made; rows that are older than this have none. */
  priority?: number
  /** When it is due, of one that only waits for its time and may then be sent: its recipe is live. */
  comesAt?: Iso
}

/** What is true of the subject and the person now. Conditions ask for it by name; see `conditions.ts`. */
export type Facts = {
  /** The activity is gone or was taken back. */
  subjectDeleted: boolean
  /** The activity was edited so that the recipe's `when` no longer matches. */
  subjectChanged: boolean
  threadSolved: boolean
  threadClosed: boolean
  threadDeleted: boolean
  /** Replies in the thread by somebody else than the person; 0 where the recipe does not ask. */
  answers: number
  /** Roles that the person's accounts have on their platforms. */
  roles: readonly string[]
  /** Orders of the person before the subject; 0 where the recipe does not ask. */
  ordersBefore: number
  /** Mentions of this month and the last, by sentiment; 0 where the recipe does not ask. */
  positive: number
  negative: number
  /** A complaint of the last 30 days, the subject left out; undefined where the recipe does not ask. */
  complained?: boolean
  /** A ticket that is open, or a complaint elsewhere that nobody has solved; undefined where the recipe does not ask. */
  caseOpen?: boolean
  /** Accepted answers of the person; undefined where the recipe does not ask. */
  accepted?: number
}

/** All that the gates look at. The same for the decision and for the second look right before sending. */
export type GateInput = {
  now: Iso
  decision: {
    id: string
    recipe: string
    subject: DecisionSubject
    createdAt: Iso
    expiresAt: Iso
    /** That of the recipe when the decision was made; rows that are older than this have none. */
    priority?: number
  }
  /** As it counts for this decision: see `inEffect`. Undefined when nobody knows it any more. */
  recipe: Recipe | undefined
  /** The decision looks for peers to ask, and writes to nobody itself. */
  seeks?: boolean
  /** An edit of the recipe's `when` has taken the reason for the decision away. */
  uncalled?: boolean
  /** All recipes' priorities, by id, to compare with the person's other decisions where those do not tell their own. */
  priorities: Readonly<Record<string, number>>
  settings: NudgeSettings
  pausedAll: boolean
  addresses: readonly AddressState[]
  /** Of accounts that have said something about email; none when left out. */
  accounts?: readonly AccountWords[]
  /** The person's own zone, if known. */
  timeZone?: string | undefined
  facts: Facts
  others: readonly OtherDecision[]
  /** The arms of the recipe's experiment that the person's identities were given, one entry each. */
  arms: readonly Arm[]
  /** The same of the experiment of all recipes together; none when left out. */
  globalArms?: readonly Arm[]
}
