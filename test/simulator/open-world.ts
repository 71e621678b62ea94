import { seededRandom } from '../../local/random.ts'
import type { ItemChange } from '../../shared/store/changes.ts'
import { recipeReader } from '../../shared/store/recipes.ts'
import type { Bug } from './bugs.ts'
import { openFacts } from './facts.ts'
import { functionsIn, type Named } from './functions.ts'
import { type Heard, openMemoryTable } from './memory-table.ts'
import { type Faults, openMachine } from './process.ts'
import { openQueue } from './queue.ts'
import { openScheduler } from './scheduler.ts'
import { openSes } from './ses.ts'
import { worldOf } from './world.ts'

/** `heard` is told of every command to the table; then no index is behind. */
export type Options = { bug?: Bug; heard?: Heard }
/** How often whoever is at work stands still, per call. */
const FREEZES = 0.02

export const NO_FAULTS: Faults = { crash: 0, throttle: 0, lose: 0 }

/** How much goes wrong in a world: nothing in some, a lot in others. */
export const faultsOf = (random: () => number): Faults => {
  const rate = [0, 0.004, 0.015, 0.04][Math.floor(random() * 4)] ?? 0
  return { crash: rate, throttle: rate / 2, lose: rate / 2 }
}

/** What `nudge-plan` hears of the table's stream, of the items that there are here. */
const HEARD = new Set(['activity', 'thread', 'person', 'preferences'])

/** Everything that there is in the world of a seed, before anything happens. */
export const openWorld = (seed: number, { bug, heard }: Options) => {
  const random = seededRandom(seed)
  const world = worldOf(random)
  const clock = { now: world.start }
  const state = { calm: true }
  const lag = random() < 0.3 && !heard
  const memory = openMemoryTable({ lags: () => (lag && !state.calm ? random() : 1), ...(heard ? { heard } : {}) })
  const scheduler = openScheduler({
    random,
    clock,
    freezes: () => (state.calm ? 0 : world.rush ? 2 * FREEZES : FREEZES),
  })
  const facts = openFacts(clock)
  const faults = { ...NO_FAULTS }
  const stream: ItemChange[] = []
  const observe = (change: ItemChange, seq: number): void => {
    facts.observe(change, seq)
    const type = (change.after ?? change.before)?.type
    if (HEARD.has(String(type))) stream.push(change)
  }
  const machine = openMachine({ memory, scheduler, random, clock, faults, observe })
  const ses = openSes({ random, calm: () => state.calm })
  const queue = openQueue<Named>(random, { loses: 0.03 })
  const feedback = openQueue<string>(random, { loses: 0 })
  // Two containers, each of which knows the recipes of a moment ago.
  const reader = () => recipeReader(memory.table, () => clock.now, [])
  const readers = [reader(), reader()] as const
  const functions = functionsIn({
    ...{ settings: world.settings, clock, random, bug },
    recipes: () => (random() < 0.5 ? readers[0] : readers[1]),
    enqueue: (named) => queue.push(named, clock.now),
    ses: (request, about) => ses.send(request, about),
  })
  return {
    ...{ seed, random, world, clock, state, memory, scheduler, facts, faults, stream },
    ...{ machine, ses, queue },
    feedback,
    functions,
    bug,
  }
}
export type Opened = ReturnType<typeof openWorld>
