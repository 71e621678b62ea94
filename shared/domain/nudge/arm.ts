import { createHash } from 'node:crypto'

/**
 * Which arm of a recipe's experiment a person is in: `holdout` for a share of people, the same for the same person every
 * time. u = uint32(sha256("<recipe>:<person>")) / 2^32, holdout iff u < share (design, data.md §7).
 */
export const armOf = (recipe: string, personId: string, share: number): 'treated' | 'holdout' => {
  const u = createHash('sha256').update(`${recipe}:${personId}`).digest().readUInt32BE(0) / 2 ** 32
  return u < share ? 'holdout' : 'treated'
}
