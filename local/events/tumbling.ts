import type { Outcome } from '../lambda/definition.ts'
import type { StreamContext, StreamRecord } from './shard-reader.ts'
import type { Mapping } from './source.ts'

/** A function's state may be as large as this; a larger one ends its window early. */
const STATE_LIMIT = 1_048_576

type Open = { start: number; state: unknown }
/** What an invocation of a function with a tumbling window gets besides its records. */
type WindowEvent = { window: { start: string; end: string }; state: unknown; [more: string]: unknown }

const createdOf = (record: StreamRecord): number => record.dynamodb?.ApproximateCreationDateTime ?? 0
const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z')

/**
 * The tumbling window of one shard, as Lambda has it: windows begin at multiples of their length, a record belongs to the one
 * in which it was written, the function hands its state on from one invocation to the next, and a last invocation without
 * records ends the window. What is open is kept with the checkpoint, so that a restart goes on with it.
 */
export class Tumbling {
  readonly #seconds: number
  readonly #key: string
  readonly #mapping: Mapping
  readonly #shard: string
  readonly #context: Pick<StreamContext, 'checkpoint' | 'now'>

  constructor(mapping: Mapping, shard: string, context: Pick<StreamContext, 'checkpoint' | 'now'>) {
    this.#mapping = mapping
    this.#shard = shard
    this.#context = context
    this.#seconds = mapping.tumblingSeconds
    this.#key = `${mapping.id}/${shard}/window`
  }

  get #open(): Open | undefined {
    return JSON.parse(this.#context.checkpoint.get(this.#key) ?? 'null') ?? undefined
  }

  #keep(open: Open | undefined): void {
    this.#context.checkpoint.set(this.#key, JSON.stringify(open ?? null))
  }

  /** Whether a window is open whose time is over, or has yet to come: the clock may have been moved back. */
  due(): boolean {
    if (this.#seconds === 0) return false
    const open = this.#open
    const now = this.#context.now() / 1_000
    return open !== undefined && (now < open.start || now >= open.start + this.#seconds)
  }

  /** Whether the record lies outside the window that is open: that one has to end first. */
  endsBefore(record: StreamRecord): boolean {
    const open = this.#seconds > 0 ? this.#open : undefined
    return open !== undefined && this.#startOf(record) !== open.start
  }

  /** As many records from the first on as belong to one window. */
  sameWindow(records: readonly StreamRecord[]): number {
    const [first] = records
    if (this.#seconds === 0 || !first) return records.length
    const other = records.findIndex((record) => this.#startOf(record) !== this.#startOf(first))
    return other < 0 ? records.length : other
  }

  #startOf(record: StreamRecord): number {
    return Math.floor(createdOf(record) / this.#seconds) * this.#seconds
  }

  #event({ start, state }: Open): WindowEvent {
    return {
      window: { start: iso(start), end: iso(start + this.#seconds) },
      state,
      shardId: this.#shard,
      eventSourceARN: this.#mapping.sourceArn,
    }
  }

  /** The event for records of one window. */
  event(records: readonly StreamRecord[]): Record<string, unknown> {
    const [first] = records
    if (this.#seconds === 0 || !first) return { Records: records }
    const open = this.#open ?? { start: this.#startOf(first), state: {} }
    this.#keep(open)
    return { Records: records, ...this.#event(open), isFinalInvokeForWindow: false, isWindowTerminatedEarly: false }
  }

  /** The event that ends the open window. */
  last(early: boolean): Record<string, unknown> {
    const open = this.#open ?? { start: 0, state: {} }
    return { Records: [], ...this.#event(open), isFinalInvokeForWindow: true, isWindowTerminatedEarly: early }
  }

  /** Takes the state that an invocation answered. @returns whether it is so large that the window has to end */
  take(outcome: Outcome): boolean {
    const open = this.#seconds > 0 ? this.#open : undefined
    if (!open || !outcome.ok) return false
    const answer = JSON.parse(outcome.payload) as { state?: unknown } | null
    const state = answer?.state ?? {}
    this.#keep({ ...open, state })
    return JSON.stringify(state).length > STATE_LIMIT
  }

  /** The window is over. */
  close(): void {
    this.#keep(undefined)
  }
}
