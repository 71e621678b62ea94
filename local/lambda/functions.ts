import type { FunctionDefinition, FunctionFailure, Outcome } from './definition.ts'
import { Pool } from './pool.ts'

/** All functions of the template, each with processes of its own. */
export type Functions = {
  /** Runs a function once. Waits for a free process when all are busy. */
  invoke(arn: string, event: unknown): Promise<Outcome>
  definition(arn: string): FunctionDefinition | undefined
  /** The function that signs with this access key; undefined for keys that are no function's. */
  callerOf(accessKeyId: string): FunctionDefinition | undefined
  /** Kills the process that has this session token. @returns false when there is none */
  killByToken(token: string): boolean
  /** Invocations that run or wait, by label. */
  running(): Record<string, number>
  environments(): { label: string; pid: number | undefined; state: string }[]
  close(): Promise<void>
}

export type FunctionsOptions = {
  definitions: readonly FunctionDefinition[]
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

const REAP_EVERY = 5_000
const IDLE_MS = 300_000

const poolOf = (definition: FunctionDefinition, options: FunctionsOptions): Pool => {
  const { endpoint, region, clockOffsetMs, maxConcurrency, idleMs = IDLE_MS } = options
  return new Pool({
    ...{ definition, endpoint, region, clockOffsetMs, maxConcurrency, idleMs },
    onLine: (stream, line) => options.onLine(definition, stream, line),
    onOutcome: (outcome) => {
      if (!outcome.ok) options.onFailure(definition, outcome.kind, outcome.error)
    },
  })
}

/** Nothing is started before it is invoked. */
export const createFunctions = (options: FunctionsOptions): Functions => {
  const pools = new Map(options.definitions.map((definition) => [definition.arn, poolOf(definition, options)]))
  const byKey = new Map([...pools.values()].map((pool) => [pool.accessKeyId, pool.definition]))
  const each = <T>(pick: (pool: Pool) => T[]): T[] => [...pools.values()].flatMap(pick)
  const reaper = setInterval(() => {
    for (const pool of pools.values()) pool.reap(performance.now())
  }, REAP_EVERY)
  reaper.unref()

  return {
    invoke: async (arn, event) => {
      const pool = pools.get(arn)
      if (!pool) throw new Error(`There is no function ${arn}.`)
      return await pool.invoke(event)
    },
    definition: (arn) => pools.get(arn)?.definition,
    callerOf: (accessKeyId) => byKey.get(accessKeyId),
    killByToken: (token) => {
      const environment = each((pool) => [...pool.environments]).find((one) => one.token === token)
      void environment?.kill()
      return environment !== undefined
    },
    running: () =>
      Object.fromEntries(each((pool) => (pool.running > 0 ? [[pool.definition.label, pool.running] as const] : []))),
    environments: () =>
      each(({ definition: { label }, environments }) => environments.map(({ pid, state }) => ({ label, pid, state }))),
    close: async () => {
      clearInterval(reaper)
      await Promise.all(each((pool) => [pool.close()]))
    },
  }
}
