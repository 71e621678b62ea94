import type { ContentKind } from '../domain/nudge/content.ts'
import { STAGES, type Stage } from '../domain/nudge/stages.ts'
import type { ContentAnswer } from '../domain/respond/content-answers.ts'
import type { Position } from '../domain/respond/cursor.ts'
import { indexKeys } from './index-keys.ts'
import type { Key } from './keys.ts'
import type { List } from './lists.ts'
import type { ContentItem } from './nudge-records.ts'
import { type Cursor, getAll, query, type Table } from './table.ts'

/** What narrows the catalogue down. */
export type ContentFilter = {
  language?: string | undefined
  stage?: Stage | undefined
  kind?: ContentKind | undefined
  service?: boolean | undefined
}

const passes = ({ language, stage, kind, service }: ContentFilter, piece: ContentItem): boolean =>
  (language === undefined || piece.language === language) &&
  (stage === undefined || piece.stage === stage) &&
  (kind === undefined || piece.kind === kind) &&
  (service === undefined || (piece.traits?.service ?? false) === service)

const linkOf = ({ link }: ContentItem): Pick<ContentAnswer, 'link'> => {
  if (link?.problem === undefined) return {}
  const { at, problem, failedDays } = link
  return { link: { at, problem, ...(failedDays === undefined ? {} : { failedDays }) } }
}

/** A piece as the API shows it; its words stay where they are. */
export const contentAnswer = (item: ContentItem): ContentAnswer => ({
  id: item.id,
  kind: item.kind,
  title: item.title,
  url: item.url,
  language: item.language,
  stage: item.stage,
  topics: item.topics,
  exclusive: item.exclusive,
  ...(item.staffPick === undefined ? {} : { staffPick: item.staffPick }),
  ...(item.accepted === undefined ? {} : { accepted: item.accepted }),
  helpful: item.helpful,
  votes: item.votes,
  publishedAt: item.publishedAt,
  sends: item.sends,
  clickers: item.clickers,
  ...(item.source === undefined ? {} : { source: item.source }),
  ...(item.traits?.service ? { service: true } : {}),
  ...(item.traits?.own === false ? { own: false } : {}),
  ...(item.traits?.site === undefined ? {} : { site: item.traits.site }),
  ...(item.leftOut === undefined ? {} : { leftOut: item.leftOut }),
  ...linkOf(item),
})

type Entry = Key & { at: string }

const pageOf = async (table: Table, after: string | undefined, limit: number) => {
  const page = await query(table, {
    index: 'feed',
    pk: indexKeys.contents(),
    ...(after ? { where: '#sk > :after', values: { ':after': after } } : {}),
    limit,
  })
  const items = (await getAll(table, page.items as Key[])) as (ContentItem | undefined)[]
  return { items, last: page.items.at(-1) as Entry | undefined, more: page.next !== undefined }
}

/**
 * The catalogue in the order of its ids: imported pieces, threads with an accepted answer, videos and entries of feeds, also what is
 * left out. A page may be shorter than `limit` where a filter leaves little over.
 */
export const listContent = async (
  table: Table,
  { limit, after, ...filter }: { limit: number; after?: Position | undefined } & ContentFilter,
): Promise<List<ContentAnswer>> => {
  const { items, last, more } = await pageOf(table, after?.at, limit)
  return {
    items: items.flatMap((item) => (item && passes(filter, item) ? [contentAnswer(item)] : [])),
    ...(more && last ? { next: { at: last.at, key: `${last.pk} ${last.sk}` } } : {}),
  }
}

/** The most pieces that one search looks through. */
const MOST_SEARCHED = 1_000

/** Pieces to be searched; `cut` says that there were more. */
export type Searchable = { pieces: ContentItem[]; cut: boolean }

/** What stands on the shelves of one language, as the index has it. */
const onShelves = async (table: Table, language: string, stages: readonly string[]): Promise<Searchable> => {
  const shelves = stages.map(async (stage): Promise<Searchable> => {
    const pieces: ContentItem[] = []
    let from: Cursor | undefined
    do {
      const page = await query(table, { index: 'queue', pk: indexKeys.content(stage, language), from })
      pieces.push(...(page.items as ContentItem[]))
      from = page.next
    } while (from && pieces.length < MOST_SEARCHED)
    return { pieces: pieces.slice(0, MOST_SEARCHED), cut: from !== undefined || pieces.length > MOST_SEARCHED }
  })
  const all = await Promise.all(shelves)
  return { pieces: all.flatMap(({ pieces }) => pieces), cut: all.some(({ cut }) => cut) }
}

/** What stands on any shelf, by the list of all content. */
const onAnyShelf = async (table: Table): Promise<Searchable> => {
  const pieces: ContentItem[] = []
  let after: string | undefined
  for (let looked = 0; looked < MOST_SEARCHED; looked += 100) {
    const page = await pageOf(table, after, 100)
    pieces.push(...page.items.flatMap((item) => (item?.q === undefined ? [] : [item])))
    if (!page.more) return { pieces, cut: false }
    after = page.last?.at
  }
  return { pieces, cut: true }
}

/**
 * What a search may find: what may be pointed to. With a language it reads that language's shelves (up to 1,000 pieces a stage), else
 * the first 1,000 pieces of the catalogue.
 */
export const searchable = async (table: Table, filter: ContentFilter): Promise<Searchable> => {
  const { language, stage } = filter
  const { pieces, cut } = language
    ? await onShelves(table, language, stage ? [stage] : STAGES)
    : await onAnyShelf(table)
  return { pieces: pieces.filter((piece) => passes(filter, piece)), cut }
}
