import { createHash } from 'node:crypto'
import type { Activity } from '../../shared/domain/listen/activity.ts'
import { type Delivery, INLINE_BODY_LIMIT, type Normalised } from '../../shared/domain/listen/delivery.ts'
import { MalformedDeliveryError } from '../../shared/sources/errors.ts'
import { happenedAt, isStored } from '../../shared/store/ingest-item.ts'
import { type Found, textIn } from './found.ts'

/** What is right for all that is imported. */
export type Rules = {
  source: string
  /** ISO 8601: what happened before is older than anything of its kind is kept. */
  oldest: string
  /** The import may say who agreed to email. */
  consent: boolean
  /** What the stage writes emails about. */
  topics: readonly string[]
  /** When the import reads it, ISO 8601. */
  now: string
  normalise: (delivery: Delivery, body: Buffer) => Normalised
}

/**
 * What becomes of something found: it is sent (`body` as a delivery, or the activity together with others), refused for a
 * reason that somebody can do something about, or left out for one that is well.
 */
export type Verdict =
  | { send: 'body'; body: Buffer; headers: Record<string, string>; receivedAt: string; activities: number }
  | { send: 'activity'; json: string }
  | { refused: string; id?: string }
  | { skipped: string }

/** Why a normaliser ignores what is not from where the settings say. */
const STRANGER = /^(workspace|app|repository|instance) not in the settings/
const TOO_OLD = 'older than mentions are kept'

/** A delivery of an import: it tells of the past, and by itself nobody may be written to on its word. */
export const deliveryOf = (
  { source, consent }: Pick<Rules, 'source' | 'consent'>,
  { body, headers, receivedAt }: { body: Buffer; headers: Record<string, string>; receivedAt: string },
): Delivery => ({
  v: 1,
  id: `import-${createHash('sha256').update(body).digest('base64url').slice(0, 22)}`,
  source,
  receivedAt,
  headers,
  body: body.toString('base64'),
  history: true,
  ...(consent ? {} : { grantsNothing: true as const }),
})

/** What a delivery of activities says, for one or several. */
export const activitiesBody = (jsons: readonly string[]): Buffer =>
  Buffer.from(`{"type":"import","data":[${jsons.join(',')}]}`)

const isTooOld = (activities: readonly Activity[], oldest: string): boolean => {
  const kept = activities.filter(isStored)
  return kept.length > 0 && kept.every((activity) => happenedAt(activity) < oldest)
}

const grants = (activity: Activity): boolean => activity.kind === 'consent' && activity.granted && !activity.deleted

/** What a granted consent is about where no email ever is: it would be kept, and nobody would ever be written to for it. */
const strangeTopics = (activity: Activity, topics: readonly string[]): readonly string[] =>
  activity.kind === 'consent' && activity.granted && !activity.topics.some((one) => one === '*' || topics.includes(one))
    ? activity.topics
    : []

const bytesOf = (found: Found): { body: Buffer; headers: Record<string, string>; receivedAt?: string } | undefined => {
  if ('activity' in found) return { body: activitiesBody([JSON.stringify(found.activity)]), headers: {} }
  if (!('event' in found)) return undefined
  const { body, headers, receivedAt } = found.event
  return { body: Buffer.from(JSON.stringify(body)), headers, ...(receivedAt ? { receivedAt } : {}) }
}

const normalised = (rules: Rules, delivery: Delivery, body: Buffer): Normalised | { refused: string } => {
  try {
    return rules.normalise(delivery, body)
  } catch (error) {
    if (!(error instanceof MalformedDeliveryError)) throw error
    // Each stands in a delivery of its own here; its place in that says nothing about the file.
    return { refused: error.message.replace(/^(data|activities)\.0\.?/, '').replace(/^: /, '') }
  }
}

/** Named so that whoever repairs the file finds the row. */
const idOf = (found: Found): { id?: string } => {
  const id = 'problem' in found ? found.id : 'activity' in found ? textIn(found.activity, 'id') : undefined
  return id === undefined ? {} : { id }
}

/** Says what is to become of something found, by the same rules as the worker will read it. */
export const judge = (rules: Rules, found: Found): Verdict => {
  const verdict = judged(rules, found)
  return 'refused' in verdict ? { ...verdict, ...idOf(found) } : verdict
}

const judged = (rules: Rules, found: Found): Verdict => {
  if ('problem' in found) return { refused: found.problem }
  if ('skipped' in found) return found
  const made = bytesOf(found)
  if (!made) return { skipped: 'nothing' }
  const { body, headers, receivedAt = rules.now } = made
  if (body.length > INLINE_BODY_LIMIT)
    return { refused: `has ${body.length} bytes; at most ${INLINE_BODY_LIMIT} fit into a delivery` }
  const said = normalised(rules, deliveryOf(rules, { body, headers, receivedAt }), body)
  if ('refused' in said) return said
  const { activities, ignored } = said
  if (ignored) return STRANGER.test(ignored) ? { refused: ignored } : { skipped: ignored.split(':')[0] ?? ignored }
  if (!rules.consent && activities.some(grants))
    return { refused: 'grants consent; only --consent takes that at its word (docs/import.md)' }
  const strange = activities.flatMap((activity) => strangeTopics(activity, rules.topics))
  if (strange.length > 0)
    return { refused: `topics: came ${strange.join(', ')}; expected some of the stage's: ${rules.topics.join(', ')}` }
  if (isTooOld(activities, rules.oldest)) return { skipped: TOO_OLD }
  if ('activity' in found) return { send: 'activity', json: JSON.stringify(found.activity) }
  return { send: 'body', body, headers, receivedAt, activities: activities.length }
}
