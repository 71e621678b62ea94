import { presentMention } from '../../shared/domain/respond/present.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { campaignAnswer, campaignDetail } from '../../shared/store/campaign-view.ts'
import {
  type CampaignItem,
  listCampaigns,
  MOST_CAMPAIGNS,
  putCampaign,
  readCampaign,
} from '../../shared/store/campaigns.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Resource } from './request.ts'

const none = (id: string): HttpError => new HttpError(404, `There is no campaign ${id.slice(0, 100)}.`)

const there = async (table: Table, id: string): Promise<CampaignItem | undefined> => {
  const item = await readCampaign(table, id)
  return item && !item.gone ? item : undefined
}

const checkedId = (id: string): string => {
  if (/^[a-z][a-z0-9-]{0,30}$/.test(id)) return id
  throw new HttpError(400, `id: came "${id.slice(0, 50)}", expected lower-case letters, digits and dashes.`)
}

export const campaigns: Resource<'listCampaigns' | 'getCampaign' | 'putCampaign' | 'deleteCampaign'> = {
  listCampaigns: async (_, { table }) => ({ items: (await listCampaigns(table)).map(campaignAnswer) }),

  getCampaign: async ({ params: { id = '' }, seesPii }, { table }) => {
    const campaign = await there(table, id)
    if (!campaign) throw none(id)
    const detail = await campaignDetail(table, campaign)
    return { ...detail, examples: detail.examples.map((one) => presentMention(one, seesPii)) }
  },

  putCampaign: async ({ params: { id = '' }, body, user, now }, { table }) => {
    checkedId(id)
    if (!(await there(table, id)) && (await listCampaigns(table)).length >= MOST_CAMPAIGNS)
      throw new HttpError(409, `There are ${MOST_CAMPAIGNS} campaigns already; take one away first.`)
    const item = await putCampaign(table, id, body, { by: user, at: now })
    if (!item) throw none(id)
    return campaignAnswer(item)
  },

  deleteCampaign: async ({ params: { id = '' }, user, now }, { table }) => {
    const item = await putCampaign(table, id, undefined, { by: user, at: now })
    if (!item) throw none(id)
    return campaignAnswer(item)
  },
}
