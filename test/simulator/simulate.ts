import { decisionOfTags } from '../../shared/domain/measure/tags.ts'
import { isoOf, MINUTE, msOf, SECOND } from '../../shared/domain/time.ts'
import type { ItemChange } from '../../shared/store/changes.ts'
import type { DecisionItem } from '../../shared/store/nudge-records.ts'
import { putRecipe } from '../../shared/store/recipe-changes.ts'
import { type Deed, storyOf } from './facts.ts'
import { problemsOf } from './invariants.ts'
import { faultsOf, NO_FAULTS, type Opened, type Options, openWorld } from './open-world.ts'
import type { Process } from './process.ts'
import { inSimulatedTime } from './scheduler.ts'
import { type Happening, QUIET_TIME } from './world.ts'

/** What a simulated world came to. */
export type Told = {
  problems: string[]
  decisions: number
  /** Emails that SES took. */
  emails: number
  calls: number
  crashes: number
  steps: number
  /** How many decisions ended for which reason. */
  reasons: Record<string, number>
  /** What happened, where there is a problem. */
  story: string[]
}

type Task = () => Promise<void>

/** The most steps a world takes before it is called stuck. */
const MOST_STEPS = 3_000

/** Runs one function once. @returns whether it came to its end */
const runOnce = async (
  { machine, bug, random, queue, clock }: Opened,
  work: (process: Process) => Promise<unknown>,
): Promise<boolean> => {
  const table = bug?.table
  const process = machine.start(
    table &&
      ((send) => table(send, { random, now: () => clock.now, enqueue: (named) => queue.push(named, clock.now) })),
  )
  try {
    await work(process)
    return true
  } catch {
    return false
  }
}

type Doing = { what: Deed['what'] } & Record<string, unknown>

/** Runs something a person does, and notes when it was begun and whether it is known to be done. */
const noted = async (opened: Opened, deed: Doing, work: (process: Process) => Promise<unknown>): Promise<boolean> => {
  const { facts, machine } = opened
  const note = { ...deed, from: machine.seq(), done: undefined } as Deed
  facts.deeds.push(note)
  const ok = await runOnce(opened, work)
  if (ok) note.done = machine.seq()
  return ok
}

const happen = (opened: Opened, what: Happening): Task => {
  const { functions, memory } = opened
  switch (what.do) {
    case 'write':
      return async () => {
        await runOnce(opened, (process) =>
          process.call(
            () => memory.ask({ constructor: { name: 'PutCommand' }, input: { Item: what.item } as never }),
            'table',
          ),
        )
      }
    case 'unsubscribe':
      return async () => {
        const deed = { what: 'off', email: what.email, topic: what.all ? '*' : what.topic } as const
        await noted(opened, deed, (process) => functions.unsubscribe(process, what))
      }
    case 'grant':
      return async () => {
        await noted(opened, { what: 'on', email: what.email, topic: what.topic }, (process) =>
          functions.grant(process, what),
        )
      }
    case 'pause':
    case 'resume':
      return async () => {
        const paused = what.do === 'pause'
        await noted(opened, { what: paused ? 'paused' : 'open' }, (process) => functions.pause(process, paused))
      }
    case 'link':
      return async () => {
        await noted(opened, { what: 'linked', a: what.a, b: what.b }, (process) =>
          functions.link(process, what.a, what.b),
        )
      }
    case 'unlink':
      return async () => {
        await noted(opened, { what: 'parted', a: what.a, b: what.b }, (process) =>
          functions.unlink(process, what.a, what.b),
        )
      }
    case 'recipe':
      return async () => {
        await runOnce(opened, (process) => functions.recipe(process, what.id, what.status))
      }
  }
}

const streamTask =
  (opened: Opened, change: ItemChange): Task =>
  async () => {
    const ok = await runOnce(opened, (process) => opened.functions.stream(process, change))
    if (!ok || opened.random() < 0.05) opened.stream.push(change)
  }

const sendTasks = (opened: Opened): Task[] =>
  opened.queue.receive(opened.clock.now).map(({ body, done }) => async () => {
    done(await runOnce(opened, (process) => opened.functions.send(process, body)), opened.clock.now)
  })

type Tagged = { eventType: string; mail: { tags: Record<string, string[]> }; bounce?: { bounceType: string } }

const feedbackTasks = (opened: Opened): Task[] => {
  const { ses, feedback, clock, facts, functions, memory } = opened
  for (const { body } of ses.due(clock.now)) feedback.push(body, clock.now)
  return feedback.receive(clock.now).map(({ body, done }) => async () => {
    const { eventType, mail, bounce } = JSON.parse(body) as Tagged
    const named = decisionOfTags(mail.tags)
    const row = memory.items().find(({ type, id }) => type === 'decision' && id === named?.id)
    const ends = bounce?.bounceType === 'Permanent' ? 'bounced' : eventType === 'Complaint' ? 'complained' : undefined
    const work = (process: Process) => functions.feedback(process, body)
    const ok = ends
      ? await noted(opened, { what: ends, email: String(row?.emailIid) }, work)
      : await runOnce(opened, work)
    if (ok && named) facts.told.add(named.id)
    done(ok, clock.now)
  })
}

const decisionsIn = ({ memory }: Opened): DecisionItem[] =>
  memory.items().filter(({ type }) => type === 'decision') as unknown as DecisionItem[]

const wakes = (opened: Opened): number =>
  Math.min(
    Number.POSITIVE_INFINITY,
    ...decisionsIn(opened).flatMap(({ state, qs }) =>
      qs && (state === 'waiting' || state === 'queued' || state === 'sending') ? [msOf(qs)] : [],
    ),
  )

