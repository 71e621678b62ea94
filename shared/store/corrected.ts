import { type Activity, isMention } from '../domain/listen/activity.ts'
import { withCorrection } from '../domain/understand/correction.ts'
import type { Understanding } from '../domain/understand/understanding.ts'
import type { ActivityItem } from './items.ts'
import { keys, shortHash } from './keys.ts'
import type { Action, Item } from './table.ts'

/** What a correction was made for: a mention's title and text, as a hash. */
export const wordsOf = ({ title, text }: { title?: string | undefined; text?: string | undefined }): string =>
  shortHash(`words:${JSON.stringify([title ?? '', text ?? ''])}`)

/**
 * Holds while nobody has corrected or refined the mention since it was read: both leave the revision as it is. A judgement
 * is provisional from the start of a revision or not at all, so only one that was read as provisional can be refined.
 */
export const notCorrectedSince = ({ corrections, provisional }: ActivityItem): { text: string; values: Item } => {
  const unrefined = provisional ? ' and attribute_exists(provisional)' : ''
  return corrections === undefined
    ? { text: `attribute_not_exists(corrections)${unrefined}`, values: {} }
    : { text: `corrections = :corrections${unrefined}`, values: { ':corrections': corrections } }
}

/** What an engine understood of a new state, with the last word to whoever corrected the state before. */
export const understoodAfter = (
  before: ActivityItem | undefined,
  activity: Activity,
  understanding: Understanding | undefined,
): Understanding | undefined =>
  understanding && isMention(activity)
    ? withCorrection(understanding, before?.correction, wordsOf(activity))
    : understanding

/** What stays of corrections in a new state: all, unless it is deleted; then only how many there were. */
export const correctionsAfter = (
  before: ActivityItem | undefined,
  { deleted }: Pick<Activity, 'deleted'>,
): Pick<ActivityItem, 'correction' | 'corrections'> => ({
  ...(before?.correction && !deleted ? { correction: before.correction } : {}),
  ...(before?.corrections === undefined ? {} : { corrections: before.corrections }),
})

/** Whoever deletes words takes them out of the labelled examples as well. */
export const forgetExample = (before: ActivityItem | undefined, after: ActivityItem): Action[] =>
  before?.corrections !== undefined && after.deleted && !before.deleted
    ? [{ Delete: { Key: keys.example(after.platform, after.id) } }]
    : []
