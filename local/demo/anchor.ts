import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { DAY, isoOf } from '../../shared/domain/time.ts'

/** The story takes so many days and ends today. */
export const STORY_DAYS = 14

const schema = z.object({ firstDay: z.iso.date(), runs: z.int() })

/** The story's first day (`2026-11-08`, UTC), and how often it has been told on this data to its end. */
export type Anchor = z.infer<typeof schema>

/** The day on which a story begins that ends today. */
export const firstDayFor = (now: number): string => isoOf(now - (STORY_DAYS - 1) * DAY).slice(0, 10)

/**
 * The anchor of the data folder. The first telling sets it; later ones use it again, so that they deliver the very same
 * ids and times.
 */
export const readAnchor = (data: string, now: number): Anchor => {
  const file = join(data, 'demo.json')
  if (!existsSync(file)) return { firstDay: firstDayFor(now), runs: 0 }
  return z.parse(schema, JSON.parse(readFileSync(file, 'utf8')))
}

/** Was a telling begun on this data and never finished? */
export const wasStopped = (data: string): boolean =>
  existsSync(join(data, 'demo.json')) && readAnchor(data, 0).runs === 0

/** Remembers the anchor. */
export const keepAnchor = (data: string, anchor: Anchor): void =>
  writeFileSync(join(data, 'demo.json'), `${JSON.stringify(anchor)}\n`)

/** A moment of the story: `day` 1 is the first day, `time` is `hh:mm` in UTC. */
export const momentOf = (anchor: Anchor, day: number, time: string): string =>
  isoOf(Date.parse(`${anchor.firstDay}T${time}:00.000Z`) + (day - 1) * DAY)
