import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { plugins } from './build-plugins.ts'
import { DOCUMENTS_BESIDE, FILES_BESIDE, FUNCTION_IDS, FUNCTIONS } from './functions.ts'
import { textFiles } from './texts-beside.ts'

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '..')

/** Where the bundles lie: `<BUILD>/<function id>/index.mjs`. */
export const BUILD = join(ROOT, '.build')

const OPTIONS = {
  entryPoints: FUNCTION_IDS.map((id) => ({ in: join(ROOT, FUNCTIONS[id].entry), out: `${id}/index` })),
  absWorkingDir: ROOT,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  metafile: true,
  write: false,
  logLevel: 'warning',
  plugins,
} satisfies BuildOptions

/** Writes a file unless it is there already, all at once: another process may be reading or building the same. */
const place = async (path: string, contents: Uint8Array): Promise<void> => {
  const present = await readFile(path).catch(() => undefined)
  if (present?.equals(contents)) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.${process.pid}`, contents)
  await rename(`${path}.${process.pid}`, path)
}

/** Where the files beside a bundle come from, and where they go. */
const besides = (out: string): { from: string; to: string }[] =>
  FUNCTION_IDS.flatMap((id) =>
    (FILES_BESIDE[id] ?? []).map((file) => ({ from: join(ROOT, file), to: join(out, id, basename(file)) })),
  )

/** What is written beside the bundles. */
const documents = (out: string): { to: string; contents: Buffer }[] =>
  FUNCTION_IDS.flatMap((id) =>
    Object.entries(DOCUMENTS_BESIDE[id] ?? {}).map(([name, make]) => ({
      to: join(out, id, name),
      contents: Buffer.from(JSON.stringify(make())),
    })),
  )

/**
 * Bundles every function in one run, and puts the files beside them that they read. The same source gives the same bytes, so that an unchanged function is not deployed.
 * @param out the folder that gets one folder per function
 */
export const buildFunctions = async (out: string = BUILD): Promise<Metafile> => {
  const { metafile, outputFiles } = await build({ ...OPTIONS, outdir: out })
  await Promise.all(outputFiles.map(({ path, contents }) => place(path, contents)))
  await Promise.all(besides(out).map(async ({ from, to }) => place(to, await readFile(from))))
  await Promise.all(documents(out).map(({ to, contents }) => place(to, contents)))
  for (const { bundle, name, contents } of await textFiles(metafile, ROOT))
    await place(join(dirname(bundle), name), contents)
  await place(join(out, 'meta.json'), Buffer.from(JSON.stringify(metafile)))
  return metafile
}
