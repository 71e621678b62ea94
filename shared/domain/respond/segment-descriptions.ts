import { pageOf } from './answers.ts'
import type { Description } from './descriptions.ts'
import {
  memberSchema,
  personSegmentsSchema,
  segmentGoneSchema,
  segmentPreviewSchema,
  segmentSchema,
  segmentsSchema,
} from './segment-answers.ts'

const notFound = { 404: 'There is no such segment.' }

/** What the API answers when it is asked about segments, by operation id. */
export const segmentDescriptions = {
  listSegments: {
    summary: 'All segments, in the order of their ids: those that come with Earshot and those that somebody made.',
    answer: segmentsSchema,
  },
  getSegment: {
    summary: 'One segment, and how far people have been asked about it as it is now.',
    answer: segmentSchema,
    also: notFound,
  },
  putSegment: {
    summary:
      'Puts a segment, a ready-made one included. It counts for whatever happens from a minute later on, and everybody is asked about it in the background. A rule that is wrong is refused with everything that is wrong with it. The same again changes nothing.',
    answer: segmentSchema,
    also: { 409: 'There are as many segments as a stage may have.' },
  },
  deleteSegment: {
    summary: 'Takes a segment away. Its members leave it in the background. The log of what it was stays.',
    answer: segmentGoneSchema,
    also: {
      ...notFound,
      409: 'A recipe that decides (live, rehearsing or paused) or an alert uses it; the answer names them.',
    },
  },
  previewSegment: {
    summary:
      'Tries a rule (without one, that of the segment) on some people, and stores nothing. The segment need not be there yet.',
    answer: segmentPreviewSchema,
    also: { 404: 'There is no such segment, and no rule came.' },
  },
  listMembers: {
    summary:
      'Who is in a segment, in an order of its own. A page may be shorter than `limit`: go on while there is a `next`.',
    answer: pageOf(memberSchema),
    also: notFound,
  },
  getPersonSegments: {
    summary: 'The segments that a person is in, and since when.',
    answer: personSegmentsSchema,
    also: { 404: 'There is no such person.' },
  },
} as const satisfies Record<string, Description>
