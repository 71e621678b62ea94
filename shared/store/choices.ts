import { type ChoiceChange, type Down, turnedDown } from '../domain/nudge/choices.ts'
import type { ConsentWord, TopicWord } from '../domain/nudge/consent.ts'
import { consentFor } from '../domain/nudge/consent.ts'
import { type Iso, isoOf, msOf } from '../domain/time.ts'
import { type IdentityId, keys, shortHash } from './keys.ts'
import type { LedgerItem, LedgerNote, PreferencesItem } from './nudge-records.ts'
import { logAction, mergedTopics, type RecordedWord, readPreferences, writePreferences } from './preferences.ts'
import { type Cursor, query, retryConflicts, type Table, transact } from './table.ts'

/** Who turns something down, and how: what the ledger keeps of it. */
export type Said = { source: string; wording: string; note: LedgerNote }

const isOff = (topics: Readonly<Record<string, TopicWord>>, name: string): boolean => {
  const answer = consentFor(topics, name)
  return !answer.allowed && answer.reason !== 'no_consent'
}

/** A stop of everything also stops what was turned on by itself after an earlier one. */
const stillOn = (topics: Readonly<Record<string, TopicWord>>, off: readonly string[]): string[] =>
  off.filter((topic) => (topic === '*' ? ['*', ...Object.keys(topics)] : [topic]).some((name) => !isOff(topics, name)))

/** Now, or later than every word so far: one from a clock ahead of ours must not outlive what is said now. */
export const afterAll = (before: PreferencesItem | undefined, now: Iso): Iso => {
  const newest = Object.values(before?.topics ?? {})
    .map(({ at }) => at)
    .sort()
    .at(-1)
  return newest !== undefined && newest >= now ? isoOf(msOf(newest) + 1) : now
}

/** What was chosen besides topics, as the ledger keeps it. */
export const choicesNote = (change: ChoiceChange): LedgerNote => {
  const choices = Object.fromEntries(Object.entries(change).filter(([, value]) => typeof value === 'string'))
  return Object.keys(choices).length > 0 ? { choices } : {}
}

/**
 * Turns emails down, in one transaction with its line in the ledger. Never turns anything up, whatever has been chosen
 * meanwhile, and changes nothing a second time.
 * @returns whether anything changed
 */
export const turnDown = (
  table: Table,
  emailIid: IdentityId,
  down: Down,
  { source, wording, note, now }: Said & { now: Iso },
): Promise<boolean> =>
  retryConflicts(async () => {
    const before = await readPreferences(table, emailIid)
    const topics = stillOn(before?.topics ?? {}, down.off)
    const change = turnedDown(before, down)
    if (topics.length === 0 && Object.keys(change).length === 0) return false
    const at = afterAll(before, now)
    const said: ConsentWord = { topics, granted: false, basis: 'consent', wording, source, at }
    const id = `${source}#${shortHash(JSON.stringify([topics, change]))}`
    const word: RecordedWord = { ...said, emailIid, id, note: { ...note, ...choicesNote(change) } }
    await transact(table, [
      logAction(word),
      writePreferences(emailIid, before, { ...mergedTopics(before, word), ...change }),
    ])
    return true
  })

/** All lines of an identity's ledger, oldest first. */
export const readLedger = async (table: Table, iid: IdentityId): Promise<LedgerItem[]> => {
  const lines: LedgerItem[] = []
  let from: Cursor | undefined
  do {
    const page = await query(table, {
      pk: keys.identity(iid).pk,
      where: 'begins_with(#sk, :log)',
      values: { ':log': 'CONSENTLOG#' },
      from,
      consistent: true,
    })
    lines.push(...(page.items as LedgerItem[]))
    from = page.next
  } while (from)
  return lines
}
