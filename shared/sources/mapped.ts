import { normaliseAddress } from '../domain/connect/address.ts'
import type { Activity } from '../domain/listen/activity.ts'
import type { Normalised } from '../domain/listen/delivery.ts'
import { MappingError } from '../domain/listen/mapping/error.ts'
import { type Evaluated, evaluate } from '../domain/listen/mapping/evaluate.ts'
import type { Mapping } from '../domain/listen/mapping/mapping.ts'
import { MalformedDeliveryError } from './errors.ts'
import { activitiesGiven, activityGiven } from './given.ts'
import { htmlToText } from './html.ts'
import { markdownToText } from './markdown.ts'
import type { SourceContext } from './source.ts'

/** What a mapped body is read with. */
export type MappedContext = Pick<SourceContext, 'source' | 'headers' | 'receivedAt' | 'mapping'>

const evaluated = (mapping: Mapping, body: unknown, { headers, receivedAt }: MappedContext): Evaluated => {
  try {
    return evaluate(mapping, { body, headers, receivedAt }, { html: htmlToText, markdown: markdownToText })
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    const problem = error.at ? error.message.slice(error.at.length + 2) : error.message
    throw new MalformedDeliveryError(error.at || 'mapping', problem, { cause: error })
  }
}

/** The accounts that an activity names besides its author, by their place in it. */
const others = (activity: Activity): (readonly [string, string | undefined])[] => [
  ['thread.author.id', 'thread' in activity ? activity.thread.author?.id : undefined],
  ['parent.author.id', 'parent' in activity ? activity.parent?.author?.id : undefined],
  ['target.author.id', 'target' in activity ? activity.target?.author?.id : undefined],
  ['answer.author.id', 'answer' in activity ? activity.answer.author?.id : undefined],
]

/** Where a body has no better id, it is tempting to take the address: it would become part of keys. */
const withoutAddressAsId = (activity: Activity, at: string): Activity => {
  const places = [['author.id', activity.author.id] as const, ...others(activity)]
  const [place] = places.find(([, id]) => id !== undefined && normaliseAddress(id) !== undefined) ?? []
  if (place === undefined) return activity
  throw new MalformedDeliveryError(`${at}.${place}`, 'came an email address, expected an id that is none')
}

const asItIs = (body: unknown, { source }: MappedContext): Activity[] => {
  try {
    return activitiesGiven(body, {}, source, 'body')
  } catch (error) {
    if (!(error instanceof MalformedDeliveryError)) throw error
    throw new MalformedDeliveryError(
      'mapping',
      `there is none for the source "${source}", and the body is no activity by itself (${error.message}); put one with PUT /api/sources/${source}/mapping, then redrive`,
      { cause: error },
    )
  }
}

/**
 * What a body says by its source's mapping. Without a mapping the body has to be an activity in Earshot's own words, or a
 * list of them (docs/activity.md).
 * @throws MalformedDeliveryError when there is no mapping for a body that is no activity, or the mapping does not fit;
 * once it is corrected, the same delivery can be read
 */
export const normaliseMapped = (body: unknown, context: MappedContext): Normalised => {
  if (!context.mapping) {
    const activities = asItIs(body, context)
    return activities.length > 0 ? { activities } : { activities, ignored: 'no activities' }
  }
  const { made, ignored } = evaluated(context.mapping, body, context)
  const activities = made.map(({ given, at }) => withoutAddressAsId(activityGiven(given, {}, context.source, at), at))
  return { activities, ...(ignored === undefined ? {} : { ignored: `by the mapping: ${ignored}` }) }
}
