import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { ActivityOf } from '../domain/listen/activity.ts'
import {
  type ContentInput,
  languageOf,
  newsOfSolved,
  newsOfThread,
  type SolvedNews,
  type ThreadNews,
} from '../domain/nudge/content.ts'
import { traitsOf } from '../domain/nudge/content-rules.ts'
import type { Iso } from '../domain/time.ts'
import type { ActivityItem } from './items.ts'
import { indexKeys, keys } from './keys.ts'
import type { ContentItem } from './nudge-records.ts'
import { ConflictError, query, retryConflicts, type Table } from './table.ts'

/** Longer words add nothing to the choice, and the index carries them. */
export const TEXT_LIMIT = 2_000

/** Some fields of a piece; undefined takes one away. */
export type ContentFields = { [F in keyof ContentItem]?: ContentItem[F] | undefined }

/** A condition on what a piece is now. */
type Condition = { text: string; values?: Record<string, unknown> }

/** Sets fields and leaves the rest, above all the counts of emails and clicks, as it is. */
export const contentUpdate = (id: string, fields: ContentFields, condition?: Condition) => {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined)
  const gone = Object.entries(fields).filter(([, value]) => value === undefined)
  return {
    Key: keys.content(id),
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ', sends = if_not_exists(sends, :zero), clickers = if_not_exists(clickers, :zero)',
      gone.length > 0 ? ` REMOVE ${gone.map(([name]) => `#${name}`).join(', ')}` : '',
    ].join(''),
    ...(condition ? { ConditionExpression: condition.text } : {}),
    ExpressionAttributeNames: Object.fromEntries(Object.keys(fields).map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ':zero': 0,
      ...condition?.values,
    },
  }
}

/** @throws ConflictError when the condition does not hold */
const setFields = async (table: Table, id: string, fields: ContentFields, condition?: Condition): Promise<void> => {
  try {
    await table.client.send(new UpdateCommand({ TableName: table.name, ...contentUpdate(id, fields, condition) }))
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) throw new ConflictError(['ConditionalCheckFailed'], error)
    throw error
  }
}

/** Where a piece stands: in the list of all content, and on a shelf when it may be pointed to. */
export const placed = (id: string, { listed, shelf }: { listed: boolean; shelf?: string | undefined }) => ({
  ...{ fd: listed ? indexKeys.contents() : undefined, at: listed ? id : undefined },
  ...{ q: shelf, qs: shelf === undefined ? undefined : id },
})

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

/** One piece, strongly consistent. */
export const getContent = async (table: Table, id: string): Promise<ContentItem | undefined> => {
  const answer = await table.client.send(
    new GetCommand({ TableName: table.name, Key: keys.content(id), ConsistentRead: true }),
  )
  return answer.Item as ContentItem | undefined
}

/** The id of a community thread in the catalogue. No imported piece can have it. */
export const discussionId = (platform: string, threadId: string): string => `thread#${platform}#${threadId}`

type News = { bySolved?: SolvedNews; byThread?: ThreadNews }

const newest = <T extends { rev: string }>(known: T | undefined, news: T | undefined): T | undefined =>
  known && (!news || known.rev >= news.rev) ? known : news

/** Keeps the news; what follows from it the table's stream sees to. */
const keepNews = (
  table: Table,
  { platform, source, thread }: ActivityOf<'solved' | 'thread'>,
  news: News,
): Promise<void> =>
  retryConflicts(async () => {
    const id = discussionId(platform, thread.id)
    const known = await getContent(table, id)
    const bySolved = newest(known?.bySolved, news.bySolved)
    const byThread = newest(known?.byThread, news.byThread)
    if (known && bySolved === known.bySolved && byThread === known.byThread) return
    // Both clocks together say which state this is: whoever writes checks that it is the one that was read.
    const rev = [bySolved?.rev ?? '', byThread?.rev ?? ''].join(' ')
    await setFields(
      table,
      id,
      { type: 'content', id, rev, platform, source, threadId: thread.id, bySolved, byThread },
      known ? { text: '#rev = :before', values: { ':before': known.rev } } : { text: 'attribute_not_exists(#rev)' },
    )
  })

const short = <T extends { text?: string }>(news: T): T =>
  news.text === undefined ? news : { ...news, text: news.text.slice(0, TEXT_LIMIT) }

/**
 * An accepted answer makes its thread worth pointing to; an answer that is no longer accepted takes it out. Idempotent and
 * the same in any order, by the activity's revision.
 * @param language what we understood of the words, for platforms that do not say
 */
export const upsertContentFromSolved = (
  table: Table,
  activity: ActivityOf<'solved'>,
  language?: string,
): Promise<void> => keepNews(table, activity, { bySolved: short(newsOfSolved(activity, language)) })

/** A thread was started, renamed, closed or deleted. Idempotent and the same in any order, by the activity's revision. */
export const upsertContentFromThread = (
  table: Table,
  activity: ActivityOf<'thread'>,
  language?: string,
): Promise<void> => keepNews(table, activity, { byThread: newsOfThread(activity, language) })

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
