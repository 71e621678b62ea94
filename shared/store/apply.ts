import type { Activity, ActivityOf } from '../domain/listen/activity.ts'
import type { DeliveryMarks } from '../domain/listen/delivery.ts'
import type { Sources } from '../domain/listen/source-settings.ts'
import { DAY, msOf } from '../domain/time.ts'
import type { Understanding } from '../domain/understand/understanding.ts'
import { connectAddress, EMAIL, emailsOfAccount, verifiedAddress } from './addresses.ts'
import { type IngestOutcome, ingest } from './ingest.ts'
import { type Sighting, sightingOf } from './ingest-identity.ts'
import { happenedAt, isStored } from './ingest-item.ts'
import type { View } from './ingest-view.ts'
import { type IdentityId, identityId, keys } from './keys.ts'
import type { RecordedWord } from './preferences.ts'
import type { Table } from './table.ts'

/** A source uses a platform name that belongs to Earshot itself. */
export class ReservedPlatformError extends Error {
  override name = 'ReservedPlatformError'
}

/** What applying an activity needs. */
export type Applying = {
  table: Table
  view: View
  sources: Sources
  /** The secret that addresses are hashed with. Asked only when there is an address. */
  pepper: () => Promise<string>
  mentionDays: number
  /** Milliseconds since the epoch. */
  now: () => number
  recordConsent: (table: Table, word: RecordedWord) => Promise<void>
  upsertContentFromThread: (table: Table, activity: ActivityOf<'thread'>, language?: string) => Promise<void>
  upsertContentFromSolved: (table: Table, activity: ActivityOf<'solved'>, language?: string) => Promise<void>
}

/** What the activity says about email, in the person's own words or by what their sign-up promised. */
const consentWord = (
  activity: Activity,
  emailIid: IdentityId,
  { sources }: Pick<Applying, 'sources'>,
): RecordedWord | undefined => {
  const { source, at, id, kind, platform, deleted, revision } = activity
  const common = { emailIid, source, at }
  if (kind === 'consent') {
    const { granted, topics, basis, wording } = activity
    const yes = granted && !deleted
    // One word per state and answer: of two of the same moment the consent's own rule says which counts.
    return { ...common, id: `${platform}:${id}:${revision}${yes ? '' : ':no'}`, granted: yes, topics, basis, wording }
  }
  const promise = Object.hasOwn(sources, source) ? sources[source]?.signUp : undefined
  if (!promise || deleted || (kind !== 'account' && kind !== 'order')) return undefined
  const since = kind === 'account' ? (activity.joinedAt ?? at) : at
  return { ...common, at: since, id: `sign-up:${source}`, granted: true, signUp: true, ...promise }
}

/** An activity being applied, and how its delivery wants it to be taken. */
type Told = Applying & { marks: Pick<DeliveryMarks, 'grantsNothing' | 'receivedAt'> }

/** A yes that is dated ahead of its arrival, by more than clocks differ, would outlive every no that comes before its day. */
const isAhead = (at: string, receivedAt: string): boolean => msOf(at) - msOf(receivedAt) > DAY

const tellConsent = async (applying: Told, activity: Activity, emailIid: IdentityId): Promise<void> => {
  const { table, view, marks } = applying
  const word = consentWord(activity, emailIid, applying)
  if (!word || (word.granted && (marks.grantsNothing || isAhead(word.at, marks.receivedAt)))) return
  const told = keys.consentLog(emailIid, word.at, word.id)
  const [before] = await view.get([told])
  if (!before) await applying.recordConsent(table, word)
}

const refuses = (activity: Activity): boolean =>
  activity.kind === 'consent' && (!activity.granted || activity.deleted === true)

/**
 * A "no" that names no verified address is kept on the account, so that an address that is linked with it later meets it. Only
 * the account itself takes it back, with a verified address: to say no takes less than to say yes.
 */
const tellAccount = async (applying: Told, activity: Activity, address: string | undefined): Promise<void> => {
  if (activity.kind !== 'consent' || refuses(activity) !== (address === undefined)) return
  await tellConsent(applying, activity, identityId(activity.platform, activity.author.id))
}

/** Without a verified address a "no" holds for every one that the person has. */
const takeBackEverywhere = async (applying: Told, activity: Activity): Promise<void> => {
  if (!refuses(activity)) return
  const emails = await emailsOfAccount(applying.table, identityId(activity.platform, activity.author.id))
  for (const emailIid of emails) await tellConsent(applying, activity, emailIid)
}

const connect = async (applying: Told, activity: Activity, account: Sighting): Promise<void> => {
  const address = verifiedAddress(activity)
  // Before the addresses are looked up: one that is linked in between is either found then, or finds this word.
  await tellAccount(applying, activity, address)
  if (!address) return takeBackEverywhere(applying, activity)
  const emailIid = await connectAddress(applying, { activity, account, address, pepper: await applying.pepper() })
  await tellConsent(applying, activity, emailIid)
}

const upsertContent = async (applying: Applying, activity: Activity, language: string | undefined): Promise<void> => {
  if (activity.kind === 'thread') await applying.upsertContentFromThread(applying.table, activity, language)
  if (activity.kind === 'solved') await applying.upsertContentFromSolved(applying.table, activity, language)
}

/**
 * Applies an activity in all respects: who did it and whether that is a customer, the verified address and what may be
 * sent to it, the content catalogue, and the graph. The activity's own item comes last, because its arrival is what
 * wakes the nudge planner, which has to find all the rest. Every part can be repeated and changes nothing then.
 *
 * @param known what was understood of it, when it came, and how its delivery wants it to be taken. `language`: of a
 * thread's or an answer's words, where it was found out
 * @returns `stale` also for what the archive tells of an item that would have expired by now
 * @throws ReservedPlatformError, ActivityClashError when the source is wrong; others when AWS fails
 */
export const applyActivity = async (
  applying: Applying,
  activity: Activity,
  { understanding, language, ...marks }: { understanding?: Understanding; language?: string } & DeliveryMarks,
): Promise<IngestOutcome> => {
  if (activity.platform === EMAIL)
    throw new ReservedPlatformError(
      `Source ${activity.source} calls its platform "${EMAIL}", which is Earshot's own name.`,
    )
  await connect({ ...applying, marks }, activity, sightingOf(activity, marks))
  await upsertContent(applying, activity, language)
  const { receivedAt, history, quiet, replayed } = marks
  // The past is kept as long as if Earshot had been there, not as long again as it took to be imported.
  const since = history && isStored(activity) ? happenedAt(activity) : receivedAt
  const expires = Math.floor((msOf(since) + applying.mentionDays * DAY) / 1_000)
  // What has expired in the table is not known there any more, and would be counted a second time.
  if (replayed && expires * 1_000 <= applying.now()) return 'stale'
  return ingest(applying, activity, understanding, {
    ...{ receivedAt, expires },
    ...(history && { history }),
    ...(quiet && { quiet }),
  })
}
