import * as z from 'zod/mini'
import { EVENT_TYPES, eventSchema } from '../../shared/domain/events.ts'
import { mayBeCutOff } from './command.ts'

/** Prints the schemas of the events that other systems are told, by type. */
const schemas = Object.fromEntries(EVENT_TYPES.map((type) => [type, z.toJSONSchema(eventSchema(type))]))
mayBeCutOff()
process.stdout.write(`${JSON.stringify(schemas, null, 2)}\n`)
