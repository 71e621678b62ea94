import * as z from 'zod/mini'
import { type ContentInput, contentSchema, isAllowedLink } from '../../shared/domain/nudge/content.ts'
import type { ImportAnswer } from '../../shared/domain/respond/answers.ts'
import { shownText } from '../../shared/domain/respond/present.ts'
import { problemsOf, sayProblem } from '../../shared/domain/respond/problems.ts'
import { HttpError } from '../../shared/platform/handler.ts'
import { listContent, putContent } from '../../shared/store/content.ts'
import { type NudgesDeps, pageAnswer, positionIn, type Resource } from './request.ts'

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

export const content: Resource<'listContent' | 'importContent', NudgesDeps> = {
  listContent: async ({ query: { limit, next }, seesPii }, { table }) => {
    const list = await listContent(table, { limit, after: positionIn('content', next) })
    const items = list.items.map((piece) => ({ ...piece, title: shownText(piece.title, seesPii) }))
    return pageAnswer('content', { ...list, items })
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
