import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { ALL_TOPICS, type ConsentWord, mergeConsent } from '../domain/nudge/consent.ts'
import { countSoftBounce, suppressedBy } from '../domain/nudge/outcome.ts'
import type { Iso } from '../domain/time.ts'
import { type IdentityId, keys } from './keys.ts'
import type { LedgerNote, PreferencesItem } from './nudge-records.ts'
import { type Action, ConflictError, retryConflicts, type Table, transact } from './table.ts'

/** What an address may be sent, strongly consistent; undefined when nothing was ever said about it. */
export const readPreferences = async (table: Table, emailIid: IdentityId): Promise<PreferencesItem | undefined> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.preferences(emailIid), ConsistentRead: true }),
  )
  return answer.Item as PreferencesItem | undefined
}

/** What may be changed on an address's preferences; `ver` goes up by one with every change. */
export type PreferencesChange = Partial<
  Pick<
    PreferencesItem,
    | 'topics'
    | 'suppressed'
    | 'snoozedUntil'
    | 'softBounces'
    | 'often'
    | 'partOfDay'
    | 'language'
    | 'timeZone'
    | 'confirmedAt'
  >
>

/** Writes changes on condition that nobody else has changed the item since it was read. */
export const writePreferences = (
  emailIid: IdentityId,
  before: PreferencesItem | undefined,
  change: PreferencesChange,
): Extract<Action, { Update: unknown }> => {
  const values = { type: 'preferences', topics: before?.topics ?? {}, ...change, ver: (before?.ver ?? 0) + 1 }
  const names = Object.keys(values)
  return {
    Update: {
      Key: keys.preferences(emailIid),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: before ? '#ver = :before' : 'attribute_not_exists(#ver)',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
        ...(before ? { ':before': before.ver } : {}),
      },
    },
  }
}

/** One word to remember: `id` makes it one of a kind, so that telling it twice changes nothing. `note`: for the ledger only. */
export type RecordedWord = ConsentWord & { emailIid: IdentityId; id: string; note?: LedgerNote }

/** Appends a word to the ledger, unless it is there. */
export const logAction = ({ emailIid, id, note, ...word }: RecordedWord): Action => ({
  Put: {
    Item: { ...keys.consentLog(emailIid, word.at, id), type: 'consent', ...word, ...note, topics: [...word.topics] },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
})

/**
 * Changes the preferences and appends the word to the consent log, in one transaction. A word whose log entry exists has
 * been dealt with before.
 */
const changeWithLog = async (
  table: Table,
  word: RecordedWord,
  changeOf: (before: PreferencesItem | undefined) => PreferencesChange | undefined,
): Promise<void> => {
  await retryConflicts(async () => {
    const before = await readPreferences(table, word.emailIid)
    const change = changeOf(before)
    const actions = [logAction(word), ...(change ? [writePreferences(word.emailIid, before, change)] : [])]
    try {
      await transact(table, actions)
    } catch (error) {
      if (error instanceof ConflictError && error.reasons[0] === 'ConditionalCheckFailed') return
      throw error
    }
  })
}

/** What a word changes of the topics; undefined when nothing. */
export const mergedTopics = (
  before: PreferencesItem | undefined,
  word: RecordedWord,
): PreferencesChange | undefined => {
  const known = before?.topics ?? {}
  const { emailIid: _, id: __, note: ___, ...consent } = word
  const topics = mergeConsent(known, consent)
  return topics === known ? undefined : { topics: { ...topics } }
}

/**
 * Records a person's word about topics: per topic the newest `at` wins, a withdrawal wins ties, `'*'` is all topics.
 * Idempotent by `at` and `id`, and the same in any order. Every word stays in the append-only consent log.
 */
export const recordConsent = (table: Table, word: RecordedWord): Promise<void> =>
  changeWithLog(table, word, (before) => mergedTopics(before, word))

/** A complaint: nothing goes to this address any more, and every topic is off. Idempotent by `id`. */
export const recordComplaint = async (
  table: Table,
  { emailIid, at, id }: { emailIid: IdentityId; at: Iso; id: string },
): Promise<void> => {
  const word: RecordedWord = {
    emailIid,
    id,
    at,
    topics: [ALL_TOPICS],
    granted: false,
    basis: 'consent',
    wording: 'spam complaint',
    source: 'complaint',
    note: { channel: 'complaint' },
  }
  await changeWithLog(table, word, (before) => ({
    ...mergedTopics(before, word),
    suppressed: suppressedBy(before?.suppressed, { reason: 'complaint', at }),
  }))
}

/** Changes preferences by a rule that is idempotent by itself; undefined says that nothing changes. */
const change = (
  table: Table,
  emailIid: IdentityId,
  changeOf: (before: PreferencesItem | undefined) => PreferencesChange | undefined,
) =>
  retryConflicts(async () => {
    const before = await readPreferences(table, emailIid)
    const changed = changeOf(before)
    if (changed) await transact(table, [writePreferences(emailIid, before, changed)])
  })

/** A hard bounce: nothing goes to this address any more. */
export const recordHardBounce = (table: Table, { emailIid, at }: { emailIid: IdentityId; at: Iso }): Promise<void> =>
  change(table, emailIid, (before) => {
    const suppressed = suppressedBy(before?.suppressed, { reason: 'bounce', at })
    return suppressed === before?.suppressed ? undefined : { suppressed }
  })

/** A temporary bounce: the third within two weeks makes a pause. Idempotent by the SES message id. */
export const recordSoftBounce = (
  table: Table,
  { emailIid, at, messageId }: { emailIid: IdentityId; at: Iso; messageId: string },
): Promise<void> => change(table, emailIid, (before) => countSoftBounce(before ?? {}, { messageId, at }))
