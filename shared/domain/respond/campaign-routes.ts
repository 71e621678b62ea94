import { noQuery } from './asks.ts'
import { campaignBody } from './campaign-asks.ts'
import type { RouteSpec } from './route-spec.ts'

/** What the API can be asked about campaigns, by operation id. */
export const campaignRoutes = {
  listCampaigns: {
    method: 'GET',
    path: '/api/campaigns',
    query: noQuery,
  },
  getCampaign: {
    method: 'GET',
    path: '/api/campaigns/{id}',
    query: noQuery,
  },
  putCampaign: {
    method: 'PUT',
    path: '/api/campaigns/{id}',
    query: noQuery,
    body: campaignBody,
  },
  deleteCampaign: {
    method: 'DELETE',
    path: '/api/campaigns/{id}',
    query: noQuery,
  },
} as const satisfies Record<string, RouteSpec>
