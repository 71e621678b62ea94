import { noQuery, pageQuery } from './asks.ts'
import type { RouteSpec } from './route-spec.ts'
import { segmentBody, segmentPreviewBody } from './segment-asks.ts'

/** What the API can be asked about segments, by operation id. */
export const segmentRoutes = {
  listSegments: {
    method: 'GET',
    path: '/api/segments',
    query: noQuery,
  },
  getSegment: {
    method: 'GET',
    path: '/api/segments/{id}',
    query: noQuery,
  },
  putSegment: {
    method: 'PUT',
    path: '/api/segments/{id}',
    query: noQuery,
    body: segmentBody,
  },
  deleteSegment: {
    method: 'DELETE',
    path: '/api/segments/{id}',
    query: noQuery,
  },
  previewSegment: {
    method: 'POST',
    path: '/api/segments/{id}/preview',
    query: noQuery,
    body: segmentPreviewBody,
  },
  listMembers: {
    method: 'GET',
    path: '/api/segments/{id}/members',
    query: pageQuery,
  },
  getPersonSegments: {
    method: 'GET',
    path: '/api/people/{id}/segments',
    query: noQuery,
  },
} as const satisfies Record<string, RouteSpec>
