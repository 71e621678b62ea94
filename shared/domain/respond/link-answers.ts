import * as z from 'zod/mini'
import { named } from './answers.ts'

/** What the API answers about who is who. */

const iso = z.iso.datetime()

const sideSchema = named(
  'Side',
  'One of the two that something is said about: an account or address, the person it belongs to now, and what to call it.',
  z.object({ identity: z.string(), person: z.string(), name: z.string() }),
)
export type SideAnswer = z.infer<typeof sideSchema>

const pair = { a: sideSchema, b: sideSchema }
const wordSchema = z.object({ by: z.string(), at: iso, why: z.optional(z.string()) })

const linkSchema = named(
  'Link',
  'Evidence that two identities are one person: `verified-email` (a platform vouches for the address), `crm` (an import), `agent` (somebody decided), `claim` (the person proved it) or `hint`. `confidence` from 0 to 1; from 0.9 on it links. Evidence that is not `active` was taken back and says by whom.',
  z.object({
    id: z.string(),
    ...pair,
    kind: z.string(),
    confidence: z.number(),
    by: z.string(),
    at: iso,
    why: z.optional(z.string()),
    active: z.boolean(),
    retracted: z.optional(wordSchema),
  }),
)
export type LinkAnswer = z.infer<typeof linkSchema>

const apartSchema = named(
  'Apart',
  'The word that two identities are two people. No evidence links them while it stands.',
  z.object({ id: z.string(), ...pair, by: z.string(), at: iso, why: z.optional(z.string()) }),
)
export type ApartAnswer = z.infer<typeof apartSchema>

export const conflictSchema = named(
  'Conflict',
  'Evidence that may not link, and what forbids it. It is tried again when that may be gone; `id` takes it back as it does a link.',
  z.object({
    id: z.string(),
    ...pair,
    kind: z.string(),
    reason: z.string(),
    confidence: z.number(),
    by: z.string(),
    at: iso,
    why: z.optional(z.string()),
  }),
)
export type ConflictAnswer = z.infer<typeof conflictSchema>

const shortPersonSchema = named(
  'ShortPerson',
  'A person in a few words. Of an email identity only a masked address is shown.',
  z.object({
    id: z.string(),
    name: z.string(),
    customer: z.boolean(),
    identities: z.array(
      z.object({
        id: z.string(),
        platform: z.string(),
        name: z.string(),
        url: z.optional(z.string()),
        avatar: z.optional(z.string()),
      }),
    ),
  }),
)
export type ShortPersonAnswer = z.infer<typeof shortPersonSchema>

export const suggestionSchema = named(
  'Suggestion',
  'Two who may be one person, on evidence too weak to link by: `reasons` in words, `confidence` of all of them together.',
  z.object({
    id: z.string(),
    confidence: z.number(),
    reasons: z.array(z.string()),
    since: iso,
    ...pair,
    persons: z.array(shortPersonSchema),
    settled: z.optional(z.object({ as: z.enum(['accepted', 'dismissed']), by: z.string(), at: iso })),
  }),
)
export type SuggestionAnswer = z.infer<typeof suggestionSchema>

const historySchema = named(
  'PersonHistory',
  'What was joined, parted or said of a person: `link` and `split` (`identities` came or went, `from` and `to` are persons), `known` (a customer gave the person another id), `told` and `retracted` (evidence that changed no person), `apart` and `lifted` (two people, or no longer), `withdrawn` (a forbidden link was taken back). `about`: the evidence.',
  z.object({
    what: z.enum(['link', 'known', 'split', 'told', 'retracted', 'apart', 'lifted', 'withdrawn']),
    at: iso,
    by: z.string(),
    why: z.optional(z.string()),
    from: z.string(),
    to: z.optional(z.array(z.string())),
    identities: z.array(z.string()),
    about: z.optional(z.object({ a: z.string(), b: z.string(), kind: z.optional(z.string()) })),
  }),
)
export type HistoryAnswer = z.infer<typeof historySchema>

export const personLinksSchema = named(
  'PersonLinks',
  'All that is known of why a person is one person: evidence, words that somebody is somebody else, links that are forbidden, suggestions, and what has happened, newest first.',
  z.object({
    person: z.string(),
    links: z.array(linkSchema),
    apart: z.array(apartSchema),
    conflicts: z.array(conflictSchema),
    suggestions: z.array(suggestionSchema),
    history: z.array(historySchema),
  }),
)
export type PersonLinksAnswer = z.infer<typeof personLinksSchema>

export const linkedSchema = named(
  'Linked',
  'What became of a decision to link: `linked`, `same` (they were one person already; the evidence is kept) or `known` (it was said before).',
  z.object({ outcome: z.enum(['linked', 'same', 'known']), person: z.string(), link: z.string() }),
)
export type LinkedAnswer = z.infer<typeof linkedSchema>

export const splitSchema = named(
  'Split',
  'What became of evidence that was taken back, or of a word that two are two people: `split` (`persons` are what the person has become), `kept` (nothing else changed; `through` is the evidence that still connects them), `withdrawn` (a forbidden link is not tried again) or `known` (it was done before).',
  z.object({
    outcome: z.enum(['split', 'kept', 'withdrawn', 'known']),
    persons: z.optional(z.array(z.string())),
    through: z.optional(z.array(z.string())),
    /** Of a word that two are two people: what takes it back. */
    apart: z.optional(z.string()),
  }),
)

export const liftedSchema = z.object({ lifted: z.boolean() })

export const settledSchema = named(
  'Settled',
  'A suggestion that was answered; of an accepted one also the link.',
  z.object({ as: z.enum(['accepted', 'dismissed']), link: z.optional(linkedSchema) }),
)
