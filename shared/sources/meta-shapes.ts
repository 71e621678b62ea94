import * as z from 'zod/mini'
import { idField, secondsField, textField } from './fields.ts'

/** What Meta's webhooks send, as far as it is read here: developers.facebook.com, "Webhooks Reference", page and instagram. */

const changeSchema = z.object({ field: z.string(), value: z.optional(z.unknown()) })

/** Meta sends up to 1,000 changes at once; with some Instagram log-ins the one change stands in the entry itself. */
const entrySchema = z.object({
  id: idField,
  /** Seconds since the epoch; milliseconds with messages, which are not read. */
  time: z.int().check(z.nonnegative()),
  changes: z.nullish(z.array(changeSchema)),
  field: z.nullish(z.string()),
  value: z.optional(z.unknown()),
})
/** The news of one page or account. */
export type MetaEntry = z.infer<typeof entrySchema>

/** What every delivery has. */
export const metaFrameSchema = z.object({ object: z.string(), entry: z.array(entrySchema) })

/** `feed` of a page. `from` is missing where the page may not know who it was. */
export const feedSchema = z.object({
  item: z.string(),
  verb: z.string(),
  post_id: z.nullish(idField),
  comment_id: z.nullish(idField),
  parent_id: z.nullish(idField),
  from: z.nullish(z.object({ id: idField, name: textField })),
  message: textField,
  reaction_type: textField,
  created_time: z.nullish(secondsField),
  post: z.nullish(z.object({ permalink_url: textField })),
})
/** News of a page's feed as it is read. */
export type FeedValue = z.infer<typeof feedSchema>

/** `comments`, `live_comments` of an Instagram account: no time is told. */
export const instagramCommentSchema = z.object({
  id: idField,
  text: textField,
  from: z.nullish(z.object({ id: idField, username: textField })),
  media: z.object({ id: idField }),
  parent_id: z.nullish(idField),
})
