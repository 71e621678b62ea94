import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2'
import { RenderError } from '../../shared/domain/nudge/email-liquid.ts'
import { gate } from '../../shared/domain/nudge/gate.ts'
import { PAUSE_CHECK, statusStop } from '../../shared/domain/nudge/gates.ts'
import { failureOf, type SendFailure } from '../../shared/domain/nudge/outcome.ts'
import { isOwnPiece } from '../../shared/domain/nudge/own-content.ts'
import type { TokenKeys } from '../../shared/domain/nudge/tokens.ts'
import type { NudgeSettings } from '../../shared/domain/settings.ts'
import { HOUR, type Iso, isoOf, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import { count, log } from '../../shared/platform/logger.ts'
import { type Deliver, sendError } from '../../shared/platform/ses.ts'
import { getContent } from '../../shared/store/content-fields.ts'
import {
  type DecisionPatch,
  getDecision,
  markStale,
  SENDING_TOO_LONG,
  transition,
} from '../../shared/store/decisions.ts'
import { loadNudgeContext, type NudgeContext } from '../../shared/store/nudge-context.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { readPause, setPause } from '../../shared/store/pause.ts'
import { type RecipeReader, readSwitches, type Switches } from '../../shared/store/recipes.ts'
import { markSent, markUnknown, releaseSend, reserveSend } from '../../shared/store/sends.ts'
import { retryConflicts, type Table } from '../../shared/store/table.ts'
import { addressOf, composeEmail, type Letterhead } from './send-compose.ts'
import type { Turn } from './send-pace.ts'

/** What sending works with. */
export type Sending = Letterhead & {
  table: Table
  settings: NudgeSettings
  recipes: RecipeReader
  keys: () => Promise<TokenKeys>
  deliver: Deliver
  /** Waits until SES would take one more email; false when it takes none today. Left out: it is always time. */
  turn?: Turn
  /** Milliseconds since the epoch. */
  now: () => number
  /** 0..1, for jitter. */
  random: () => number
}

type DecisionKey = { iid: string; id: string }
/** `recipeVersion`: of the recipe as it stood when the gates were asked; none while it is that of the release. */
type Reserved = { decision: DecisionItem; request: SendEmailCommandInput; recipeVersion: number | undefined }

const nowOf = ({ now }: Sending): Iso => isoOf(now())

/** Moves a queued decision on without sending. */
const stop = async (
  deps: Sending,
  decision: DecisionItem,
  patch: Omit<DecisionPatch, 'updatedAt'>,
): Promise<undefined> => {
  await transition(deps.table, decision, { ...patch, updatedAt: nowOf(deps) }, { from: ['queued'] })
  count({ Sends: 1 }, { result: patch.reason ?? 'stopped' })
  return undefined
}

/** Somebody is sending it, or died while doing so: it is never sent again. */
const leaveAlone = async (deps: Sending, decision: DecisionItem): Promise<undefined> => {
  const since = msOf(decision.sendingAt ?? decision.updatedAt)
  if (decision.state === 'sending' && deps.now() - since > SENDING_TOO_LONG) {
    await markStale(deps.table, decision, nowOf(deps))
  }
  return undefined
}

/** The person's email identities with the versions that the gates were asked about. */
const reservedAddresses = ({ identities, items }: NudgeContext) =>
  identities
    .filter((iid) => iid.startsWith('email:'))
    .map((iid) => ({ iid, budget: items.budgets.get(iid), preferences: items.preferences.get(iid) }))

/** Whether what the email points to is still worth it. That the very thing that it is about is there has been a gate's question. */
const isStillThere = async ({ table }: Sending, { content }: DecisionItem): Promise<boolean> =>
  isOwnPiece(content?.id) || (await getContent(table, content?.id ?? ''))?.q !== undefined

/** It waits for SES. */
const RATE = { state: 'waiting', reason: 'waiting_rate' } as const

/** Seconds when SES says "slower", an hour when the day is used up; spread, so that they do not all come back at once. */
const laterAt = (deps: Sending, daily: boolean): Iso =>
  isoOf(deps.now() + (daily ? HOUR + deps.random() * 15 * MINUTE : 10 * SECOND + deps.random() * 50 * SECOND))

/** Asks every gate again, makes the email and reserves it; undefined when it is not to be sent now. */
const prepare = async (deps: Sending, { iid, id }: DecisionKey, mayToday: boolean): Promise<Reserved | undefined> => {
  const { table, settings, recipes } = deps
  const decision = await getDecision(table, iid, id)
  if (decision?.state !== 'queued') return decision && leaveAlone(deps, decision)
  const now = nowOf(deps)
  const context = await loadNudgeContext(table, decision, { now, settings, recipes })
  const verdict = gate(context)
  if (verdict.do !== 'send') {
    const { do: what, ...why } = verdict
    return stop(deps, decision, { state: what === 'wait' ? 'waiting' : 'held', ...why })
  }
  if (!mayToday) return stop(deps, decision, { ...RATE, detail: 'DailyQuota', until: laterAt(deps, true) })
  const { emailIid } = verdict
  // Taken out of the catalogue meanwhile: decided again, perhaps something else is worth an email.
  if (!(await isStillThere(deps, decision)))
    return stop(deps, decision, { state: 'waiting', reason: 'waiting_delay', detail: 'content_gone', until: now })
  const address = addressOf(context, emailIid)
  const { person } = context.items
  if (!address || !person) return stop(deps, decision, { state: 'held', reason: 'no_address' })
  let request: SendEmailCommandInput
  try {
    request = composeEmail(context, { emailIid, address }, deps, await deps.keys())
  } catch (error) {
    if (!(error instanceof RenderError)) throw error
    return stop(deps, decision, { state: 'held', reason: 'render_error', detail: error.variable })
  }
  const reserved = await reserveSend(table, { decision, emailIid, person, addresses: reservedAddresses(context), now })
  return { decision: reserved, request, recipeVersion: context.items.recipe?.version }
}

/** Stops all sending until a person turns it on again: whatever is wrong is wrong for every email. */
const tripBreaker = async (deps: Sending, code: string): Promise<void> => {
  log.error('sending stopped', new Error(`SES refuses all emails: ${code}. Put that right, then resume.`))
  count({ SendingStopped: 1 })
  const { paused } = await readPause(deps.table)
  if (!paused) await setPause(deps.table, { paused: true, by: 'earshot', at: nowOf(deps), why: `SES answered ${code}` })
}

const AFTER: {
  [K in SendFailure['kind']]: (
    deps: Sending,
    key: DecisionKey,
    failure: Extract<SendFailure, { kind: K }>,
  ) => Promise<unknown>
} = {
  later: (deps, key, { daily, code }) =>
    releaseSend(deps.table, key, {
      ...RATE,
      detail: code,
      until: laterAt(deps, daily),
      updatedAt: nowOf(deps),
    }),
  stop: async (deps, key, { code }) => {
    await tripBreaker(deps, code)
    await hold(deps, key, code)
  },
  refused: (deps, key, { code }) =>
    releaseSend(deps.table, key, { state: 'failed', reason: 'rejected', detail: code, updatedAt: nowOf(deps) }),
  unknown: (deps, key, { code }) => markUnknown(deps.table, key, { detail: code, now: nowOf(deps) }),
}

const hold = (deps: Sending, key: DecisionKey, detail: string | undefined): Promise<unknown> =>
  releaseSend(deps.table, key, {
    state: 'waiting',
    reason: 'paused_all',
    detail,
    until: isoOf(deps.now() + PAUSE_CHECK),
    updatedAt: nowOf(deps),
  })

const settle = async (deps: Sending, key: DecisionKey, failure: SendFailure): Promise<void> => {
  count({ Sends: 1 }, { result: failure.kind })
  log.warn('email not sent', { decision: key.id, result: failure.kind, code: failure.code })
  const after = AFTER[failure.kind] as (deps: Sending, key: DecisionKey, failure: SendFailure) => Promise<unknown>
  await after(deps, key, failure)
}

/** @returns undefined when the switches cannot be read */
const switchesOf = async ({ table }: Sending, recipe: string): Promise<Switches | undefined> => {
  try {
    return await readSwitches(table, recipe)
  } catch (error) {
    log.error('pause not read', error)
    return undefined
  }
}

/** What somebody has made of the recipe since the gates were asked: an edit of anything else than its status is for them to judge. */
const holdForRecipe = async (
  deps: Sending,
  { decision, recipeVersion }: Reserved,
  { status, version }: NonNullable<Switches['recipe']>,
): Promise<boolean> => {
  const now = nowOf(deps)
  const stop = statusStop(status, { now, decision })
  if (!stop && version === recipeVersion) return false
  const { iid, id } = decision
  const { do: what, ...why } = stop ?? { do: 'wait', reason: 'waiting_delay', detail: 'recipe_edited', until: now }
  const state = what === 'wait' ? 'waiting' : 'held'
  await releaseSend(deps.table, { iid, id }, { state, ...why, updatedAt: now })
  return true
}

/** Calls SES for a reservation, exactly once, and does what its answer asks for. */
const callOnce = async (deps: Sending, reserved: Reserved): Promise<void> => {
  const { decision, request } = reserved
  const { iid, id } = decision
  const key = { iid, id }
  // The switches are no part of the transaction, or all emails would wait for each other: they are read last instead.
  const switches = await switchesOf(deps, decision.recipe)
  // Nothing has been said to SES, so this is no email whose fate is unknown.
  if (!switches) return settle(deps, key, { kind: 'later', daily: false, code: 'PauseUnreadable' })
  if (switches.pause.paused) {
    await hold(deps, key, undefined)
    return
  }
  if (switches.recipe && (await holdForRecipe(deps, reserved, switches.recipe))) return
  let messageId: string
  try {
    messageId = await deps.deliver(request)
  } catch (error) {
    const { brand } = deps
    return settle(deps, key, failureOf(sendError(error), `${brand.senderName}@${brand.senderDomain}`))
  }
  count({ Sends: 1 }, { result: 'sent' })
  await markSent(deps.table, key, { messageId, now: nowOf(deps) })
}

/**
 * Sends a queued decision's email at most once, however often and by how many workers it is asked to: the gates again,
 * a reservation, one call, and an answer for every way that call can end (design, nudges.md §3).
 */
export const sendOnce = async (deps: Sending, key: DecisionKey): Promise<void> => {
  // Before anything is looked at: what is read while one waits would be old when it is used.
  const mayToday = deps.turn ? await deps.turn() : true
  const reserved = await retryConflicts(() => prepare(deps, key, mayToday))
  if (reserved) await callOnce(deps, reserved)
}
