import * as z from 'zod/mini'
import type { Recipe } from './recipe.ts'
import type { WhenEvent } from './when.ts'

/** How many peers are asked to help with one question. */
const MOST_PEERS = 3

/**
 * Whom a nudge is for, of those that what began it is about. `peers`: not them, but so many people who are likely to be able to help;
 * see `peer-call.ts`.
 */
export const audienceSchema = z.union(
  [
    z.enum(['author', 'asker', 'answerer']),
    z.strictObject({ peers: z.int().check(z.gte(1, 'expected 1 to 3'), z.lte(MOST_PEERS, 'expected 1 to 3')) }),
  ],
  { error: () => 'expected author, asker, answerer, or { "peers": 1 to 3 }' },
)
/** Who of those that an event is about. */
export type Audience = 'author' | 'asker' | 'answerer'

/** Whom an event is for where the recipe does not say. */
const USUAL: { [E in WhenEvent]?: Audience } = {
  'thread.solved': 'asker',
  'answer.accepted': 'answerer',
  'idea.shipped': 'asker',
}

/** Whom else a recipe may name. What is about an account, a person, an order or a topic has nobody who asked or answered. */
const MAY: { [E in WhenEvent]?: readonly (Audience | 'peers')[] } = {
  'mention.created': ['author', 'asker', 'peers'],
  'thread.unanswered': ['author', 'peers'],
  'thread.solved': ['asker', 'answerer'],
  'answer.accepted': ['asker', 'answerer'],
  'idea.shipped': ['asker', 'answerer'],
}

/** Those whom a nudge may be for that begins with an event. */
export const audiencesOf = ({ event }: Recipe['when']): readonly (Audience | 'peers')[] => MAY[event] ?? ['author']

/** Whose nudge it is. For peers: who asked, for whom the peers are sought. */
export const audienceOf = ({ to, when }: Pick<Recipe, 'to' | 'when'>): Audience =>
  typeof to === 'string' ? to : (USUAL[when.event] ?? 'author')

/** How many peers are to be asked; undefined when none are. */
export const peersWanted = ({ to }: Pick<Recipe, 'to'>): number | undefined =>
  typeof to === 'object' ? to.peers : undefined
