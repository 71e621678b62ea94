import { UNSEEN } from '../../../shared/domain/nudge/rank.ts'
import type { DecisionAnswer } from '../../../shared/domain/respond/answers.ts'

/** What became of a decision, as a marketer asks for it. */
export type Outcome = 'would get it' | 'got it' | 'waits' | 'left out to compare' | 'does not get it'

/** One person whom a recipe looked at: what they would have got, and why, or why not. */
export type Row = {
  person: string
  outcome: Outcome
  /** What the email points to. */
  content?: string
  /** Why this piece, in words; in the order of weight. */
  because: readonly string[]
  /** What happened and what became of it, in a sentence. */
  sentence: string
  at: string
}

/** A recipe with everybody whom it looked at. */
export type RecipeRows = { id: string; name: string; status: string; rows: readonly Row[] }

/** All outcomes, the most wanted first. */
export const OUTCOMES: readonly Outcome[] = [
  'would get it',
  'got it',
  'waits',
  'left out to compare',
  'does not get it',
]

const ON_THEIR_WAY: ReadonlySet<DecisionAnswer['state']> = new Set(['waiting', 'queued', 'sending'])
const GONE: ReadonlySet<DecisionAnswer['state']> = new Set(['sent', 'unknown'])

/** What a decision comes to for the person. */
export const outcomeOf = ({ state, reason }: Pick<DecisionAnswer, 'state' | 'reason'>): Outcome => {
  if (reason === 'dry_run') return 'would get it'
  if (GONE.has(state)) return 'got it'
  if (ON_THEIR_WAY.has(state)) return 'waits'
  return reason === 'holdout' ? 'left out to compare' : 'does not get it'
}

/**
 * The rows of a recipe: those who would get something first, then by when it happened.
 * @param names person → name
 * @param sentences decision → its sentence
 */
export const rowsOf = (
  decisions: readonly DecisionAnswer[],
  names: ReadonlyMap<string, string>,
  sentences: ReadonlyMap<string, string>,
): Row[] =>
  decisions
    .map(
      (decision): Row => ({
        person: names.get(decision.personId) ?? 'Somebody',
        outcome: outcomeOf(decision),
        ...(decision.content ? { content: decision.content.title } : {}),
        // Said to the person, and read by somebody else.
        because: (decision.content?.why ?? []).map((why) => (why === UNSEEN ? 'not sent to them before' : why)),
        sentence: sentences.get(decision.id) ?? decision.reason,
        at: decision.at,
      }),
    )
    .sort((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome) || (a.at < b.at ? -1 : 1))

/** What is said of a recipe that nothing has called for. */
export const NOTHING = 'Nothing has called for it yet.'

/** How many moments ended in which outcome: "would get it: 1, waits: 2". */
export const countsIn = (rows: readonly Row[]): string =>
  OUTCOMES.flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length
    return count > 0 ? [`${outcome}: ${count}`] : []
  }).join(', ')

/** Words in lines of at most `width` characters; a word that is longer has a line of its own. */
export const wrapped = (text: string, width: number): string[] => {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
