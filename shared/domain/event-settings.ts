import * as z from 'zod/mini'
import { EVENT_TYPES, type EventType } from './events.ts'

/** Told of every single mention, and so the only one whose price grows with what people write. */
const OF_EVERY_MENTION: readonly EventType[] = ['mention.created']

/** Which events other systems are told on the bus: all, or those named. */
export const eventSettingsSchema = z.object({
  /** @default all but `mention.created` */
  publish: z._default(
    z.union([z.literal('all'), z.array(z.enum(EVENT_TYPES))], "expected 'all' or a list of events of docs/events.md"),
    EVENT_TYPES.filter((type) => !OF_EVERY_MENTION.includes(type)),
  ),
})
export type EventSettings = z.infer<typeof eventSettingsSchema>

/** The events that are told on the bus, by name. */
export const publishedEvents = ({ publish }: EventSettings): readonly EventType[] =>
  publish === 'all' ? EVENT_TYPES : publish
