import { createHash, randomUUID } from 'node:crypto'
import { type FunctionDefinition, failed, type Outcome } from './definition.ts'
import { Environment, type EnvironmentOptions } from './environment.ts'

type Waiting = { id: string; payload: string; resolve: (outcome: Outcome) => void }

export type PoolOptions = {
  definition: FunctionDefinition
  endpoint: string
  region: string
  clockOffsetMs: () => number
  onLine: EnvironmentOptions['onLine']
  onOutcome: (outcome: Outcome) => void
  /** Processes at most; the template's reserved concurrency may make it fewer. */
  maxConcurrency: number
  /** How long an idle process is kept, in milliseconds. */
  idleMs: number
}

const CLOSED = failed('crashed', 'Runner.Closed', 'The runner is shutting down.')

/** The processes of one function: started when needed, reused, at most a few. Events wait when all are busy. */
export class Pool {
  readonly definition: FunctionDefinition
  readonly accessKeyId: string
  readonly #options: PoolOptions
  readonly #limit: number
  readonly #idleSince = new Map<Environment, number>()
  #environments: Environment[] = []
  #waiting: Waiting[] = []
  #running = 0
  #closed = false

  constructor(options: PoolOptions) {
    this.#options = options
    this.definition = options.definition
    const { name, reservedConcurrency: reserved } = options.definition
    this.#limit = Math.min(reserved ?? options.maxConcurrency, options.maxConcurrency)
    this.accessKeyId = `ASIA${createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase()}`
  }

  /** Invocations that run or wait. */
  get running(): number {
    return this.#running
  }

  get environments(): readonly Environment[] {
    return this.#environments
  }

  invoke(event: unknown): Promise<Outcome> {
    if (this.#closed) return Promise.resolve(CLOSED)
    this.#running++
    return new Promise((resolve) => {
      this.#waiting.push({ id: randomUUID(), payload: JSON.stringify(event), resolve })
      this.#pump()
    })
  }

  /** Ends processes that have been idle for long. @param now any steady clock, in milliseconds */
  reap(now: number): void {
    for (const environment of [...this.#environments]) {
      if (environment.state !== 'idle') this.#idleSince.delete(environment)
      const since = this.#idleSince.get(environment)
      if (since === undefined && environment.state === 'idle') this.#idleSince.set(environment, now)
      else if (since !== undefined && now - since > this.#options.idleMs) void environment.kill()
    }
  }

  /** Kills every process. @returns when they are gone */
  async close(): Promise<void> {
    this.#closed = true
    const gone = this.#environments.map((environment) => environment.kill())
    for (const { resolve } of this.#waiting.splice(0)) resolve(CLOSED)
    await Promise.all(gone)
  }

  #pump(): void {
    if (this.#closed) return
    for (const environment of this.#environments) {
      if (this.#waiting.length === 0) return
      if (environment.state === 'idle') this.#give(environment)
    }
    const soonFree = this.#environments.filter(({ state }) => state === 'finishing').length
    while (this.#waiting.length > soonFree && this.#environments.length < this.#limit) this.#give(this.#start())
  }

  #start(): Environment {
    const { definition, endpoint, region, clockOffsetMs, onLine } = this.#options
    const environment = new Environment({
      definition,
      aws: { endpoint, region, accessKeyId: this.accessKeyId },
      clockOffsetMs,
      onLine,
      onChange: () => {
        if (environment.state === 'dead') this.#idleSince.delete(environment)
        this.#environments = this.#environments.filter(({ state }) => state !== 'dead')
        this.#pump()
      },
    })
    this.#environments.push(environment)
    return environment
  }

  #give(environment: Environment): void {
    const next = this.#waiting.shift()
    if (!next) return
    const settle = (outcome: Outcome): void => {
      this.#running--
      this.#options.onOutcome(outcome)
      next.resolve(outcome)
    }
    environment.assign({ id: next.id, payload: next.payload, settle })
  }
}
