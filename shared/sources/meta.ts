import type { Activity } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { readFields } from './fields.ts'
import { type MetaEntry, metaFrameSchema } from './meta-shapes.ts'
import { oneLine } from './text.ts'

/** One change: an activity, or why it is none. `under` is its path, for messages. */
export type ReadChange = (
  change: { field: string; value: unknown },
  entry: MetaEntry,
  under: string,
) => Activity | string

const changesOf = (entry: MetaEntry): { field: string; value: unknown; under: string }[] => [
  ...(entry.changes ?? []).map(({ field, value }, at) => ({ field, value, under: `changes.${at}.value` })),
  ...(entry.field ? [{ field: entry.field, value: entry.value, under: 'value' }] : []),
]

/**
 * A delivery of Meta's webhooks: the changes of the pages or accounts that are wanted, each read by itself. Several reasons why
 * nothing came of it are told as one.
 * @param object what the subscription is about: `page` or `instagram`
 * @param wanted ids of pages or accounts; `*` takes any
 */
export const readMeta = (body: object, object: string, wanted: readonly string[], read: ReadChange): Normalised => {
  const frame = readFields(metaFrameSchema, body)
  if (frame.object !== object) return { activities: [], ignored: `not about a ${object}: ${oneLine(frame.object, 60)}` }
  const results = frame.entry.flatMap((entry, at): (Activity | string)[] => {
    if (!wanted.includes('*') && !wanted.includes(entry.id)) return [`${object} not in the settings`]
    const changes = changesOf(entry)
    if (changes.length === 0) return ['no changes: a message or a greeting']
    return changes.map(({ under, ...change }) => read(change, entry, `entry.${at}.${under}`))
  })
  const activities = results.filter((result) => typeof result !== 'string')
  const reasons = [...new Set(results.filter((result) => typeof result === 'string'))]
  if (activities.length > 0) return { activities }
  return { activities, ignored: reasons.slice(0, 5).join('; ') || 'no entries' }
}
