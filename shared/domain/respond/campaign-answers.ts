import * as z from 'zod/mini'
import { mentionSchema, named } from './answers.ts'

/** What the API answers about campaigns. */

const iso = z.iso.datetime()

const campaign = {
  id: z.string(),
  name: z.string(),
  hashtags: z.array(z.string()),
  links: z.array(z.string()),
  utm: z.array(z.string()),
  from: iso,
  to: iso,
  rev: z.int(),
  by: z.string(),
  updatedAt: iso,
  gathered: z.boolean(),
}

export const campaignSchema = named(
  'Campaign',
  'What a campaign is made of: a mention belongs to it by one of the hashtags, links (and what lies below their paths) or values of `utm_campaign`. `from` is its first moment, `to` the first that is not in it. `gathered`: its past has been looked through.',
  z.object(campaign),
)
export type CampaignAnswer = z.infer<typeof campaignSchema>

const phaseSchema = z.object({
  from: iso,
  to: iso,
  mentions: z.int(),
  accounts: z.int(),
  reach: z.int(),
  positive: z.int(),
  negative: z.int(),
  neutral: z.int(),
  mixed: z.int(),
  mood: z.optional(z.number()),
  all: z.object({ mentions: z.int(), mood: z.optional(z.number()) }),
})

export const campaignDetailSchema = named(
  'CampaignDetail',
  'A campaign and what came of it, for as long before and after as it runs itself (at most 30 days). `accounts` wrote the `mentions`; `people` are they with linked accounts as one, told up to 1,000 accounts. `reach`: the followers of these accounts, each once, when they wrote. `mood` from -1 to 1: (positive - negative) / mentions whose sentiment is known; `all` is the same of all mentions of that time, live ones only, each author at most three times an hour. Not `complete`: there are more mentions than are counted here.',
  z.object({
    ...campaign,
    complete: z.boolean(),
    people: z.optional(z.int()),
    before: phaseSchema,
    during: phaseSchema,
    after: phaseSchema,
    examples: z.array(mentionSchema),
  }),
)
export type CampaignDetailAnswer = z.infer<typeof campaignDetailSchema>
