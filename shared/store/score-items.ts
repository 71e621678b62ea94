import type { Iso } from '../domain/time.ts'

/** The shapes of what is derived for scores. All of it can be computed again. */

/** Where an account stands among those who reply to each other, worked out every night and written when it changes. */
export type NetworkPlaceItem = {
  pk: string
  sk: 'R#rank'
  type: 'place'
  replies: number
  rank: number
  computedAt: Iso
}
