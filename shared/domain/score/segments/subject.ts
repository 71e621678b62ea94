import type { PersonFacts } from '../facts.ts'
import type { Scores } from '../scores.ts'

/** What segments are asked about: what is known of a person, and the scores that were made of it. */
export type Subject = {
  facts: PersonFacts
  scores: Scores
  /** The currency that spending is counted in, `EUR`. */
  currency: string
}
