import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '../..')

/**
 * Runs a script of the project in a process of its own, and reads the JSON of its last line. Jest runs code in a context of V8, where all
 * that is global is looked up slowly: thousands of simulated worlds take half as long again there.
 * @throws with what the script said when it fails
 */
export const inOwnProcess = async <T>(script: string, args: readonly string[]): Promise<T> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(ROOT, script), ...args],
    { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T
}
