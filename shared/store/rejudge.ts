import { changesBetween } from '../domain/connect/contribution.ts'
import { notCorrectedSince } from './corrected.ts'
import { become } from './expressions.ts'
import type { ActivityItem } from './items.ts'
import { changeActions } from './rollups.ts'
import type { Action, Item } from './table.ts'

/** The attributes of one state that the other has not, or otherwise. */
const apart = (one: Item, other: Item): Item =>
  Object.fromEntries(
    Object.entries(one).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(other[name])),
  )

/**
 * Gives a mention another judgement: its item, if it still is as it was read, and by the difference all that was counted by
 * the old one. For corrections and refinements alike; both leave the revision as it is.
 * @param after has at least one attribute that is new or other than before
 */
export const rejudge = (before: ActivityItem, after: ActivityItem): Action[] => {
  const same = notCorrectedSince(before)
  return [
    become({ pk: before.pk, sk: before.sk }, apart(before, after), apart(after, before), {
      // A reply that is settled keeps its revision, and its edge has just been counted with the old label.
      text: `rev = :rev and ${same.text} and ${before.to === undefined ? 'attribute_not_exists(#to)' : '#to = :to'}`,
      names: { '#to': 'to' },
      values: { ':rev': before.rev, ...same.values, ...(before.to === undefined ? {} : { ':to': before.to }) },
    }),
    ...changeActions(changesBetween(before, after)),
  ]
}

/** A mention without what was said of its words, to say it anew. */
export const unjudged = ({ intents: _, provisional: __, q: ___, qs: ____, ...rest }: ActivityItem): ActivityItem => rest
