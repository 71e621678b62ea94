import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

const tallySchema = z.record(z.string(), z.int())

const stateSchema = z.object({
  v: z.literal(1),
  /** Things found that are done with: sent, refused or left out. */
  done: z.int(),
  /** Bytes of the report that belong to them. */
  reported: z.int(),
  sent: z.int(),
  refused: z.int(),
  skipped: tallySchema,
})
/** How far an import has come. */
export type State = z.infer<typeof stateSchema>

/** An import that has not begun. */
export const fresh = (): State => ({ v: 1, done: 0, reported: 0, sent: 0, refused: 0, skipped: {} })

/** The file in which an import keeps how far it has come. */
export type StateFile = {
  path: string
  /** Undefined when nothing was begun, or the file is not one that this version has written. */
  load(): State | undefined
  /** Whole or not at all: a crash in between leaves the state before. */
  save(state: State): void
  forget(): void
}

/**
 * @param dir where Earshot keeps things on this machine
 * @param what all that makes an import this one: a change in any of it begins anew
 */
export const stateFile = (dir: string, what: object): StateFile => {
  const hash = createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16)
  const path = join(dir, `import-${hash}.json`)
  return {
    path,
    load: () => {
      try {
        return z.parse(stateSchema, JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return undefined
      }
    },
    save: (state) => {
      mkdirSync(dir, { recursive: true })
      writeFileSync(`${path}.new`, JSON.stringify(state))
      renameSync(`${path}.new`, path)
    },
    forget: () => rmSync(path, { force: true }),
  }
}
