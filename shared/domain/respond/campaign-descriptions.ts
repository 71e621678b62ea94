import * as z from 'zod/mini'
import { campaignDetailSchema, campaignSchema } from './campaign-answers.ts'
import type { Description } from './descriptions.ts'

const notFound = { 404: 'There is no such campaign.' }

/** What the API answers when it is asked about campaigns, by operation id. */
export const campaignDescriptions = {
  listCampaigns: {
    summary: 'All campaigns, in the order of their ids.',
    answer: z.object({ items: z.array(campaignSchema) }),
  },
  getCampaign: {
    summary: 'A campaign: its mentions, people, reach and mood before, during and after, and its newest mentions.',
    answer: campaignDetailSchema,
    also: notFound,
  },
  putCampaign: {
    summary:
      'Puts a campaign under an id of your choice. New mentions count within a minute; those of its past are gathered in the background. The same again changes nothing; each change is kept with who made it.',
    answer: campaignSchema,
    also: { 409: 'There are 100 campaigns already.' },
  },
  deleteCampaign: {
    summary: 'Takes a campaign away. The log of what it was stays.',
    answer: campaignSchema,
    also: notFound,
  },
} as const satisfies Record<string, Description>
