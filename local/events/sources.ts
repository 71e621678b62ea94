import { mayInvoke } from '../checks.ts'
import type { Emulators } from '../emulators.ts'
import type { Functions } from '../lambda/functions.ts'
import type { Logs } from '../logs.ts'
import type { Target, World } from '../resources/world.ts'
import { startQueueSource } from './queue-source.ts'
import { type Mapping, type Source, type SourceContext, sleep } from './source.ts'
import { type ChangeSignal, streamApi } from './stream-api.ts'
import { startStreamSource } from './stream-source.ts'

export type SourcesOptions = {
  world: World
  emulators: Emulators
  functions: Functions
  logs: Logs
  changes: ChangeSignal
  onDenied: (label: string, why: string) => void
}

const contextOf = ({ world, functions, logs, onDenied }: SourcesOptions): SourceContext => ({
  invoke: functions.invoke,
  allowed: (functionArn, action, resource) => {
    const definition = functions.definition(functionArn)
    const role = definition && world.ledger.role(definition.roleArn)
    const why = role ? world.ledger.check(role, { action, resource }) : `${functionArn} has no role`
    if (why) onDenied(definition?.label ?? functionArn, why)
    return !why
  },
  warn: logs.warn,
  region: world.region,
  now: world.clock.now,
})

/** Starts every event source mapping of the template. */
export const startSources = (options: SourcesOptions): Source[] => {
  const { world, emulators, changes } = options
  const context = contextOf(options)
  const start = (mapping: Mapping): Source => {
    const queue = world.messaging.queue(mapping.sourceArn)
    if (queue) return startQueueSource(mapping, queue, context)
    return startStreamSource(mapping, {
      ...context,
      api: streamApi(emulators.dynamodbCall),
      changed: changes.changed,
      checkpoint: {
        get: (key) => world.store.get<string>('checkpoint', key),
        set: (key, sequence) => world.store.set('checkpoint', key, sequence),
      },
      send: async (arn, body) => world.messaging.put(arn, body),
    })
  }
  return world.mappings.map(start)
}

const RETRY_AFTER = 200

/** Fires schedules' targets. EventBridge invokes without waiting, and tries again when the function fails. */
export const createFiring = ({ world, functions, logs }: Pick<SourcesOptions, 'world' | 'functions' | 'logs'>) => {
  let underway = 0
  let closed = false

  const invoke = async ({ functionArn, input, retries }: Target): Promise<void> => {
    const event = input()
    for (let attempt = 0; attempt <= retries && !closed; attempt++) {
      if ((await functions.invoke(functionArn, event)).ok) return
      await sleep(RETRY_AFTER)
    }
  }

  return {
    busy: () => underway > 0,
    close: () => {
      closed = true
    },
    fire: async (target: Target): Promise<void> => {
      const { functionArn, ruleArn, name } = target
      if (ruleArn && !mayInvoke(world, functionArn, 'events.amazonaws.com', ruleArn))
        return logs.warn(name, `no permission of the template lets EventBridge invoke ${functionArn}`)
      underway++
      try {
        await invoke(target)
      } finally {
        underway--
      }
    },
  }
}
