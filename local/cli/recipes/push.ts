import { recipeProblems } from '../../../shared/domain/nudge/recipe-checks.ts'
import { sayProblem } from '../../../shared/domain/respond/problems.ts'
import type { RecipeAnswer } from '../../../shared/domain/respond/recipe-answers.ts'
import type { Outcome } from '../command.ts'
import { compare, type Different } from './diff.ts'
import { RecipesCommandError, readFiles, writeFile } from './files.ts'
import { readRemote, sayChanges, type Work } from './remote.ts'

/** All that keeps files from being put: what is wrong with them for this stage, and what somebody has changed there since. */
const problemsOf = ({ target }: Work, { file, remote }: Different): string[] => {
  const { path, recipe } = file
  const problems = recipeProblems(recipe, { settings: target.stage.nudges, now: remote?.written.status })
  const stale =
    remote && recipe.version < remote.version
      ? [
          `${path}: it was made of version ${recipe.version}, and the stage is at ${remote.version}, by ${remote.by}. npm run recipes -- diff ${recipe.id} shows both; pull it, and make the change again.`,
        ]
      : []
  return [...problems.map((problem) => `${path}: ${sayProblem(problem)}`), ...stale]
}

type Pushed = { id: string; version: number }

const put = async (
  { target, folder }: Work,
  { file, remote }: Different,
  note: string | undefined,
): Promise<Pushed> => {
  const { id } = file.recipe
  const { version } = await target.api().put<RecipeAnswer>(`/api/recipes/${id}`, {
    recipe: file.written,
    ...(remote ? { basedOn: remote.version } : {}),
    ...(note ? { note } : {}),
  })
  // The next change of the file is made of what the stage has now.
  writeFile(folder, { ...file.written, version })
  return { id, version }
}

/**
 * Puts files into a stage as new versions, all of them checked before the first is put.
 * @param yes does not ask
 * @param note why, kept with the versions
 */
export const push = async (
  work: Work,
  ids: readonly string[],
  { yes, note }: { yes: boolean; note?: string | undefined },
): Promise<Outcome> => {
  const { stageName } = work.target
  const files = readFiles(work.folder, ids)
  const different = compare(files, await readRemote(work))
  if (different.length === 0)
    return { ok: true, lines: [`Nothing to push: the stage "${stageName}" has the same.`], data: [] }
  const problems = different.flatMap((one) => problemsOf(work, one))
  if (problems.length > 0) throw new RecipesCommandError(problems.join('\n'))
  for (const { file, remote } of different)
    for (const line of sayChanges(file.recipe.id, remote?.written, file.written)) work.say(line)
  const many = different.length === 1 ? 'this recipe' : `these ${different.length} recipes`
  if (!yes && !(await work.confirm(`Put ${many} into the stage "${stageName}"? [y/N] `)))
    return { ok: false, lines: ['Nothing was changed.'], data: [] }
  const data: Pushed[] = []
  for (const one of different) data.push(await put(work, one, note))
  return { ok: true, lines: data.map(({ id, version }) => `${id} is at version ${version}.`), data }
}
