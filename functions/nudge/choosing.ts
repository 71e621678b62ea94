import { type Decided, type DecideInput, decide } from '../../shared/domain/nudge/decide.ts'
import type { Candidate } from '../../shared/domain/nudge/rank.ts'
import type { Table } from '../../shared/store/table.ts'
import { pieceFor } from '../../shared/store/visits.ts'

/** Pieces that are looked at one by one for somebody; who has been at so many of the best is pointed to none. */
const MOST_LOOKED_AT = 10

const chosenIn = (decided: Decided): string | undefined => ('content' in decided ? decided.content?.id : undefined)

/**
 * Decides, and looks at the chosen piece once more before it counts: one that has left its shelf meanwhile, or that the person has
 * been at, makes room for the next best.
 */
export const decideOnNew = async (
  table: Table,
  context: DecideInput,
  candidates: readonly Candidate[],
): Promise<Decided> => {
  const visited = new Set<string>()
  let pieces = candidates
  for (let looked = 0; ; looked++) {
    const decided = decide({ ...context, candidates: pieces, visited })
    const id = chosenIn(decided)
    // What is no piece of the catalogue is the subject itself.
    if (id === undefined || !pieces.some((piece) => piece.id === id)) return decided
    const found = looked < MOST_LOOKED_AT ? await pieceFor(table, id, context.identities) : 'visited'
    if (found === 'new') return decided
    if (found === 'gone') pieces = pieces.filter((piece) => piece.id !== id)
    else if (looked < MOST_LOOKED_AT) visited.add(id)
    else for (const piece of pieces) visited.add(piece.id)
  }
}
