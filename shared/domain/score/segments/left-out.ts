import type { Definition } from './definition.ts'

/** All segments, and the revision about which everybody has been asked. */
export type Asked = {
  definitions: readonly Pick<Definition, 'id' | 'rev'>[]
  taken: readonly { id: string; rev: number }[]
  backfill?: { done: number }
}

/** What a person's scores say of segments. */
export type FoundBy = { segments?: Readonly<Record<string, unknown>>; segmentsRev?: number }

/**
 * Tells who was left out when everybody was asked about segments: because they could not be scored then, or were not in the list yet.
 * Nothing else would ever ask somebody who does nothing.
 */
export const leftOutOf = ({ definitions, taken, backfill }: Asked): ((person: FoundBy) => boolean) => {
  const done = backfill?.done ?? 0
  const asked = Math.max(0, ...definitions.map(({ rev }) => rev).filter((rev) => rev <= done))
  const gone = new Set(taken.filter(({ rev }) => rev <= done).map(({ id }) => id))
  return ({ segments = {}, segmentsRev = 0 }) => segmentsRev < asked || Object.keys(segments).some((id) => gone.has(id))
}
