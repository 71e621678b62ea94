import { belongs, reachOf } from '../../shared/domain/score/campaigns/campaign.ts'
import { isBelieved, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import { SENTIMENT_LABELS } from '../../shared/domain/understand/understanding.ts'
import {
  CAMPAIGNS_KEPT_MS,
  type CampaignItem,
  type Gathering,
  listCampaigns,
  putGathering,
  putMember,
} from '../../shared/store/campaigns.ts'
import { indexKeys, SHARDS, shards } from '../../shared/store/index-keys.ts'
import type { ActivityItem } from '../../shared/store/items.ts'
import type { Key } from '../../shared/store/keys.ts'
import { isReadable, readIdentities } from '../../shared/store/mentions.ts'
import { getAll, query, type Table } from '../../shared/store/table.ts'

/** All feeds of mentions, in a fixed order. */
const FEEDS = SENTIMENT_LABELS.flatMap((label) => shards(SHARDS.feed).map((shard) => indexKeys.feed(label, shard)))
const PAGE = 100

/** Takes the mentions behind a page of a feed into a campaign. */
const takeIn = async (table: Table, campaign: CampaignItem, entries: readonly Key[]): Promise<void> => {
  const items = (await getAll(table, entries)) as (ActivityItem | undefined)[]
  const members = items.filter((item) => item !== undefined && isReadable(item) && belongs(item, campaign))
  const found = members as ActivityItem[]
  const authors = await readIdentities(
    table,
    found.map(({ iid }) => iid),
  )
  for (const mention of found) await putMember(table, campaign, mention, authors.get(mention.iid))
}

/** One page further. @returns where to go on; undefined at the end */
const step = async (table: Table, campaign: CampaignItem, at: Gathering): Promise<Gathering | undefined> => {
  const pk = FEEDS[at.feed]
  if (pk === undefined) return undefined
  const { since, until } = reachOf(campaign)
  const page = await query(table, {
    ...({ index: 'feed', pk, where: '#sk between :since and :until', limit: PAGE } as const),
    // From the last entry on, which is read twice: several may have the very same sort key.
    values: { ':since': at.after ?? since, ':until': until },
  })
  await takeIn(table, campaign, page.items as Key[])
  const last = page.items.at(-1)?.at
  return page.next && last !== undefined ? { feed: at.feed, after: String(last) } : { feed: at.feed + 1 }
}

/**
 * How long a change has to be known before the past is looked through: by then whoever matches new mentions knows the campaign as it
 * is. Sooner, what is written between the look at a feed and that moment would be in neither.
 */
const SETTLED_AFTER = CAMPAIGNS_KEPT_MS + MINUTE + 10 * SECOND

const isSettled = ({ updatedAt }: CampaignItem, now: number): boolean =>
  !isBelieved(msOf(updatedAt) + SETTLED_AFTER, SETTLED_AFTER, now)

/** `hasTime`: asked before every page; `now`: milliseconds since the epoch. */
type When = { hasTime: () => boolean; now: () => number }

/**
 * Looks through the past of campaigns that are new or have changed: the pages of the feeds within their dates, one after the other, as
 * far as there is time. It goes on where it was; a page that is read again changes nothing.
 * @returns pages read
 */
export const gather = async (table: Table, { hasTime, now }: When): Promise<number> => {
  let pages = 0
  for (const campaign of await listCampaigns(table)) {
    let at = isSettled(campaign, now()) ? campaign.gathering : undefined
    while (at && hasTime()) {
      at = await step(table, campaign, at)
      pages++
      await putGathering(table, campaign, at)
    }
  }
  return pages
}
