import { type Iso, isoOf, MINUTE, msOf } from '../time.ts'
import { armsDiffer, GLOBAL, globalShare, shareOf } from './arm.ts'
import { freeSlot, personalCaps } from './caps.ts'
import { CONDITIONS } from './conditions.ts'
import { type GateInput, type OtherDecision, WENT_OUT } from './context.ts'
import { unlessOf } from './implied.ts'
import { asksFirst, mayMail } from './may-mail.ts'
import type { ReasonCode } from './reasons.ts'
import type { Recipe } from './recipe.ts'
import type { RecipeStatus } from './recipe-status.ts'

/**
 * What the gates say of a decision now.
 * - `send`: to this address, which is the only one they allow.
 * - `wait`: look again at `until`.
 * - `hold`: never; final.
 */
export type Verdict =
  | { do: 'send'; emailIid: string }
  | { do: 'wait'; reason: ReasonCode; until: Iso; detail?: string }
  | { do: 'hold'; reason: ReasonCode; detail?: string }

/** A stop on the way: the first one in the order of {@link GATES} is the decision's reason. */
export type Stop = Exclude<Verdict, { do: 'send' }>
/** What every gate can count on: the recipe is there. `to`: the address that may be mailed, once that has been asked. */
export type Known = GateInput & { recipe: Recipe; to?: string }
export type Gate = (input: Known) => Stop | undefined

const hold = (reason: ReasonCode, detail?: string): Stop => ({ do: 'hold', reason, ...(detail ? { detail } : {}) })
export const wait = (reason: ReasonCode, until: Iso, detail?: string): Stop => ({
  do: 'wait',
  reason,
  until,
  ...(detail ? { detail } : {}),
})

/** The detail of a wait that comes from what the person has chosen. */
export const OWN_WISH = 'own-wish'

/** How often a paused decision is looked at. */
export const PAUSE_CHECK = 5 * MINUTE
/** After a pause the waiting decisions come back spread over this time, so that a resume is no flood. */
const RESUME_SPREAD = 30 * MINUTE
/** How soon a decision that gave way to another is looked at again. */
const OUTRANKED_CHECK = 5 * MINUTE
/** What is due within so many minutes of each other is collected, where the stage says nothing else. */
const COLLECT_MINUTES = 10

/** 0..1, the same for the same id: ids are hashes in Crockford's base 32, so their end is even. */
const spread = (id: string): number => {
  let value = 0
  for (const letter of id.slice(-4)) value = (value * 31 + letter.charCodeAt(0)) % 1_000
  return value / 1_000
}

/** What a status looks at of a decision. */
type Stoppable = { now: Iso; decision: Pick<GateInput['decision'], 'id' | 'expiresAt'> }

/** The recipe is not to send now. A dry run goes through all the gates when deciding, and is stopped before sending. */
const STATUS_STOPS: Record<RecipeStatus, (input: Stoppable) => Stop | undefined> = {
  live: () => undefined,
  'dry-run': () => hold('dry_run'),
  paused: ({ now, decision }) => wait('paused_recipe', pauseUntil(now, decision.id)),
  draft: () => hold('paused_recipe', 'draft'),
  archived: () => hold('paused_recipe', 'archived'),
}

const pauseUntil = (now: Iso, id: string): Iso => isoOf(msOf(now) + PAUSE_CHECK + spread(id) * RESUME_SPREAD)

/** What a recipe's status alone says of a decision; undefined when the recipe is live. */
export const statusStop = (status: RecipeStatus, input: Stoppable): Stop | undefined => {
  const stop = STATUS_STOPS[status](input)
  return stop && inTime(stop, input.decision.expiresAt)
}

const snoozeGate: Gate = ({ addresses, now }) => {
  const latest = addresses
    .flatMap(({ snoozedUntil }) => snoozedUntil ?? [])
    .sort()
    .at(-1)
  return latest && latest > now ? wait('snoozed', latest) : undefined
}

const uncalledGate: Gate = ({ uncalled }) => (uncalled ? hold('condition_failed', 'when') : undefined)

const ifGate: Gate = ({ recipe, facts }) => {
  const failed = recipe.if.find((name) => !CONDITIONS[name](facts))
  return failed ? hold('condition_failed', failed) : undefined
}

const unlessGate: Gate = ({ recipe, facts }) => {
  const resolved = unlessOf(recipe).find((name) => CONDITIONS[name](facts))
  return resolved ? hold('resolved', resolved) : undefined
}

const sameSubject = (per: Recipe['once']['per'], other: OtherDecision, { decision }: Known): boolean => {
  if (per === 'person') return true
  const [a, b] = [other.subject, decision.subject]
  if (a.platform !== b.platform) return false
  return per === 'thread' && a.threadId !== undefined ? a.threadId === b.threadId : a.id === b.id
}

const onceGate: Gate = (input) => {
  const { others, recipe } = input
  const done = others.find(
    (other) => other.recipe === recipe.id && WENT_OUT.has(other.state) && sameSubject(recipe.once.per, other, input),
  )
  return done ? hold('already_for_subject', done.id) : undefined
}

const cooldownGate: Gate = ({ others, recipe, now }) => {
  const ends = others
    .filter((other) => other.recipe === recipe.id && WENT_OUT.has(other.state))
    .map(({ sentAt, sendingAt, updatedAt }) => msOf(sentAt ?? sendingAt ?? updatedAt) + recipe.cooldown)
  const end = Math.max(0, ...ends)
  return end > msOf(now) ? hold('cooldown', isoOf(end)) : undefined
}

