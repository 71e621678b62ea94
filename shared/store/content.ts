import type { ContentInput } from '../domain/nudge/content.ts'
import { languageOf } from '../domain/nudge/content-news.ts'
import { traitsOf } from '../domain/nudge/content-rules.ts'
import type { Iso } from '../domain/time.ts'
import { placed, setFields, TEXT_LIMIT } from './content-fields.ts'
import { indexKeys } from './index-keys.ts'
import type { ActivityItem } from './items.ts'
import type { ContentItem } from './nudge-records.ts'
import { query, type Table } from './table.ts'

/**
 * Takes a piece of an import (which has passed `contentSchema` and `isAllowedLink`) into the catalogue; the same id again replaces it and keeps its
 * counts. Words of members come onto a shelf only once the table's stream has looked at what they agreed to.
 */
export const putContent = async (table: Table, piece: ContentInput, now: Iso): Promise<void> => {
  const { id, deleted, helpful, votes, staffPick, text, service, own, site, authors, featured, ...rest } = piece
  const shelf = deleted || authors ? undefined : indexKeys.content(piece.stage, piece.language)
  await setFields(table, id, {
    ...rest,
    type: 'content',
    id,
    rev: now,
    ...{ deleted, staffPick, authors, agreed: featured, leftOut: undefined },
    traits: traitsOf({ service, own, site }),
    text: text?.slice(0, TEXT_LIMIT),
    helpful: helpful ?? 0,
    votes: votes ?? 0,
    ...placed(id, { listed: !deleted, shelf }),
  })
}

/** The id of a post that is a piece of content by itself. No imported piece can have it. */
export const postContentId = (platform: string, id: string): string => `post#${platform}#${id}`

/** Takes a post (a video, an entry of a feed) into the catalogue, as it is now, or out of it. The stream sees to its shelf. */
export const putPost = async (table: Table, post: ActivityItem, listed: boolean): Promise<void> => {
  const { platform, source, id: postId, rev, deleted, title = '', url = '', text, language, tags, iid } = post
  const id = postContentId(platform, postId)
  const words = listed
    ? {
        title,
        url,
        text: text?.slice(0, TEXT_LIMIT),
        topics: tags ?? [],
        authors: [iid],
        language: languageOf(language),
      }
    : { text: undefined }
  await setFields(table, id, {
    ...{ type: 'content', id, rev: `${rev} ${listed ? 1 : 0}`, platform, source, postId },
    ...(listed ? { deleted: undefined } : { deleted: true }),
    ...words,
    publishedAt: post.createdAt,
    ...(deleted ? { title: '', url: '' } : {}),
  })
}

/** Takes a piece out of the catalogue, whatever it was; a later import of the same id brings it back with its counts. */
export const withdrawContent = (table: Table, id: string, now: Iso): Promise<void> =>
  setFields(table, id, {
    ...{ type: 'content', id, rev: now, deleted: true },
    ...placed(id, { listed: false }),
  })

/** The most pieces of one stage and language that are weighed against each other. */
const MOST_CANDIDATES = 1_000

const ofShelf = async (table: Table, stage: string, language: string): Promise<ContentItem[]> => {
  const found: ContentItem[] = []
  let from: Record<string, unknown> | undefined
  do {
    const page = await query(table, { index: 'queue', pk: indexKeys.content(stage, language), from })
    found.push(...(page.items as ContentItem[]))
    from = page.next
  } while (from && found.length < MOST_CANDIDATES)
  return found
}

/** What may be chosen from: every piece of the stages in the languages, as the index has it. */
export const candidates = async (
  table: Table,
  languages: readonly string[],
  stages: readonly string[],
): Promise<ContentItem[]> => {
  const shelves = stages.flatMap((stage) => languages.map((language) => ofShelf(table, stage, language)))
  return (await Promise.all(shelves)).flat()
}
