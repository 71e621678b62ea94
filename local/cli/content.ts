import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { apiOf } from './api.ts'
import { endWith } from './command.ts'
import { importContent } from './import-content.ts'
import { DATA, readLocalFile } from './local-file.ts'
import { plain } from './plain.ts'

const USAGE = `npm run content -- FILE.json [--data DIR] [--url https://app --token TOKEN]

Imports content that emails may lead to. FILE.json is a list of pieces; docs/api.md says what each one has.
Without --url it goes into the Earshot that runs here.`

const readPieces = (file: string): unknown[] => {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(value)) throw new Error(`${file} holds no list; expected [ {…}, {…} ].`)
  return value
}

const run = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string', default: DATA },
      url: { type: 'string' },
      token: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (values.help || !file) {
    process.stdout.write(`${USAGE}\n`)
    return values.help ? 0 : 1
  }
  if (values.url && !values.token) throw new Error('--url needs --token too: a token of that stage.')
  const pieces = readPieces(file)
  const { app, token } =
    values.url && values.token ? { app: values.url, token: values.token } : readLocalFile(values.data)
  const { taken, refused, failed } = await importContent(apiOf(app, token), pieces)
  for (const id of taken) process.stdout.write(`taken    ${id}\n`)
  for (const { index, id, problem } of refused)
    process.stdout.write(`refused  [${index}] ${plain(`${id ?? ''} ${problem}`)}\n`)
  for (const problem of failed) process.stdout.write(`refused  ${plain(problem)}\n`)
  process.stdout.write(`${taken.length} of ${pieces.length} taken.\n`)
  return taken.length === pieces.length ? 0 : 1
}

await endWith(run)