/**
 * Of two decisions on their way to one person one goes first: the higher priority, then the older, then by id. A strict
 * order, so that no two ever wait for each other.
 */
const goesBefore = (other: OtherDecision, { decision, priorities }: Known): boolean => {
  const [its, own] = [other, decision].map(({ priority, recipe }) => priority ?? priorities[recipe] ?? 0)
  if (its !== own) return Number(its) > Number(own)
  if (other.createdAt !== decision.createdAt) return other.createdAt < decision.createdAt
  return other.id < decision.id
}

/**
 * Is another one about to come? It is due within the collect window; one that was due longer ago than that, and has not been
 * decided since, has something wrong with it that nobody else waits for. So whoever gives way to it does so for a bounded time.
 */
const isComing = ({ comesAt }: OtherDecision, { now, settings }: Known): boolean =>
  comesAt !== undefined && Math.abs(msOf(comesAt) - msOf(now)) <= (settings.collectMinutes ?? COLLECT_MINUTES) * MINUTE

const outrankedGate: Gate = (input) => {
  const first = input.others.find(
    (other) =>
      other.state === 'sending' || ((other.state === 'queued' || isComing(other, input)) && goesBefore(other, input)),
  )
  return first ? wait('outranked', isoOf(msOf(input.now) + OUTRANKED_CHECK), first.recipe) : undefined
}

/**
 * A link has joined somebody who gets these emails with somebody who is to be left without, of this recipe or of all together:
 * neither is any more. Asked before sending too, as the link may have come after the decision.
 */
const armGate: Gate = ({ recipe, settings, arms, globalArms = [] }) => {
  if (armsDiffer(globalArms, globalShare(settings))) return hold('mixed_arms', GLOBAL)
  return armsDiffer(arms, shareOf(recipe, settings)) ? hold('mixed_arms') : undefined
}

/** When emails went to the person, over all addresses. */
const sentTimes = ({ addresses, decision }: Known): Iso[] =>
  addresses.flatMap(({ sent }) => sent.filter(({ id }) => id !== decision.id).map(({ at }) => at))

/** The gates in their order, before and after the question whether the person may be mailed; the first that stops is the reason. */
const BEFORE: readonly Gate[] = [
  ({ now, decision }) => (now >= decision.expiresAt ? hold('expired') : undefined),
  ({ now, pausedAll, decision }) => (pausedAll ? wait('paused_all', pauseUntil(now, decision.id)) : undefined),
  (input) => statusStop(input.recipe.status, input),
]
const AFTER: readonly Gate[] = [
  snoozeGate,
  uncalledGate,
  ifGate,
  unlessGate,
  onceGate,
  cooldownGate,
  armGate,
  outrankedGate,
]

const firstStop = (gates: readonly Gate[], input: Known): Stop | undefined => {
  for (const check of gates) {
    const stop = check(input)
    if (stop) return inTime(stop, input.decision.expiresAt)
  }
  return undefined
}

/** Waits that only mean "look again": what keeps the decision may end before its time is over. */
const OPEN_WAITS = new Set<ReasonCode>(['paused_all', 'paused_recipe', 'outranked'])

/** No decision waits past its own end. */
const inTime = (stop: Stop, expiresAt: Iso): Stop => {
  if (stop.do === 'hold' || stop.until < expiresAt) return stop
  return OPEN_WAITS.has(stop.reason) ? { ...stop, until: expiresAt } : hold('expired', stop.reason)
}

/**
 * All gates, with what is asked last: when. See `gate.ts` for the one that counts.
 * @param when quiet hours and caps; apart from the others because time zones take a library
 */
export const gateWith =
  (when: Gate) =>
  (input: GateInput): Verdict => {
    const { recipe, addresses, accounts } = input
    if (!recipe) return hold('paused_recipe', 'gone')
    const known: Known = { ...input, recipe }
    const early = firstStop(BEFORE, known)
    if (early) return early
    // Nobody is written to yet: whoever is, is asked for their wishes.
    if (input.seeks) return firstStop([uncalledGate, ifGate, unlessGate], known) ?? { do: 'send', emailIid: '' }
    const unproven = asksFirst(input.settings)
    const may = mayMail(addresses, { topic: recipe.topic, basis: recipe.basis, accounts, unproven })
    if (!may.allowed) return hold(may.reason)
    return firstStop([...AFTER, when], { ...known, to: may.iid }) ?? { do: 'send', emailIid: may.iid }
  }

/**
 * What a decision looks at when it is a dry run: it goes through all gates, and is stopped only at the end, so that it
 * shows whom it would have sent what.
 */
export const asIfLive = (input: GateInput): GateInput =>
  input.recipe?.status === 'dry-run' ? { ...input, recipe: { ...input.recipe, status: 'live' } } : input

/** When the caps let one more email through, and whether it is the person's own wish that makes it so late. */
export const slotOf = (input: Known): { free: Iso; detail?: string } => {
  const { now, settings, addresses } = input
  const sent = sentTimes(input)
  const free = freeSlot(now, sent, personalCaps(settings.caps, addresses))
  return free > freeSlot(now, sent, settings.caps) ? { free, detail: OWN_WISH } : { free }
}

/** The gates without quiet hours, which no link or split changes: to see beforehand what would become of a decision. */
export const gateAtAnyHour = gateWith((input) => {
  const { free, detail } = slotOf(input)
  return free > input.now ? wait('waiting_cap', free, detail) : undefined
})
