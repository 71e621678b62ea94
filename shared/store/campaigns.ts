import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { type Campaign, type Member, reachOf } from '../domain/score/campaigns/campaign.ts'
import { type Iso, isBelieved } from '../domain/time.ts'
import { indexKeys, SHARDS, shardOf, shards } from './index-keys.ts'
import type { ActivityItem, IdentityItem } from './items.ts'
import { type IdentityId, type Key, keys } from './keys.ts'
import { type Action, getAll, query, retryConflicts, type Table, transact } from './table.ts'

/** How far a campaign's past has been looked through: the place in the list of feeds, and the entry after which to go on. */
export type Gathering = { feed: number; after?: string }

/** A campaign. `rev` counts its changes; `matchRev` is the one since which the same mentions belong to it. */
export type CampaignItem = Campaign & {
  pk: string
  sk: 'A'
  type: 'campaign'
  rev: number
  matchRev: number
  by: string
  updatedAt: Iso
  /** While its past is being gathered. */
  gathering?: Gathering
  /** It was taken away. */
  gone?: true
  fd?: string
  at?: string
}

/** A mention of a campaign, in one of its shards, sorted by when it was written. Members of another `matchRev` do not count. */
export type CampaignMemberItem = Member & {
  pk: string
  sk: string
  type: 'campaign-member'
  platform: string
  id: string
  matchRev: number
  expires?: number
}

/** More would make every mention dearer to look at. */
export const MOST_CAMPAIGNS = 100

/** A campaign, strongly consistent, also one that was taken away. */
export const readCampaign = async (table: Table, id: string): Promise<CampaignItem | undefined> => {
  const [item] = (await getAll(table, [keys.campaign(id)])) as [CampaignItem | undefined]
  return item
}

/** All campaigns, by their ids. */
export const listCampaigns = async (table: Table): Promise<CampaignItem[]> => {
  const page = await query(table, { index: 'feed', pk: indexKeys.campaigns(), limit: MOST_CAMPAIGNS })
  const items = (await getAll(table, page.items as Key[])) as (CampaignItem | undefined)[]
  return items.filter((item) => item !== undefined && !item.gone) as CampaignItem[]
}

const matching = ({ hashtags, links, utm, from, to }: Campaign): string =>
  JSON.stringify([hashtags, links, utm, from, to])

const actions = (item: CampaignItem, before: CampaignItem | undefined): Action[] => [
  {
    Put: {
      Item: item,
      ...(before
        ? { ConditionExpression: 'rev = :before', ExpressionAttributeValues: { ':before': before.rev } }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  },
  {
    Put: {
      Item: { ...item, ...keys.campaignLog(item.id, item.rev), type: 'campaign-log', fd: undefined, at: undefined },
    },
  },
]

/**
 * Puts a campaign, or takes it away; each change is logged with who made it, and the same again changes nothing.
 * @param campaign undefined takes it away
 * @returns the campaign as it is now; undefined when there is nothing to take away
 */
export const putCampaign = async (
  table: Table,
  id: string,
  campaign: Omit<Campaign, 'id'> | undefined,
  { by, at }: { by: string; at: Iso },
): Promise<CampaignItem | undefined> =>
  await retryConflicts(async () => {
    const before = await readCampaign(table, id)
    const there = before && !before.gone ? before : undefined
    if (!campaign && !there) return undefined
    const next = campaign ? { id, ...campaign } : undefined
    if (next && there && next.name === there.name && matching(next) === matching(there)) return there
    const rev = (before?.rev ?? 0) + 1
    const same = next && there && matching(next) === matching(there)
    const shape = { ...keys.campaign(id), sk: 'A', type: 'campaign', rev, by, updatedAt: at } as const
    const { fd: _, at: __, gathering: ___, ...left } = before ?? {}
    const item: CampaignItem = next
      ? {
          ...{ ...next, ...shape, matchRev: same ? there.matchRev : rev },
          ...(same ? (there.gathering ? { gathering: there.gathering } : {}) : { gathering: { feed: 0 } }),
          ...{ fd: indexKeys.campaigns(), at: id },
        }
      : { ...(left as CampaignItem), ...shape, gone: true }
    await transact(table, actions(item, before))
    return item
  })

/** Notes how far a campaign's past has been looked through, unless the campaign has changed meanwhile. */
export const putGathering = async (
  table: Table,
  { id, matchRev }: Pick<CampaignItem, 'id' | 'matchRev'>,
  gathering: Gathering | undefined,
): Promise<void> => {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keys.campaign(id),
        UpdateExpression: gathering ? 'SET gathering = :gathering' : 'REMOVE gathering',
        ConditionExpression: 'matchRev = :matchRev and attribute_not_exists(gone)',
        ExpressionAttributeValues: { ':matchRev': matchRev, ...(gathering ? { ':gathering': gathering } : {}) },
      }),
    )
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error
  }
}

