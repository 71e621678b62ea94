import { wilsonInterval } from '../measure/intervals.ts'
import { DAY, type Iso, msOf } from '../time.ts'
import { bm25, type Match } from './bm25.ts'
import { type ContentKind, isAllowedLink } from './content.ts'
import type { Traits } from './content-rules.ts'
import { type Recipe, SCORE_PARTS, type ScorePart } from './recipe.ts'
import { STAGES } from './stages.ts'

/** A piece of content that could be chosen. */
export type Candidate = {
  id: string
  kind: ContentKind
  title: string
  url: string
  text?: string
  language: string
  stage: string
  topics: readonly string[]
  exclusive: boolean
  staffPick?: boolean
  helpful: number
  votes: number
  accepted?: boolean
  authors?: readonly string[]
  threadId?: string
  traits?: Traits
  publishedAt: Iso
  sends: number
  clickers: number
}

/** What content is chosen for. */
export type ContentAsk = {
  now: Iso
  recipe: Recipe
  hosts: readonly string[]
  /** The subject's words. */
  subject: { title?: string; text?: string; tags?: readonly string[]; threadId?: string }
  /** All identities of the person: nobody is pointed at their own words. */
  identities: readonly string[]
  /** Ids and addresses of content that the person was pointed at before, or has been at otherwise. */
  seen: ReadonlySet<string>
  /** Whose words the person was pointed at last: others get their turn. */
  lastAuthors?: readonly string[]
  /** Languages of the person, then those to fall back on. */
  languages: readonly (readonly string[])[]
}

/** The score of a piece: each part 0..1, `score` their weighted sum. */
export type Scored = { id: string; score: number; parts: Record<ScorePart, number> }
export type Choice =
  | { chosen: Candidate; why: string[]; candidates: Scored[] }
  | { chosen: undefined; reason: 'no_content' | 'seen_all'; detail?: string; candidates: Scored[] }

/** Weights of the parts where a recipe names none (design, nudges.md §5). */
export const WEIGHTS: Record<ScorePart, number> = {
  topic: 0.4,
  stage: 0.15,
  quality: 0.15,
  fresh: 0.1,
  exclusive: 0.1,
  response: 0.1,
}

/** An accepted answer is worth so much quality before anybody voted. */
const ACCEPTED = 0.5
const HALF_LIFE = 90 * DAY
/** How many pieces a decision remembers with their scores. */
const REMEMBERED = 5

/** The lower end of Wilson's 95 % interval for a share: few votes count for little. 0 without votes. */
export const wilson = (successes: number, of: number): number => wilsonInterval(Math.min(successes, of), of)[0]

/** The mean of Beta(1,9) after what was seen: a new piece starts at one click in ten and gets its chance. */
export const response = ({ clickers, sends }: { clickers: number; sends: number }): number =>
  (clickers + 1) / (sends + 10)

const ORDER: readonly string[] = STAGES

const stageScore = (stage: string, wanted: string | undefined): number => {
  if (stage === wanted) return 1
  const [a, b] = [ORDER.indexOf(stage), ORDER.indexOf(String(wanted))]
  return Math.min(a, b) >= 0 && Math.abs(a - b) === 1 ? 0.5 : 0
}

/** 0 to 1: what is known of how good a piece is. */
export const qualityOf = ({ staffPick, helpful, votes, accepted }: Candidate): number =>
  staffPick ? 1 : Math.min(1, wilson(helpful, votes) + (accepted ? ACCEPTED : 0))

/** More people than not found it of no use, and that is no chance: Wilson's interval ends below one half. */
const isUseless = ({ staffPick, helpful, votes }: Candidate): boolean =>
  !staffPick && votes > 0 && wilsonInterval(Math.min(helpful, votes), votes)[1] < 0.5

/** 0 to 1: halves every 90 days. */
export const freshOf = ({ publishedAt }: Pick<Candidate, 'publishedAt'>, now: Iso): number =>
  2 ** (-Math.max(0, msOf(now) - msOf(publishedAt)) / HALF_LIFE)

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

/** Pieces that may be chosen at all, whatever their score. */
const isEligible = (piece: Candidate, { recipe, hosts, subject, identities, now }: ContentAsk): boolean => {
  const { kinds, topics, exclusive, maxAge, stages, service } = recipe.content
  return (
    (!service || piece.traits?.service === true) &&
    // Whoever complains is helped by words on what went wrong; nobody else is invited to read them.
    (service || !piece.traits?.negative) &&
    !isUseless(piece) &&
    msOf(piece.publishedAt) <= msOf(now) &&
    stages.some((stage) => stage === piece.stage) &&
    isAllowedLink(piece.url, hosts) &&
    (!kinds || kinds.includes(piece.kind)) &&
    (!topics || topics.some((topic) => piece.topics.includes(topic))) &&
    (!exclusive || piece.exclusive) &&
    (maxAge === undefined || msOf(piece.publishedAt) + maxAge >= msOf(now)) &&
    !(piece.authors ?? []).some((author) => identities.includes(author)) &&
    (piece.threadId === undefined || piece.threadId !== subject.threadId)
  )
}

