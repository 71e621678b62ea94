import type { ItemChange } from '../../shared/store/changes.ts'
import type { Table } from '../../shared/store/table.ts'
import { type Command, type MemoryTable, tableOf } from './memory-table.ts'
import type { Scheduler } from './scheduler.ts'

/** How often what goes wrong, 0..1 of all calls. */
export type Faults = { crash: number; throttle: number; lose: number }

/** A run that takes longer is killed, in milliseconds. */
export const LONGEST = 30_000

/** The function was killed: whatever it was doing goes no further. */
class KilledError extends Error {
  override name = 'KilledError'
}

export type Send = (command: Command) => Promise<object>

/** One run of a function: what it calls with, and what it has called. */
export type Process = {
  /** One call to something outside, with everything that can happen to it. */
  call: <T>(work: (seq: number) => T, what?: 'table' | 'transaction' | 'other') => Promise<T>
  table: Table
  /** The number of the last call to the table; of a batch that was read in parts, of the first part. */
  last: () => number
}

type Machine = {
  memory: MemoryTable
  scheduler: Scheduler
  random: () => number
  clock: { now: number }
  faults: Faults
  /** Told of every write as it happens, with the number of the call that made it. */
  observe: (change: ItemChange, seq: number) => void
}

const failed = (name: string): Error => Object.assign(new Error(name), { name })

/** Keys of a batch are read one after the other, and not as of one moment. */
const halves = ({ constructor: kind, input }: Command, random: () => number): Command[] => {
  const [[name, { Keys }] = ['', { Keys: [] }]] = Object.entries(input.RequestItems)
  const at = 1 + Math.floor(random() * (Keys.length - 1))
  return [Keys.slice(0, at), Keys.slice(at)].map((some) => ({
    constructor: kind,
    input: { RequestItems: { [name]: { Keys: some } } } as unknown as Command['input'],
  }))
}

/** Where functions run, and die: every call may be refused, be the last, or be carried out without an answer. */
export const openMachine = ({ memory, scheduler, random, clock, faults, observe }: Machine) => {
  let [seq, seen] = [0, 0]
  const counts = { calls: 0, crashes: 0 }
  const watch = (): void => {
    for (const change of memory.changes.slice(seen)) observe(change, seq)
    seen = memory.changes.length
  }
  const start = (wrap: (send: Send) => Send = (send) => send): Process => {
    const self = { priority: random(), dead: false, last: 0, until: clock.now + LONGEST }
    const die = (): never => {
      self.dead = true
      counts.crashes += 1
      throw new KilledError('killed')
    }
    const call: Process['call'] = async (work, what = 'other') => {
      if (self.dead) throw new KilledError('dead')
      await scheduler.yieldTurn(self, what === 'transaction')
      if (self.dead) throw new KilledError('dead')
      clock.now += Math.round(random() * 20)
      if (clock.now > self.until || random() < faults.crash) die()
      if (what !== 'other' && random() < faults.throttle) throw failed('ThrottlingException')
      seq += 1
      counts.calls += 1
      try {
        return work(seq)
      } finally {
        watch()
        if (what !== 'other') self.last = seq
        if (random() < faults.crash) die()
        // biome-ignore lint/correctness/noUnsafeFinally: the answer is lost, whatever it was
        if (what !== 'other' && random() < faults.lose) throw failed('TimeoutError')
      }
    }
    const one: Send = (command) => {
      const transaction = command.constructor.name === 'TransactWriteCommand'
      return call(() => memory.ask(command), transaction ? 'transaction' : 'table')
    }
    const send: Send = async (command) => {
      // An index is asked shard by shard, and is behind anyway: not every one of them needs a turn of its own.
      if (command.input.IndexName && !self.dead && random() < 0.85) return memory.ask(command)
      const isBatch = command.constructor.name === 'BatchGetCommand'
      if (!isBatch || random() > 0.1) return one(command)
      const found: object[] = []
      let oldest: number | undefined
      for (const half of halves(command, random)) {
        if (Object.values(half.input.RequestItems)[0]?.Keys?.length === 0) continue
        found.push(...Object.values(((await one(half)) as { Responses: Record<string, object[]> }).Responses).flat())
        // A batch is no snapshot: what was read of it is as old as the part that was read first.
        oldest ??= self.last
      }
      self.last = oldest ?? self.last
      return { Responses: { [Object.keys(command.input.RequestItems)[0] ?? '']: found } }
    }
    return { call, table: tableOf(wrap(send)), last: () => self.last }
  }
  return { start, counts, seq: () => seq }
}
