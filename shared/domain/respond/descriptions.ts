import * as z from 'zod/mini'
import { alertDescriptions } from './alert-descriptions.ts'
import {
  decisionSchema,
  mappingSchema,
  mappingTestSchema,
  mentionSchema,
  pageOf,
  pauseSchema,
  personSchema,
  sourceSchema,
  timelineItemSchema,
} from './answers.ts'
import { campaignDescriptions } from './campaign-descriptions.ts'
import { consentDescriptions } from './consent-descriptions.ts'
import { contentDescriptions } from './content-descriptions.ts'
import { emailPreviewDescriptions } from './email-preview-descriptions.ts'
import { featuredDescriptions } from './featured-descriptions.ts'
import { journeyDescriptions } from './journey-descriptions.ts'
import { linkDescriptions } from './link-descriptions.ts'
import { lookDescriptions } from './look-descriptions.ts'
import { recipeDescriptions } from './recipe-descriptions.ts'
import type { RouteId } from './routes.ts'
import { scoreDescriptions } from './score-descriptions.ts'
import { segmentDescriptions } from './segment-descriptions.ts'
import { topicDescriptions } from './topic-descriptions.ts'
import { whyDescriptions } from './why-descriptions.ts'

/** What a route is for and what it answers: the OpenAPI document is made of it, and handlers are held to `answer`. */
export type Description = {
  summary: string
  answer: z.ZodMiniType
  /** What else may be answered, beside what every route may: status → when. */
  also?: Record<number, string>
}

const notFound = { 404: 'There is no such thing.' }

/** What every route answers, by operation id. */
export const descriptions = {
  listMentions: {
    summary:
      'Mentions, newest first. Deleted ones are left out. A page may be shorter than `limit`: go on while there is a `next`.',
    answer: pageOf(mentionSchema),
  },
  getMention: {
    summary: 'One mention.',
    answer: mentionSchema,
    also: notFound,
  },
  correctMention: {
    summary:
      'Says what a mention means: its sentiment, its intents, or both. It wins over the engines as long as the words stay the same, and is kept with who said it. The same again changes nothing.',
    answer: mentionSchema,
    also: notFound,
  },
  findPerson: {
    summary: 'The person behind a handle (`handle=github:alice`) or an account (`identity=github:12345`).',
    answer: personSchema,
    also: notFound,
  },
  getPerson: {
    summary: 'One person. An id that was merged into another one still finds the person.',
    answer: personSchema,
    also: notFound,
  },
  getTimeline: {
    summary: 'What a person wrote, bought and reacted to on all platforms, newest first.',
    answer: pageOf(timelineItemSchema),
    also: notFound,
  },
  listDecisions: {
    summary: 'Who was or was not sent what, and why, newest first.',
    answer: pageOf(decisionSchema),
  },
  getPause: {
    summary: 'Whether all emails are held.',
    answer: pauseSchema,
  },
  pause: {
    summary: 'Holds all emails at once. Decisions go on, with the reason `paused_all`.',
    answer: pauseSchema,
  },
  resume: {
    summary: 'Lets emails go again. What has expired meanwhile stays unsent.',
    answer: pauseSchema,
  },
  ...contentDescriptions,
  ...featuredDescriptions,
  listSources: {
    summary:
      'All sources, in the order of the settings, and how each is doing. Counts are up to a quarter of an hour old.',
    answer: z.object({ items: z.array(sourceSchema) }),
  },
  getMapping: {
    summary: 'The mapping of a source, and who put it.',
    answer: mappingSchema,
    also: notFound,
  },
  putMapping: {
    summary:
      'Puts the mapping of a source; the body is the mapping. It counts within a minute, without a deployment, and is kept with who put it. One that is wrong is refused with everything that is wrong with it.',
    answer: mappingSchema,
    also: notFound,
  },
  deleteMapping: {
    summary: 'Takes the mapping of a source away. The log of what it was stays.',
    answer: mappingSchema,
    also: notFound,
  },
  testMapping: {
    summary:
      'Tries a mapping (without one, that of the source) on a body, and stores nothing: answers the activities, why there are none, or what is wrong.',
    answer: mappingTestSchema,
    also: notFound,
  },
  ...linkDescriptions,
  ...topicDescriptions,
  ...campaignDescriptions,
  ...segmentDescriptions,
  ...scoreDescriptions,
  ...recipeDescriptions,
  ...whyDescriptions,
  ...emailPreviewDescriptions,
  ...consentDescriptions,
  ...alertDescriptions,
  ...journeyDescriptions,
  ...lookDescriptions,
} as const satisfies Record<RouteId, Description>
