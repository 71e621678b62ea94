import { execFile, spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BUILD, ROOT } from './build.ts'
import { stageOf } from './check-config.ts'
import { stages } from './config.ts'
import { createApp } from './create-app.ts'
import { adaptForMoto } from './moto-copy.ts'

/**
 * Shows that the app deploys, without an account: `cdk synth`, cfn-lint, `cdk bootstrap`, `cdk deploy --all` and a redeploy
 * after a code change, against moto (an independent implementation of AWS). Tools that are not there are said to be missing.
 */

const run = promisify(execFile)
const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk')
const ACCOUNT = '123456789012'
const STAGE = 'dev'
const rows: { step: string; result: string; ok: boolean }[] = []

const report = (step: string, ok: boolean, result: string): void => {
  rows.push({ step, result, ok })
  process.stderr.write(`${ok ? 'ok  ' : 'FAIL'} ${step}: ${result}\n`)
}

const has = (tool: string): Promise<boolean> =>
  run(tool, ['--help']).then(
    () => true,
    () => false,
  )

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** Runs the CDK's command line with Node itself, so that no shell and no PATH is in between. */
const cdk = (args: string[], env: Record<string, string> = {}): Promise<{ stdout: string; stderr: string }> => {
  const { AWS_PROFILE: _, ...inherited } = process.env
  return run(process.execPath, [CDK, ...args, '--ci', 'false'], {
    cwd: ROOT,
    env: { ...inherited, EARSHOT_STAGE: STAGE, ...env },
    maxBuffer: 64e6,
  })
}

const count = (types: readonly string[]): string =>
  [...Map.groupBy(types, (type) => type)]
    .map(([type, { length }]) => `${type.replace('AWS::', '')} ${length}`)
    .join(', ')

const lint = async (assembly: string): Promise<void> => {
  if (!(await has('cfn-lint'))) return report('cfn-lint', true, 'not run: cfn-lint is not installed')
  const templates = ['Data', 'App'].map((stack) => join(assembly, `${stack}.template.json`))
  const failed = await run('cfn-lint', ['--non-zero-exit-code', 'error', ...templates], { maxBuffer: 64e6 }).then(
    () => undefined,
    (error: { stdout?: string }) => error.stdout ?? String(error),
  )
  report('cfn-lint', failed === undefined, failed ?? 'no errors in 2 templates')
}

/** moto, and what the check asks it. */
const startMoto = async (folder: string) => {
  const port = await freePort()
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', cwd: folder })
  const url = `http://localhost:${port}`
  const region = stageOf(stages, STAGE).region
  const env = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
  }
  const scope = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  })
  for (let tries = 0; ; tries++) {
    const up = await fetch(`${url}/moto-api/`).catch(() => undefined)
    if (up?.ok) break
    if (tries > 150) throw new Error('moto_server did not start within 30 s.')
    await new Promise((wake) => setTimeout(wake, 200))
  }
  return {
    env,
    environment: `aws://${ACCOUNT}/${region}`,
    stop: () => server.kill(),
    status: async (stack: string): Promise<string> => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...scope('cloudformation'), 'content-type': 'application/x-www-form-urlencoded' },
        body: `Action=DescribeStacks&Version=2010-05-15&StackName=${stack}`,
      })
      return /<StackStatus>(\w+)</.exec(await response.text())?.[1] ?? 'missing'
    },
    codeHashes: async (): Promise<Record<string, string>> => {
      const response = await fetch(`${url}/2015-03-31/functions/`, { headers: scope('lambda') })
      const { Functions } = (await response.json()) as { Functions: { Description: string; CodeSha256: string }[] }
      return Object.fromEntries(Functions.map(({ Description, CodeSha256 }) => [Description, CodeSha256]))
    },
  }
}

const DOOR = 'Verifies webhook deliveries and queues them'

/** The assembly after a change of one function's code. */
const changedAssembly = async (folder: string): Promise<string> => {
  const bundles = join(folder, 'bundles')
  await cp(BUILD, bundles, { recursive: true })
  const door = join(bundles, 'listen-door', 'index.mjs')
  await writeFile(door, `${await readFile(door, 'utf8')}\n// changed\n`)
  const outdir = join(folder, 'changed')
  // As the command line does, or every resource would differ in its metadata.
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:enable-path-metadata': true })
  createApp({ stageName: STAGE, stage: stageOf(stages, STAGE), outdir, bundles }).synth()
  return outdir
}

const deployTwice = async (folder: string, assembly: string): Promise<void> => {
  const moto = await startMoto(folder)
  try {
    const { created, left } = await adaptForMoto(assembly)
    await cdk(['bootstrap', moto.environment, '--app', assembly], moto.env)
    const bootstrap = await moto.status('CDKToolkit')
    report('cdk bootstrap', bootstrap === 'CREATE_COMPLETE', bootstrap)

    // moto knows a stack's exports only when it was created without a change set.
    const deploy = (app: string) =>
      cdk(['deploy', '--all', '--app', app, '--method', 'direct', '--require-approval', 'never'], moto.env)
    const statuses = async () =>
      `data ${await moto.status(`earshot-${STAGE}-data`)}, app ${await moto.status(`earshot-${STAGE}-app`)}`
    await deploy(assembly)
    const first = await statuses()
    report('cdk deploy --all', first === 'data CREATE_COMPLETE, app CREATE_COMPLETE', first)
    report('  created by moto', true, count(created))
    report('  not known to moto, seen by cfn-lint only', true, count(left))

    const before = await moto.codeHashes()
    const changed = await changedAssembly(folder)
    await adaptForMoto(changed)
    await deploy(changed)
    const second = await statuses()
    report('redeploy after a code change', second.endsWith('app UPDATE_COMPLETE'), second)
    const after = await moto.codeHashes()
    const differing = Object.keys(after).filter((name) => after[name] !== before[name])
    report(
      '  functions with new code',
      differing.join() === DOOR,
      `${differing.length} of ${Object.keys(after).length}`,
    )
  } finally {
    moto.stop()
  }
}

const folder = await mkdtemp(join(tmpdir(), 'earshot-deploy-'))
try {
  const assembly = join(folder, 'assembly')
  await cdk(['synth', '--quiet', '--output', assembly])
  report('cdk synth without credentials, cdk-nag and Validate clean', true, `stage ${STAGE}`)
  await lint(assembly)
  if (await has('moto_server')) await deployTwice(folder, assembly)
  else report('cdk deploy', true, 'not run: moto_server is not installed (pip install "moto[server]")')
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  report('check', false, message.trim().split('\n').slice(-3).join(' '))
} finally {
  await rm(folder, { recursive: true, force: true })
}
process.stdout.write(
  `\n${rows.map(({ ok, step, result }) => `${ok ? 'ok  ' : 'FAIL'}  ${step.padEnd(60)}  ${result}`).join('\n')}\n`,
)
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1
