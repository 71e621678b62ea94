import { REASON_CODES } from '../../shared/domain/nudge/reasons.ts'
import type { Recipe } from '../../shared/domain/nudge/recipe.ts'
import { DAY, HOUR, isoOf, msOf } from '../../shared/domain/time.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import type { Facts } from './facts.ts'
import type { MemoryTable } from './memory-table.ts'
import { LONGEST } from './process.ts'
import type { SesCall } from './ses.ts'
import { type Accepted, acceptedOf, isDead, isOff, isPaused, togetherAt, wasAllowed } from './truth.ts'
import type { World } from './world.ts'

/** What is looked at when a world has come to rest. */
export type Seen = {
  world: World
  facts: Facts
  memory: MemoryTable
  ses: { calls: readonly SesCall[] }
  queue: { aside: readonly unknown[] }
}
type Evidence = Seen & { accepted: Accepted[]; rows: DecisionItem[]; recipeOf: (id: string) => Recipe | undefined }
type Rule = (evidence: Evidence) => string[]

/** A run may be slow: so much later than it looked at the clock it reserves, at most. */
const SLOW = LONGEST + 1_000

const FINAL = new Set(['held', 'sent', 'failed', 'unknown'])
const CODES = new Set<string>(REASON_CODES)

const told = ({ decision, address, reservedAt }: Accepted): string =>
  `${decision} to ${address}, reserved at ${isoOf(reservedAt)}`

const noneTwice: Rule = ({ accepted }) =>
  accepted.flatMap((call, at) =>
    accepted.slice(0, at).some(({ decision }) => decision === call.decision) ? [`sent twice: ${told(call)}`] : [],
  )

const noneAfterOptOut: Rule = ({ accepted, facts: { deeds }, recipeOf }) =>
  accepted.flatMap((call) => {
    const topic = recipeOf(call.recipe)?.topic ?? ''
    const emails = [...togetherAt(deeds, call.emailIid, call.reservedSeq), call.emailIid]
    const off = emails.find((email) => isOff(deeds, email, topic, call.reservedSeq))
    return off ? [`sent after an opt-out of ${off}: ${told(call)}`] : []
  })

const noneToDeadMailboxes: Rule = ({ accepted, facts: { deeds } }) =>
  accepted.flatMap((call) =>
    isDead(deeds, call.emailIid, call.reservedSeq) ? [`sent after a bounce for good: ${told(call)}`] : [],
  )

const noneWithoutConsent: Rule = ({ accepted, facts: { deeds }, recipeOf }) =>
  accepted.flatMap((call) =>
    wasAllowed(deeds, call.emailIid, recipeOf(call.recipe)?.topic ?? '', call.reservedSeq)
      ? []
      : [`sent without consent: ${told(call)}`],
  )

const noneToStrangers: Rule = ({ accepted, facts: { deeds } }) =>
  accepted.flatMap((call) =>
    togetherAt(deeds, call.iid, call.reservedSeq, { possible: true }).has(call.emailIid)
      ? []
      : [`sent to somebody else than ${call.iid}: ${told(call)}`],
  )

const noneBeyondACap: Rule = ({ accepted, facts: { deeds }, world }) => {
  const { minGapHours, per7Days, per30Days } = world.settings.caps
  const windows = [
    [minGapHours * HOUR, 1],
    [7 * DAY, per7Days],
    [30 * DAY, per30Days],
  ] as const
  const byReserve = accepted.toSorted((a, b) => a.reservedSeq - b.reservedSeq)
  return byReserve.flatMap((call, at) => {
    const emails = togetherAt(deeds, call.emailIid, call.reservedSeq)
    const before = byReserve
      .slice(0, at)
      .filter(({ emailIid, decision }) => decision !== call.decision && emails.has(emailIid))
    const broken = windows.find(
      ([length, most]) =>
        before.filter(({ reservedAt }) => reservedAt > call.reservedAt - length + SLOW).length >= most,
    )
    return broken ? [`more than ${broken[1]} in ${broken[0] / HOUR} hours: ${told(call)}`] : []
  })
}

const clocks = new Map<string, Intl.DateTimeFormat>()
/** Minutes since midnight, by the platform's calendar and not by the library that the gates use. */
const minuteIn = (zone: string, ms: number): number => {
  const clock =
    clocks.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  clocks.set(zone, clock)
  const [hours = 0, minutes = 0] = clock.format(ms).split(':').map(Number)
  return hours * 60 + minutes
}

const noneInQuietHours: Rule = ({ accepted, facts: { deeds }, world }) =>
  accepted.flatMap((call) => {
    const maybe = togetherAt(deeds, call.emailIid, call.reservedSeq, { possible: true })
    const certain = togetherAt(deeds, call.emailIid, call.reservedSeq)
    const zonesOf = (iids: ReadonlySet<string>) =>
      world.people.flatMap(({ account, zone }) => (zone && iids.has(account) ? [zone] : []))
    const stage = world.settings.timeZone
    const isQuiet = (zone: string, from: number, to: number, at: number): boolean =>
      minuteIn(zone, at) >= from * 60 || minuteIn(zone, at) < to * 60
    const quietFor = (at: number): boolean => {
      const own = zonesOf(maybe).every((zone) => isQuiet(zone, 21, 8, at))
      return zonesOf(certain).length > 0 ? own : own && isQuiet(stage, 17, 10, at)
    }
    return quietFor(call.reservedAt) && quietFor(call.reservedAt - SLOW) ? [`sent in quiet hours: ${told(call)}`] : []
  })

