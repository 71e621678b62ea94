import { pageOf } from './answers.ts'
import type { Description } from './descriptions.ts'
import {
  conflictSchema,
  liftedSchema,
  linkedSchema,
  personLinksSchema,
  settledSchema,
  splitSchema,
  suggestionSchema,
} from './link-answers.ts'
import { peerSchema } from './peer-answers.ts'
import { previewSchema } from './preview-answers.ts'

const notFound = { 404: 'There is no such thing.' }
const unseen = { 404: 'One of the two has never been seen.' }

/** What the API answers when it is asked about who is who, by operation id. */
export const linkDescriptions = {
  getLinks: {
    summary:
      'Why a person is one person: evidence, words to the contrary, forbidden links, suggestions, and the history.',
    answer: personLinksSchema,
    also: notFound,
  },
  listPeers: {
    summary:
      'Whom a person talks with: the accounts that they replied to, or that replied to them, in an order of its own. A page may be shorter than `limit`: go on while there is a `next`.',
    answer: pageOf(peerSchema),
    also: notFound,
  },
  createLink: {
    summary:
      'Says that two are one person. `a` and `b` are identities, or persons. It also brings back what was taken back before. History is not touched, and the link can be taken back.',
    answer: linkedSchema,
    also: {
      ...unseen,
      409: 'Something forbids it, and the message says what. It is kept as a conflict and tried again when that is gone.',
    },
  },
  deleteLink: {
    summary:
      'Takes evidence back, or a link that something forbade. What the other evidence does not hold together parts, each with the id it had before.',
    answer: splitSchema,
    also: notFound,
  },
  previewLink: {
    summary:
      'What would happen, before it does: linking `a` and `b`, or taking the link `link` back. Nothing is written.',
    answer: previewSchema,
    also: notFound,
  },
  keepApart: {
    summary: 'Says that two are two people: what connects them directly is taken back, and nothing links them again.',
    answer: splitSchema,
    also: { ...unseen, 409: 'Other evidence still makes them one person; the message names what to take back first.' },
  },
  liftApart: {
    summary: 'Takes back the word that two are two people; links that it forbade are tried again.',
    answer: liftedSchema,
    also: notFound,
  },
  listSuggestions: {
    summary:
      'Who may be one person, the strongest first. A page may be shorter than `limit`: go on while there is a `next`.',
    answer: pageOf(suggestionSchema),
  },
  answerSuggestion: {
    summary: 'Answers a suggestion: `accept` links the two, `dismiss` takes it off the list for good.',
    answer: settledSchema,
    also: { ...notFound, 409: 'It was answered otherwise before, or something forbids the link.' },
  },
  listConflicts: {
    summary: 'Evidence that may not link, and what forbids it.',
    answer: pageOf(conflictSchema),
  },
} as const satisfies Record<string, Description>