/** The same about the email that is on its way. */
const justNow = (opened: Opened, what: Happening): Happening => {
  const row = decisionsIn(opened).find(({ state, emailIid }) => state === 'queued' && emailIid)
  if (!row?.emailIid || opened.random() < 0.2) return what
  if (what.do === 'unsubscribe' || what.do === 'grant') return { ...what, email: row.emailIid, topic: row.topic }
  return what.do === 'link' || what.do === 'unlink' ? { ...what, a: row.iid } : what
}

/** All that is to be done by now, by whom: each of them at the same time as the others. */
const tasksNow = (opened: Opened): Task[] => {
  const { clock, world, stream, random, functions } = opened
  const tasks: Task[] = []
  while (world.script[0] && world.script[0].at <= clock.now) {
    const next = world.script.shift()
    if (next) tasks.push(happen(opened, next.what))
  }
  tasks.push(...stream.splice(0).map((change) => streamTask(opened, change)))
  const sends = sendTasks(opened)
  tasks.push(...sends, ...feedbackTasks(opened))
  const sweeps = wakes(opened) <= clock.now ? (random() < 0.1 ? 2 : 1) : 0
  for (let n = 0; n < sweeps; n++)
    tasks.push(async () => {
      await runOnce(opened, (process) => functions.sweep(process))
    })
  const sudden = sends.length > 0 && random() < 0.6 ? world.sudden.pop() : undefined
  if (sudden) tasks.push(happen(opened, justNow(opened, sudden)))
  if (sudden?.do === 'pause')
    world.script.unshift({ at: clock.now + Math.round(random() * 90 * MINUTE), what: { do: 'resume' } })
  return tasks
}

const nextMoment = (opened: Opened): number => {
  const { clock, world, stream, queue, feedback, ses, random, scheduler } = opened
  const late = random() < 0.1 ? random() * 3 * 60 * MINUTE : random() * MINUTE
  return Math.min(
    world.script[0]?.at ?? Number.POSITIVE_INFINITY,
    stream.length > 0 ? clock.now + SECOND : Number.POSITIVE_INFINITY,
    scheduler.wake(),
    ...[queue.next(), feedback.next(), ses.next(), wakes(opened) + Math.round(late)],
  )
}

const setUp = async (opened: Opened): Promise<void> => {
  const { memory, world, functions, clock } = opened
  for (const item of world.items) memory.ask({ constructor: { name: 'PutCommand' }, input: { Item: item } as never })
  const at = isoOf(clock.now - 40 * 24 * 60 * MINUTE)
  const steps = [
    ...world.people.flatMap(({ account, emails }) =>
      emails.map(
        (email) => () =>
          noted(opened, { what: 'linked', a: account, b: email }, (process) => functions.link(process, account, email)),
      ),
    ),
    ...world.granted.map(
      (one) => () => noted(opened, { what: 'on', ...one }, (process) => functions.grant(process, one, at)),
    ),
  ]
  const off = { email: world.loose, topic: 'answers', all: true } as const
  if (world.looseIsOff)
    steps.push(() =>
      noted(opened, { what: 'off', email: off.email, topic: '*' }, (process) =>
        functions.unsubscribe(process, { do: 'unsubscribe', ...off }),
      ),
    )
  for (const recipe of world.written) await putRecipe(memory.table, recipe, { by: 'user:ann', at })
  for (const step of steps) await opened.scheduler.run([async () => void (await step())])
}

const live = async (opened: Opened, told: Told): Promise<void> => {
  const { clock, state, faults, scheduler, world, random } = opened
  await setUp(opened)
  state.calm = false
  Object.assign(faults, faultsOf(random))
  let end = Number.POSITIVE_INFINITY
  for (told.steps = 0; told.steps < MOST_STEPS; told.steps++) {
    if (world.script.length === 0 && !state.calm && opened.stream.length === 0 && !scheduler.busy()) {
      // From here on nothing goes wrong any more: what is left has to come to an end.
      Object.assign(faults, NO_FAULTS)
      state.calm = true
      world.sudden.length = 0
      world.script.push({ at: clock.now, what: { do: 'resume' } })
      end = clock.now + QUIET_TIME.length
    }
    const moment = nextMoment(opened)
    if (moment === Number.POSITIVE_INFINITY || moment > end) return
    clock.now = Math.max(clock.now, moment)
    await scheduler.run(tasksNow(opened))
  }
  told.problems.push(`seed ${opened.seed}: not at rest after ${MOST_STEPS} steps`)
}

/** Lives through the world of a seed, and tells what must not have happened. */
export const simulate = async (seed: number, options: Options = {}): Promise<Told> => {
  const opened = openWorld(seed, options)
  const told: Told = { problems: [], decisions: 0, emails: 0, calls: 0, crashes: 0, steps: 0, reasons: {}, story: [] }
  await inSimulatedTime(opened.scheduler, opened.random, () => live(opened, told))
  const decisions = decisionsIn(opened)
  told.problems.push(...problemsOf(opened).map((problem) => `seed ${seed}: ${problem}`))
  if (told.problems.length > 0) told.story = storyOf(opened.facts, opened.ses.calls)
  told.decisions = decisions.length
  told.emails = opened.ses.calls.filter(({ accepted }) => accepted).length
  Object.assign(told, opened.machine.counts)
  for (const { reason } of decisions) told.reasons[reason] = (told.reasons[reason] ?? 0) + 1
  return told
}
