import { spawn } from 'node:child_process'
import { join } from 'node:path'

/** Synthesis failed; what it said has been shown. */
class SynthError extends Error {
  override name = 'SynthError'
}

const ROOT = join(import.meta.dirname, '..')

/** Synthesizes the `local` stage in a process of its own. @returns the folder of the cloud assembly */
export const synthesize = async (outDir: string): Promise<string> => {
  const child = spawn(process.execPath, [join(ROOT, 'infra/app.ts')], {
    cwd: ROOT,
    env: { ...process.env, EARSHOT_STAGE: 'local', CDK_OUTDIR: outDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return outDir
  throw new SynthError(`Synthesizing the app failed (exit ${code}):\n${said.join('').trim()}`)
}
