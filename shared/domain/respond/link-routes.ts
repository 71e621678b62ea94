import { pageOf } from './answers.ts'
import { noQuery, pageQuery } from './asks.ts'
import {
  conflictSchema,
  liftedSchema,
  linkedSchema,
  personLinksSchema,
  settledSchema,
  splitSchema,
  suggestionSchema,
} from './link-answers.ts'
import { answerBody, pairBody, previewQuery, whyQuery } from './link-asks.ts'
import { previewSchema } from './preview-answers.ts'
import type { RouteSpec } from './routes.ts'

const notFound = { 404: 'There is no such thing.' }
const unseen = { 404: 'One of the two has never been seen.' }

/** What the API can be asked about who is who, by operation id. */
export const linkRoutes = {
  getLinks: {
    method: 'GET',
    path: '/api/people/{id}/links',
    summary:
      'Why a person is one person: evidence, words to the contrary, forbidden links, suggestions, and the history.',
    query: noQuery,
    answer: personLinksSchema,
    also: notFound,
  },
  createLink: {
    method: 'POST',
    path: '/api/links',
    summary:
      'Says that two are one person. `a` and `b` are identities, or persons. It also brings back what was taken back before. History is not touched, and the link can be taken back.',
    query: noQuery,
    body: pairBody,
    answer: linkedSchema,
    also: {
      ...unseen,
      409: 'Something forbids it, and the message says what. It is kept as a conflict and tried again when that is gone.',
    },
  },
  deleteLink: {
    method: 'DELETE',
    path: '/api/links/{id}',
    summary:
      'Takes evidence back, or a link that something forbade. What the other evidence does not hold together parts, each with the id it had before.',
    query: whyQuery,
    answer: splitSchema,
    also: notFound,
  },
  previewLink: {
    method: 'GET',
    path: '/api/links/preview',
    summary:
      'What would happen, before it does: linking `a` and `b`, or taking the link `link` back. Nothing is written.',
    query: previewQuery,
    answer: previewSchema,
    also: notFound,
  },
  keepApart: {
    method: 'POST',
    path: '/api/links/apart',
    summary: 'Says that two are two people: what connects them directly is taken back, and nothing links them again.',
    query: noQuery,
    body: pairBody,
    answer: splitSchema,
    also: { ...unseen, 409: 'Other evidence still makes them one person; the message names what to take back first.' },
  },
  liftApart: {
    method: 'DELETE',
    path: '/api/links/apart/{id}',
    summary: 'Takes back the word that two are two people; links that it forbade are tried again.',
    query: whyQuery,
    answer: liftedSchema,
    also: notFound,
  },
  listSuggestions: {
    method: 'GET',
    path: '/api/suggestions',
    summary:
      'Who may be one person, the strongest first. A page may be shorter than `limit`: go on while there is a `next`.',
    query: pageQuery,
    answer: pageOf(suggestionSchema),
  },
  answerSuggestion: {
    method: 'POST',
    path: '/api/suggestions/{id}',
    summary: 'Answers a suggestion: `accept` links the two, `dismiss` takes it off the list for good.',
    query: noQuery,
    body: answerBody,
    answer: settledSchema,
    also: { ...notFound, 409: 'It was answered otherwise before, or something forbids the link.' },
  },
  listConflicts: {
    method: 'GET',
    path: '/api/conflicts',
    summary: 'Evidence that may not link, and what forbids it.',
    query: pageQuery,
    answer: pageOf(conflictSchema),
  },
} as const satisfies Record<string, RouteSpec>
