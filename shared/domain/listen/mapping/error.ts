/**
 * A mapping and a delivery do not fit together. The message names the place in the mapping (and, where there are several
 * things, the thing), what came and what was expected; it holds nothing that a person wrote.
 */
export class MappingError extends Error {
  override name = 'MappingError'
  /** `rules[0].make.author.id`, or `review.lines[3] rules[0].make.author.id`; empty when no one place is to blame. */
  readonly at: string
  constructor(at: string, problem: string) {
    super(at ? `${at}: ${problem}` : problem)
    this.at = at
  }
}
