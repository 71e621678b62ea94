import { RAW_PREFIX } from '../../shared/domain/listen/raw-records.ts'
import { DAY, HOUR, isoOf, MINUTE } from '../../shared/domain/time.ts'

const UNITS: Record<string, number> = { m: MINUTE, h: HOUR, d: DAY }

/**
 * A moment as people write it: `2026-11-14`, `2026-11-14T16:05Z`, or `-90m`, `-12h`, `-2d` from now.
 * @param now milliseconds since the epoch
 * @returns milliseconds since the epoch; undefined when it is none
 */
export const momentOf = (words: string, now: number): number | undefined => {
  const back = /^-(\d{1,6})([mhd])$/.exec(words)
  if (back) return now - Number(back[1]) * (UNITS[back[2] ?? 'm'] ?? MINUTE)
  // Without a zone a time would be that of the machine, and the archive has another clock.
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(words)) return undefined
  const at = Date.parse(words)
  return Number.isNaN(at) ? undefined : at
}

/** The folder of the archive for a moment's hour: `raw/2026/11/14/16`. */
export const folderOf = (at: number): string => `${RAW_PREFIX}${isoOf(at).slice(0, 13).replaceAll(/[-T]/g, '/')}`

/** The hour of an object's folder, in milliseconds since the epoch; undefined for a key of another form. */
export const hourOf = (key: string): number | undefined => {
  const [, year, month, day, hour] = /^raw\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\//.exec(key) ?? []
  return year === undefined ? undefined : Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`)
}

/**
 * The keys among which what came from `from` until `to` is. An object may have begun to fill an hour before what is in
 * it came, and what waited to be worked on was archived later than it came, by up to `late` milliseconds.
 * @returns `after`: what S3 begins after. `last`: the last folder; undefined for no end
 */
export const keysBetween = ({
  from,
  to,
  late,
}: {
  from: number | undefined
  to: number | undefined
  late: number
}): { after: string; last: string | undefined } => ({
  after: from === undefined ? RAW_PREFIX : folderOf(from - HOUR),
  last: to === undefined ? undefined : folderOf(to + late),
})
