import type { CountField, PersonFacts } from '../facts.ts'
import { followersOf } from '../inputs.ts'
import { LEVELS } from '../level.ts'
import type { ScoreName } from '../scores.ts'

import {
  counted,
  countedByDay,
  lastDay,
  readParticipation,
  readSatisfaction,
  type Subject,
  type Window,
} from './moving.ts'
import type { Signal, Value } from './signal.ts'

/** What kind of thing a field is, which says how it can be compared. */
export type FieldType = 'number' | 'count' | 'text' | 'list' | 'flag'

type Field = {
  type: FieldType
  /** What it is, for people. */
  what: string
  /** The only texts that it can be, where that is known. */
  words?: readonly string[]
  /** It is counted by the day, so that it can be asked for the latest days. */
  daily?: true
  /** How it stands with a person from `now` (milliseconds) on. */
  read: (subject: Subject, now: number, window: Window | undefined) => Signal
}

const still =
  (of: (subject: Subject) => Value | undefined) =>
  (subject: Subject): Signal => ({ kind: 'still', value: of(subject) })

const ageOf =
  (of: (facts: PersonFacts) => number | undefined) =>
  ({ facts }: Subject): Signal => {
    const since = of(facts)
    return since === undefined ? { kind: 'still', value: undefined } : { kind: 'age', since }
  }

/** What identities say, each once. */
const each = (of: (identity: PersonFacts['identities'][number]) => string | undefined) =>
  still(({ facts }) => [...new Set(facts.identities.map(of).filter((one) => one !== undefined))])

const score = (name: ScoreName) => still(({ scores }) => scores.scores[name]?.value)

/** One digit of the code of RFM. */
const fifth = (place: 0 | 1 | 2) =>
  still(
    ({
      scores: {
        scores: { rfm },
      },
    }) => (rfm === undefined ? undefined : Number(String(rfm.value)[place])),
  )

const count = (what: string, name: CountField): Field => ({
  type: 'count',
  what,
  read: ({ facts }, _, window) => counted(facts.months, (month) => month[name] ?? 0, window),
})

const number = (what: string, read: Field['read']): Field => ({ type: 'number', what, read })
const list = (what: string, read: Field['read']): Field => ({ type: 'list', what, read })

const DEFINED = {
  level: {
    type: 'text',
    what: 'level of the Orbit model',
    words: LEVELS,
    read: still(({ scores }) => scores.standing?.level),
  },
  participation: number('how much the person takes part; halves every 30 days', readParticipation),
  satisfaction: number('how content the person is, -1 to 1; not known while too little was said', readSatisfaction),
  advocate: number('how much of an advocate, 0 to 100', score('advocate')),
  influence: number('how far the person reaches, 0 to 1', score('influence')),
  value: number('what the person is expected to be worth, in minor units', score('value')),
  recency: number('fifth by the last activity, 1 to 5, 5 the latest', fifth(0)),
  frequency: number('fifth by activities in a year, 1 to 5, 5 the most', fifth(1)),
  money: number('fifth by what was spent in a year, 1 to 5, 5 the most', fifth(2)),
  followers: number(
    'followers on all platforms together',
    still(({ facts }) => followersOf(facts)),
  ),
  daysSinceActivity: number(
    'days since the day on which the person last did anything',
    ageOf(({ months }) => lastDay(months, 'days')),
  ),
  daysSinceOrder: number(
    'days since the day of the last order',
    ageOf(({ months }) => lastDay(months, 'orderDays')),
  ),
  daysSinceFirstSeen: number(
    'days since the day on which the person was first seen',
    ageOf(({ firstSeenAt }) => Date.parse(firstSeenAt)),
  ),
  activities: {
    type: 'count',
    what: 'mentions, reactions and orders',
    daily: true,
    read: ({ facts }, _, window) => countedByDay(facts.months, 'days', window),
  },
  orders: {
    type: 'count',
    what: 'orders',
    daily: true,
    read: ({ facts }, _, window) => countedByDay(facts.months, 'orderDays', window),
  },
  spent: {
    type: 'count',
    what: "spent, in minor units of the stage's currency",
    read: ({ facts, currency }, _, window) => counted(facts.months, ({ spend }) => spend[currency] ?? 0, window),
  },
  mentions: count('posts and replies', 'n'),
  replies: count('replies', 'replies'),
  questions: count('mentions that ask something', 'questions'),
  positive: count('positive mentions', 'pos'),
  negative: count('negative mentions', 'neg'),
  favourable: count('good words that somebody signed', 'favourable'),
  accepted: count('accepted answers', 'accepted'),
  reactions: count('reactions', 'reactions'),
  customer: { type: 'flag', what: 'a known customer', read: still(({ facts }) => facts.customer) },
  platforms: list(
    'platforms that the person has accounts on',
    each(({ platform }) => platform),
  ),
  role: {
    type: 'text',
    what: 'what somebody is who is not of the community; not known for everybody else',
    words: ['brand', 'staff', 'bot'],
    read: still(({ scores }) => scores.role),
  },
  languages: list(
    'languages of the accounts, such as de',
    each(({ language }) => language),
  ),
} as const satisfies Record<string, Field>

/** The name of a field. */
export type FieldName = keyof typeof DEFINED

/** What a rule can ask for. docs/segments.md has the same list; a test compares. */
export const FIELDS: Readonly<Record<FieldName, Field>> = DEFINED
