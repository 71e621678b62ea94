import * as z from 'zod/mini'
import { name } from '../../name.ts'

/**
 * An alert tells a team of something that calls for a person, by email, in a chat, to a program of theirs. It is data: marketers
 * make and change them while everything runs. Addresses of chats and programs are secrets, so an alert only names them.
 */

const share = z.number('expected a share from 0 to 1').check(z.gte(0), z.lte(1))
const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 21:00'))
const zone = z
  .string()
  .check(
    z.regex(/^(UTC|[A-Z][A-Za-z_-]+(\/[A-Z][A-Za-z0-9_+-]+)+)$/, 'expected an IANA time zone such as Europe/Berlin'),
  )
const address = z
  .string()
  .check(
    z.maxLength(254),
    z.regex(
      /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/,
      'expected an email address such as team@example.com',
    ),
  )

/** An alert's id, which is also part of keys. */
export const alertId = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits and dashes, at most 41'))

/** The days of the week; the first is Monday. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

const on = z.discriminatedUnion('type', [
  /** Somebody whom many follow complained. `minConfidence`: of the judgement that the words are negative. */
  z.strictObject({
    type: z.literal('complaint.high-reach'),
    minFollowers: z.int('expected a whole number').check(z.gte(0), z.lte(1_000_000_000)),
    minConfidence: z.optional(share),
  }),
  z.strictObject({ type: z.literal('advocate.emerged') }),
  z.strictObject({ type: z.literal('topic.hot') }),
  /** A question that nobody else has answered so many hours after it was asked. */
  z.strictObject({
    type: z.literal('question.unanswered'),
    afterHours: z.number('expected hours, from 0.25 to 720').check(z.gte(0.25), z.lte(720)),
  }),
  z.strictObject({ type: z.literal('recipe.paused') }),
  /** Once a week at that hour of that day, in the zone. */
  z.strictObject({
    type: z.literal('digest.weekly'),
    day: z.enum(WEEKDAYS, `expected one of ${WEEKDAYS.join(', ')}`),
    hour: z.int('expected a whole number from 0 to 23').check(z.gte(0), z.lte(23)),
    zone,
  }),
])

const to = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('email'),
    addresses: z.array(address).check(z.minLength(1, 'expected 1 to 10 addresses'), z.maxLength(10)),
  }),
  z.strictObject({ kind: z.literal('slack'), destination: name }),
  z.strictObject({ kind: z.literal('teams'), destination: name }),
  z.strictObject({ kind: z.literal('webhook'), destination: name }),
  /** EventBridge: the event `alert.raised` on the stage's bus. */
  z.strictObject({ kind: z.literal('bus') }),
])

const listOf = (what: string) =>
  z.optional(z.array(z.string().check(z.minLength(1), z.maxLength(60))).check(z.minLength(1, what), z.maxLength(50)))

/** What is said of an alert. */
export const alertBody = z.strictObject({
  name: z
    .string('expected the name of the alert')
    .check(z.minLength(1, 'expected 1 to 80 characters'), z.maxLength(80, 'expected 1 to 80 characters')),
  on,
  /** Only what is of these. Which of them an alert may have depends on what it is on: {@link FILTERS}. */
  where: z.optional(
    z.strictObject({
      sources: listOf('expected at least one source'),
      languages: listOf('expected at least one language such as en'),
      segments: listOf('expected at least one segment'),
    }),
  ),
  to,
  /** Nothing is told from `start` to `end`; what comes up then is told at `end`. */
  quiet: z.optional(z.strictObject({ start: clock, end: clock, zone })),
  /** Told in an hour; what is more is told in one summary when the hour is over. @default 10 */
  mostAnHour: z.optional(z.int('expected a whole number from 1 to 60').check(z.gte(1), z.lte(60))),
  /** It stays, and tells nothing. */
  paused: z.optional(z.boolean()),
})
/** What is said of an alert, checked. */
export type AlertBody = z.infer<typeof alertBody>

/** An alert as it is kept. `since`: when it was made; `at`, `by`: the latest change. */
export type Alert = AlertBody & { id: string; rev: number; by: string; at: string; since: string }

/** What an alert may be on. */
export type AlertOn = AlertBody['on']['type']
/** How an alert may be told. */
export type Channel = AlertBody['to']['kind']
/** What an alert may be narrowed down by. */
type AlertFilter = 'sources' | 'languages' | 'segments'

/** What the data of each kind of alert can be narrowed down by. */
const FILTERS: Readonly<Record<AlertOn, readonly AlertFilter[]>> = {
  'complaint.high-reach': ['sources', 'languages', 'segments'],
  'question.unanswered': ['sources', 'languages', 'segments'],
  'advocate.emerged': ['segments'],
  'topic.hot': ['languages'],
  'recipe.paused': [],
  'digest.weekly': [],
}

/** Alerts that a stage may have. */
export const MOST_ALERTS = 50

/** Told in an hour, unless the alert says otherwise. */
export const mostAnHourOf = ({ mostAnHour }: Pick<AlertBody, 'mostAnHour'>): number => mostAnHour ?? 10

/**
 * What is wrong with an alert that its schema cannot see: one line each.
 * @param isZone whether there is such a time zone
 */
export const alertProblems = (body: AlertBody, isZone: (zone: string) => boolean): string[] => {
  const allowed: readonly string[] = FILTERS[body.on.type]
  const given = Object.keys(body.where ?? {})
  const expected = allowed.length > 0 ? `one of ${allowed.join(', ')}` : 'no `where`'
  const zones = [
    ...(body.on.type === 'digest.weekly' ? [{ at: 'on.zone', zone: body.on.zone }] : []),
    ...(body.quiet ? [{ at: 'quiet.zone', zone: body.quiet.zone }] : []),
  ]
  return [
    ...given
      .filter((filter) => !allowed.includes(filter))
      .map((filter) => `where.${filter}: an alert on ${body.on.type} has none, expected ${expected}`),
    ...zones
      .filter((one) => !isZone(one.zone))
      .map(
        ({ at, zone: came }) =>
          `${at}: came ${JSON.stringify(came)}, which is no time zone, expected one such as Europe/Berlin`,
      ),
    ...(body.quiet && body.quiet.start === body.quiet.end
      ? [`quiet.end: came ${body.quiet.end}, the same as start, expected another time of day`]
      : []),
  ]
}
