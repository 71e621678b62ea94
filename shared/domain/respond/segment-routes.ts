import { pageOf } from './answers.ts'
import { noQuery, pageQuery } from './asks.ts'
import type { RouteSpec } from './routes.ts'
import {
  memberSchema,
  personSegmentsSchema,
  segmentGoneSchema,
  segmentPreviewSchema,
  segmentSchema,
  segmentsSchema,
} from './segment-answers.ts'
import { segmentBody, segmentPreviewBody } from './segment-asks.ts'

const notFound = { 404: 'There is no such segment.' }

/** What the API can be asked about segments, by operation id. */
export const segmentRoutes = {
  listSegments: {
    method: 'GET',
    path: '/api/segments',
    summary: 'All segments, in the order of their ids: those that come with Earshot and those that somebody made.',
    query: noQuery,
    answer: segmentsSchema,
  },
  getSegment: {
    method: 'GET',
    path: '/api/segments/{id}',
    summary: 'One segment, and how far people have been asked about it as it is now.',
    query: noQuery,
    answer: segmentSchema,
    also: notFound,
  },
  putSegment: {
    method: 'PUT',
    path: '/api/segments/{id}',
    summary:
      'Puts a segment, a ready-made one included. It counts for whatever happens from a minute later on, and everybody is asked about it in the background. A rule that is wrong is refused with everything that is wrong with it. The same again changes nothing.',
    query: noQuery,
    body: segmentBody,
    answer: segmentSchema,
    also: { 409: 'There are as many segments as a stage may have.' },
  },
  deleteSegment: {
    method: 'DELETE',
    path: '/api/segments/{id}',
    summary: 'Takes a segment away. Its members leave it in the background. The log of what it was stays.',
    query: noQuery,
    answer: segmentGoneSchema,
    also: notFound,
  },
  previewSegment: {
    method: 'POST',
    path: '/api/segments/{id}/preview',
    summary:
      'Tries a rule (without one, that of the segment) on some people, and stores nothing. The segment need not be there yet.',
    query: noQuery,
    body: segmentPreviewBody,
    answer: segmentPreviewSchema,
    also: { 404: 'There is no such segment, and no rule came.' },
  },
  listMembers: {
    method: 'GET',
    path: '/api/segments/{id}/members',
    summary:
      'Who is in a segment, in an order of its own. A page may be shorter than `limit`: go on while there is a `next`.',
    query: pageQuery,
    answer: pageOf(memberSchema),
    also: notFound,
  },
  getPersonSegments: {
    method: 'GET',
    path: '/api/people/{id}/segments',
    summary: 'The segments that a person is in, and since when.',
    query: noQuery,
    answer: personSegmentsSchema,
    also: { 404: 'There is no such person.' },
  },
} as const satisfies Record<string, RouteSpec>
