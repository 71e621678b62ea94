import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { stageOf } from '../../../infra/check-config.ts'
import { stages } from '../../../infra/config.ts'
import type { Api } from '../../../local/cli/api.ts'
import { diff } from '../../../local/cli/recipes/diff.ts'
import { readJson, textOf } from '../../../local/cli/recipes/files.ts'
import { pull } from '../../../local/cli/recipes/pull.ts'
import { push } from '../../../local/cli/recipes/push.ts'
import type { Work } from '../../../local/cli/recipes/remote.ts'
import { runRecipes } from '../../../local/cli/recipes.ts'
import { BUNDLED } from '../../../shared/domain/nudge/recipes.ts'
import { openApiOn } from '../../functions/api/ask.ts'
import { tableForAll } from '../../support/tables.ts'

const HERE = new URL('../../../recipes/', import.meta.url)
const ID = 'unanswered-question'
const stage = stageOf(stages, 'local')

const test = tableForAll()
let api: Api
let folder: string
let answer: boolean
const said: string[] = []

beforeAll(async () => {
  const { ask } = await openApiOn(test, { nudges: stage.nudges, sources: {} })
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { status, body: told } = await ask(method, path, body)
    if (status !== 200) throw new Error(String(told.error))
    return told as T
  }
  api = {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    delete: (path) => call('DELETE', path),
  }
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recipes-'))
  answer = true
  said.length = 0
})
afterEach(() => rmSync(folder, { recursive: true }))

const work = (): Work => ({
  target: { stage, stageName: 'local', api: () => api },
  folder,
  confirm: async () => answer,
  say: (line) => void said.push(line),
})
const fileOf = (id: string): string => join(folder, `${id}.json`)
const change = (id: string, changes: Record<string, unknown>): void =>
  writeFileSync(fileOf(id), JSON.stringify({ ...(readJson(fileOf(id)) as object), ...changes }))

/** Types a command; nobody is there to be asked. */
const type = async (...args: string[]) => {
  const [err, out] = [new PassThrough(), [] as string[]]
  const code = await runRecipes(args, { input: new PassThrough(), out: (text) => void out.push(text), err })
  return { code, out: out.join(''), err: String(err.read() ?? '') }
}

