import type { Goal, GoalOutcome } from '../domain/measure/goals.ts'
import type { Often, PartOfDay } from '../domain/nudge/choices.ts'
import type { Confirmations } from '../domain/nudge/confirm.ts'
import type { TopicWord } from '../domain/nudge/consent.ts'
import type { ContentKind } from '../domain/nudge/content.ts'
import type { SolvedNews, ThreadNews } from '../domain/nudge/content-news.ts'
import type { Traits } from '../domain/nudge/content-rules.ts'
import type { Call, DecisionSubject } from '../domain/nudge/context.ts'
import type { LinkState } from '../domain/nudge/links.ts'
import type { PeerChoice } from '../domain/nudge/peer-call.ts'
import type { DecisionState, ReasonCode } from '../domain/nudge/reasons.ts'
import type { LeftOut } from '../domain/nudge/standing.ts'
import type { Iso } from '../domain/time.ts'
import type { IdentityId, PersonId } from './keys.ts'

/** The items of the table that have to do with emails; those of the customer graph are in items.ts. */

/** What an address may be sent. `topics['*']` is the word on all topics. */
export type PreferencesItem = {
  pk: string
  sk: 'PREFS'
  type: 'preferences'
  ver: number
  topics: Record<string, TopicWord>
  suppressed?: { reason: 'bounce' | 'complaint'; at: Iso }
  snoozedUntil?: Iso
  /** Temporary failures of the last two weeks: SES message id → when. */
  softBounces?: Record<string, Iso>
  language?: string
  timeZone?: string
  often?: Often
  partOfDay?: PartOfDay
  /** When whoever reads the address confirmed that by a link. */
  confirmedAt?: Iso
}

/** One line of the ledger of consent: what was said of which topics, where, to which wording. Never changed. */
export type LedgerItem = {
  pk: string
  sk: string
  type: 'consent'
  /** None in a line that is about something else than topics. */
  topics: string[]
} & TopicWord &
  LedgerNote

/** What a line of the ledger says besides the word itself. `choices`: what was chosen besides topics. */
export type LedgerNote = {
  /** Of the wording. */
  language?: string
  /** By which way it came, where Earshot itself was the way. */
  channel?: 'one-click' | 'unsubscribe-page' | 'preferences-page' | 'confirm-mail' | 'agent' | 'complaint'
  /** A confirmation of what the address's own sources have told: the words stay theirs. */
  confirms?: true
  /** When it was asked for, and when whoever reads the address said yes (double opt-in). */
  askedAt?: Iso
  confirmedAt?: Iso
  by?: string
  why?: string
  choices?: Record<string, string>
}

/** What waits at an address for a yes of whoever reads it; see `confirm.ts`. */
export type ConfirmationsItem = {
  pk: string
  sk: 'CONFIRM'
  type: 'confirmations'
  ver: number
} & Confirmations

/** The arm of a recipe's experiment that an identity was given, by which decision. It stays for good. */
export type ArmItem = {
  pk: string
  sk: string
  type: 'arm'
  recipe: string
  arm: 'treated' | 'holdout'
  decision: string
  at: Iso
}

/** A goal and, once its time is over, what became of it. */
export type DecisionGoal = Goal & {
  /** It could not be looked for: when it is tried again. */
  again?: Iso
  /** When it was looked for; then either `outcome` or `leftOut` is there. */
  settledAt?: Iso
  outcome?: GoalOutcome
  leftOut?: 'mixed' | 'joined'
}

export type BudgetItem = {
  pk: string
  sk: 'BUDGET'
  type: 'budget'
  ver: number
  sent: { id: string; at: Iso }[]
  expires?: number
}

export type ContentItem = {
  pk: string
  sk: 'A'
  type: 'content'
  id: string
  rev: string
  deleted?: boolean
  kind: 'discussion' | 'guide' | 'space' | 'video' | 'article'
  title: string
  url: string
  text?: string
  language: string
  stage: string
  topics: string[]
  exclusive: boolean
  staffPick?: boolean
  helpful: number
  votes: number
  accepted?: boolean
  /** Whoever asked and answered: nobody is pointed at their own words. */
  authors?: IdentityId[]
  threadId?: string
  /** Where it comes from; imports have none of these. `postId`: of a piece that is a post by itself. */
  source?: string
  platform?: string
  postId?: string
  /** Discussions only: what each of the two clocks last said. */
  bySolved?: SolvedNews
  byThread?: ThreadNews
  /** Of an import: the wording by which its authors agreed. */
  agreed?: string
  traits?: Traits
  /** Why it is not pointed to, though it is in the catalogue. */
  leftOut?: LeftOut
  /** What its link was found to be, when it was last looked at. */
  link?: LinkState
  /** Of which state (`rev`) it was found out where the piece stands, and how often that was. */
  settledRev?: string
  settles?: number
  publishedAt: Iso
  /** Emails that led here and people who clicked, for the smoothed response. */
  sends: number
  clickers: number
  /** The list of all content: `fd` is one key, `at` the id. */
  fd?: string
  at?: string
  /** Only while it may be chosen. */
  q?: string
  qs?: string
}

/** A nudge decision: written always, sent or not, with the reason. The audit trail, the "why" and the experiment's record. */
export type DecisionItem = {
  pk: string
  sk: string
  type: 'decision'
  id: string
  recipe: string
  /** The version that it was made with, and goes on with. */
  recipeVersion: number
  /** That version's; missing on rows that are older than this. */
  priority?: number
  /** The recipe was a dry run then: whatever becomes of the recipe, this is never sent. */
  rehearsal?: true
  topic: string
  iid: IdentityId
  /** The person at the time of the decision. */
  personId: PersonId
  /** What called for it: the activity, and the thread it is about. */
  subject: DecisionSubject
  /** Somebody's question is what called for it: this asks a peer to help. */
  call?: Call
  /** The peers who were chosen to be asked, and those who were passed over; on the decision that asks them. */
  peers?: PeerChoice[]
  /** The activity had been judged while a better engine was away. What that one says later does not undo the decision. */
  provisional?: true
  state: DecisionState
  reason: ReasonCode
  /** The reason's own word: which condition, which recipe, which variable. */
  detail?: string
  until?: Iso
  createdAt: Iso
  updatedAt: Iso
  dueAt: Iso
  expiresAt: Iso
  ver: number
  arm?: 'treated' | 'holdout'
  /** Of the decision that gave the person their arm, and of no other one. */
  goal?: DecisionGoal
  emailIid?: IdentityId
  content?: {
    id: string
    kind: ContentKind
    title: string
    url: string
    language: string
    authors?: readonly IdentityId[]
    why: string[]
  }
  candidates?: { id: string; score: number; parts: Record<string, number> }[]
  sendingAt?: Iso
  sentAt?: Iso
  deliveredAt?: Iso
  sesMessageId?: string
  /** What SES said became of it; the worst news wins. */
  outcome?: 'delivered' | 'delayed' | 'bounced' | 'complained' | 'rejected'
  clickedAt?: Iso
  /** Whoever got it unsubscribed by its link, as far as can be told. */
  unsubscribedAt?: Iso
  /** Nobody knew whether it was sent, and somebody said. */
  settled?: { as: 'sent' | 'not-sent'; by: string; at: Iso; why?: string }
  /** Index attributes. */
  at: string
  fd: string
  th: string
  q?: string
  qs?: Iso
  expires?: number
}
