import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'

/**
 * Modules that are one long text, as scripts or people made them. A bundle does not carry the text but reads it from a file beside it,
 * as it reads all data: Lambda parses less at every start. The source stays as it is, pure and without a file to read.
 */
const TEXTS =
  /\/(?:(?:language|entity)-table|(?:intent|phrase|why)-words|(?:page|claim|email)-words-[a-z]{2}|layout-html)\.ts$/
/** The recipes of the release, each as it is. */
const RECIPES = /\/recipes\/[a-z0-9-]+\.json$/
/** What a script packed, or lines that people wrote. */
const LONG_TEXT = /'([A-Za-z0-9+/=]{1000,})'|(?:String\.raw)?`((?:[^`$]|\$(?!\{)){1000,})`/

const fileOf = (module: string): string => basename(module).replace(/\.ts$/, '.txt')

const readingOf = (module: string): string =>
  `/* @__PURE__ */ readFileSync(/* @__PURE__ */ new URL('${fileOf(module)}', import.meta.url), 'utf8')`

const textIn = async (module: string): Promise<{ source: string; text: string }> => {
  const source = await readFile(module, 'utf8')
  if (RECIPES.test(module)) return { source, text: source }
  const [, packed, text = packed] = LONG_TEXT.exec(source) ?? []
  if (text === undefined) throw new Error(`infra/texts-beside.ts: ${module} has no long text.`)
  if (!source.includes('String.raw') && text.includes('\\'))
    throw new Error(
      `infra/texts-beside.ts: ${module} has a backslash in its text, which would stand in the file as well.`,
    )
  return { source, text }
}

const isBeside = (module: string): boolean => TEXTS.test(module) || RECIPES.test(module)

/** Has bundles read the texts from beside them. */
export const textsBeside: Plugin = {
  name: 'texts-beside',
  setup: ({ onLoad }) => {
    onLoad({ filter: TEXTS }, async ({ path }) => {
      const { source } = await textIn(path)
      const contents = `import { readFileSync } from 'node:fs'\n${source.replace(LONG_TEXT, () => readingOf(path))}`
      return { contents, loader: 'ts', resolveDir: dirname(path) }
    })
    onLoad({ filter: RECIPES }, ({ path }) => ({
      contents: `import { readFileSync } from 'node:fs'\nexport default JSON.parse(${readingOf(path)})`,
      loader: 'js',
      resolveDir: dirname(path),
    }))
  },
}

/**
 * The files that the bundles of a build read their texts from.
 * @param root what the paths in the metafile are relative to
 * @returns the bundle's path and the file's name and contents
 */
export const textFiles = async (
  { outputs }: Metafile,
  root: string,
): Promise<{ bundle: string; name: string; contents: Buffer }[]> => {
  const wanted = Object.entries(outputs).flatMap(([bundle, { inputs }]) =>
    Object.entries(inputs)
      .filter(([input, { bytesInOutput }]) => isBeside(`/${input}`) && bytesInOutput > 0)
      .map(([input]) => ({ bundle: join(root, bundle), module: join(root, input) })),
  )
  return await Promise.all(
    wanted.map(async ({ bundle, module }) => ({
      bundle,
      name: fileOf(module),
      contents: Buffer.from((await textIn(module)).text),
    })),
  )
}
