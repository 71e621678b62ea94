import { diffRecipes, type RecipeChange } from '../../../shared/domain/nudge/recipe-diff.ts'
import type { Outcome } from '../command.ts'
import { type RecipeFile, readFiles } from './files.ts'
import { type Remote, readRemote, sayChanges, type Work } from './remote.ts'

/** A file that is different from the stage's recipe of its id. `remote`: undefined when the stage has none. */
export type Different = { file: RecipeFile; remote: Remote | undefined; changes: RecipeChange[] }

/** Compares files with the recipes of a stage. */
export const compare = (files: readonly RecipeFile[], remote: ReadonlyMap<string, Remote>): Different[] =>
  files.flatMap((file) => {
    const there = remote.get(file.recipe.id)
    const changes = diffRecipes(there?.written, file.written)
    return changes.length > 0 ? [{ file, remote: there, changes }] : []
  })

/** Shows what pushing the files would change, and which recipes of the stage have no file. */
export const diff = async (work: Work, ids: readonly string[]): Promise<Outcome> => {
  const files = readFiles(work.folder, ids)
  const remote = await readRemote(work)
  const different = compare(files, remote)
  const here = new Set(files.map(({ recipe }) => recipe.id))
  const onlyThere = ids.length > 0 ? [] : [...remote.keys()].filter((id) => !here.has(id))
  const lines = [
    ...different.flatMap(({ file, remote: there }) => sayChanges(file.recipe.id, there?.written, file.written)),
    ...onlyThere.map((id) => `${id}: no file; npm run recipes -- pull ${id}`),
  ]
  return {
    ok: lines.length === 0,
    lines: lines.length > 0 ? lines : [`${files.length} files, and the stage "${work.target.stageName}" has the same.`],
    data: { different: different.map(({ file, changes }) => ({ id: file.recipe.id, changes })), onlyThere },
  }
}
