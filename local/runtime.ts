import type { RequestListener } from 'node:http'
import { warnAboutGrants } from './checks.ts'
import type { Clock } from './clock.ts'
import type { Emulators } from './emulators.ts'
import { type Scheduler, startScheduler } from './events/schedule.ts'
import { type Source, sleep } from './events/source.ts'
import { createFiring, startSources } from './events/sources.ts'
import { changeSignal } from './events/stream-api.ts'
import { createAws } from './gateway/aws.ts'
import { type Chaos, createChaos } from './gateway/chaos.ts'
import { createFunctions, type Functions } from './lambda/functions.ts'
import type { Logs } from './logs.ts'
import type { World } from './resources/world.ts'

/** What runs: functions, their event sources, schedules, and the AWS endpoint. */
export type Runtime = {
  functions: Functions
  chaos: Chaos
  gateway: RequestListener
  /** Fires every schedule now. */
  tick(): void
  /** Moves the clock and everything that goes by it. */
  moveClock(offsetMs: number): Promise<void>
  state(): Record<string, unknown>
  isIdle(): Promise<boolean>
  /** Starts event sources and schedules; what was left over from the last run is worked on now. */
  start(): void
  close(): Promise<void>
}

export type RuntimeOptions = { world: World; emulators: Emulators; logs: Logs; maxConcurrency: number }

const startFunctions = ({ world, logs, maxConcurrency }: RuntimeOptions, isClosed: () => boolean): Functions =>
  createFunctions({
    definitions: world.functions,
    endpoint: world.awsUrl,
    region: world.region,
    clockOffsetMs: world.clock.offsetMs,
    maxConcurrency,
    onLine: ({ label }, stream, line) => logs.line(label, stream, line),
    onFailure: ({ label }, kind, { errorType, errorMessage }) => {
      if (!isClosed()) logs.warn(label, `${kind}: ${errorType}: ${errorMessage}`)
    },
  })

/** Each denial is told once; the IAM report counts them all. */
const denialTeller = (logs: Logs) => {
  const told = new Set<string>()
  return (label: string, why: string): void => {
    if (!told.has(why)) logs.warn(label, `AccessDenied: ${why}`)
    told.add(why)
  }
}

/** For so long schedules wait for the windows that a move of the clock has ended, on a machine that is busy with other things, too. */
const WINDOWS_END_WITHIN = 30_000

/**
 * The clock that schedules go by. Where it jumps ahead, tumbling windows whose time is over by then end first, as they would have
 * long since: what looks at their hour finds them.
 */
const afterWindows = (clock: Clock, sources: () => readonly Source[]): Clock & { settled(): Promise<void> } => {
  let settled = Promise.resolve()
  const ended = async (): Promise<void> => {
    const until = performance.now() + WINDOWS_END_WITHIN
    while (sources().some((source) => source.due?.()) && performance.now() < until) await sleep(10)
  }
  const onMove: Clock['onMove'] = (listener) =>
    clock.onMove((byMs) => {
      settled = ended().then(() => listener(byMs))
    })
  return { ...clock, onMove, settled: () => settled }
}

const schedulesOf = (
  { schedules, clock }: { schedules: World['schedules']; clock: Clock },
  firing: ReturnType<typeof createFiring>,
  logs: Logs,
): Scheduler =>
  startScheduler(
    schedules.map((target) => ({
      ...target,
      fire: () => {
        firing.fire(target).catch((error) => logs.warn(target.name, String(error)))
      },
    })),
    clock,
  )

/** Nothing waits in a queue that somebody consumes. Dead letters stay where they are. */
const queuesAreQuiet = ({ messaging, mappings }: World): boolean =>
  messaging
    .queues()
    .filter(({ arn }) => mappings.some(({ sourceArn }) => sourceArn === arn))
    .map((queue) => queue.depth())
    .every(({ visible, inFlight, soon }) => visible + inFlight + soon === 0)

/** Puts the parts together; nothing is invoked before `start`. */
export const createRuntime = (options: RuntimeOptions): Runtime => {
  const { world, emulators, logs } = options
  const { clock, ledger, messaging } = world
  let closed = false
  let sources: Source[] = []
  let scheduler: Scheduler | undefined
  const chaos = createChaos()
  const changes = changeSignal()
  const onDenied = denialTeller(logs)
  const functions = startFunctions(options, () => closed)
  const scheduled = afterWindows(clock, () => (closed ? [] : sources))
  const firing = createFiring({ world, functions, logs })
  const saving = setInterval(() => {
    ledger.save()
    world.series.save()
    void world.firehose.flushDue()
  }, 1_000)

  return {
    functions,
    chaos,
    gateway: createAws({ world, emulators, functions, chaos, onWrite: changes.notify, onDenied }),
    tick: () => scheduler?.fireAll(),
    moveClock: async (offsetMs) => {
      world.store.set('clock', 'offset', offsetMs)
      messaging.elapse(offsetMs - clock.offsetMs())
      clock.setOffset(offsetMs)
      await emulators.dynamodb.expire()
      await world.firehose.flushDue()
      changes.notify()
      await scheduled.settled()
    },
    state: () => ({
      clock: { now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() },
      queues: Object.fromEntries(messaging.queues().map((queue) => [queue.name, queue.depth()])),
      sources: Object.fromEntries(
        world.mappings.map(({ label }, at) => [label, { busy: sources[at]?.busy() ?? false }]),
      ),
      archive: world.firehose.waiting(),
      running: functions.running(),
      environments: functions.environments(),
      chaos: { kills: chaos.kills() },
      comprehend: emulators.comprehend.stats(),
    }),
    isIdle: async () => {
      await emulators.ses.idle()
      const calm = Object.keys(functions.running()).length === 0 && !firing.busy()
      return calm && queuesAreQuiet(world) && !sources.some((source) => source.busy())
    },
    start: () => {
      warnAboutGrants(world, logs)
      sources = startSources({ world, emulators, functions, logs, changes, onDenied })
      scheduler = schedulesOf({ schedules: world.schedules, clock: scheduled }, firing, logs)
    },
    close: async () => {
      closed = true
      clearInterval(saving)
      scheduler?.close()
      firing.close()
      const ended = Promise.all(sources.map((source) => source.close()))
      await functions.close()
      await ended
      changes.notify()
    },
  }
}
