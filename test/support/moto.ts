import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOneAtATime } from './one-at-a-time.ts'

/**
 * A second opinion: runs the store's tests, and the probes of the embedded DynamoDB that hold for any DynamoDB, against
 * moto, an independent implementation in Python. Where `moto_server` is not installed it says so and succeeds. Moto does
 * not keep requests apart that come at the same time (conditions do not hold then), so it gets one at a time.
 *
 * Left out, because moto has no such thing: the token of a transaction, deletion by expiry (tokens, upkeep), and a
 * database that survives a kill (crash).
 */
const TESTS = ['test/store', 'test/local/dynamodb/(items|queries|transactions|streams|model)']

/** Where moto 5.2 is wrong, seen by reading its answers; anything else that differs is a failure. */
const WRONG_IN_MOTO: Record<string, string> = {
  'conditions n >= :v → false': 'ends in a server error when types differ',
  'queries do not filter by keys, and do not show what an index does not have': 'filters by key attributes',
  'refusals hold for empty keys, too large items, wrong index keys and reserved words':
    'takes an index key of the wrong type',
  'a transaction is cancelled by an update that does not fit an item': 'answers ValidationException without reasons',
  'a transaction takes 100 actions and refuses 101, none, or two on one item': 'takes an empty transaction',
  'a transaction of reads answers in order, with nothing for what is not there, and projects':
    'ignores the projection of a transactional read',
  'random transactions leave the table, its index and its stream as a simple model of them says':
    'streams an old image for an item that an update creates',
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const isUp = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/moto-api/`)).status < 500
  } catch {
    return false
  }
}

const waitFor = async (url: string, server: ChildProcess): Promise<void> => {
  for (const until = Date.now() + 30_000; Date.now() < until; ) {
    if (await isUp(url)) return
    if (server.exitCode !== null) break
    await new Promise((wake) => setTimeout(wake, 200))
  }
  throw new Error('moto_server did not start within 30 s; run it by hand to see why.')
}

type Suite = { name: string; status: string; assertionResults: { fullName: string; status: string }[] }
type Report = { testResults: Suite[] }

const jest = async (url: string, report: string): Promise<void> => {
  const jestArguments = [...TESTS, '--json', `--outputFile=${report}`, ...process.argv.slice(2)]
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      ...jestArguments,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, EARSHOT_TEST_DYNAMODB_URL: url } },
  )
  await once(child, 'exit')
}

/** Prints the verdict. */
const judge = ({ testResults }: Report): number => {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = results.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const unexpected = [
    ...failed.filter((name) => !Object.hasOwn(WRONG_IN_MOTO, name)),
    ...broken.map(({ name }) => `${name} did not run`),
  ]
  for (const name of failed.filter((known) => Object.hasOwn(WRONG_IN_MOTO, known))) {
    process.stdout.write(`moto is wrong here: "${name}" (${WRONG_IN_MOTO[name]})\n`)
  }
  for (const name of unexpected) process.stdout.write(`FAILED against moto: "${name}"\n`)
  const passed = results.filter(({ status }) => status === 'passed').length
  process.stdout.write(
    `second opinion: ${passed} of ${results.length} tests pass against moto, ${unexpected.length} fail unexpectedly\n`,
  )
  return unexpected.length === 0 && passed > 0 ? 0 : 1
}

const main = async (): Promise<number> => {
  if (spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status !== 0) {
    process.stdout.write(
      'moto_server is not installed here: no second opinion (pip install "moto[server]" gives one).\n',
    )
    return 0
  }
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'earshot-moto-'))]
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  try {
    const url = `http://127.0.0.1:${port}`
    await waitFor(url, server)
    const queue = await startOneAtATime(url)
    await jest(queue.url, join(folder, 'report.json'))
    await queue.close()
    return judge(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8')) as Report)
  } finally {
    server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main()
