import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/**
 * A second opinion: runs the store's tests, and the probes of the embedded DynamoDB that hold for any DynamoDB, against
 * moto, an independent implementation in Python. Where `moto_server` is not installed it says so and succeeds.
 *
 * Left out, because moto has no such thing: the token of a transaction, deletion by expiry (tokens, upkeep), and a
 * database that survives a kill (crash).
 */
const TESTS = ['test/store', 'test/local/dynamodb/(items|transactions|streams|model)']

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

const jest = (url: string): number => {
  const { status } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      ...TESTS,
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit', env: { ...process.env, EARSHOT_TEST_DYNAMODB_URL: url } },
  )
  return status ?? 1
}

const main = async (): Promise<number> => {
  if (spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status !== 0) {
    process.stdout.write(
      'moto_server is not installed here: no second opinion (pip install "moto[server]" gives one).\n',
    )
    return 0
  }
  const port = await freePort()
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  try {
    const url = `http://127.0.0.1:${port}`
    await waitFor(url, server)
    return jest(url)
  } finally {
    server.kill()
  }
}

process.exitCode = await main()
