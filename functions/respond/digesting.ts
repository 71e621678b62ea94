import { silentSince } from '../../shared/domain/listen/health.ts'
import type { Sources } from '../../shared/domain/listen/source-settings.ts'
import type { Digest } from '../../shared/domain/respond/alerts/notice.ts'
import { type Iso, msOf } from '../../shared/domain/time.ts'
import { notesOf, waitsForAnswer } from '../../shared/store/alert-clocks.ts'
import { sentOfWeek } from '../../shared/store/alert-sent.ts'
import { readSourceStates } from '../../shared/store/health.ts'
import { readRecipes } from '../../shared/store/recipes.ts'
import type { Table } from '../../shared/store/table.ts'

/** What a digest looks at: nothing that grows with the community is read whole. */
const MOST = { questions: 100, topics: 5, paused: 5, recipes: 10, sources: 10 } as const

const questionsOf = async (table: Table, span: { from: Iso; to: Iso }) => {
  const { ids, more } = await notesOf(table, 'question', span)
  const latest = ids.slice(0, MOST.questions)
  let unanswered = 0
  for (const id of latest) if (await waitsForAnswer(table, id)) unanswered++
  return { questions: ids.length, looked: latest.length, unanswered, ...(more ? { more } : {}) }
}

const distinct = async (table: Table, what: string, span: { from: Iso; to: Iso }): Promise<string[]> => [
  ...new Set((await notesOf(table, what, span)).ids),
]

const sourcesOf = async (
  table: Table,
  sources: Sources,
  { from, to }: { from: Iso; to: Iso },
): Promise<Digest['sources']> => {
  const names = Object.keys(sources)
  const states = await readSourceStates(table, names)
  return states.flatMap(({ health: { rhythm, days } }, at) => {
    const source = names[at] ?? ''
    const silent = silentSince(rhythm, sources[source]?.health, msOf(to))
    const refused = Object.entries(days).reduce(
      (sum, [day, counts]) => (day >= from.slice(0, 10) ? sum + counts.rejected : sum),
      0,
    )
    return silent || refused > 0 ? [{ source, refused, ...(silent ? { silentSince: silent } : {}) }] : []
  })
}

const namesOf = async (table: Table, ids: readonly string[]): Promise<Pick<Digest, 'names'>> => {
  if (ids.length === 0) return {}
  const standing = await readRecipes(table)
  return {
    names: Object.fromEntries(standing.flatMap(({ recipe: { id, name } }) => (ids.includes(id) ? [[id, name]] : []))),
  }
}

/** What a week came to. */
export const digestOf = async (table: Table, sources: Sources, span: { from: Iso; to: Iso }): Promise<Digest> => {
  const [questions, topics, advocates, allPaused, sent, unwell] = await Promise.all([
    questionsOf(table, span),
    distinct(table, 'topic', span),
    distinct(table, 'advocate', span),
    distinct(table, 'recipe', span),
    sentOfWeek(table, span),
    sourcesOf(table, sources, span),
  ])
  const paused = allPaused.slice(0, MOST.paused)
  const recipes = sent.slice(0, MOST.recipes)
  return {
    ...span,
    ...questions,
    topics: topics.slice(0, MOST.topics),
    advocates: advocates.length,
    ...{ paused, recipes },
    ...(await namesOf(table, [...paused, ...recipes.map(({ recipe }) => recipe)])),
    sources: unwell.slice(0, MOST.sources),
  }
}
