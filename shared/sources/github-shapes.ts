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