type Weighed = Match<Candidate> & { scored: Scored }

/** A piece as BM25 reads it. */
export const fieldsOf = ({ title, topics, text }: Candidate) => ({ title, tags: topics, body: text ?? '' })

const weigh = (pieces: readonly Candidate[], { recipe, subject, now }: ContentAsk): Weighed[] => {
  const words = [subject.title, subject.text, ...(subject.tags ?? [])].filter(Boolean).join('\n')
  const found = bm25(words, pieces, fieldsOf)
  const bestMatch = Math.max(0, ...found.map(({ score }) => score)) || 1
  const bestResponse = Math.max(...pieces.map(response))
  const weightOf = (part: ScorePart): number => recipe.content.weights?.[part] ?? WEIGHTS[part]
  return found.map((match) => {
    const { piece } = match
    const parts = {
      topic: rounded(match.score / bestMatch),
      stage: stageScore(piece.stage, recipe.content.stages[0]),
      quality: rounded(qualityOf(piece)),
      fresh: rounded(freshOf(piece, now)),
      exclusive: piece.exclusive ? 1 : 0,
      response: rounded(response(piece) / bestResponse),
    }
    const score = rounded(SCORE_PARTS.reduce((sum, part) => sum + weightOf(part) * parts[part], 0))
    return { ...match, scored: { id: piece.id, score, parts } }
  })
}

const byScore = (a: Weighed, b: Weighed): number =>
  b.scored.score - a.scored.score || (a.piece.id < b.piece.id ? -1 : 1)

/** Said of every piece that is chosen; the email has no need to say so. */
export const UNSEEN = 'you have not been sent it before'

/** What a piece shares with what was asked, in words; nothing where it shares nothing. */
export const aboutOf = ({ shared }: Pick<Match<unknown>, 'shared'>): string[] => {
  const about = shared.slice(0, 2).map((word) => `“${word}”`)
  return about.length > 0 ? [`about ${about.join(' and ')}`] : []
}

/** What speaks for a piece, in words. */
export const praiseOf = ({ accepted, staffPick, helpful, exclusive }: Candidate): string[] => [
  ...(accepted ? ['has an accepted answer'] : []),
  ...(staffPick ? ['picked by the community team'] : []),
  ...(helpful > 0 ? [`${helpful} found it helpful`] : []),
  ...(exclusive ? ['only in the community'] : []),
]

/** Why this piece, in words for the person. */
const whyOf = (weighed: Weighed, { recipe }: ContentAsk): string[] => [
  ...(recipe.content.pick === 'similar' ? aboutOf(weighed) : []),
  ...praiseOf(weighed.piece),
  UNSEEN,
]

/**
 * Is it about the same thing? The best of a shelf always has the full topic part, even if all it shares is the product's
 * name. So one word must stand in its title or tags, and it must share two words, unless hardly more were asked.
 */
const isAbout = ({ shared, matched, asked }: Weighed): boolean =>
  shared.length > 0 && matched >= Math.min(2, Math.ceil(asked / 2))

const chooseAmong = (pieces: readonly Candidate[], ask: ContentAsk): Choice => {
  const { pick, minScore } = ask.recipe.content
  const ranked = weigh(pieces, ask).sort(byScore)
  const candidates = ranked.slice(0, REMEMBERED).map(({ scored }) => scored)
  const good = ranked.filter((one) => one.scored.score >= minScore && (pick === 'stage' || isAbout(one)))
  const unseen = good.filter(({ piece }) => !ask.seen.has(piece.id) && !ask.seen.has(piece.url))
  const ofLast = ({ piece }: Weighed): boolean => (piece.authors ?? []).some((one) => ask.lastAuthors?.includes(one))
  const best = unseen.find((one) => !ofLast(one)) ?? unseen[0]
  if (best) return { chosen: best.piece, why: whyOf(best, ask), candidates }
  if (good.length > 0) return { chosen: undefined, reason: 'seen_all', candidates }
  const top = ranked[0]?.scored.score
  if (top === undefined) return { chosen: undefined, reason: 'no_content', candidates }
  // A score alone would look as if it had been enough.
  const detail = `best ${top}${top >= minScore ? ', on something else' : ''}`
  return { chosen: undefined, reason: 'no_content', detail, candidates }
}

/**
 * Chooses one piece by the visible formula: score = sum of weight x part, the parts as in {@link WEIGHTS}. Pieces in the
 * person's own languages go first; only if none of them is good enough, those to fall back on. Ties go by id, so that the
 * same catalogue always answers the same.
 */
export const choose = (pieces: readonly Candidate[], ask: ContentAsk): Choice => {
  const eligible = pieces.filter((piece) => isEligible(piece, ask))
  let best: Choice = { chosen: undefined, reason: 'no_content', candidates: [] }
  for (const languages of ask.languages) {
    const choice = chooseAmong(
      eligible.filter(({ language }) => languages.includes(language)),
      ask,
    )
    if (choice.chosen) return choice
    if (choice.reason === 'seen_all' || best.candidates.length === 0) best = choice
  }
  return best
}
