import { Cron } from 'croner'
import type { Clock } from '../clock.ts'

/** A schedule of the template: an EventBridge rule or an EventBridge Scheduler schedule. */
export type Schedule = { name: string; expression: string; timeZone: string | undefined; fire: () => void }

/** A schedule expression is not one that EventBridge or this runner knows. */
export class ScheduleError extends Error {
  override name = 'ScheduleError'
  constructor(expression: string) {
    super(
      `The schedule expression ${expression} is not understood: expected rate(5 minutes), cron(0 8 * * ? *) or at(...).`,
    )
  }
}

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** EventBridge counts weekdays 1 (Sunday) to 7, croner 0 to 6. */
const weekday = (field: string): string => field.replace(/(?<![#\d])[1-7](?!\d)/g, (digit) => String(Number(digit) - 1))

const cronOf = (fields: string, timeZone: string | undefined): Cron => {
  const parts = fields
    .trim()
    .split(/\s+/)
    .map((part) => part.replace('?', '*'))
  const [minute, hour, day, month, dow, year] = parts
  if (!minute || !hour || !day || !month || !dow || !year) throw new ScheduleError(`cron(${fields})`)
  return new Cron(`0 ${minute} ${hour} ${day} ${month} ${weekday(dow)} ${year}`, {
    paused: true,
    timezone: timeZone ?? 'UTC',
    mode: '7-part',
    sloppyRanges: true,
  })
}

/**
 * When an expression is due after a moment.
 * @param after milliseconds since the epoch; rates count from here
 * @returns undefined when it is never due again
 * @throws ScheduleError when the expression is not understood
 */
export const nextRun = (expression: string, after: number, timeZone?: string): number | undefined => {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? []
  if (kind === 'rate') {
    const [, count, unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? []
    const length = UNITS[unit]
    if (!count || !length) throw new ScheduleError(expression)
    return after + Number(count) * length
  }
  if (kind === 'cron') return cronOf(argument, timeZone).nextRun(new Date(after))?.getTime()
  if (kind === 'at') {
    const at = Date.parse(`${argument}Z`)
    if (Number.isNaN(at)) throw new ScheduleError(expression)
    return at > after ? at : undefined
  }
  throw new ScheduleError(expression)
}

export type Scheduler = { fireAll(): void; names(): string[]; close(): void }

/**
 * Fires schedules by the movable clock: when they are due, and each once whenever the clock jumps forward, however far.
 * @throws ScheduleError when an expression is not understood
 */
export const startScheduler = (schedules: readonly Schedule[], clock: Clock): Scheduler => {
  const due = new Map<Schedule, number | undefined>()
  let timer: NodeJS.Timeout | undefined

  const plan = (schedule: Schedule): void =>
    void due.set(schedule, nextRun(schedule.expression, clock.now(), schedule.timeZone))

  const arm = (): void => {
    clearTimeout(timer)
    const first = Math.min(...[...due.values()].map((at) => at ?? Number.POSITIVE_INFINITY))
    if (Number.isFinite(first)) timer = setTimeout(fireDue, Math.min(Math.max(0, first - clock.now()), 60_000))
  }

  const fireDue = (): void => {
    for (const [schedule, at] of due)
      if (at !== undefined && at <= clock.now()) {
        plan(schedule)
        schedule.fire()
      }
    arm()
  }

  const fireAll = (): void => {
    for (const schedule of schedules) {
      plan(schedule)
      schedule.fire()
    }
    arm()
  }

  for (const schedule of schedules) plan(schedule)
  arm()
  const unlisten = clock.onMove((byMs) => {
    if (byMs > 0) fireAll()
    else {
      for (const schedule of schedules) plan(schedule)
      arm()
    }
  })
  return {
    fireAll,
    names: () => schedules.map(({ name }) => name),
    close: () => {
      unlisten()
      clearTimeout(timer)
    },
  }
}
