import * as z from 'zod/mini'
import { limit, moment, next } from './asks.ts'

/** `hot=true`: only those that are hot now. */
export const topicsQuery = z.strictObject({
  hot: z.optional(z.enum(['true', 'false'], 'expected true or false')),
  limit,
  next,
})

/** From the first moment until before the other; the last seven days when left out. */
export const shareOfVoiceQuery = z.strictObject({ from: z.optional(moment), to: z.optional(moment) })
