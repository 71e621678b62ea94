import { busNameOf } from '../events/bus.ts'
import { compilePattern } from '../events/pattern.ts'
import { type Declared, UnsupportedError } from './world.ts'

/** What a target may say; the time that EventBridge goes on trying means nothing here. */
const KNOWN = new Set(['Arn', 'Id', 'DeadLetterConfig', 'RetryPolicy'])

const queueOf = ({ resource }: Declared, target: Record<string, unknown>): string => {
  for (const name of Object.keys(target))
    if (!KNOWN.has(name)) throw new UnsupportedError(resource, `a target's ${name} is not supported here.`)
  const arn = String(target.Arn)
  if (arn.startsWith('arn:aws:sqs:')) return arn
  throw new UnsupportedError(
    resource,
    `the target ${arn} of a rule with a pattern is not supported; known: SQS queues.`,
  )
}

/** An EventBridge rule with a pattern: events that are put on its bus and fit go into its queues. */
export const createBusRule = (declared: Declared): void => {
  const { world, properties, identity } = declared
  world.busRules.push({
    arn: String(identity.attributes.Arn),
    bus: busNameOf(properties.EventBusName),
    pattern: compilePattern(properties.EventPattern),
    queueArns: ((properties.Targets ?? []) as Record<string, unknown>[]).map((target) => queueOf(declared, target)),
  })
}
