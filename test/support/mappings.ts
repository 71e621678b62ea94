import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mapping } from '../../shared/domain/listen/mapping/mapping.ts'
import { readMapping } from '../../shared/domain/listen/mapping/read.ts'

const DOCS = readFileSync(join(import.meta.dirname, '../../docs/mapping.md'), 'utf8')

/** The mapping under a heading of docs/mapping.md, `Reviews`, as somebody would copy it. */
export const exampleMapping = (heading: string): Record<string, unknown> => {
  const section = DOCS.split(/^#+ /m).find((text) => text.startsWith(heading)) ?? ''
  return JSON.parse(/```json\n([\s\S]*?)```/.exec(section)?.[1] ?? 'null')
}

/** A mapping, read. */
export const mappingOf = (given: unknown): Mapping => {
  const read = readMapping(given)
  if ('mapping' in read) return read.mapping
  throw new Error(JSON.stringify(read.problems))
}
