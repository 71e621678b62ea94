import { parseArgs } from 'node:util'
import * as z from 'zod/mini'
import { EVENT_TYPES, eventSchema } from '../../shared/domain/events.ts'
import { endWith } from './command.ts'

const USAGE = `npm run events

Prints the schemas of the events that other systems are told, by type, as JSON Schema; docs/events.md says when each is told.
`

await endWith(async () => {
  const { values } = parseArgs({ options: { help: { type: 'boolean', default: false } } })
  const schemas = Object.fromEntries(EVENT_TYPES.map((type) => [type, z.toJSONSchema(eventSchema(type))]))
  process.stdout.write(values.help ? USAGE : `${JSON.stringify(schemas, null, 2)}\n`)
  return 0
})
