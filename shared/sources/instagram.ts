import { revisionOf } from '../domain/listen/activity.ts'
import { isoOf } from '../domain/time.ts'
import { compact, readFields, stateDigest } from './fields.ts'
import { type ReadChange, readMeta } from './meta.ts'
import { instagramCommentSchema } from './meta-shapes.ts'
import type { Normalise, SettingsOf, SourceContext } from './source.ts'
import { oneLine, paragraphs } from './text.ts'

/**
 * Instagram: comments on the media of professional accounts. Accounts have other ids at every app, so the platform is the
 * source's name.
 */

const COMMENTS = new Set(['comments', 'live_comments'])
/** Comments are never edited and their end is not told: they have one state, which hangs on no clock. */
const ONLY_STATE = isoOf(0)

const read =
  (context: SourceContext<SettingsOf<'instagram'>>): ReadChange =>
  ({ field, value }, entry, under) => {
    if (field === 'mentions') return 'mention: Meta tells its ids only'
    if (!COMMENTS.has(field)) return `field not mapped: ${oneLine(field, 60)}`
    const comment = readFields(instagramCommentSchema, value, under)
    const { from, media } = comment
    if (!from) return 'without its author'
    const handle = oneLine(from.username)
    const owner = { id: entry.id }
    const at = entry.time < 10_000_000_000 ? isoOf(entry.time * 1_000) : context.receivedAt
    const text = paragraphs(comment.text ?? '')
    return {
      source: context.source,
      platform: context.source,
      kind: 'reply',
      id: comment.id,
      at,
      revision: revisionOf({ at: ONLY_STATE, digest: stateDigest(text) }),
      author: compact({
        id: from.id,
        handle,
        url: handle && /^[\w.]{1,40}$/.test(handle) ? `https://www.instagram.com/${handle}/` : undefined,
        role: from.id === entry.id ? ('brand' as const) : undefined,
      }),
      text,
      createdAt: at,
      thread: { id: media.id, author: owner },
      parent: comment.parent_id ? { id: comment.parent_id } : { id: media.id, author: owner },
    }
  }

/** Deliveries about Instagram accounts as activities. */
export const normaliseInstagram: Normalise<'instagram'> = (body, context) =>
  readMeta(body, 'instagram', context.settings.accounts, read(context))
