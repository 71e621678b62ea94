import type { Stage } from '../../nudge/stages.ts'
import { DAY } from '../../time.ts'
import { counted, EVER, type Known, lasting, type Sign, within } from './signs.ts'

/** One kind of evidence for a stage: what speaks for it, from when until when, and how strongly. */
export type Rule = {
  stage: Stage
  signs: (known: Known) => readonly Sign[]
  /** What signs that come to `sum` are worth, of 100. */
  weight: (sum: number) => number
  /** In words: `{n}` is the sum, `{since}` the day of the earliest and `{ago}` how long ago the latest is; `(s)` goes where the sum is 1. */
  what: string
}

/** Who orders more often than this is not asked again every time. Days. */
const SHORTEST_CYCLE = 60
/** It is time to order again from here to there, as parts of the usual time between two orders. */
const DUE_FROM = 0.8
const DUE_UNTIL = 1.25
/** A customer who has not ordered for so many times the usual is none any more. */
const LOST_AFTER = 2
/** From this score on somebody counts as an advocate (see estimated-nps.ts). */
const ADVOCATE_FROM = 40

const flat = (weight: number) => (): number => weight
const fromOn =
  (least: number, weight: number) =>
  (sum: number): number =>
    sum >= least ? weight : 0

const median = (numbers: readonly number[]): number =>
  Number([...numbers].sort((a, b) => a - b)[(numbers.length - 1) >> 1])

/** Days from an order to the next one: as the person has it from the third order on, as the settings have it before. */
const cycleAfter = ({ orders, settings }: Known, place: number): number => {
  const gaps = orders.slice(0, place).map((day, at) => (Number(orders[at + 1]) - day) / DAY)
  return gaps.length < 2 ? settings.renewalDays : Math.max(SHORTEST_CYCLE, median(gaps))
}

/** A sign for each order, from and until so many of the usual times after it, and no longer than until the next. */
const afterOrders = (known: Known, from: number, until: number): Sign[] =>
  known.orders.flatMap((about, place) => {
    const cycle = cycleAfter(known, place)
    const at = (part: number): number => about + Math.round(part * cycle) * DAY
    return within([{ from: at(from), until: at(until), count: cycle, about }], about, known.orders[place + 1])
  })

const settlesUntil = ({ settled, settings }: Known): number => settled + settings.onboardingDays * DAY

const activeFor = ({ active }: Known, days: number): Sign[] => active.map((day) => lasting(day, days))

/** Known as a customer, by a CRM, without any order that is known. */
const byName = ({ orders, settled }: Known, signs: readonly Sign[]): readonly Sign[] =>
  orders.length === 0 && settled < EVER ? signs : []

const since = (about: number, from: number): Sign => ({ from, until: EVER, count: 1, about })

/**
 * What counts as evidence for which stage, from when until when and how much, of 100 a stage (docs/journey.md has it as a
 * table). Everything begins and ends with a day, so that between two days nothing changes.
 */
export const RULES: readonly Rule[] = [
  {
    stage: 'research',
    signs: ({ first }) => [since(first, first)],
    weight: flat(10),
    what: 'known since {since}',
  },
  {
    stage: 'research',
    signs: ({ first, settled }) => within([lasting(first, 30)], 0, settled),
    weight: flat(20),
    what: 'first seen {ago}',
  },
  {
    stage: 'research',
    signs: (known) => within(activeFor(known, 60), 0, known.settled),
    weight: flat(10),
    what: 'active on {n} day(s) since {since}, before any order',
  },
  {
    stage: 'consideration',
    signs: (known) => within(counted(known, 'questions', 60), 0, known.settled),
    weight: (sum) => (sum >= 2 ? 60 : 35),
    what: '{n} question(s) since {since}, before any order',
  },
  {
    stage: 'consideration',
    signs: (known) => within(activeFor(known, 60), 0, known.settled),
    weight: fromOn(3, 15),
    what: 'came back: active on {n} day(s) since {since}',
  },
  {
    stage: 'purchase',
    signs: ({ orders }) => orders.slice(0, 1).map((day) => lasting(day, 7)),
    weight: flat(100),
    what: 'first order {ago}',
  },
  {
    stage: 'onboarding',
    signs: ({ orders, settings }) => orders.slice(0, 1).map((day) => lasting(day, settings.onboardingDays)),
    weight: flat(80),
    what: 'first order {ago}',
  },
  {
    stage: 'onboarding',
    signs: (known) => byName(known, [lasting(known.settled, known.settings.onboardingDays)]),
    weight: flat(60),
    what: 'became known as a customer {ago}',
  },
  {
    stage: 'onboarding',
    signs: (known) => within(counted(known, 'questions', 0), known.settled, settlesUntil(known)),
    weight: flat(10),
    what: '{n} question(s) since {since}, as a new customer',
  },
  {
    stage: 'use',
    signs: (known) => within(afterOrders(known, 0, LOST_AFTER), settlesUntil(known)),
    weight: flat(35),
    what: 'a customer, the latest order {ago}',
  },
  {
    stage: 'use',
    signs: (known) => byName(known, [since(known.settled, settlesUntil(known))]),
    weight: flat(35),
    what: 'a customer, known since {since}',
  },
  {
    stage: 'use',
    signs: (known) => within(activeFor(known, 90), settlesUntil(known)),
    weight: flat(10),
    what: 'active on {n} day(s) since {since}',
  },
  {
    stage: 'use',
    signs: (known) => within(counted(known, 'replies', 90), 0, known.settled),
    weight: fromOn(3, 35),
    what: '{n} answer(s) given since {since}',
  },
  {
    stage: 'use',
    signs: (known) => within(counted(known, 'accepted', 365), 0, known.settled),
    weight: flat(15),
    what: '{n} accepted answer(s) since {since}',
  },
  {
    stage: 'renewal',
    signs: (known) => afterOrders(known, DUE_FROM, DUE_UNTIL),
    weight: flat(100),
    what: 'latest order {ago}, where {n} day(s) between two are usual',
  },
  {
    stage: 'advocacy',
    signs: ({ months }) =>
      months.flatMap(({ from, end, n = 0, accepted = 0, advocate }) =>
        n + accepted > 0 && advocate >= ADVOCATE_FROM ? [{ from, until: end + 180 * DAY, count: 1, about: from }] : [],
      ),
    weight: flat(45),
    what: `an advocate’s score of at least ${ADVOCATE_FROM} since {since}`,
  },
  {
    stage: 'advocacy',
    signs: (known) => counted(known, 'accepted', 365),
    weight: fromOn(3, 20),
    what: '{n} accepted answer(s) since {since}',
  },
  {
    stage: 'advocacy',
    signs: (known) => counted(known, 'favourable', 180),
    weight: fromOn(3, 10),
    what: '{n} good word(s) since {since}',
  },
  {
    stage: 'advocacy',
    signs: ({ months, levels }) =>
      months.flatMap(({ from, end, love }) =>
        love >= levels.contributing ? [{ from, until: end, count: 1, about: from }] : [],
      ),
    weight: flat(10),
    what: 'does as much as the level “contributing” asks for',
  },
]
