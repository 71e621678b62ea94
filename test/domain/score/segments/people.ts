import type { IdentityFacts, MonthFacts, PersonFacts } from '../../../../shared/domain/score/facts.ts'
import { monthFactsOf, monthsTogether } from '../../../../shared/domain/score/facts.ts'
import type { Scores } from '../../../../shared/domain/score/scores.ts'
import { DAY, isoOf, monthOf, monthStart } from '../../../../shared/domain/time.ts'

/** Something that somebody did: at which millisecond, what, and how the person felt about it (tenths, -10 to 10). */
export type Deed = { at: number; kind: 'post' | 'reply' | 'order' | 'reaction'; feeling: number; amount: number }

const forward = (at: number, days: number): number => 2 ** ((at - monthStart(monthOf(isoOf(at)))) / (days * DAY))

const countsOf = ({ at, kind, feeling, amount }: Deed): Record<string, number> => {
  const day = isoOf(at).slice(8, 10)
  if (kind === 'order') return { orders: 1, spend_EUR: amount, [`d${day}`]: 1, [`o${day}`]: 1 }
  if (kind === 'reaction') return { reactions: 1, [`d${day}`]: 1 }
  const [v, s] = [forward(at, 60), feeling / 10]
  return {
    n: 1,
    wf: Math.round(1_000 * forward(at, 30)),
    fv: Math.round(1_000 * v),
    fv2: Math.round(1_000 * v * v),
    fs: Math.round(1_000 * v * s),
    fs2: Math.round(1_000 * v * s * s),
    ...(kind === 'reply' ? { replies: 1 } : {}),
    ...(feeling > 2 ? { pos: 1 } : {}),
    ...(feeling < -2 ? { neg: 1 } : {}),
    [`d${day}`]: 1,
  }
}

/** The rollups of deeds. */
const monthsOf = (deeds: readonly Deed[]): MonthFacts[] =>
  monthsTogether(deeds.map((deed) => [monthFactsOf(monthOf(isoOf(deed.at)), countsOf(deed))]))

/** A person with one account who has done these things. */
export const personOf = (
  deeds: readonly Deed[],
  over: Partial<IdentityFacts> & { customer?: boolean } = {},
): PersonFacts => {
  const { customer = deeds.some(({ kind }) => kind === 'order'), ...identity } = over
  const months = monthsOf(deeds)
  const first = Math.min(...deeds.map(({ at }) => at), Date.UTC(2026, 10, 1))
  const firstSeenAt = `${isoOf(first).slice(0, 10)}T00:00:00.000Z`
  return {
    personId: '0'.repeat(26),
    ver: 1,
    identities: [
      { iid: 'github:1', platform: 'github', known: customer, gone: false, firstSeenAt, months, ...identity },
    ],
    months,
    customer,
    firstSeenAt,
  }
}

/** Scores of which only these are known. */
export const scoresOf = (
  known: { [name in keyof Scores['scores']]?: number } = {},
  rest: Omit<Scores, 'scores'> = {},
): Scores => ({
  scores: Object.fromEntries(Object.entries(known).map(([name, value]) => [name, { value, lines: [] }])),
  ...rest,
})
