import type { Normalised } from '../domain/listen/delivery.ts'
import { authorOf, type Context, common } from './discourse-common.ts'
import type { Badge } from './discourse-shapes.ts'

/**
 * Whoever gives a badge thinks well of the member who gets it: a reaction, most often of the forum's own actor. A badge
 * that is taken back tells no time of it, so the moment of arrival stands in.
 */
export const fromBadge = (badge: Badge, event: string, context: Context): Normalised => {
  const deleted = event === 'user_badge_revoked'
  const at = deleted ? context.receivedAt : badge.granted_at
  return {
    activities: [
      {
        ...common(context, { at, deleted }, ''),
        kind: 'reaction',
        reaction: 'badge',
        id: `badge:${badge.badge_id}:${badge.user_id}`,
        author: authorOf(context, { id: badge.granted_by_id }),
        target: { id: `account:${badge.user_id}`, author: { id: badge.user_id } },
      },
    ],
  }
}
