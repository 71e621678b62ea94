import * as z from 'zod/mini'
import { idField, textField, timeField } from './fields.ts'

/** What GitHub sends, as far as it is read here: github/docs, "Webhook events and payloads". */

/** An account; null where it has been deleted. */
const accountSchema = z.nullish(
  z.object({ id: idField, login: z.string(), type: textField, avatar_url: textField, html_url: textField }),
)
/** An account; null or undefined where it has been deleted. */
export type Account = z.infer<typeof accountSchema>

const wordsSchema = {
  id: idField,
  user: accountSchema,
  author_association: textField,
  body: textField,
  html_url: textField,
  created_at: timeField,
  updated_at: z.nullish(timeField),
}

/** An issue, a pull request seen as an issue, or a discussion. */
export const rootSchema = z.object({
  ...wordsSchema,
  title: z.string(),
  state: textField,
  state_reason: textField,
  locked: z.nullish(z.boolean()),
  labels: z.nullish(z.array(z.object({ name: z.string() }))),
  category: z.nullish(z.object({ slug: textField })),
  answer_chosen_at: z.nullish(timeField),
})
/** An issue or a discussion as it is read. */
export type Root = z.infer<typeof rootSchema>

/** A comment. `parent_id` is a discussion's only: the comment it answers. */
export const commentSchema = z.object({ ...wordsSchema, parent_id: z.nullish(idField) })
/** A comment as it is read. */
export type Comment = z.infer<typeof commentSchema>

/** What every delivery has. */
export const frameSchema = z.object({
  action: textField,
  sender: accountSchema,
  repository: z.nullish(
    z.object({ id: z.nullish(idField), full_name: z.string(), html_url: textField, updated_at: z.nullish(timeField) }),
  ),
})
/** What every delivery has, as it is read. */
export type Frame = z.infer<typeof frameSchema>

/** `starred_at` is always there, null when the star was taken away. */
export const starSchema = z.object({ starred_at: z.nullable(timeField) })

/** A copy of a repository that somebody made. */
export const forkSchema = z.object({ id: idField, html_url: textField, created_at: z.nullish(timeField) })

/** A release. `published_at` is null as long as it is a draft; `updated_at` is told by newer versions only. */
export const releaseSchema = z.object({
  id: idField,
  tag_name: z.string(),
  name: textField,
  body: textField,
  draft: z.nullish(z.boolean()),
  author: accountSchema,
  html_url: textField,
  created_at: timeField,
  published_at: z.nullish(timeField),
  updated_at: z.nullish(timeField),
})
/** A release as it is read. */
export type Release = z.infer<typeof releaseSchema>

const partySchema = z.object({
  id: idField,
  login: z.string(),
  type: textField,
  avatar_url: textField,
  html_url: textField,
})

/** Somebody gives money to an account each month; the amount is not read. */
export const sponsorshipSchema = z.object({
  created_at: timeField,
  sponsorable: partySchema,
  sponsor: z.nullish(partySchema),
  privacy_level: textField,
})
/** A sponsorship as it is read. */
export type Sponsorship = z.infer<typeof sponsorshipSchema>
