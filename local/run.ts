import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { readAssembly } from './assembly/read.ts'
import { movableClock } from './clock.ts'
import { openSeries, type Series } from './cloudwatch/series.ts'
import { type Emulators, startEmulators } from './emulators.ts'
import { firehoseOf } from './firehose/open.ts'
import { createSecrets } from './gateway/secrets.ts'
import { createFrontDoor } from './http/front-door.ts'
import { openIssuer } from './http/oidc.ts'
import { createLedger } from './iam/ledger.ts'
import { createLogs, type Logs } from './logs.ts'
import { deploy } from './resources/deploy.ts'
import { type LocalSource, localSources } from './resources/sources-file.ts'
import { ACCOUNT, type World } from './resources/world.ts'
import { createRuntime } from './runtime.ts'
import { openStore, type Store } from './state/store.ts'

export type LocalOptions = {
  /** The cloud assembly, or what makes it; called when ports and data folder are ours. */
  assemblyDir: string | (() => Promise<string>)
  /** Where state is kept; in memory when absent. */
  dataDir?: string
  /** The app's port; AWS gets the next one. 0: any two free ones. */
  port: number
  /** Say nothing but warnings and errors. */
  quiet?: boolean
  write?: (line: string) => void
  /** Processes per function at most. */
  maxConcurrency?: number
}

/** A running Earshot. */
export type Local = {
  app: string
  aws: string
  inbox: string
  /** A bearer token for the API. */
  token: string
  /** As their secrets are now. */
  readonly sources: LocalSource[]
  /** Calls back whenever a secret has another value. */
  onSecret(listener: () => void): void
  region: string
  /** The stacks' outputs. */
  outputs: Record<string, string>
  routes: string[]
  emulators: Emulators
  close(): Promise<void>
}

/** A port is taken. */
class PortError extends Error {
  override name = 'PortError'
}

/** How long a port may stay taken, in milliseconds: by a runner, say, that is just about to end. */
const PORT_PATIENCE = 2_000

const listenOnce = async (port: number): Promise<Server> => {
  const server = createServer()
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new PortError(`Port ${port} is in use. Stop what listens there, or choose another with --port N.`, {
              cause: error,
            })
          : error,
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

const listen = async (port: number): Promise<Server> => {
  const until = performance.now() + PORT_PATIENCE
  for (;;) {
    try {
      return await listenOnce(port)
    } catch (error) {
      if (!(error instanceof PortError) || performance.now() > until) throw error
      await new Promise((wake) => setTimeout(wake, 200))
    }
  }
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** Closes what was opened, the last first, however far the start got. */
const createCleanup = () => {
  const steps: (() => Promise<unknown> | unknown)[] = []
  return {
    add: (step: () => Promise<unknown> | unknown): void => void steps.unshift(step),
    run: async (): Promise<void> => {
      for (const step of steps.splice(0)) await Promise.resolve(step()).catch(() => {})
    },
  }
}

type Cleanup = ReturnType<typeof createCleanup>

const openPorts = async (port: number, cleanup: Cleanup): Promise<{ app: Server; aws: Server }> => {
  const open = async (wanted: number): Promise<Server> => {
    const server = await listen(wanted)
    cleanup.add(() => {
      server.close()
      server.closeAllConnections()
    })
    return server
  }
  const app = await open(port)
  return { app, aws: await open(port === 0 ? 0 : port + 1) }
}

const emptyWorld = (
  assembly: World['assembly'],
  base: Pick<
    World,
    'clock' | 'store' | 'awsUrl' | 'appUrl' | 'ledger' | 'messaging' | 'dynamodb' | 'secrets' | 'firehose' | 'series'
  >,
): World => ({
  assembly,
  region: assembly.region,
  ...base,
  functions: [],
  mappings: [],
  apis: new Map(),
  integrations: new Map(),
  authorizers: new Map(),
  routes: [],
  schedules: [],
  userPools: new Map(),
  sesIdentities: [],
  configurationSets: {},
  buses: new Set(['default']),
  told: [],
  busRules: [],
  subscriptions: [],
  invokers: new Map(),
})

const build = async (
  options: LocalOptions,
  it: { store: Store; series: Series; logs: Logs; servers: { app: Server; aws: Server }; cleanup: Cleanup },
): Promise<{ world: World; emulators: Emulators; outputs: Record<string, string> }> => {
  const { store, series, cleanup, servers, logs } = it
  const { assemblyDir } = options
  const assembly = readAssembly(typeof assemblyDir === 'string' ? assemblyDir : await assemblyDir())
  const clock = movableClock(store.get<number>('clock', 'offset') ?? 0)
  const ledger = createLedger(options.dataDir && join(options.dataDir, 'iam.json'))
  cleanup.add(() => ledger.save())
  cleanup.add(() => series.save())
  let world: World | undefined
  const { region } = assembly
  const emulators = await startEmulators({ dataDir: options.dataDir, region, clock, world: () => world })
  cleanup.add(() => emulators.close())
  world = emptyWorld(assembly, {
    clock,
    store,
    series,
    ledger,
    awsUrl: urlOf(servers.aws),
    appUrl: urlOf(servers.app),
    messaging: emulators.messaging,
    dynamodb: emulators.dynamodbCall,
    secrets: createSecrets(store, { region, account: ACCOUNT }),
    firehose: firehoseOf({ store, clock, ledger, messaging: emulators.messaging, logs }),
  })
  const outputs = await deploy(assembly, world)
  for (const { roleArn, label } of world.functions) {
    const role = ledger.role(roleArn)
    if (role) role.name = label
  }
  return { world, emulators, outputs }
}

const tokenOf = async (world: World, issuer: Awaited<ReturnType<typeof openIssuer>>): Promise<string> => {
  const [authorizer] = world.authorizers.values()
  const pool = [...world.userPools.values()].find(({ id }) => authorizer?.issuer.endsWith(`/${id}`))
  if (!authorizer || !pool) return ''
  return await issuer.token(pool, authorizer.issuer, authorizer.audience[0])
}

/**
 * Runs a cloud assembly on this machine.
 * @throws PortError, LockedError, UnsupportedError, ... with a message for the person who started it
 */
export const startLocal = async (options: LocalOptions): Promise<Local> => {
  const cleanup = createCleanup()
  try {
    const servers = await openPorts(options.port, cleanup)
    const store = openStore(options.dataDir)
    cleanup.add(() => store.close())
    const series = openSeries(store)
    const logs = createLogs(options.write ?? ((line) => process.stdout.write(`${line}\n`)), options.quiet, series.take)
    const { world, emulators, outputs } = await build(options, { store, series, logs, servers, cleanup })
    const issuer = await openIssuer(store)
    const runtime = createRuntime({
      world,
      emulators,
      logs,
      maxConcurrency: options.maxConcurrency ?? 3,
    })
    cleanup.add(() => runtime.close())
    servers.aws.on('request', runtime.gateway)
    const local = {
      app: world.appUrl,
      aws: world.awsUrl,
      inbox: `${world.appUrl}/_local/inbox`,
      token: await tokenOf(world, issuer),
      get sources() {
        return localSources(world)
      },
      onSecret: world.secrets.watch,
      region: world.region,
      outputs,
      routes: world.routes.map(({ key }) => key),
      emulators,
      close: cleanup.run,
    }
    servers.app.on('request', createFrontDoor({ world, emulators, logs, runtime, issuer, local }))
    runtime.start()
    return local
  } catch (error) {
    await cleanup.run()
    throw error
  }
}
