import * as z from 'zod/mini'
import { DAY, HOUR, MINUTE } from '../time.ts'

const UNITS: Record<string, number> = { m: MINUTE, h: HOUR, d: DAY }

/** A length of time as recipes write it, `30m`, `24h` or `7d`; milliseconds once read. */
export const duration = z.pipe(
  z.string().check(z.regex(/^\d{1,4}[mhd]$/, 'expected a duration such as 30m, 24h or 7d')),
  z.transform((text: string): number => Number(text.slice(0, -1)) * Number(UNITS[text.slice(-1)])),
)
