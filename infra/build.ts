import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { plugins } from './build-plugins.ts'
import { FUNCTION_IDS, FUNCTIONS, type FunctionId } from './functions.ts'

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '..')

/** Where the bundles lie: `<BUILD>/<function id>/index.mjs`. */
export const BUILD = join(ROOT, '.build')

const options = (out: string, ids: readonly FunctionId[], entryOf: (id: FunctionId) => string) => ({
  entryPoints: ids.map((id) => ({ in: entryOf(id), out: `${id}/index` })),
  absWorkingDir: ROOT,
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm' as const,
  platform: 'node' as const,
  target: 'node24',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  minify: true,
  charset: 'utf8' as const,
  legalComments: 'none' as const,
  metafile: true as const,
  write: false as const,
  logLevel: 'warning' as const,
  plugins,
})

/** Writes a file unless it is there already, all at once: another process may be reading or building the same. */
const place = async (path: string, contents: Uint8Array): Promise<void> => {
  const present = await readFile(path).catch(() => undefined)
  if (present?.equals(contents)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.${process.pid}`, contents)
  await rename(`${path}.${process.pid}`, path)
}

/**
 * Bundles every function in one run. The same source gives the same bytes, so that an unchanged function is not deployed.
 * @param out the folder that gets one folder per function
 */
export const buildFunctions = async (out: string = BUILD): Promise<Metafile> => {
  const { metafile, outputFiles } = await build(
    options(out, FUNCTION_IDS, (id) => join(ROOT, FUNCTIONS[id].entry)),
  ).catch(() => crutch(out))
  await Promise.all(outputFiles.map(({ path, contents }) => place(path, contents)))
  await place(join(out, 'meta.json'), Buffer.from(JSON.stringify(metafile)))
  return metafile
}

// CRUTCH while handlers are being written: goes before the issue is done.
const crutch = async (out: string) => {
  await mkdir(out, { recursive: true })
  const placeholder = join(out, 'placeholder.ts')
  await writeFile(placeholder, 'export const handler = async () => ({ statusCode: 501 })\n')
  const metafile: Metafile = { inputs: {}, outputs: {} }
  const outputFiles: { path: string; contents: Uint8Array }[] = []
  for (const id of FUNCTION_IDS) {
    const one = { ...options(out, [id], () => join(ROOT, FUNCTIONS[id].entry)), logLevel: 'silent' as const }
    const built = await build(one).catch((error: Error) => {
      process.stderr.write(`PLACEHOLDER for ${id}: ${error.message.split('\n')[1] ?? error.message}\n`)
      return build(options(out, [id], () => placeholder))
    })
    Object.assign(metafile.inputs, built.metafile.inputs)
    Object.assign(metafile.outputs, built.metafile.outputs)
    outputFiles.push(...built.outputFiles)
  }
  return { metafile, outputFiles }
}
