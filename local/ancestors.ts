import { readFileSync } from 'node:fs'

const parentOf = (pid: number): number | undefined => {
  try {
    // The name in parentheses may hold spaces; the parent is the second field behind it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ')
    return Number(fields?.[1])
  } catch {
    return undefined
  }
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * npm starts scripts through a shell that hands on no signals: whoever stops npm would leave us behind. So we end when npm
 * or its shell is gone. Started without npm, nothing is watched.
 * @param stop called once
 */
export const endWithNpm = (stop: () => void, env: Record<string, string | undefined> = process.env): void => {
  if (!env.npm_lifecycle_event) return
  const shell = process.ppid
  const npm = parentOf(shell)
  const timer = setInterval(() => {
    if (process.ppid === shell && (npm === undefined || npm <= 1 || alive(npm))) return
    clearInterval(timer)
    stop()
  }, 300)
  timer.unref()
}
