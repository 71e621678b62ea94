import { closeSync, existsSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import type { Place } from './found.ts'

/** What was refused, as JSON lines: where it stands and what was expected. Of the content no more than its id. */
export type Report = {
  path: string
  add(line: Place & { id?: string; problem: string }): void
  /** Bytes written. */
  size(): number
  close(): void
}

/**
 * Opens a report beside what is imported. The file is made with the first line; an old one is gone.
 * @param keep bytes of it that an earlier run has written for good
 */
export const openReport = (path: string, keep: number): Report => {
  let file: number | undefined
  let size = 0
  if (keep > 0 && existsSync(path)) {
    file = openSync(path, 'r+')
    ftruncateSync(file, keep)
    size = keep
  } else rmSync(path, { force: true })
  return {
    path,
    add: ({ file: name, line, id, problem }) => {
      file ??= openSync(path, 'w')
      const text = `${JSON.stringify({ file: name, line, ...(id === undefined ? {} : { id: id.slice(0, 200) }), problem })}\n`
      size += writeSync(file, text, size)
    },
    size: () => size,
    close: () => {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}
