import './support/help.ts'

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUILD, buildFunctions } from '../infra/build.ts'
import { stageOf } from '../infra/check-config.ts'
import { stages } from '../infra/config.ts'
import { createApp } from '../infra/create-app.ts'
import { FUNCTION_IDS, FUNCTIONS, type FunctionId } from '../infra/functions.ts'
import { GOALS } from './ceilings.ts'
import { instructionsOf, quickestCounter } from './support/instructions.ts'

/**
 * Start-up cost of each function: the instructions of Node running its bundle to the end, over those of an empty
 * handler. Counted by the processor where perf may read it, else by valgrind, so that a busy machine changes nothing. Names after `--` measure those functions only.
 */

type Template = {
  Resources: Record<string, { Type: string; Properties: { Role?: unknown } & Record<string, unknown> }>
}

/** The environment that each function has in the template; references become a word. */
const environments = async (outdir: string): Promise<Record<string, Record<string, string>>> => {
  createApp({ stageName: 'local', stage: stageOf(stages, 'local'), outdir, checks: false }).synth()
  const template = JSON.parse(await readFile(join(outdir, 'App.template.json'), 'utf8')) as Template
  const functions = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function')
  return Object.fromEntries(
    functions.map(({ Properties }) => {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> }
      const tag = (Properties.Tags as { Key: string; Value: string }[]).find(({ Key }) => Key === 'function')
      const variables = Object.entries(Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : 'x',
      ])
      return [tag?.Value ?? '?', Object.fromEntries(variables)]
    }),
  )
}

/** JSON with references in it is a reference as a whole in the template, so it is given here. */
const AS_JSON: Partial<Record<FunctionId, Record<string, string>>> = {
  'listen-inside': { SOURCES: '{}', INBOXES: '{}' },
}

const chosen = process.argv.slice(2)
const ids = chosen.length > 0 ? FUNCTION_IDS.filter((id) => chosen.includes(id)) : FUNCTION_IDS
const folder = await mkdtemp(join(tmpdir(), 'earshot-startup-'))
try {
  await buildFunctions()
  const env = await environments(join(folder, 'assembly'))
  const empty = join(folder, 'empty.mjs')
  await writeFile(empty, 'export const handler = async () => {}\n')
  const counter = await quickestCounter(empty)
  const instructions = (file: string, given: Record<string, string>): Promise<number> =>
    instructionsOf(file, { env: { AWS_REGION: 'us-east-1', ...given } }, counter)
  const base = await instructions(empty, {})
  const rows: { id: FunctionId; ratio: number }[] = []
  for (const id of ids) {
    const count = await instructions(join(BUILD, id, 'index.mjs'), { ...env[id], ...AS_JSON[id] })
    rows.push({ id, ratio: count / base })
    process.stderr.write(`${id}: ${Math.round(count / 1e6)} million instructions\n`)
  }
  process.stdout.write(`empty handler: ${Math.round(base / 1e6)} million instructions, by ${counter}\n\n`)
  process.stdout.write(
    `${'function'.padEnd(20)}${'÷ empty'.padStart(9)}${'goal'.padStart(7)}${'stretch'.padStart(9)}\n`,
  )
  for (const { id, ratio } of rows) {
    const { startup, startupStretch } = GOALS[FUNCTIONS[id].kind]
    const verdict = ratio > startup ? '  ABOVE' : ratio <= startupStretch ? '  within stretch' : ''
    process.stdout.write(
      `${id.padEnd(20)}${ratio.toFixed(2).padStart(9)}${String(startup).padStart(7)}${String(startupStretch).padStart(9)}${verdict}\n`,
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
