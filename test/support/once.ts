import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What all suites of one test run share: the first one makes it, the others wait for it. */

const PREFIX = 'earshot-once-'

/** The process of the whole run: of a worker its parent, which talks to it; a run without workers is its own. */
const runPid = (): number => (process.send ? process.ppid : process.pid)

/** Names this test run: its process, and when that began where the system tells, because numbers of processes come again. */
const runId = (): string => {
  const pid = runPid()
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return `${pid}-${stat.slice(stat.lastIndexOf(')')).split(' ')[20]}`
  } catch {
    return String(pid)
  }
}

/** Removes what earlier test runs have left: those whose process is gone. */
const tidyUp = (): void => {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const pid = Number(name.slice(PREFIX.length).split('-')[0])
    if (existsSync('/proc') && !existsSync(`/proc/${pid}`))
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

/**
 * A folder that is filled once in a test run, whoever of its workers asks first. It is there to be read: nobody changes it.
 * @param what names the folder
 * @param fill fills a folder that is not there yet; when it fails, the next one tries again
 * @returns the folder, filled
 */
export const onceInARun = async (what: string, fill: (folder: string) => Promise<unknown>): Promise<string> => {
  const dir = join(tmpdir(), `${PREFIX}${runId()}-${what}`)
  const done = join(dir, 'done')
  const folder = join(dir, what)
  for (let waited = 0; ; waited += 200) {
    if (existsSync(done)) return folder
    try {
      mkdirSync(dir)
      break
    } catch {
      if (waited > 120_000) throw new Error(`Nobody finished ${dir}; remove that folder.`)
      await sleep(200)
    }
  }
  tidyUp()
  try {
    await fill(folder)
  } catch (error) {
    rmSync(dir, { recursive: true, force: true })
    throw error
  }
  writeFileSync(done, '')
  return folder
}
