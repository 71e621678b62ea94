import './support/help.ts'

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD, buildFunctions } from '../infra/build.ts'
import { FUNCTION_IDS, FUNCTIONS } from '../infra/functions.ts'
import { BESIDE_CEILING, GOALS } from './ceilings.ts'

/** Bytes per function, and of the files beside it, against the goals. With `--check`, whatever is above its ceiling fails. */

const packageOf = (path: string): string => {
  const [, scope = '', name = ''] = /node_modules\/((?:@[^/]+)|[^/]+)(?:\/([^/]+))?/.exec(path) ?? []
  if (!scope) return 'earshot'
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

const { outputs } = await buildFunctions()

const rows = FUNCTION_IDS.map((id) => {
  const output = Object.entries(outputs).find(([path]) => path.endsWith(`/${id}/index.mjs`))?.[1]
  if (!output) throw new Error(`The build has no output for ${id}.`)
  const sums = new Map<string, number>()
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
    sums.set(packageOf(path), (sums.get(packageOf(path)) ?? 0) + bytesInOutput)
  }
  const heaviest = [...sums].sort(([, a], [, b]) => b - a).slice(0, 4)
  const goal = GOALS[FUNCTIONS[id].kind]
  return { id, bytes: output.bytes, goal, heaviest }
})

const verdictOn = ({ bytes, goal }: (typeof rows)[number]): string => {
  if (bytes > goal.bytes) return '  ABOVE ITS CEILING'
  return bytes <= goal.bytesStretch ? '  within stretch' : ''
}

const out = (line: string): boolean => process.stdout.write(`${line}\n`)
const cells = (...values: unknown[]): string => values.map((value) => String(value).padStart(9)).join('')

for (const { id, heaviest } of rows) {
  out(`${id}: ${heaviest.map(([name, size]) => `${name} ${Math.round(size / 1_000)} kB`).join(', ')}`)
}
out(`\n${'function'.padEnd(20)}${cells('bytes', 'ceiling', 'stretch')}`)
for (const row of rows) {
  const { id, bytes, goal } = row
  out(`${id.padEnd(20)}${cells(bytes, goal.bytes, goal.bytesStretch)}${verdictOn(row)}`)
}

const beside = FUNCTION_IDS.flatMap((id) => {
  const files = readdirSync(join(BUILD, id)).filter((file) => file !== 'index.mjs')
  const bytes = files.reduce((sum, file) => sum + statSync(join(BUILD, id, file)).size, 0)
  return files.length > 0 ? [{ id, files, bytes }] : []
})
out(`\n${'files beside it'.padEnd(20)}${cells('bytes', 'ceiling')}`)
for (const { id, files, bytes } of beside) {
  const verdict = bytes > BESIDE_CEILING ? '  ABOVE ITS CEILING' : ''
  out(`${id.padEnd(20)}${cells(bytes, BESIDE_CEILING)}  ${files.join(', ')}${verdict}`)
}

const tooLarge =
  rows.some(({ bytes, goal }) => bytes > goal.bytes) || beside.some(({ bytes }) => bytes > BESIDE_CEILING)
if (process.argv.includes('--check') && tooLarge) process.exitCode = 1