type Mention = Pick<ActivityItem, 'platform' | 'id' | 'createdAt'>

/** The key of a mention in a campaign: by when it was written, which never changes. */
export const memberKey = (campaign: string, { platform, id, createdAt }: Mention): Key =>
  keys.campaignMember(campaign, shardOf(id, SHARDS.campaign), `${createdAt}#${platform}#${id}`)

/** Makes a mention a member of a campaign, as it is now. */
export const putMember = async (
  table: Table,
  { id, matchRev }: Pick<CampaignItem, 'id' | 'matchRev'>,
  mention: ActivityItem,
  author: IdentityItem | undefined,
): Promise<void> => {
  const followers = author?.profile.followers?.v
  const item: CampaignMemberItem = {
    ...memberKey(id, mention),
    type: 'campaign-member',
    ...{ platform: mention.platform, id: mention.id, iid: mention.iid, createdAt: mention.createdAt, matchRev },
    ...(mention.label ? { label: mention.label } : {}),
    ...(followers === undefined ? {} : { followers }),
    ...(mention.expires === undefined ? {} : { expires: mention.expires }),
  }
  await table.client.send(new PutCommand({ TableName: table.name, Item: item }))
}

export const dropMember = async (table: Table, campaign: string, mention: Mention): Promise<void> => {
  await table.client.send(new DeleteCommand({ TableName: table.name, Key: memberKey(campaign, mention) }))
}

/** Pages of 1 MB that are read of a shard: about 4,000 members each. */
const MOST_PAGES = 5

/** The members of a campaign in its time and around it; not `complete` when there are more than are read. */
export const readMembers = async (
  table: Table,
  campaign: CampaignItem,
): Promise<{ members: CampaignMemberItem[]; complete: boolean }> => {
  const { since, until } = reachOf(campaign)
  const shard = async (number: number) => {
    const members: CampaignMemberItem[] = []
    let from: Record<string, unknown> | undefined
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const { pk } = keys.campaignMember(campaign.id, number, '')
      const where = '#sk between :since and :until'
      const page = await query(table, {
        pk,
        where,
        values: { ':since': since, ':until': until },
        newestFirst: true,
        from,
      })
      members.push(...(page.items as CampaignMemberItem[]).filter(({ matchRev }) => matchRev === campaign.matchRev))
      from = page.next
      if (!from) return { members, complete: true }
    }
    return { members, complete: false }
  }
  const all = await Promise.all(shards(SHARDS.campaign).map(shard))
  return { members: all.flatMap(({ members }) => members), complete: all.every(({ complete }) => complete) }
}

/** For how long the list of campaigns is believed, in milliseconds. A change counts everywhere when it is over. */
export const CAMPAIGNS_KEPT_MS = 60_000

/** Reads the campaigns at most once a minute. */
export const campaignReader = (table: Table, now: () => number): (() => Promise<readonly CampaignItem[]>) => {
  let kept: { until: number; list: Promise<CampaignItem[]> } | undefined
  return async () => {
    if (!kept || !isBelieved(kept.until, CAMPAIGNS_KEPT_MS, now()))
      kept = { until: now() + CAMPAIGNS_KEPT_MS, list: listCampaigns(table) }
    try {
      return await kept.list
    } catch (error) {
      kept = undefined
      throw error
    }
  }
}

/** The distinct persons behind accounts. */
export const personsOf = (iids: readonly IdentityId[], identities: ReadonlyMap<IdentityId, IdentityItem>): number =>
  new Set(iids.map((iid) => identities.get(iid)?.personId ?? iid)).size
