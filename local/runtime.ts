import type { RequestListener } from 'node:http'
import type { Emulators } from './emulators.ts'
import { startQueueSource } from './events/queue-source.ts'
import { type Scheduler, startScheduler } from './events/schedule.ts'
import type { Mapping, Source, SourceContext } from './events/source.ts'
import { changeSignal, streamApi } from './events/stream-api.ts'
import { startStreamSource } from './events/stream-source.ts'
import { type Chaos, createChaos } from './gateway/chaos.ts'
import { directBackend, httpBackend } from './gateway/forward.ts'
import { secretsBackend } from './gateway/secrets-backend.ts'
import { createGateway } from './gateway/server.ts'
import { evaluate, statementsFor } from './iam/policy.ts'
import { createFunctions, type Functions } from './lambda/functions.ts'
import type { Logs } from './logs.ts'
import { ACCOUNT, type Target, type World } from './resources/world.ts'

/** What runs: functions, their event sources, schedules, and the AWS endpoint. */
export type Runtime = {
  functions: Functions
  chaos: Chaos
  gateway: RequestListener
  scheduler: () => Scheduler | undefined
  /** Moves the clock and everything that goes by it. */
  moveClock(offsetMs: number): Promise<void>
  state(): Record<string, unknown>
  isIdle(): Promise<boolean>
  /** Starts event sources and schedules; what was left over from the last run is worked on now. */
  start(): void
  close(): Promise<void>
}

export type RuntimeOptions = { world: World; emulators: Emulators; logs: Logs; maxConcurrency: number }

const READS = /^(Get|Query|Scan|Describe|List|BatchGet|TransactGet)/

const identityFor =
  (world: World) =>
  (address: string): string => {
    const domain = address.split('@')[1] ?? address
    return world.sesIdentities.includes(address) ? address : domain
  }

/** SNS may put messages into a queue only when the queue's policy lets it. */
const warnAboutTopics = ({ world, logs }: RuntimeOptions): void => {
  for (const { topicArn, queueArn } of world.subscriptions) {
    const statements = statementsFor(world.ledger.resourcePolicy(queueArn), 'service:sns.amazonaws.com')
    const context = { 'aws:sourcearn': topicArn, 'aws:securetransport': 'true', 'aws:sourceaccount': ACCOUNT }
    const { decision } = evaluate(statements, { action: 'sqs:SendMessage', resource: queueArn, context })
    if (decision !== 'allowed')
      logs.warn('sns', `the policy of ${queueArn} does not let ${topicArn} send: in AWS nothing arrives`)
  }
}

/** Each function writes its log in AWS with its own role. */
const warnAboutLogs = ({ world, logs }: RuntimeOptions): void => {
  for (const { roleArn, label, name } of world.functions) {
    const role = world.ledger.role(roleArn)
    const resource = role && logGroupOf(role.statements, name, world.region)
    if (!role || !resource) continue
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      const why = world.ledger.check(role, { action, resource })
      if (why) logs.warn(label, `in AWS it could not write its log: ${why}`)
    }
  }
}

/** The log stream that the role is made for: that of the group it names, or of the function's default group. */
const logGroupOf = (statements: { actions: string[]; resources: string[] }[], name: string, region: string): string => {
  const named = statements.find(({ actions }) => actions.includes('logs:PutLogEvents'))?.resources[0]
  return named && named !== '*' ? named : `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${name}:*`
}

