import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkRecipe } from '../../../shared/domain/nudge/recipe.ts'
import type { Outcome } from '../command.ts'
import { readJson, writeFile } from './files.ts'
import { known, readRemote, sayChanges, type Work } from './remote.ts'

/**
 * Writes the recipes of a stage as files. What a file has that the stage has not is lost, so it is shown and asked about.
 * @param yes does not ask
 */
export const pull = async (work: Work, ids: readonly string[], { yes }: { yes: boolean }): Promise<Outcome> => {
  const { folder, target } = work
  const remote = await readRemote(work)
  const wanted = known(ids, [...remote.keys()], `The stage "${target.stageName}"`)
  mkdirSync(folder, { recursive: true })
  const data: { id: string; result: 'written' | 'unchanged' | 'left' }[] = []
  for (const id of wanted) {
    const one = remote.get(id)
    if (!one) continue
    const path = join(folder, `${id}.json`)
    const here = existsSync(path) ? checkRecipe(readJson(path)) : undefined
    const changes = here ? sayChanges(id, 'written' in here ? here.written : undefined, one.written) : []
    const loses = changes.length > 1 || (here !== undefined && !('written' in here))
    if (loses) for (const line of changes) work.say(line)
    const may = !loses || yes || (await work.confirm(`Overwrite ${path}? [y/N] `))
    data.push({ id, result: may ? (writeFile(folder, one.written) ? 'written' : 'unchanged') : 'left' })
  }
  const lines = data.map(({ id, result }) => `${result.padEnd(9)} ${join(folder, `${id}.json`)}`)
  return { ok: data.every(({ result }) => result !== 'left'), lines, data }
}
