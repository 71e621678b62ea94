import type { Iso } from '../time.ts'
import { armFor, GLOBAL, globalArm, shareOf } from './arm.ts'
import { discussionId } from './content-news.ts'
import { type GateInput, type OtherDecision, POINTED_AT } from './context.ts'
import { gate } from './gate.ts'
import { asIfLive, type Verdict } from './gates.ts'
import { chooseOwn, isOwnPiece } from './own-content.ts'
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
  /** The very thing that the decision is about, as a piece to point to. */
  own?: Candidate | undefined
  /** May be empty where the gates stop the decision: they come first. */
  candidates: readonly Candidate[]
  /** Pieces that the person has been at, though no email led there. */
  visited?: ReadonlySet<string>
}

/** The chosen piece as the decision keeps it. */
type ChosenContent = Pick<Candidate, 'id' | 'kind' | 'title' | 'url' | 'language' | 'authors'> & { why: string[] }

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

/** Decisions that pointed the person at something, the latest last. */
const pointedAt = ({ others }: DecideInput): OtherDecision[] =>
  others
    .filter(({ state, contentId }) => contentId !== undefined && POINTED_AT.has(state))
    .sort((a, b) => ((a.sentAt ?? a.updatedAt) < (b.sentAt ?? b.updatedAt) ? -1 : 1))

/** What a decision has shown: the piece, its address, and where that was the subject itself, its discussion under any address. */
const shownBy = ({ contentId, contentUrl, subject: { platform, threadId } }: OtherDecision): string[] => [
  ...[contentId, contentUrl].filter((one) => one !== undefined),
  ...(isOwnPiece(contentId) && threadId !== undefined ? [discussionId(platform, threadId)] : []),
]

const askOf = (input: DecideInput & { recipe: NonNullable<GateInput['recipe']> }): ContentAsk => {
  const before = pointedAt(input)
  return {
    now: input.now,
    recipe: input.recipe,
    hosts: input.settings.contentHosts,
    subject: input.words,
    identities: input.identities,
    seen: new Set([...before.flatMap(shownBy), ...(input.visited ?? [])]),
    lastAuthors: before.at(-1)?.contentAuthors ?? [],
    languages: input.languages,
  }
}

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
  const choice =
    recipe.content.pick === 'subject'
      ? chooseOwn(input.own, input.settings.contentHosts)
      : choose(input.candidates, askOf({ ...input, recipe }))
  const { candidates } = choice
  if (!choice.chosen) {
    const { reason, detail } = choice
    return { state: 'held', reason, ...(detail ? { detail } : {}), candidates }
  }
  const { id, kind, title, url, language, authors } = choice.chosen
  const chosen = {
    emailIid: verdict.emailIid,
    content: { id, kind, title, url, language, ...(authors?.length ? { authors } : {}), why: choice.why },
    candidates,
  }
  const everywhere = globalArm(input.personId, input.settings, input.globalArms ?? [])
  // Whoever gets no email of any recipe is in no recipe's comparison.
  if (everywhere === 'holdout') return { state: 'held', reason: 'holdout', detail: GLOBAL, ...chosen }
  const share = shareOf(recipe, input.settings)
  const arm = armFor({ recipe: recipe.id, personId: input.personId, share }, input.arms)
  // The holdout is drawn from those who passed every gate, or its comparison with the others would mean nothing.
  if (arm === 'holdout') return { state: 'held', reason: 'holdout', arm, ...chosen }
  if (recipe.status === 'dry-run') return { state: 'held', reason: 'dry_run', ...chosen }
  return { state: 'queued', reason: 'queued', arm, ...chosen }
}
