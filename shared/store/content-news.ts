import type { ActivityOf } from '../domain/listen/activity.ts'
import {
  discussionId,
  newsOfSolved,
  newsOfThread,
  type SolvedNews,
  type ThreadNews,
} from '../domain/nudge/content-news.ts'
import { getContent, setFields, TEXT_LIMIT } from './content-fields.ts'
import { retryConflicts, type Table } from './table.ts'

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