export const startRuntime = async (options: RuntimeOptions): Promise<Runtime> => {
  const { world, emulators, logs } = options
  const { clock, ledger, messaging } = world
  const chaos = createChaos()
  const changes = changeSignal()
  const sources: Source[] = []
  let scheduler: Scheduler | undefined
  let retrying = 0
  let closed = false

  const functions = createFunctions({
    definitions: world.functions,
    endpoint: world.awsUrl,
    region: world.region,
    clockOffsetMs: clock.offsetMs,
    maxConcurrency: options.maxConcurrency,
    onLine: ({ label }, stream, line) => logs.line(label, stream, line),
    onFailure: ({ label }, kind, { errorType, errorMessage }) => {
      if (!closed) logs.warn(label, `${kind}: ${errorType}: ${errorMessage}`)
    },
  })

  const denied = new Set<string>()
  const onDenied = (label: string, why: string): void => {
    if (!denied.has(why)) logs.warn(label, `AccessDenied: ${why}`)
    denied.add(why)
  }

  const server = createGateway({
    ledger,
    chaos,
    names: {
      region: world.region,
      account: ACCOUNT,
      secretArn: (id) => world.secrets.find(id)?.arn,
      sesIdentity: identityFor(world),
    },
    backends: {
      dynamodb: directBackend(emulators.dynamodb.handle),
      sqs: httpBackend(messaging.url),
      sns: httpBackend(messaging.url),
      s3: httpBackend(messaging.url),
      ses: httpBackend(emulators.ses.url),
      comprehend: httpBackend(emulators.comprehend.url),
      secretsmanager: secretsBackend(world.secrets),
    },
    callerOf: functions.callerOf,
    kill: functions.killByToken,
    onAnswer: (service, call) => {
      if (service === 'dynamodb' && !READS.test(String(call.headers['x-amz-target']).split('.').pop() ?? ''))
        changes.notify()
    },
    onDenied,
  })

  const context: SourceContext = {
    invoke: functions.invoke,
    allowed: (functionArn, action, resource) => {
      const definition = functions.definition(functionArn)
      const role = definition && ledger.role(definition.roleArn)
      const why = role ? ledger.check(role, { action, resource }) : `${functionArn} has no role`
      if (why) onDenied(definition?.label ?? functionArn, why)
      return !why
    },
    warn: logs.warn,
    region: world.region,
    now: clock.now,
  }

  const startSource = (mapping: Mapping): Source => {
    const queue = messaging.queue(mapping.sourceArn)
    if (queue) return startQueueSource(mapping, queue, context)
    return startStreamSource(mapping, {
      ...context,
      api: streamApi(emulators.dynamodbCall),
      changed: changes.changed,
      checkpoint: {
        get: (key) => world.store.get<string>('checkpoint', key),
        set: (key, sequence) => world.store.set('checkpoint', key, sequence),
      },
      send: async (arn, body) => messaging.put(arn, body),
    })
  }

  /** EventBridge invokes asynchronously and tries again when the function fails. */
  const fire = async ({ functionArn, input, retries, ruleArn, name }: Target): Promise<void> => {
    const statements = statementsFor(world.invokers.get(functionArn) ?? [], 'service:events.amazonaws.com')
    const access = {
      action: 'lambda:InvokeFunction',
      resource: functionArn,
      context: { 'aws:sourcearn': ruleArn ?? '' },
    }
    if (ruleArn && evaluate(statements, access).decision !== 'allowed') {
      logs.warn(name, `no permission of the template lets EventBridge invoke ${functionArn}`)
      return
    }
    retrying++
    const event = input()
    for (let attempt = 0; attempt <= retries && !closed; attempt++) {
      if ((await functions.invoke(functionArn, event)).ok) break
      await new Promise((wake) => setTimeout(wake, 200))
    }
    retrying--
  }

  const consumed = () =>
    messaging.queues().filter(({ arn }) => world.mappings.some(({ sourceArn }) => sourceArn === arn))
  const saving = setInterval(() => ledger.save(), 1_000)

  return {
    functions,
    chaos,
    gateway: (request, response) => void server.emit('request', request, response),
    scheduler: () => scheduler,
    moveClock: async (offsetMs) => {
      const by = offsetMs - clock.offsetMs()
      world.store.set('clock', 'offset', offsetMs)
      messaging.elapse(by)
      clock.setOffset(offsetMs)
      await emulators.dynamodb.expire()
      changes.notify()
    },
    state: () => ({
      clock: { now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs() },
      queues: Object.fromEntries(messaging.queues().map((queue) => [queue.name, queue.depth()])),
      sources: Object.fromEntries(
        world.mappings.map(({ label }, at) => [label, { busy: sources[at]?.busy() ?? false }]),
      ),
      running: functions.running(),
      environments: functions.environments(),
      chaos: { kills: chaos.kills() },
    }),
    isIdle: async () => {
      await emulators.ses.idle()
      const quiet = consumed().every((queue) => {
        const { visible, inFlight, soon } = queue.depth()
        return visible + inFlight + soon === 0
      })
      return (
        quiet && retrying === 0 && Object.keys(functions.running()).length === 0 && !sources.some((one) => one.busy())
      )
    },
    start: () => {
      warnAboutTopics(options)
      warnAboutLogs(options)
      sources.push(...world.mappings.map(startSource))
      scheduler = startScheduler(
        world.schedules.map((target) => ({
          ...target,
          fire: () => {
            fire(target).catch((error) => logs.warn(target.name, String(error)))
          },
        })),
        clock,
      )
    },
    close: async () => {
      closed = true
      clearInterval(saving)
      scheduler?.close()
      const ended = Promise.all(sources.map((source) => source.close()))
      await functions.close()
      await ended
    },
  }
}
