import {
  type MonthFacts,
  monthFactsOf,
  monthsTogether,
  type PersonFacts,
} from '../../../../shared/domain/score/facts.ts'
import { DAY, isoOf } from '../../../../shared/domain/time.ts'

/** What somebody did on a day: counts of a rollup, such as `{ questions: 1, orders: 1 }`. */
export type Done = { at: string; [count: string]: number | string }

const rollupOf = ({ at, ...counts }: Done): MonthFacts => {
  const day = at.slice(8, 10)
  const ordered = counts.orders ? { [`o${day}`]: counts.orders } : {}
  return monthFactsOf(at.slice(0, 7), { [`d${day}`]: 1, ...counts, ...ordered })
}

/** Somebody who did these things, each on its day. */
export const whoDid = (
  done: readonly Done[],
  over: { firstSeenAt?: string; customerSince?: string; followers?: number } = {},
): PersonFacts => {
  const months = monthsTogether(done.map((one) => [rollupOf(one)]))
  const firstSeenAt = over.firstSeenAt ?? `${[...done].map(({ at }) => at).sort()[0] ?? '2026-01-01'}T00:00:00.000Z`
  const account = { iid: 'forum:1', platform: 'forum', gone: false, known: false, firstSeenAt, months }
  const crm = over.customerSince
    ? [{ ...account, iid: 'email:1', platform: 'email', known: true, months: [], firstSeenAt: over.customerSince }]
    : []
  return {
    ...{ personId: 'P', ver: 1, months, customer: crm.length > 0, firstSeenAt },
    identities: [{ ...account, ...(over.followers ? { followers: over.followers } : {}) }, ...crm],
  }
}

/** A day `2026-11-03` as milliseconds, and so many days on from it. */
export const day = (date: string, on = 0): number => Date.parse(`${date}T00:00:00.000Z`) + on * DAY

/** The date of a day so many days after another. */
export const dateAfter = (date: string, on: number): string => isoOf(day(date, on)).slice(0, 10)
