import { createHash, randomUUID } from 'node:crypto'
import {
  type Environment,
  type FunctionDefinition,
  type FunctionFailure,
  type Outcome,
  startEnvironment,
} from './environment.ts'

export type Functions = {
  /** Runs a function once. Waits for a free process when all are busy. */
  invoke(arn: string, event: unknown): Promise<Outcome>
  definition(arn: string): FunctionDefinition | undefined
  /** The role of whoever signs with this access key; undefined for keys that are no function's. */
  callerOf(accessKeyId: string): FunctionDefinition | undefined
  /** Kills the process that has this session token. @returns false when there is none */
  killByToken(token: string): boolean
  /** Invocations that run or wait, by label. */
  running(): Record<string, number>
  environments(): { label: string; pid: number | undefined; state: string }[]
  close(): Promise<void>
}

export type FunctionsOptions = {
  definitions: FunctionDefinition[]
  endpoint: string
  region: string
  clockOffsetMs: () => number
  onLine: (definition: FunctionDefinition, stream: 'stdout' | 'stderr', line: string) => void
  onFailure: (definition: FunctionDefinition, kind: string, failure: FunctionFailure) => void
  /** Processes per function at most. */
  maxConcurrency: number
  /** How long an idle process is kept, in milliseconds. */
  idleMs?: number
}

type Waiting = { id: string; payload: string; resolve: (outcome: Outcome) => void }
type Pool = {
  definition: FunctionDefinition
  accessKeyId: string
  environments: Environment[]
  waiting: Waiting[]
  running: number
}

const accessKeyOf = (name: string): string =>
  `ASIA${createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase()}`

const limitOf = ({ reservedConcurrency }: FunctionDefinition, most: number): number =>
  Math.min(reservedConcurrency ?? most, most)

/** Processes for functions: started when needed, reused, at most a few per function. */
export const createFunctions = (options: FunctionsOptions): Functions => {
  let closed = false
  const pools = new Map<string, Pool>(
    options.definitions.map((definition) => [
      definition.arn,
      { definition, accessKeyId: accessKeyOf(definition.name), environments: [], waiting: [], running: 0 },
    ]),
  )
  const byKey = new Map([...pools.values()].map((pool) => [pool.accessKeyId, pool.definition]))

  const start = (pool: Pool): Environment => {
    const { definition, accessKeyId } = pool
    const environment = startEnvironment({
      definition,
      aws: { endpoint: options.endpoint, region: options.region, accessKeyId },
      clockOffsetMs: options.clockOffsetMs,
      onLine: (stream, line) => options.onLine(definition, stream, line),
      onChange: () => {
        pool.environments = pool.environments.filter((one) => one.state() !== 'dead')
        pump(pool)
      },
    })
    pool.environments.push(environment)
    return environment
  }

  const take = (pool: Pool, environment: Environment): void => {
    const next = pool.waiting.shift()
    if (!next) return
    environment.assign({
      id: next.id,
      payload: next.payload,
      settle: (outcome) => {
        pool.running--
        if (!outcome.ok) options.onFailure(pool.definition, outcome.kind, outcome.error)
        next.resolve(outcome)
      },
    })
  }

  const pump = (pool: Pool): void => {
    if (closed) return
    for (const environment of pool.environments) {
      if (pool.waiting.length === 0) return
      if (environment.state() === 'idle') take(pool, environment)
    }
    const soonFree = pool.environments.filter((one) => one.state() === 'finishing').length
    while (
      pool.waiting.length > soonFree &&
      pool.environments.length < limitOf(pool.definition, options.maxConcurrency)
    )
      take(pool, start(pool))
  }

  const idleSince = new Map<Environment, number>()
  const reaper = setInterval(() => {
    const now = Date.now()
    for (const environment of [...pools.values()].flatMap((pool) => pool.environments)) {
      if (environment.state() !== 'idle') idleSince.delete(environment)
      else if (!idleSince.has(environment)) idleSince.set(environment, now)
      else if (now - (idleSince.get(environment) ?? now) > (options.idleMs ?? 300_000)) environment.kill()
    }
  }, 5_000)
  reaper.unref()

  return {
    invoke: (arn, event) => {
      const pool = pools.get(arn)
      if (!pool) throw new Error(`There is no function ${arn}.`)
      if (closed) {
        const error = { errorType: 'Runner.Closed', errorMessage: 'The runner is shutting down.' }
        return Promise.resolve({ ok: false, kind: 'crashed', error })
      }
      pool.running++
      return new Promise((resolve) => {
        pool.waiting.push({ id: randomUUID(), payload: JSON.stringify(event), resolve })
        pump(pool)
      })
    },
    definition: (arn) => pools.get(arn)?.definition,
    callerOf: (accessKeyId) => byKey.get(accessKeyId),
    killByToken: (token) => {
      const environment = [...pools.values()].flatMap((pool) => pool.environments).find((one) => one.token === token)
      environment?.kill()
      return environment !== undefined
    },
    running: () =>
      Object.fromEntries(
        [...pools.values()].flatMap(({ definition, running }) => (running > 0 ? [[definition.label, running]] : [])),
      ),
    environments: () =>
      [...pools.values()].flatMap(({ definition, environments }) =>
        environments.map((one) => ({ label: definition.label, pid: one.pid, state: one.state() })),
      ),
    close: async () => {
      closed = true
      clearInterval(reaper)
      for (const pool of pools.values()) {
        for (const environment of [...pool.environments]) environment.kill()
        for (const { resolve } of pool.waiting.splice(0))
          resolve({
            ok: false,
            kind: 'crashed',
            error: { errorType: 'Runner.Closed', errorMessage: 'The runner is shutting down.' },
          })
      }
    },
  }
}
