import type { Wish } from '../domain/nudge/choices.ts'
import { granted } from '../domain/nudge/choices.ts'
import {
  askedNow,
  askWish,
  type Confirmations,
  type Confirming,
  confirmed,
  confirming,
  isOvertaken,
  newestUnconfirmed,
  type Pending,
  unaskWish,
} from '../domain/nudge/confirm.ts'
import type { ConsentWord } from '../domain/nudge/consent.ts'
import type { Iso } from '../domain/time.ts'
import { afterAll, choicesNote } from './choices.ts'
import { type IdentityId, keys } from './keys.ts'
import type { ConfirmationsItem, PreferencesItem } from './nudge-records.ts'
import { logAction, mergedTopics, type PreferencesChange, type RecordedWord, writePreferences } from './preferences.ts'
import { type Action, getAll, retryConflicts, type Table, transact } from './table.ts'

/** The name under which the words of the confirm email and of its page are kept; another one when they change. */
const CONFIRM_WORDING = 'confirm@1'

type Known = { preferences: PreferencesItem | undefined; confirmations: ConfirmationsItem | undefined }

const readKnown = async (table: Table, emailIid: IdentityId): Promise<Known> => {
  const [preferences, confirmations] = (await getAll(table, [
    keys.preferences(emailIid),
    keys.confirmations(emailIid),
  ])) as [PreferencesItem | undefined, ConfirmationsItem | undefined]
  return { preferences, confirmations }
}

const write = (emailIid: IdentityId, before: ConfirmationsItem | undefined, after: Confirmations): Action => {
  const { pending, mails, askedFor } = after
  const item: ConfirmationsItem = {
    ...(keys.confirmations(emailIid) as { pk: string; sk: 'CONFIRM' }),
    type: 'confirmations',
    ver: (before?.ver ?? 0) + 1,
    pending,
    mails,
    ...(askedFor === undefined ? {} : { askedFor }),
  }
  return {
    Put: {
      Item: item,
      ConditionExpression: before ? 'ver = :ver' : 'attribute_not_exists(pk)',
      ...(before ? { ExpressionAttributeValues: { ':ver': before.ver } } : {}),
    },
  }
}

const unchanged = (emailIid: IdentityId, item: PreferencesItem | undefined): Action => ({
  ConditionCheck: {
    Key: keys.preferences(emailIid),
    ConditionExpression: item ? 'ver = :ver' : 'attribute_not_exists(ver)',
    ...(item ? { ExpressionAttributeValues: { ':ver': item.ver } } : {}),
  },
})

/** Why a wish is not mailed. */
export type Silent = 'suppressed' | 'stopped' | 'silent'

/**
 * Keeps a wish and reserves its email, once, on condition that nothing has changed on the address meanwhile.
 * @param unproven the sources whose addresses are asked first
 * @param since when it was wished for, where that was before now
 * @returns why it is not mailed: the address is suppressed, everything was stopped, or it has been asked before
 */
export const reserveWish = (
  table: Table,
  emailIid: IdentityId,
  {
    wish,
    id,
    now,
    unproven,
    since = now,
  }: { wish: Wish; id: string; now: Iso; unproven: (source: string) => boolean; since?: Iso | undefined },
): Promise<Pending | Silent> =>
  retryConflicts(async () => {
    const { preferences, confirmations } = await readKnown(table, emailIid)
    if (preferences?.suppressed) return 'suppressed'
    const topics = preferences?.topics ?? {}
    if (wish.address && topics['*']?.granted === false) return 'stopped'
    if (isOvertaken({ wish, askedAt: since }, topics)) return 'stopped'
    if (wish.address && preferences?.confirmedAt) return 'silent'
    const after = askWish(confirmations, { wish, id, now, word: newestUnconfirmed(topics, unproven) })
    const pending = after?.pending.find((one) => one.id === id)
    if (!after || !pending) return 'silent'
    await transact(table, [write(emailIid, confirmations, after), unchanged(emailIid, preferences)])
    return pending
  })

/** Takes a reservation back after a definite "no" of SES. */
export const releaseWish = (table: Table, emailIid: IdentityId, id: string): Promise<void> =>
  retryConflicts(async () => {
    const { confirmations } = await readKnown(table, emailIid)
    if (confirmations) await transact(table, [write(emailIid, confirmations, unaskWish(confirmations, id))])
  })

/** Notes that SES has the email of a wish, or never takes it. Once more changes nothing. */
export const noteAsked = (table: Table, emailIid: IdentityId, id: string): Promise<void> =>
  retryConflicts(async () => {
    const { confirmations } = await readKnown(table, emailIid)
    const after = confirmations && askedNow(confirmations, id)
    if (after) await transact(table, [write(emailIid, confirmations, after)])
  })

/** What the link in a confirm email stands for now. */
export const readWish = async (table: Table, emailIid: IdentityId, id: string, now: Iso): Promise<Confirming> => {
  const { preferences, confirmations } = await readKnown(table, emailIid)
  return confirming(confirmations, id, { now, topics: preferences?.topics ?? {} })
}

/** The line of the ledger for a wish that was confirmed, and what it changes. */
const fulfil = (
  emailIid: IdentityId,
  { id, wish, askedAt }: Pending,
  { preferences, language, now }: { preferences: PreferencesItem | undefined; language: string; now: Iso },
): { word: RecordedWord; change: PreferencesChange } => {
  const choices = granted(wish, now)
  const waiting = Object.entries(preferences?.topics ?? {}).flatMap(([topic, word]) => (word.granted ? [topic] : []))
  const said: ConsentWord = {
    topics: wish.address ? waiting : (wish.on ?? []),
    granted: true,
    basis: 'consent',
    wording: CONFIRM_WORDING,
    source: 'confirm',
    at: afterAll(preferences, now),
  }
  const note = { language, channel: 'confirm-mail', askedAt, confirmedAt: now, ...choicesNote(choices) } as const
  const word: RecordedWord = { ...said, emailIid, id, note: { ...note, ...(wish.address ? { confirms: true } : {}) } }
  // The words that the sources told stay theirs: what is new is that their address was confirmed.
  const topics = wish.address ? undefined : mergedTopics(preferences, word)
  return { word, change: { ...topics, ...choices, confirmedAt: preferences?.confirmedAt ?? now } }
}

/**
 * Somebody who reads the address has said yes: does what was wished for, with its line in the ledger, in one transaction.
 * A second time changes nothing.
 * @param language of the page on which it was said
 * @returns what the link stood for before
 */
export const confirmWish = (
  table: Table,
  emailIid: IdentityId,
  { id, now, language }: { id: string; now: Iso; language: string },
): Promise<Confirming> =>
  retryConflicts(async () => {
    const { preferences, confirmations } = await readKnown(table, emailIid)
    const found = confirming(confirmations, id, { now, topics: preferences?.topics ?? {} })
    if (found.state !== 'open' || !confirmations) return found
    const { word, change } = fulfil(emailIid, found.pending, { preferences, language, now })
    await transact(table, [
      write(emailIid, confirmations, confirmed(confirmations, id, now)),
      logAction(word),
      writePreferences(emailIid, preferences, change),
    ])
    return found
  })
