import { isObject } from '../domain/is-object.ts'
import { activitiesGiven } from './given.ts'
import type { Normalise } from './source.ts'

/**
 * The generic door: Standard Webhooks whose `data` is an activity in Earshot's own words, or a list of them, as
 * docs/activity.md describes.
 */

type Data = Record<string, unknown>

/** Deliveries of the generic door as activities. */
export const normaliseStandard: Normalise<'standard'> = (body, { source }) => {
  const envelope: Data = { ...body }
  const { data } = envelope
  const nested = isObject(data) && Array.isArray(data.activities)
  const activities = nested
    ? activitiesGiven(data.activities, envelope, source, 'data.activities')
    : activitiesGiven(data, envelope, source, 'data')
  return activities.length > 0 ? { activities } : { activities, ignored: 'no activities' }
}
