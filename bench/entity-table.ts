import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'html-entities'
// @ts-expect-error the data has no types of its own, and the package does not export it
import { namedReferences } from '../node_modules/html-entities/dist/esm/named-references.js'
import { pack } from './support/pack.ts'

/** Makes shared/sources/entity-table.ts from the names of HTML 5 in html-entities (MIT). `node bench/entity-table.ts` */

const { entities } = (namedReferences as { html5: { entities: Record<string, string> } }).html5
const SEPARATOR = '\u0001'

/** How many characters two names begin with alike. */
const shared = (a: string, b: string): number => {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

const names = Object.keys(entities)
  .filter((entity) => entity.endsWith(';'))
  .map((entity) => entity.slice(1, -1))
  .sort()
const fields = names.flatMap((name, at) => {
  const same = shared(name, names[at - 1] ?? '')
  const bare = entities[`&${name}`] === undefined ? '' : '!'
  return [`${same.toString(36)}${name.slice(same)}${bare}`, decode(`&${name};`)]
})
const table = pack(fields.join(SEPARATOR))

await writeFile(
  join(import.meta.dirname, '../shared/sources/entity-table.ts'),
  `// Made by bench/entity-table.ts from html-entities 2.6.0, Copyright Dulin Marat, MIT; see NOTICE. Do not edit.

/**
 * The named characters of HTML 5, packed: names and characters in turn, between them U+0001. Of a name its first sign says (in base
 * 36) how many characters it takes over from the name before; a \`!\` at its end, that it is known without a semicolon too.
 */
// biome-ignore format: one long line
export const ENTITIES = '${table}'
`,
)
process.stdout.write(`${names.length} names: ${table.length} bytes\n`)
