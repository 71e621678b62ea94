import { createHash } from 'node:crypto'
import type { Iso } from '../domain/time.ts'
import type { IdentityId } from './keys.ts'

/** The keys of the table's indexes, and how busy keys are spread. The items' own are in `keys.ts`. */

/** The five indexes: name → its two key attributes. `rank` sorts by number, the others by text. */
export const INDEXES = {
  byAuthor: { pk: 'au', sk: 'at' },
  byThread: { pk: 'th', sk: 'at' },
  feed: { pk: 'fd', sk: 'at' },
  queue: { pk: 'q', sk: 'qs' },
  rank: { pk: 'rk', sk: 'rs' },
} as const
/** One of {@link INDEXES}. */
export type IndexName = keyof typeof INDEXES

/** Shards spread one busy index key over several partitions. */
export const SHARDS = {
  feed: 8,
  due: 8,
  tally: 32,
  health: 8,
  decisions: 4,
  refine: 4,
  board: 8,
  dueAgain: 8,
  campaign: 8,
  members: 16,
  alertDue: 4,
} as const

/** @returns 0..count-1, the same for the same text */
export const shardOf = (text: string, count: number): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) % count

/** All shards of a count: `[0, 1, ...]`. */
export const shards = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

/** Partition keys of the indexes. The comment names the index and what its sort key holds. */
export const indexKeys = {
  /** byAuthor: an identity's activities, `at` = `<iso>#<id>`. */
  author: (iid: IdentityId): string => `I#${iid}`,
  /** byAuthor: the edges that lead to an identity, `at` = the identity that replied. */
  repliers: (to: IdentityId): string => `E#${to}`,
  /** byAuthor: conflicts that are kept under the other identity, `at` = that identity. */
  conflictsWith: (greater: IdentityId): string => `CF#${greater}`,
  /** byAuthor: suggestions that are kept under the other identity, `at` = that identity. */
  suggestionsWith: (greater: IdentityId): string => `SG#${greater}`,
  /** queue: all conflicts, `qs` = when they were last tried and the pair. */
  conflicts: (): string => 'CONFLICT',
  /** queue: all open suggestions, `qs` = strongest first and the pair. */
  suggestions: (): string => 'SUGG',
  /** byThread: a thread's mentions, `at` = `<iso>#<id>`. */
  thread: (platform: string, id: string): string => `T#${platform}#${id}`,
  /** byThread: reactions to one mention, `at` = `<iso>#<id>`. */
  votes: (platform: string, id: string): string => `V#${platform}#${id}`,
  /** feed: all mentions of one sentiment, spread over shards. */
  feed: (label: string, shard: number): string => `F#${label}#${shard}`,
  /** feed: all decisions of one recipe. */
  decisionsOfRecipe: (recipe: string, shard: number): string => `NR#${recipe}#${shard}`,
  /** byThread: all decisions in one state. */
  decisionsInState: (state: string, shard: number): string => `NS#${state}#${shard}`,
  /** feed: all labelled examples, `at` = `<iso>#<id>` of the correction. */
  examples: (): string => 'EX',
  /** queue: decisions that want looking at from `qs` = iso on; one key per shard. */
  due: (shard: number): string => `DUE#${shard}`,
  /** queue: decisions whose goal is to be looked for from `qs` = iso on; one key per shard. */
  goalDue: (shard: number): string => `GOAL#${shard}`,
  /** queue: people about whom something changes by itself at `qs` = iso. */
  dueAgain: (shard: number): string => `EVAL#${shard}`,
  /** queue: everybody who has scores, `qs` = person id. */
  scored: (shard: number): string => `SCORED#${shard}`,
  /** queue: everybody in a segment, `qs` = person id. */
  members: (segment: string, shard: number): string => `SEG#${segment}#${shard}`,
  /** rank: everybody on a board, `rs` = the rank; one key per shard. */
  board: (board: string, shard: number): string => `${board}#${shard}`,
  /** queue: mentions whose judgement is provisional, `qs` = `<iso>#<id>` of when they came. */
  refine: (shard: number): string => `REFINE#${shard}`,
  /** feed: topics that are hot, or have been; `at` = `<iso>#<id>` of since when. */
  topics: (state: 'hot' | 'cold'): string => `TOPICS#${state}`,
  /** queue: what alerts have to do at `qs` = iso; one key per shard. */
  alertDue: (shard: number): string => `ALERTDUE#${shard}`,
  /** feed: what an alert told, `at` = `<iso>#<id>`. */
  alertDeliveries: (alert: string): string => `AD#${alert}`,
  /** feed: all campaigns, `at` = campaign id. */
  campaigns: (): string => 'CAMPAIGNS',
  /** feed: the whole catalogue of content, `at` = content id. */
  contents: (): string => 'C',
  /** queue: content of one stage and language, `qs` = content id. */
  content: (stage: string, language: string): string => `CONT#${stage}#${language}`,
} as const

/** The `at` of an index entry: a moment, made unique by an id. */
export const atKey = (at: Iso, id: string): string => `${at}#${id}`
