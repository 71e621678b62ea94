import { setTimeout as sleep } from 'node:timers/promises'

/** Puts messages into the queue, ten at a time, no faster than is wanted. */
export type Outlet = {
  put(message: string): Promise<void>
  /** Sends what waits for nine others. */
  flush(): Promise<void>
  /** Whether everything that was put is in the queue. */
  isEmpty(): boolean
}

/** Messages for one call of SQS. */
const BATCH = 10

type Options = {
  /** Returns when all of it is in the queue. */
  send: (messages: readonly string[]) => Promise<void>
  /** Messages a second. */
  rate: number
  /** Milliseconds of any steady clock. */
  clock?: () => number
  pause?: (ms: number) => Promise<unknown>
}

/** Opens an outlet that has the whole rate before it. */
export const openOutlet = ({
  send,
  rate,
  clock = () => performance.now(),
  pause = (ms) => sleep(ms),
}: Options): Outlet => {
  const since = clock()
  let sent = 0
  let waiting: string[] = []
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return
    const early = since + (sent / rate) * 1_000 - clock()
    if (early > 0) await pause(early)
    await send(waiting)
    sent += waiting.length
    waiting = []
  }
  return {
    flush,
    put: async (message) => {
      waiting.push(message)
      if (waiting.length >= BATCH) await flush()
    },
    isEmpty: () => waiting.length === 0,
  }
}
