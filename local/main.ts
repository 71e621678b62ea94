import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import colors from 'picocolors'
import { endWithNpm } from './ancestors.ts'
import { type Arguments, parseArguments, USAGE, UsageError } from './cli.ts'
import { type Local, startLocal } from './run.ts'
import { openStore } from './state/store.ts'
import { synthesize } from './synth.ts'

/** However the emulators behave, the process is gone after this many milliseconds. */
const STOP_LIMIT = 4_000

const greeting = ({ app, aws, inbox, sources }: Local, data: string): string => `
${colors.bold(colors.green('Earshot is ready'))}

  app      ${app}
  inbox    ${inbox}
  API      ${app}/api/openapi.json
  AWS      ${aws}
  doors    ${sources.map(({ name }) => name).join(', ') || 'none'}
  state    ${data} (token, doors and secrets: ${join(data, 'local.json')})

Next, in a second terminal: ${colors.bold('npm run demo')}
`

/** What runs and tools leave in the data folder. `--fresh` takes away nothing else: the folder might be anybody's home. */
const STATE = [
  ...['runner.db', 'runner.db-wal', 'runner.db-shm', 'runner.db-journal', 'dynamodb', 'messaging', 'ses'],
  ...['cdk.out', 'iam.json', 'local.json', 'demo.json'],
]

const empty = (data: string): void => {
  // Only while nobody else holds the folder.
  openStore(data).close()
  for (const name of STATE) rmSync(join(data, name), { recursive: true, force: true })
}

const writeLocalJson = (path: string, local: Local): void => {
  const { app, aws, inbox, token, region, outputs, sources } = local
  writeFileSync(path, `${JSON.stringify({ app, aws, inbox, token, region, outputs, sources }, null, 2)}\n`, {
    mode: 0o600,
  })
}

const stopOn = (signals: NodeJS.Signals[], local: Local, file: string): void => {
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    rmSync(file, { force: true })
    setTimeout(() => process.exit(0), STOP_LIMIT).unref()
    await local.close()
    process.exit(0)
  }
  for (const signal of signals) process.on(signal, () => void stop())
  endWithNpm(() => void stop())
}

const run = async ({ port, data, fresh, assembly }: Arguments): Promise<void> => {
  const dataDir = resolve(data)
  if (fresh) empty(dataDir)
  const file = join(dataDir, 'local.json')
  const assemblyDir = async (): Promise<string> => {
    // What a killed run left behind; a running one would have kept us from coming here.
    rmSync(file, { force: true })
    if (assembly) return resolve(assembly)
    process.stdout.write('Synthesizing the app ...\n')
    return await synthesize(join(dataDir, 'cdk.out'))
  }
  const local = await startLocal({ assemblyDir, dataDir, port })
  writeLocalJson(file, local)
  // Doors move with their secrets.
  local.onSecret(() => writeLocalJson(file, local))
  stopOn(['SIGINT', 'SIGTERM'], local, file)
  process.stdout.write(greeting(local, data))
}

try {
  const args = parseArguments(process.argv.slice(2))
  if (args.help) process.stdout.write(USAGE)
  else await run(args)
} catch (error) {
  const text = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${text}\n${error instanceof UsageError ? `\n${USAGE}` : ''}`)
  process.exit(1)
}
