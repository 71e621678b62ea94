import * as z from 'zod/mini'
import { REASON_CODES } from '../nudge/reasons.ts'
import { candidateSchema, named, pointedAtSchema } from './answers.ts'

/** What the API answers about an email that is only looked at. */

const iso = z.iso.datetime()

export const emailPreviewSchema = named(
  'EmailPreview',
  'An email as a person would get it, and what would hold it. Nothing is written or sent; its links lead to the content itself, or nowhere.',
  z.object({
    recipe: z.string(),
    version: z.int(),
    person: z.nullable(z.object({ id: z.string(), name: z.nullable(z.string()) })),
    subject: z.object({
      at: iso,
      title: z.nullable(z.string()),
      example: z.boolean(),
    }),
    wouldSend: z.boolean(),
    holds: z.array(
      z.object({
        reason: z.enum(REASON_CODES),
        until: z.optional(iso),
        detail: z.optional(z.string()),
        sentence: z.string(),
      }),
    ),
    missing: z.array(z.string()),
    content: z.nullable(pointedAtSchema),
    candidates: z.array(candidateSchema),
    email: z.nullable(
      z.object({
        language: z.string(),
        from: z.string(),
        subject: z.string(),
        preheader: z.string(),
        html: z.string(),
        text: z.string(),
        headers: z.array(z.object({ name: z.string(), value: z.string() })),
      }),
    ),
  }),
)
export type EmailPreviewAnswer = z.infer<typeof emailPreviewSchema>

export const emailTestSchema = named(
  'EmailTest',
  'A test that is on its way to whoever asked for it.',
  z.object({ to: z.string(), subject: z.string(), language: z.string(), missing: z.array(z.string()) }),
)
export type EmailTestAnswer = z.infer<typeof emailTestSchema>
