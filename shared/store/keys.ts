import { createHash } from 'node:crypto'
import type { Iso } from '../domain/time.ts'

/**
 * The single table's keys, and nothing but this and `index-keys.ts` writes a key in Earshot. One function per kind of item;
 * the table of all of them, with what is inside, is in docs/data-model.md.
 */

/** An identity's id: `github:12345` (a platform account) or `email:<HMAC of the address>`. */
export type IdentityId = string
/** A person's id: 26 characters of Crockford's base 32. */
export type PersonId = string
/** An item's primary key. */
export type Key = { pk: string; sk: string }

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The first 130 bits of SHA-256 as 26 characters of Crockford's base 32. */
export const shortHash = (text: string): string => {
  const bits = createHash('sha256').update(text).digest()
  let value = 0n
  for (const byte of bits.subarray(0, 17)) value = (value << 8n) | BigInt(byte)
  value >>= 6n
  let out = ''
  for (let at = 0; at < 26; at++) {
    out = CROCKFORD[Number(value & 31n)] + out
    value >>= 5n
  }
  return out
}

/** The birth id of an identity: the id of the person it is before anything is linked. A pure function of the identity. */
export const birthId = (iid: IdentityId): PersonId => shortHash(`person:${iid}`)

/** The id of an account on a platform. `accountId` is the platform's own, never a handle: handles change hands. */
export const identityId = (platform: string, accountId: string): IdentityId => `${platform}:${accountId}`

