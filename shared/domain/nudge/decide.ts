import type { Iso } from '../time.ts'
import { armFor, shareOf } from './arm.ts'
import { type GateInput, POINTED_AT } from './context.ts'
import { gate } from './gate.ts'
import { asIfLive, type Verdict } from './gates.ts'
import type { Candidate, ContentAsk, Scored } from './rank.ts'
import { choose } from './rank.ts'
import type { ReasonCode } from './reasons.ts'

/** All that a decision looks at: the gates' input, who the person is, and what there is to point to. */
export type DecideInput = GateInput & {
  personId: string
  identities: readonly string[]
  /** The subject's words. */
  words: ContentAsk['subject']
  languages: ContentAsk['languages']
  /** May be empty where the gates stop the decision: they come first. */
  candidates: readonly Candidate[]
}

/** The chosen piece as the decision keeps it. */
type ChosenContent = Pick<Candidate, 'id' | 'kind' | 'title' | 'url' | 'language'> & { why: string[] }

/** What a decision comes to; the fields of the row that change. */
export type Decided =
  | { state: 'waiting'; reason: ReasonCode; until: Iso; detail?: string }
  | {
      state: 'held'
      reason: ReasonCode
      detail?: string
      arm?: 'holdout'
      emailIid?: string
      content?: ChosenContent
      candidates?: Scored[]
    }
  | {
      state: 'queued'
      reason: 'queued'
      arm: 'treated'
      emailIid: string
      content: ChosenContent
      candidates: Scored[]
    }

/** The gates as they count when deciding. */
export const gateToDecide = (input: GateInput): Verdict => gate(asIfLive(input))

const askOf = (input: DecideInput & { recipe: NonNullable<GateInput['recipe']> }): ContentAsk => ({
  now: input.now,
  recipe: input.recipe,
  hosts: input.settings.contentHosts,
  subject: input.words,
  identities: input.identities,
  seen: new Set(
    input.others.flatMap(({ state, contentId }) => (contentId && POINTED_AT.has(state) ? [contentId] : [])),
  ),
  languages: input.languages,
})

/**
 * Decides: the gates in their order, then one piece of content, then the arm of the experiment. Pure: the same input
 * always comes to the same.
 */
export const decide = (input: DecideInput): Decided => {
  const { recipe } = input
  if (!recipe) return { state: 'held', reason: 'paused_recipe', detail: 'gone' }
  const verdict = gateToDecide(input)
  if (verdict.do === 'wait') {
    const { do: _, ...rest } = verdict
    return { state: 'waiting', ...rest }
  }
  if (verdict.do === 'hold') {
    const { do: _, ...rest } = verdict
    return { state: 'held', ...rest }
  }
  const choice = choose(input.candidates, askOf({ ...input, recipe }))
  const { candidates } = choice
  if (!choice.chosen) {
    const { reason, detail } = choice
    return { state: 'held', reason, ...(detail ? { detail } : {}), candidates }
  }
  const { id, kind, title, url, language } = choice.chosen
  const chosen = {
    emailIid: verdict.emailIid,
    content: { id, kind, title, url, language, why: choice.why },
    candidates,
  }
  const share = shareOf(recipe, input.settings)
  const arm = armFor({ recipe: recipe.id, personId: input.personId, share }, input.arms)
  // The holdout is drawn from those who passed every gate, or its comparison with the others would mean nothing.
  if (arm === 'holdout') return { state: 'held', reason: 'holdout', arm, ...chosen }
  if (recipe.status === 'dry-run') return { state: 'held', reason: 'dry_run', ...chosen }
  return { state: 'queued', reason: 'queued', arm, ...chosen }
}
