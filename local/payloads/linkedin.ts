import type { Payload } from './payload.ts'

/** Deliveries in the shape of LinkedIn's notifications about an organisation's posts. */

type LinkedinAction =
  | 'LIKE'
  | 'COMMENT'
  | 'ADMIN_COMMENT'
  | 'COMMENT_EDIT'
  | 'COMMENT_DELETE'
  | 'SHARE'
  | 'SHARE_MENTION'
export type LinkedinNotification = {
  id?: number
  action: LinkedinAction
  organization?: string
  post?: string
  at: number
  /** The URN of what was made; of comments LinkedIn leaves out `urn:li:` inside. */
  generated?: string
  comment?: { entity: string; owner: string; text: string; parent?: string }
  share?: { entity: string; owner: string; text: string }
}

const ORGANIZATION = 'urn:li:organization:96072893'

const compact = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

const notification = (one: LinkedinNotification): object => {
  const { comment, share, organization = ORGANIZATION, post } = one
  return compact({
    notificationId: one.id ?? 5_603_453_321,
    organizationalEntity: organization,
    action: one.action,
    sourcePost: post,
    decoratedSourcePost: post && { entity: post, owner: organization, text: 'Our news', mediaCategory: 'NONE' },
    lastModifiedAt: one.at,
    generatedActivity: one.generated,
    decoratedGeneratedActivity:
      comment || share
        ? compact({
            comment: comment && compact({ ...comment, parent: undefined, parentComment: comment.parent, object: post }),
            share: share && { ...share, mediaCategory: 'NONE' },
          })
        : undefined,
    subscriber: 'urn:li:person:admin1',
  })
}

/** A delivery: LinkedIn sends up to ten notifications at once. */
export const linkedinDelivery = (
  notifications: LinkedinNotification[],
  type = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS',
): Payload => ({
  headers: { 'content-type': 'application/json', 'user-agent': 'LinkedIn' },
  body: JSON.stringify({ type, notifications: notifications.map(notification) }),
})