describe('recipes as files', () => {
  it.each(BUNDLED.map(({ recipe, written }) => [recipe.id, written] as const))(
    '%s is written as it stands in the repository',
    (id, written) => {
      expect(textOf(written)).toBe(readFileSync(new URL(`${id}.json`, HERE), 'utf8'))
    },
  )

  it('are pulled, changed, compared and pushed, and then the same again', async () => {
    await pull(work(), [], { yes: false })
    expect(readdirSync(folder).sort()).toEqual(BUNDLED.map(({ recipe }) => `${recipe.id}.json`).sort())
    expect(await diff(work(), [])).toMatchObject({ ok: true })
    expect(await push(work(), [], { yes: false })).toMatchObject({
      lines: ['Nothing to push: the stage "local" has the same.'],
    })
    change(ID, { priority: 81, name: 'Ask again' })
    const shown = await diff(work(), [])
    expect(shown).toMatchObject({ ok: false })
    expect(shown.lines).toEqual([
      `${ID}:`,
      '  name: "Your question has no answer yet" → "Ask again"',
      '  priority: 80 → 81',
    ])
    answer = false
    expect(await push(work(), [ID], { yes: false })).toMatchObject({ ok: false, lines: ['Nothing was changed.'] })
    answer = true
    const pushed = await push(work(), [ID], { yes: false, note: 'louder' })
    const { version } = (pushed.data as { version: number }[])[0] ?? { version: 0 }
    expect(pushed.lines).toEqual([`${ID} is at version ${version}.`])
    expect(said).toContain('  priority: 80 → 81')
    // The file has the stage's version, so that the next change of it can be put.
    expect(readJson(fileOf(ID))).toMatchObject({ version, priority: 81 })
    expect(await api.get(`/api/recipes/${ID}`)).toMatchObject({ version, note: 'louder' })
    change(ID, { priority: 82 })
    expect(await push(work(), [ID], { yes: true })).toMatchObject({ ok: true })
  })

  it('that somebody has changed in the stage since are not overwritten', async () => {
    await pull(work(), [], { yes: true })
    const { recipe } = await api.get<{ recipe: object }>('/api/recipes/first-order')
    await api.put('/api/recipes/first-order', { recipe: { ...recipe, priority: 12 } })
    change('first-order', { name: 'Hello' })
    await expect(push(work(), [], { yes: true })).rejects.toThrow(
      /made of version \d+, and the stage is at \d+, by ada@/,
    )
    answer = false
    expect(await pull(work(), ['first-order'], { yes: false })).toMatchObject({ ok: false, data: [{ result: 'left' }] })
    expect(readJson(fileOf('first-order'))).toMatchObject({ name: 'Hello' })
    await pull(work(), ['first-order'], { yes: true })
    expect(readJson(fileOf('first-order'))).toMatchObject({ priority: 12 })
  })

  it('that are new are put once they are a draft or a dry run, and all is checked before anything is put', async () => {
    await pull(work(), ['first-order'], { yes: true })
    const mine = { ...(readJson(fileOf('first-order')) as object), id: 'mine', status: 'live', topic: 'gossip' }
    writeFileSync(fileOf('mine'), JSON.stringify(mine))
    change('first-order', { priority: 13 })
    const refused = await push(work(), [], { yes: true }).catch((error: Error) => error.message)
    expect(refused).toContain('mine.json: topic: came "gossip"')
    expect(refused).toContain('mine.json: status: came "live", expected of a new recipe one of draft, dry-run')
    expect(await api.get('/api/recipes/first-order')).toMatchObject({ recipe: { priority: 12 } })
    change('mine', { status: 'draft', topic: 'getting-started' })
    await push(work(), ['mine'], { yes: true })
    expect(said).toContainEqual(expect.stringMatching(/^mine: new, draft/))
    rmSync(fileOf('mine'))
    expect((await diff(work(), [])).lines).toContain('mine: no file; npm run recipes -- pull mine')
  })

  it('that are wrong are refused together, by file and place', async () => {
    writeFileSync(fileOf('a'), JSON.stringify({ id: 'b' }))
    writeFileSync(fileOf('c'), '{')
    await expect(diff(work(), ['a'])).rejects.toThrow(/a\.json: version: came nothing/)
    await expect(diff(work(), ['c'])).rejects.toThrow(/c\.json: /)
    await expect(diff(work(), ['d'])).rejects.toThrow(/has no d\.json\. It has: a\.json, c\.json/)
    await expect(pull(work(), ['d'], { yes: true })).rejects.toThrow(/The stage "local" has no recipe d/)
    await pull(work(), ['first-order'], { yes: true })
    writeFileSync(fileOf('other'), readFileSync(fileOf('first-order')))
    await expect(diff(work(), ['other'])).rejects.toThrow(
      /other\.json: id: came "first-order", expected the file's name/,
    )
    writeFileSync(fileOf('first-order'), '{}')
    answer = false
    expect(await pull(work(), ['first-order'], { yes: false })).toMatchObject({ data: [{ result: 'left' }] })
  })
})

describe('npm run recipes', () => {
  it('tries the recipes of the repository on their cases', async () => {
    const { code, out } = await type('test')
    expect([code, out.split('\n').filter((line) => line.startsWith('NOT'))]).toEqual([0, []])
    expect(out).toContain('ok   first-order: the second order: person.first_order')
    expect(await type('test', 'first-order', '--json')).toMatchObject({
      code: 0,
      out: expect.stringContaining('"ok": true'),
    })
  })

  it('says which case did not come out as expected, and ends with 1', async () => {
    await pull(work(), ['first-order'], { yes: true })
    expect(await type('test', '--dir', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('There are no cases'),
    })
    mkdirSync(join(folder, 'tests'))
    const one = {
      recipe: 'first-order',
      case: 'an order',
      event: { type: 'order.placed', source: 'shop' },
      expect: 'when',
    }
    const put = (cases: unknown[]) => writeFileSync(join(folder, 'tests', 'x.json'), JSON.stringify(cases))
    put([one])
    expect(await type('test', '--dir', folder)).toMatchObject({
      code: 1,
      out: 'NOT  first-order: an order: came begins, expected when\n0 of 1 cases came out as expected.\n',
    })
    put([{ ...one, expect: 'rain' }])
    expect((await type('test', '--dir', folder)).err).toContain('[0].expect: came "rain"')
    put([{ ...one, recipe: 'unknown' }])
    expect((await type('test', '--dir', folder)).err).toContain('recipe: came "unknown", expected one of first-order')
  })

  it('explains itself, and what was meant', async () => {
    expect(await type('--help')).toMatchObject({ code: 0, out: expect.stringContaining('npm run recipes -- COMMAND') })
    expect(await type('psuh')).toMatchObject({ code: 1, err: expect.stringContaining('did you mean "push"?') })
    expect(await type()).toMatchObject({ code: 1, err: expect.stringContaining('npm run recipes') })
    expect(await type('diff', '--stage', 'nowhere', '--json')).toMatchObject({
      code: 1,
      out: expect.stringContaining('"ok": false'),
    })
    expect((await type('test', '--dir', join(folder, 'none'))).err).toContain('There is no folder')
  })
})
