import * as z from 'zod/mini'
import { type ContentInput, contentSchema, isAllowedLink } from '../../shared/domain/nudge/content.ts'
import { search } from '../../shared/domain/nudge/search.ts'
import type { ContentAnswer, contentPageSchema, ImportAnswer } from '../../shared/domain/respond/content-answers.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import { problemsOf, sayProblem } from '../../shared/domain/respond/problems.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { putContent } from '../../shared/store/content.ts'
import { contentAnswer, listContent, searchable } from '../../shared/store/content-lists.ts'
import type { Table } from '../../shared/store/table.ts'
import { type NudgesDeps, pageAnswer, positionIn, type Request, type Resource } from './request.ts'

type Refused = ImportAnswer['refused'][number]
const isRefused = (piece: ContentInput | Refused): piece is Refused => 'problem' in piece

/** Checks one piece; what is wrong with it is said with its place in the list and the field. */
const readPiece = (value: unknown, index: number, hosts: readonly string[]): ContentInput | Refused => {
  const result = z.safeParse(contentSchema, value)
  const id = (value as { id?: unknown } | null)?.id
  const named = { index, ...(typeof id === 'string' ? { id: id.slice(0, 100) } : {}) }
  if (!result.success) return { ...named, problem: problemsOf(result.error.issues, value).map(sayProblem).join('; ') }
  if (isAllowedLink(result.data.url, hosts)) return result.data
  const problem = `url: came ${JSON.stringify(result.data.url)}, expected https and one of the hosts ${hosts.join(', ')}`
  return { ...named, problem: `${problem} (contentHosts in the stage's config)` }
}

const sayRefused = ({ index, problem }: Refused): string => `[${index}] ${problem}`

/** At most so many pieces are answered; who wants others says more. */
const find = async (
  { query: { q = '', limit, next: _, ...filter }, now }: Request<'listContent'>,
  table: Table,
): Promise<z.infer<typeof contentPageSchema>> => {
  const { pieces, cut } = await searchable(table, filter)
  const hits = search(q, pieces, now).slice(0, limit)
  return {
    items: hits.map(({ piece, score, why }) => ({ ...contentAnswer(piece), score, why })),
    next: null,
    ...(cut ? { cut } : {}),
  }
}

const list = async ({ query: { limit, next, q: _, ...filter } }: Request<'listContent'>, table: Table) =>
  pageAnswer('content', await listContent(table, { limit, after: positionIn('content', next), ...filter }))

/** What identifies people in titles, and in words that were found in them, is for those who may see it. */
const shown = (piece: ContentAnswer, seesPii: boolean): ContentAnswer => ({
  ...piece,
  title: shownText(piece.title, seesPii),
  ...(piece.why ? { why: piece.why.map((words) => shownText(words, seesPii)) } : {}),
})

export const content: Resource<'listContent' | 'importContent', NudgesDeps> = {
  listContent: async (request, { table }) => {
    const page = await (request.query.q === undefined ? list(request, table) : find(request, table))
    return { ...page, items: page.items.map((piece) => shown(piece, request.seesPii)) }
  },

  importContent: async ({ body, now }, { table, nudges: { contentHosts } }) => {
    const pieces = body.map((value, index) => readPiece(value, index, contentHosts))
    const refused = pieces.filter(isRefused)
    if (refused.length === pieces.length)
      throw new HttpError(400, `Nothing was taken. ${refused.slice(0, 20).map(sayRefused).join(' | ')}`)
    const taken = pieces.flatMap((piece) => (isRefused(piece) ? [] : [piece]))
    for (const piece of taken) await putContent(table, piece, now)
    return { taken: taken.map(({ id }) => id), refused }
  },
}
