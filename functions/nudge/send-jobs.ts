import * as z from 'zod/mini'
import { OFTEN, PARTS_OF_DAY } from '../../shared/domain/nudge/choices.ts'
import { confirmOnce } from './confirm-once.ts'
import { type Sending, sendOnce } from './send-once.ts'

const wishSchema = z.object({
  address: z.optional(z.literal(true)),
  on: z.optional(z.array(z.string())),
  often: z.optional(z.enum(OFTEN)),
  resume: z.optional(z.literal(true)),
  partOfDay: z.optional(z.enum(PARTS_OF_DAY)),
  language: z.optional(z.string()),
  timeZone: z.optional(z.string()),
})

/** A decision to send, or something to ask whoever reads an address. */
const messageSchema = z.union([
  z.object({ v: z.literal(1), iid: z.string(), id: z.string() }),
  z.object({
    v: z.literal(1),
    do: z.literal('confirm'),
    emailIid: z.string(),
    wish: wishSchema,
    language: z.optional(z.string()),
    at: z.optional(z.string()),
  }),
])

/** Does what a message of the send queue asks for. Twice does the same as once. */
export const sendJob = (deps: Sending, body: string): Promise<void> => {
  const message = z.parse(messageSchema, JSON.parse(body))
  return 'do' in message ? confirmOnce(deps, message as Parameters<typeof confirmOnce>[1]) : sendOnce(deps, message)
}
