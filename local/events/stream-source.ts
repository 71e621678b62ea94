import { ShardReader, type StreamContext } from './shard-reader.ts'
import { endOf, type Mapping, type Source, sleep } from './source.ts'

const ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'] as const
const AFTER_TROUBLE = 500

/** Reads a table's stream for a function as Lambda does: order, window, retries, bisection, on-failure destination. */
class StreamSource implements Source {
  readonly #mapping: Mapping
  readonly #context: StreamContext
  readonly #readers = new Map<string, ShardReader>()
  readonly #ended: Promise<void>
  readonly #stopped = Promise.withResolvers<void>()
  #busy = true
  #closed = false

  constructor(mapping: Mapping, context: Omit<StreamContext, 'isClosed'>) {
    this.#mapping = mapping
    this.#context = { ...context, isClosed: () => this.#closed }
    this.#ended = this.#loop()
  }

  busy(): boolean {
    return this.#busy || this.due()
  }

  due(): boolean {
    return [...this.#readers.values()].some((reader) => reader.due())
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopped.resolve()
    await endOf([this.#ended])
  }

  async #loop(): Promise<void> {
    while (!this.#closed) {
      // Whatever is written from here on wakes the next round, so that a quiet round means: read to the end.
      const changed = this.#context.changed()
      this.#busy = true
      if (await this.#round()) continue
      this.#busy = false
      await Promise.race([changed, this.#stopped.promise])
    }
  }

  /** @returns whether there may be more */
  async #round(): Promise<boolean> {
    const { label, sourceArn } = this.#mapping
    try {
      for (const shard of await this.#context.api.shards(sourceArn))
        if (!this.#readers.has(shard)) this.#readers.set(shard, new ShardReader(this.#mapping, shard, this.#context))
      const any = await Promise.all([...this.#readers.values()].map((reader) => reader.step()))
      return any.includes(true)
    } catch (error) {
      if (this.#closed) return false
      this.#context.warn(label, `reading its stream failed: ${error}`)
      await sleep(AFTER_TROUBLE)
      return true
    }
  }
}

/** Starts reading, when the function's role has the grants that Lambda needs for it; says so when it has not. */
export const startStreamSource = (mapping: Mapping, context: Omit<StreamContext, 'isClosed'>): Source => {
  const { functionArn, sourceArn, label } = mapping
  if (ACTIONS.every((action) => context.allowed(functionArn, `dynamodb:${action}`, sourceArn)))
    return new StreamSource(mapping, context)
  context.warn(label, `its role may not read ${sourceArn}: no event source`)
  return { busy: () => false, close: async () => {} }
}
