import { belongs } from '../../shared/domain/score/campaigns/campaign.ts'
import { log } from '../../shared/platform/logger.ts'
import { type CampaignItem, dropMember, putMember } from '../../shared/store/campaigns.ts'
import type { Change } from '../../shared/store/changes.ts'
import type { ActivityItem, IdentityItem } from '../../shared/store/items.ts'
import { isReadable, readIdentities } from '../../shared/store/mentions.ts'
import { getAll, type Table } from '../../shared/store/table.ts'
import type { Reaction } from './reacting.ts'

/** What keeping campaigns works with. */
export type Campaigning = { table: Table; campaigns: () => Promise<readonly CampaignItem[]> }

const mentionIn = (item: Change['after']): ActivityItem | undefined =>
  item?.type === 'activity' ? (item as ActivityItem) : undefined

const isMember = (mention: ActivityItem | undefined, campaign: CampaignItem): boolean =>
  mention !== undefined && isReadable(mention) && belongs(mention, campaign)

/** A change that may concern campaigns: the mention before and after, and the campaigns of either. */
type Concerned = { change: Change; states: ActivityItem[]; campaigns: CampaignItem[] }

const concerned = (change: Change, campaigns: readonly CampaignItem[]): Concerned[] => {
  const states = [change.before, change.after].flatMap((item) => mentionIn(item) ?? [])
  const theirs = campaigns.filter((campaign) => states.some((state) => isMember(state, campaign)))
  return theirs.length > 0 ? [{ change, states, campaigns: theirs }] : []
}

/** Makes a mention's memberships what they should be by the mention as it is now, whatever the change was. */
const settle = async (
  table: Table,
  { states, campaigns }: Concerned,
  now: ActivityItem | undefined,
  author: IdentityItem | undefined,
): Promise<void> => {
  for (const campaign of campaigns) {
    const member = now && isMember(now, campaign) ? now : undefined
    if (member) await putMember(table, campaign, member, author)
    const past = states.filter(({ createdAt }) => createdAt !== member?.createdAt)
    for (const state of past) await dropMember(table, campaign.id, state)
  }
}

/**
 * Keeps the members of campaigns in step with mentions. The mention is read as it is now: so repeated and reordered changes end in
 * the same. A mention that concerns no campaign costs nothing.
 */
export const campaigning =
  ({ table, campaigns }: Campaigning): Reaction =>
  async (changes) => {
    const activities = changes.filter(({ type }) => type === 'activity')
    if (activities.length === 0) return []
    const known = await campaigns()
    if (known.length === 0) return []
    const all = activities.flatMap((change) => concerned(change, known))
    if (all.length === 0) return []
    const items = (await getAll(
      table,
      all.map(({ change }) => change.key),
    )) as (ActivityItem | undefined)[]
    const authors = await readIdentities(
      table,
      items.flatMap((item) => (item ? [item.iid] : [])),
    )
    const failed: string[] = []
    for (const [at, one] of all.entries()) {
      const now = items[at]
      try {
        await settle(table, one, now, now && authors.get(now.iid))
      } catch (error) {
        log.error('campaigns not kept', error, { record: one.change.sequence })
        failed.push(one.change.sequence)
      }
    }
    return failed
  }
