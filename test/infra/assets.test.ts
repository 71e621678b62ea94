import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { FUNCTION_IDS, type FunctionId } from '../../infra/functions.ts'
import { PAGE_LANGUAGES } from '../../shared/domain/nudge/pages/page-language.ts'
import { findTemplate, PACK_LANGUAGES } from '../../shared/domain/nudge/templates/all.ts'
import { de } from '../../shared/domain/nudge/templates/email-words-de.ts'
import { htmlLayout } from '../../shared/domain/nudge/templates/layout-html.ts'
import { appOf, ofType, resourcesOf } from './template.ts'

/** What is deployed of each function: its bundle, and all that the bundle reads from beside it. */

const state = { assets: new Map<string, string>(), remove: async () => {} }

beforeAll(async () => {
  const { app, folder, remove } = await appOf('local')
  state.remove = remove
  for (const { Properties } of ofType(resourcesOf(app), 'Lambda::Function')) {
    const { Code, Tags } = Properties as { Code: { S3Key: string }; Tags: { Key: string; Value: string }[] }
    const id = Tags.find(({ Key }) => Key === 'function')?.Value ?? ''
    state.assets.set(id, join(folder, 'assembly', `asset.${Code.S3Key.replace(/\.zip$/, '')}`))
  }
})
afterAll(() => state.remove())

const inAsset = (id: FunctionId, file: string): Promise<string> =>
  readFile(join(state.assets.get(id) ?? `no asset of ${id}`, file), 'utf8')

/** The files that a bundle names as lying beside it. */
const namedIn = (code: string): string[] =>
  [...code.matchAll(/new URL\(["'`]([^"'`$]+)["'`],\s*import\.meta\.url\)/g)].map(([, file = '']) => file)

describe('what is deployed', () => {
  it('has every file beside a bundle that it names, and none is empty', async () => {
    const named = new Map<string, string[]>()
    for (const id of FUNCTION_IDS.filter((one) => state.assets.has(one))) {
      const files = namedIn(await inAsset(id, 'index.mjs'))
      named.set(id, files)
      const there = await readdir(state.assets.get(id) ?? '')
      expect({ id, missing: files.filter((file) => !there.includes(file)) }).toEqual({ id, missing: [] })
      for (const file of files) expect((await inAsset(id, file)).length).toBeGreaterThan(100)
    }
    expect(named.get('nudge-send')).toEqual(expect.arrayContaining(['layout-html.txt', 'email-words-de.txt']))
    expect(named.get('understand-worker')).toContain('language-table.txt')
  })

  it.each(['nudge-send', 'api-preview'] as const)('has the words of emails in every language with %s', async (id) => {
    for (const language of PACK_LANGUAGES) {
      const { pack, template } = findTemplate('peer@1', [language]) ?? {}
      const words = await inAsset(id, `email-words-${language}.txt`)
      for (const line of [`locale: ${pack?.locale}`, `stop: ${pack?.stop}`, `peer@1 heading: ${template?.heading}`])
        expect(words.split('\n')).toContain(line)
    }
    expect(await inAsset(id, 'email-words-de.txt')).toBe(de())
    expect(await inAsset(id, 'layout-html.txt')).toBe(htmlLayout())
  })

  it.each(['nudge-send', 'nudge-pages'] as const)('has the words of pages in every language with %s', async (id) => {
    for (const language of PAGE_LANGUAGES)
      expect(await inAsset(id, `page-words-${language}.txt`)).toMatch(new RegExp(`^locale: ${language}-`, 'm'))
  })
})
