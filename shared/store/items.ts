import type { Author } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import type { Correction } from '../domain/understand/correction.ts'
import type { SentimentLabel } from '../domain/understand/understanding.ts'
import type { IdentityId, PersonId } from './keys.ts'

/**
 * An activity with an id of its own. A deleted one keeps its ids and `rev` (so that nothing can resurrect it) and loses
 * its words.
 */
export type ActivityItem = {
  pk: string
  sk: 'A'
  type: 'activity'
  kind: 'post' | 'reply' | 'reaction' | 'follow' | 'order'
  platform: string
  id: string
  source: string
  iid: IdentityId
  rev: string
  deleted?: boolean
  /** Nobody signed it (see the activity's schema). */
  unverified?: boolean
  /**
   * It starts no nudge. `born`: an import told of it before anything else did, for ever. `told`: an import told of this
   * state of something known before, or this state came out of the archive.
   */
  history?: 'born' | 'told'
  at: string
  happenedAt: Iso
  createdAt: Iso
  editedAt?: Iso
  receivedAt: Iso
  title?: string
  text?: string
  url?: string
  language?: string
  label?: SentimentLabel
  scores?: { positive: number; negative: number; neutral: number; mixed: number }
  confidence?: number
  engine?: string
  /** A better engine was away when this was judged; then `q` and `qs` are there as well. */
  provisional?: true
  /** When a better engine replaced (or let stand) a provisional judgement of these words. */
  refinedAt?: Iso
  intents?: string[]
  /** What the words are about: at most eight key phrases. */
  phrases?: string[]
  /** What a person said of these words or earlier ones; engines do not overrule it. */
  correction?: Correction
  /** How often the mention was corrected. */
  corrections?: number
  tags?: string[]
  threadId?: string
  threadTitle?: string
  parentId?: string
  /** Whom a reply or reaction is directed at, once known. */
  to?: IdentityId
  reaction?: string
  order?: { amount: number; currency: string; items?: { title: string; sku?: string; quantity?: number }[] }
  /** What came before this item and needs its author, until that is settled. */
  waiting?: Record<string, Waiting>
  au?: string
  th?: string
  fd?: string
  q?: string
  qs?: string
  expires?: number
}

/** What is said of a mention's words. */
export type Judged = Pick<ActivityItem, 'label' | 'engine' | 'confidence' | 'intents'>

/** One line of the log of a mention's corrections: who said what instead of what, of the state `rev`. For ever. */
export type CorrectionItem = {
  pk: string
  sk: string
  type: 'correction'
  by: string
  at: Iso
  rev: string
  before: Judged
  after: Judged
}

/** Words with what a person said of them, to learn from: `label`, `intents` or both. Lives and dies with the mention. */
export type ExampleItem = {
  pk: string
  sk: 'EX'
  type: 'example'
  text: string
  language: string
  label?: SentimentLabel
  intents?: string[]
  by: string
  fd: string
  at: string
  expires?: number
}

/**
 * Something that waits for the author of an activity: a reply (`R#` and its id) to add its edges, or a thread (`T#` and
 * its id) to credit its accepted answer in `month`. `rev` is the waiting state's revision.
 */
export type Waiting = { rev: string; month?: string }

/** What stands at an activity's key while only things that point at it have arrived. Lives by the same retention. */
export type StubItem = {
  pk: string
  sk: 'A'
  type: 'stub'
  platform: string
  id: string
  waiting: Record<string, Waiting>
  expires?: number
}

/** One field of a profile and when the platform said so: the newest word wins, whatever the order of arrival. */
export type ProfileField<T> = { v: T; at: Iso }
/** What platforms say of an account. */
export type Profile = {
  [F in Exclude<keyof Author, 'id' | 'email' | 'emailVerified'>]?: ProfileField<NonNullable<Author[F]>>
}

/** An account on a platform, or an email address: what links join into persons. */
export type IdentityItem = {
  pk: string
  sk: 'A'
  type: 'identity'
  iid: IdentityId
  platform: string
  accountId: string
  birth: PersonId
  personId: PersonId
  profile: Profile
  /** A known customer (has ordered, or its platform says so): wins the choice of a person's id. */
  known?: boolean
  /** Email identities only, and the only place where an address is kept. */
  address?: string
  /** The platform says the account is gone. */
  gone?: ProfileField<boolean>
  /** When the account joined, as its platform told it while that was news. */
  joined?: Iso
  /** The start of the day (UTC) of the earliest thing known of the account. */
  firstSeenAt: Iso
  ver: number
}

/** A set of identities that are one person. */
export type PersonItem = {
  pk: string
  sk: 'A'
  type: 'person'
  personId: PersonId
  /** The identity that this person was born with. Whoever has the id asks where that identity is now. */
  origin: IdentityId
  status: 'active' | 'merged'
  /** The identities of the person: id → birth id and whether it is a known customer. Empty when merged. */
  ids: Record<IdentityId, { b: PersonId; k: boolean }>
  /** Identities that somebody said are somebody else, by the member that it was said of. */
  apart?: Record<IdentityId, readonly IdentityId[]>
  ver: number
}

/** Integers only; added to, never recounted. Words in docs/data-model.md. */
export type RollupItem = {
  pk: string
  sk: string
  type: 'rollup'
  n?: number
  w?: number
  wf?: number
  pos?: number
  neg?: number
  /** Mentions that ask something. (`q` is an index's key.) */
  questions?: number
  replies?: number
  /** Good words that somebody signed. */
  favourable?: number
  fv?: number
  fv2?: number
  fs?: number
  fs2?: number
  reactions?: number
  accepted?: number
  orders?: number
  [spend: `spend_${string}`]: number | undefined
}

/** The handle's latest account. */
export type AliasItem = { pk: string; sk: 'A'; type: 'alias'; iid: IdentityId; since: Iso }

/** A thread as a whole: two halves, written apart, each with a clock of its own. */
export type ThreadItem = {
  pk: string
  sk: 'A'
  type: 'thread'
  platform: string
  id: string
  title?: string
  url?: string
  /** Each pair has its own clock: the newest revision wins. */
  infoRev?: string
  closed?: boolean
  /** It was closed because it is done. */
  completed?: boolean
  tags?: string[]
  deleted?: boolean
  /** An import told of it, or it was told again: it starts no nudge. Likewise `solvedPast`. */
  infoPast?: boolean
  solvedRev?: string
  solvedAt?: Iso
  answerId?: string
  /** Whose answer was accepted, once known, and the month in which it was credited. */
  answerBy?: IdentityId
  answerMonth?: string
  solvedPast?: boolean
}
