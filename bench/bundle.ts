import { buildFunctions } from '../infra/build.ts'
import { FUNCTION_IDS, FUNCTIONS } from '../infra/functions.ts'
import { CEILINGS } from './ceilings.ts'

/** Bytes per function, against the ceilings. With `--check`, a bundle above its ceiling fails. */

const { outputs } = await buildFunctions()

const rows = FUNCTION_IDS.map((id) => {
  const output = Object.entries(outputs).find(([path]) => path.endsWith(`/${id}/index.mjs`))?.[1]
  if (!output) throw new Error(`The build has no output for ${id}.`)
  const { bytes: ceiling, bytesStretch } = CEILINGS[FUNCTIONS[id].kind]
  const heaviest = Object.entries(output.inputs)
    .map(([path, { bytesInOutput }]) => [packageOf(path), bytesInOutput] as const)
    .reduce((sums, [name, size]) => sums.set(name, (sums.get(name) ?? 0) + size), new Map<string, number>())
  const top = [...heaviest].sort(([, a], [, b]) => b - a).slice(0, 4)
  return { id, bytes: output.bytes, ceiling, bytesStretch, top }
})

function packageOf(path: string): string {
  const [, scope = '', name = ''] = /node_modules\/((?:@[^/]+)|[^/]+)(?:\/([^/]+))?/.exec(path) ?? []
  if (!scope) return 'earshot'
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

for (const { id, top } of rows) {
  process.stdout.write(`${id}: ${top.map(([name, size]) => `${name} ${Math.round(size / 1_000)} kB`).join(', ')}\n`)
}
process.stdout.write(
  `\n${'function'.padEnd(20)}${'bytes'.padStart(9)}${'ceiling'.padStart(9)}${'stretch'.padStart(9)}\n`,
)
for (const { id, bytes, ceiling, bytesStretch } of rows) {
  const verdict = bytes > ceiling ? '  ABOVE' : bytes <= bytesStretch ? '  within stretch' : ''
  process.stdout.write(
    `${id.padEnd(20)}${String(bytes).padStart(9)}${String(ceiling).padStart(9)}${String(bytesStretch).padStart(9)}${verdict}\n`,
  )
}
if (process.argv.includes('--check') && rows.some(({ bytes, ceiling }) => bytes > ceiling)) process.exitCode = 1
