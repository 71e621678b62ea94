import { type Iso, isoOf, msOf } from '../time.ts'
import { armFor, GLOBAL, globalArm, shareOf } from './arm.ts'
import { type GateInput, WENT_OUT } from './context.ts'
import { asIfLive, gateWith, OWN_WISH, slotOf, wait } from './gates.ts'
import { NO_FACTS } from './no-facts.ts'
import { quietOf } from './quiet-plan.ts'
import type { ReasonCode } from './reasons.ts'
import type { Recipe } from './recipe.ts'

/** What keeps the next email of a recipe from a person, and until when; no `until`: nobody knows, or never. */
export type OutlookStop = { reason: ReasonCode; until?: Iso; detail?: string }

/**
 * Whether a person may be sent the next email of a recipe, if something calls for it: `now`, `later` (from `notBefore` on), or `no`.
 * What the recipe asks of the thing that calls for it (`if`, `unless`, content) is not known before.
 */
export type Outlook =
  | { may: 'now' | 'later'; notBefore: Iso; stops: OutlookStop[] }
  | { may: 'no'; stops: OutlookStop[] }

/** What an outlook looks at: what the gates do, without a decision. */
export type OutlookInput = Omit<GateInput, 'decision' | 'facts' | 'recipe'> & { recipe: Recipe; personId: string }

const FAR = 3_650 * 86_400_000
/** Each wait ends later than the one before; these are more than there are gates. */
const MOST_WAITS = 20
/** Waits that mean "look again", not "until then". */
const OPEN: ReadonlySet<ReasonCode> = new Set(['paused_all', 'paused_recipe', 'outranked'])

/** The same gates as when deciding, asked one after the other: first for a slot, then for the hour. */
const gate = gateWith((input) => {
  const { free, detail } = slotOf(input)
  if (free > input.now) return wait('waiting_cap', free, detail)
  const quiet = quietOf(input)
  const awake = quiet.endFrom(input.now)
  return awake === input.now
    ? undefined
    : wait('waiting_quiet_hours', awake ?? input.decision.expiresAt, quiet.isWish() ? OWN_WISH : undefined)
})

const supposed = (input: OutlookInput, now: Iso): GateInput => ({
  ...input,
  now,
  recipe: { ...input.recipe, if: [], unless: [] },
  facts: NO_FACTS,
  // What is on its way goes out or does not within minutes.
  others: input.others.filter(({ state }) => WENT_OUT.has(state)),
  decision: {
    id: '',
    recipe: input.recipe.id,
    subject: { platform: '', id: '', kind: '', at: now },
    createdAt: now,
    expiresAt: isoOf(msOf(now) + FAR),
  },
})

/** Asks the gates, and again for when each of them would open. Pure. */
export const outlookOf = (input: OutlookInput): Outlook => {
  const stops: OutlookStop[] = []
  let now = input.now
  for (let waits = 0; waits < MOST_WAITS; waits++) {
    const verdict = gate(asIfLive(supposed(input, now)))
    if (verdict.do === 'send') break
    const { reason, detail } = verdict
    const until = verdict.do === 'wait' ? verdict.until : reason === 'cooldown' ? detail : undefined
    if (until === undefined || OPEN.has(reason)) {
      stops.push({ reason, ...(detail === undefined ? {} : { detail }) })
      return { may: 'no', stops }
    }
    stops.push({ reason, until, ...(detail === OWN_WISH ? { detail } : {}) })
    now = until
  }
  const everywhere = globalArm(input.personId, input.settings, input.globalArms ?? [])
  if (everywhere === 'holdout') return { may: 'no', stops: [...stops, { reason: 'holdout', detail: GLOBAL }] }
  const share = shareOf(input.recipe, input.settings)
  const arm = armFor({ recipe: input.recipe.id, personId: input.personId, share }, input.arms)
  if (arm === 'holdout') return { may: 'no', stops: [...stops, { reason: 'holdout' }] }
  if (input.recipe.status === 'dry-run') return { may: 'no', stops: [...stops, { reason: 'dry_run' }] }
  return { may: stops.length > 0 ? 'later' : 'now', notBefore: now, stops }
}