const noneWhilePaused: Rule = ({ accepted, facts: { deeds } }) =>
  accepted.flatMap((call) =>
    // A run's last look at the table is what it may know.
    isPaused(deeds, call.last) ? [`sent while all is paused: ${told(call)}`] : [],
  )

const noneTooLate: Rule = ({ accepted, memory, recipeOf }) =>
  accepted.flatMap((call) => {
    const row = memory.items().find(({ type, id }) => type === 'decision' && id === call.decision) as
      | DecisionItem
      | undefined
    const recipe = recipeOf(call.recipe)
    if (!row || !recipe) return [`sent without a decision: ${told(call)}`]
    const useful = msOf(row.subject.at) + recipe.after + recipe.expires
    return call.reservedAt > useful + SLOW ? [`sent when it helps nobody any more: ${told(call)}`] : []
  })

const noneInACooldown: Rule = ({ accepted, rows, facts: { deeds }, recipeOf }) =>
  accepted.flatMap((call, at) => {
    const people = togetherAt(deeds, call.iid, call.reservedSeq)
    const cooldown = recipeOf(call.recipe)?.cooldown ?? 0
    const before = accepted.slice(0, at).find(
      ({ recipe, iid, decision, reservedAt }) =>
        recipe === call.recipe &&
        decision !== call.decision &&
        people.has(iid) &&
        // SES has taken it, and thrown it away.
        rows.every(({ id, outcome }) => id !== decision || outcome !== 'rejected') &&
        reservedAt > call.reservedAt - cooldown + SLOW,
    )
    return before ? [`sent within the cooldown after ${before.decision}: ${told(call)}`] : []
  })

const noneToTheHoldout: Rule = ({ accepted, facts: { arms }, recipeOf }) => {
  const first = new Map(arms.toReversed().map(({ iid, recipe, arm }) => [`${iid} ${recipe}`, arm]))
  const changed = arms.filter(({ iid, recipe, arm }) => first.get(`${iid} ${recipe}`) !== arm)
  const sent = accepted.filter(
    ({ iid, recipe }) => (recipeOf(recipe)?.holdout ?? 0) > 0 && first.get(`${iid} ${recipe}`) === 'holdout',
  )
  return [
    ...changed.map(({ iid, recipe }) => `${iid} has got another arm of ${recipe}`),
    ...sent.map((call) => `sent to the holdout: ${told(call)}`),
  ]
}

const noneFromADryRun: Rule = ({ accepted, recipeOf }) =>
  accepted.flatMap((call) => (recipeOf(call.recipe)?.status === 'dry-run' ? [`sent by a dry run: ${told(call)}`] : []))

const allAtRest: Rule = ({ rows, queue, facts }) => [
  ...rows.flatMap(({ id, state, reason, until }) =>
    FINAL.has(state) ? [] : [`stuck for ever: ${id} is ${state}, ${reason}, until ${until}`],
  ),
  ...(queue.aside.length > 0 && facts.deeds.length === 0 ? ['put aside without a fault'] : []),
]

const allExplained: Rule = ({ rows }) =>
  rows.flatMap(({ id, reason }) => (CODES.has(reason) ? [] : [`no known reason: ${id} is ${reason}`]))

const TOOK: ReadonlySet<string> = new Set(['sent', 'unknown'])

/** What SES took is told as sent, or listed as unknown; what SES refused is never told as sent. */
const allAccountedFor: Rule = ({ rows, accepted, facts: { told: heard } }) =>
  rows.flatMap(({ id, state, outcome }) => {
    const took = accepted.some(({ decision }) => decision === id)
    if (took && !TOOK.has(state) && outcome !== 'rejected') return [`SES has an email that we call ${state}: ${id}`]
    if (!took && state === 'sent') return [`called sent, and SES never took it: ${id}`]
    return heard.has(id) && state === 'unknown' ? [`SES has told of it, and it is still unknown: ${id}`] : []
  })

/** Every ambiguous send is in the list of those that need a look. */
const allListed: Rule = ({ rows }) =>
  rows.flatMap(({ id, state, th }) => (th.startsWith(`NS#${state}#`) ? [] : [`not listed as ${state}: ${id}`]))

/** What must hold, by name. */
const RULES = {
  noneTwice,
  noneAfterOptOut,
  noneWithoutConsent,
  noneToDeadMailboxes,
  noneToStrangers,
  noneBeyondACap,
  noneInQuietHours,
  noneWhilePaused,
  noneTooLate,
  noneInACooldown,
  noneToTheHoldout,
  noneFromADryRun,
  allAtRest,
  allExplained,
  allAccountedFor,
  allListed,
} satisfies Record<string, Rule>
export type RuleName = keyof typeof RULES

/** What is wrong in a world that has come to rest: the rule, and what broke it. */
export const problemsOf = (seen: Seen): string[] => {
  const evidence: Evidence = {
    ...seen,
    accepted: acceptedOf(seen.ses.calls, seen.facts, seen.world.addresses),
    rows: seen.memory.items().filter(({ type }) => type === 'decision') as unknown as DecisionItem[],
    recipeOf: (id) => seen.world.recipes.find((recipe) => recipe.id === id),
  }
  return Object.entries(RULES).flatMap(([name, rule]) => rule(evidence).map((problem) => `${name}: ${problem}`))
}