/** The primary key of every kind of item. */
export const keys = {
  /** An activity with an id of its own: mention, reaction, order, ... */
  activity: (platform: string, id: string): Key => ({ pk: `M#${platform}#${id}`, sk: 'A' }),
  /** One line of the log of a mention's corrections. */
  correctionLog: (platform: string, id: string, at: Iso, count: number): Key => ({
    pk: `M#${platform}#${id}`,
    sk: `CORRECTION#${at}#${count}`,
  }),
  /** A mention's words with what a person said of them, to learn from. */
  example: (platform: string, id: string): Key => ({ pk: `M#${platform}#${id}`, sk: 'EX' }),
  identity: (iid: IdentityId): Key => ({ pk: `I#${iid}`, sk: 'A' }),
  /** The latest account that went by a handle. Handles are compared without regard to case. */
  alias: (platform: string, handle: string): Key => ({ pk: `H#${platform}:${handle.toLowerCase()}`, sk: 'A' }),
  rollup: (iid: IdentityId, month: string): Key => ({ pk: `I#${iid}`, sk: `R#${month}` }),
  /** An identity's place among those who reply to each other. Sorts right behind its rollups: one query reads both. */
  networkPlace: (iid: IdentityId): Key => ({ pk: `I#${iid}`, sk: 'R#rank' }),
  /** Replies from one identity to another. Who replied to somebody is in the index: `indexKeys.repliers`. */
  edge: (from: IdentityId, to: IdentityId): Key => ({ pk: `I#${from}`, sk: `E#${to}` }),
  /** Evidence that two identities are one person, under the smaller of the two. */
  evidence: (a: IdentityId, b: IdentityId, kind: string): Key =>
    a < b ? { pk: `I#${a}`, sk: `EV#${b}#${kind}` } : { pk: `I#${b}`, sk: `EV#${a}#${kind}` },
  /** A link that a limit forbade, kept to be looked at and tried again. */
  conflict: (a: IdentityId, b: IdentityId, kind: string): Key =>
    a < b ? { pk: `I#${a}`, sk: `CF#${b}#${kind}` } : { pk: `I#${b}`, sk: `CF#${a}#${kind}` },
  /** Evidence too weak to link by, all kinds of it together. */
  suggestion: (a: IdentityId, b: IdentityId): Key =>
    a < b ? { pk: `I#${a}`, sk: `SG#${b}` } : { pk: `I#${b}`, sk: `SG#${a}` },
  /** That an identity has something in common with others; all that have it are under one key. */
  likeness: (kind: string, value: string, iid: IdentityId): Key => ({
    pk: `L#${kind}#${shortHash(value)}`,
    sk: iid,
  }),
  /** Somebody's word that two identities are two people. */
  apart: (a: IdentityId, b: IdentityId): Key =>
    a < b ? { pk: `I#${a}`, sk: `NO#${b}` } : { pk: `I#${b}`, sk: `NO#${a}` },
  person: (pid: PersonId): Key => ({ pk: `P#${pid}`, sk: 'A' }),
  personLog: (pid: PersonId, at: Iso, id: string): Key => ({ pk: `P#${pid}`, sk: `LOG#${at}#${id}` }),
  thread: (platform: string, id: string): Key => ({ pk: `T#${platform}#${id}`, sk: 'A' }),
  /** All scores of a person. */
  scores: (pid: PersonId): Key => ({ pk: `P#${pid}`, sk: 'SCORES' }),
  /** A person's place on a board. */
  boardPlace: (pid: PersonId, board: string): Key => ({ pk: `P#${pid}`, sk: `SC#${board}` }),
  /** When something about a person will change by itself. */
  dueAgain: (pid: PersonId): Key => ({ pk: `P#${pid}`, sk: 'DUE' }),
  /** That a person is in a segment. */
  membership: (pid: PersonId, segment: string): Key => ({ pk: `P#${pid}`, sk: `SEG#${segment}` }),
  /** The segments as a whole: how often they were changed. Sorts before them, so that one query reads it first. */
  segments: (): Key => ({ pk: 'SEGMENTS', sk: 'CATALOG' }),
  /** How far people have been asked about changed segments. */
  backfill: (): Key => ({ pk: 'SEGMENTS', sk: 'BACKFILL' }),
  segment: (id: string): Key => ({ pk: 'SEGMENTS', sk: `SEGMENT#${id}` }),
  /** One line of the log of a segment's changes. */
  segmentLog: (id: string, rev: number): Key => ({ pk: `SEGMENT#${id}`, sk: `REV#${String(rev).padStart(8, '0')}` }),
  /** What the last night found out about all people together. */
  nightly: (): Key => ({ pk: 'NIGHTLY', sk: 'RESULT' }),
  /** How far the nightly pass is. */
  nightlyRun: (): Key => ({ pk: 'NIGHTLY', sk: 'RUN' }),
  /** Some of what a night's pass has read, in pieces that fit into an item. */
  nightlyChunk: (day: string, segment: string, number: number, piece: number): Key => ({
    pk: `NIGHTLY#${day}`,
    sk: `${segment}#${String(number).padStart(6, '0')}#${piece}`,
  }),
  /** What an address may be sent: consent by topic, suppression, pause. One item, so that a send can check it at once. Of an account: what it said itself. */
  preferences: (emailIid: IdentityId): Key => ({ pk: `I#${emailIid}`, sk: 'PREFS' }),
  consentLog: (emailIid: IdentityId, at: Iso, id: string): Key => ({
    pk: `I#${emailIid}`,
    sk: `CONSENTLOG#${at}#${id}`,
  }),
  /** What waits for a yes of whoever reads the address. */
  confirmations: (emailIid: IdentityId): Key => ({ pk: `I#${emailIid}`, sk: 'CONFIRM' }),
  /** When the address was last sent something: the sliding log behind the caps. */
  budget: (emailIid: IdentityId): Key => ({ pk: `I#${emailIid}`, sk: 'BUDGET' }),
  /** A nudge decision, on the identity whose activity called for it. `id` is made by the decision's natural key. */
  decision: (iid: IdentityId, id: string): Key => ({ pk: `I#${iid}`, sk: `N#${id}` }),
  /** The arm of a recipe's experiment that an identity was given. */
  arm: (iid: IdentityId, recipe: string): Key => ({ pk: `I#${iid}`, sk: `X#${recipe}` }),
  /** Some of the numbers of one arm of a comparison; many of them, so that writers do not wait for each other. */
  tally: (recipe: string, experiment: string, arm: string, shard: number): Key => ({
    pk: `X#${recipe}`,
    sk: `${experiment}#${arm}#${shard}`,
  }),
  /** The latest visits from the links in an address's emails, to tell machines that open them all from people. */
  visit: (emailIid: IdentityId): Key => ({ pk: `I#${emailIid}`, sk: 'VISIT' }),
  /** A click on a nudge's link. */
  click: (iid: IdentityId, decisionId: string, at: Iso, id: string): Key => ({
    pk: `I#${iid}`,
    sk: `NC#${decisionId}#${at}#${id}`,
  }),
  content: (id: string): Key => ({ pk: `C#${id}`, sk: 'A' }),
  /** That a piece of content is (also) an identity's words. */
  authored: (iid: IdentityId, contentId: string): Key => ({ pk: `I#${iid}`, sk: `AC#${contentId}` }),
  /** Whether emails to others may point to what an identity wrote: the word that counts. */
  featured: (iid: IdentityId): Key => ({ pk: `I#${iid}`, sk: 'FEATURED' }),
  /** One word on that, for ever. */
  featuredLog: (iid: IdentityId, at: Iso, id: string): Key => ({ pk: `I#${iid}`, sk: `FEATUREDLOG#${at}#${id}` }),
  /** How far the links of the catalogue have been looked at. */
  linkRound: (): Key => ({ pk: 'SETTINGS', sk: 'LINKS' }),
  /** How often recipes were changed. Under the same key as all of them: one query reads them together. */
  recipes: (): Key => ({ pk: 'RECIPES', sk: 'CATALOG' }),
  /** A recipe as it stands. */
  recipe: (id: string): Key => ({ pk: 'RECIPES', sk: `R#${id}` }),
  /** Some of what became of the emails of a recipe's version on a day (`2026-11-21`). */
  recipeHealth: (recipe: string, day: string, version: number, shard: number): Key => ({
    pk: `RH#${recipe}`,
    sk: `${day}#${version}#${shard}`,
  }),
  /** A version of a recipe, which never changes. */
  recipeVersion: (id: string, version: number): Key => ({
    pk: `RECIPE#${id}`,
    sk: `V#${String(version).padStart(8, '0')}`,
  }),
  /** The answer of a sentiment engine for a text, to be used for its repeats. */
  understood: (textHash: string): Key => ({ pk: `U#${textHash}`, sk: 'A' }),
  /** A source's mapping. */
  mapping: (source: string): Key => ({ pk: `S#${source}`, sk: 'MAPPING' }),
  /** One line of the log of a mapping's changes. */
  mappingLog: (source: string, rev: number): Key => ({
    pk: `S#${source}`,
    sk: `MAPPING#${String(rev).padStart(8, '0')}`,
  }),
  /** How a source has been doing. */
  health: (source: string): Key => ({ pk: `S#${source}`, sk: 'HEALTH' }),
  /** Somebody's claim that an address and an account are theirs. */
  claim: (id: string): Key => ({ pk: `CLAIM#${id}`, sk: 'A' }),
  /** That an email of a claim has been reserved: `prove`, `connected`, or `notice` to an address. */
  claimMail: (id: string, mail: string): Key => ({ pk: `CLAIM#${id}`, sk: `MAIL#${mail}` }),
  /** Which claim a one-time code is of. */
  claimCode: (hash: string): Key => ({ pk: `CLAIMCODE#${hash}`, sk: 'A' }),
  /** How often something was asked for in a stretch of time. */
  claimRate: (who: string, stretch: number): Key => ({ pk: `CLAIMRATE#${who}`, sk: String(stretch) }),
  /** What one shard of the stream heard in one minute of an hour (`2026-11-21T20`). */
  topicWindow: (hour: string, minute: string, shard: string): Key => ({ pk: `TW#${hour}`, sk: `${minute}#${shard}` }),
  /** A topic, its hours, and whether it is hot. */
  topic: (id: string): Key => ({ pk: `TP#${id}`, sk: 'A' }),
  /** What one hour of a hot topic was made of. */
  topicHour: (id: string, hour: string): Key => ({ pk: `TP#${id}`, sk: `E#${hour}` }),
  /** The topics of an hour, most mentioned first. */
  topicTop: (hour: string): Key => ({ pk: `TD#${hour.slice(0, 10)}`, sk: `TOP#${hour.slice(11)}` }),
  /** How often a day's mentions said the names that the stage watches, by hour. */
  voices: (day: string): Key => ({ pk: `TD#${day}`, sk: 'VOICES' }),
  /** How far topics have been looked at, and how unevenly mentions come. */
  topicsDone: (): Key => ({ pk: 'SETTINGS', sk: 'TOPICS' }),
  campaign: (id: string): Key => ({ pk: `CG#${id}`, sk: 'A' }),
  /** One line of the log of a campaign's changes. */
  campaignLog: (id: string, rev: number): Key => ({ pk: `CG#${id}`, sk: `LOG#${String(rev).padStart(8, '0')}` }),
  /** A mention that belongs to a campaign. */
  campaignMember: (id: string, shard: number, at: string): Key => ({ pk: `CG#${id}#${shard}`, sk: at }),
  /** An alert; all of them are under one key. */
  alert: (id: string): Key => ({ pk: 'ALERTS', sk: `ALERT#${id}` }),
  /** One line of the log of an alert's changes. */
  alertLog: (id: string, rev: number): Key => ({ pk: `ALERT#${id}`, sk: `REV#${String(rev).padStart(8, '0')}` }),
  /** Something that an alert told, or is to tell. */
  alertDelivery: (alert: string, id: string): Key => ({ pk: `ALERT#${alert}`, sk: `D#${id}` }),
  /** Something that an alert looks at later, by the event that it follows from. */
  alertClock: (alert: string, cause: string): Key => ({ pk: `ALERT#${alert}`, sk: `CLOCK#${cause}` }),
  /** How much an alert told in an hour (`2026-11-21T20`). */
  alertHour: (alert: string, hour: string): Key => ({ pk: `ALERT#${alert}`, sk: `HOUR#${hour}` }),
  /** Something of a day (`2026-11-21`) for the weekly digest. */
  alertNote: (day: string, what: string, id: string): Key => ({ pk: `ALERTDAY#${day}`, sk: `${what}#${id}` }),
  /** Tests that somebody has sent to themselves in an hour (`2026-11-21T20`). */
  testSends: (user: string, hour: string): Key => ({ pk: `TEST#${shortHash(user)}`, sk: hour }),
  /** What SES last said of the account that sends. */
  sendingAccount: (): Key => ({ pk: 'SETTINGS', sk: 'SENDING' }),
  /** The pause-all switch. */
  pause: (): Key => ({ pk: 'SETTINGS', sk: 'PAUSE' }),
  /** How far a source that is asked has been read. */
  pull: (source: string): Key => ({ pk: `PULL#${source}`, sk: 'A' }),
  /** The latest that a hub told of a subscription, by its topic and the address that it is made for. */
  lease: (source: string, topic: string, door: string): Key => ({
    pk: `PULL#${source}`,
    sk: `LEASE#${shortHash(`${door} ${topic}`)}`,
  }),
  /** What a platform asked for in a person's name: of all sources under one key, which are few. */
  privacyRequest: (id: string): Key => ({ pk: 'PRIVACY', sk: id }),
  /** That a thing of such a source was taken, by a hash of its id: what its delete is looked up by. */
  pulled: (source: string, hash: string): Key => ({ pk: `PULL#${source}#${hash}`, sk: 'A' }),
} as const
