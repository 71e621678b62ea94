import * as z from 'zod/mini'
import { noQuery } from './asks.ts'
import { campaignDetailSchema, campaignSchema } from './campaign-answers.ts'
import { campaignBody } from './campaign-asks.ts'
import type { RouteSpec } from './routes.ts'

const notFound = { 404: 'There is no such campaign.' }

/** What the API can be asked about campaigns, by operation id. */
export const campaignRoutes = {
  listCampaigns: {
    method: 'GET',
    path: '/api/campaigns',
    summary: 'All campaigns, in the order of their ids.',
    query: noQuery,
    answer: z.object({ items: z.array(campaignSchema) }),
  },
  getCampaign: {
    method: 'GET',
    path: '/api/campaigns/{id}',
    summary: 'A campaign: its mentions, people, reach and mood before, during and after, and its newest mentions.',
    query: noQuery,
    answer: campaignDetailSchema,
    also: notFound,
  },
  putCampaign: {
    method: 'PUT',
    path: '/api/campaigns/{id}',
    summary:
      'Puts a campaign under an id of your choice. New mentions count within a minute; those of its past are gathered in the background. The same again changes nothing; each change is kept with who made it.',
    query: noQuery,
    body: campaignBody,
    answer: campaignSchema,
    also: { 409: 'There are 100 campaigns already.' },
  },
  deleteCampaign: {
    method: 'DELETE',
    path: '/api/campaigns/{id}',
    summary: 'Takes a campaign away. The log of what it was stays.',
    query: noQuery,
    answer: campaignSchema,
    also: notFound,
  },
} as const satisfies Record<string, RouteSpec>
